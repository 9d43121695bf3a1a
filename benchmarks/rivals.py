"""`python -m benchmarks.rivals`: 200 libraries ask for one kit at the same moment, over HTTP, of real server processes.

The owner has a rule that approves, so that whoever comes first has the kit. One is to win, and everybody else to be
told that it is promised, from when it is free again, and that they can stand in line.

    python -m benchmarks.rivals                                       # SQLite in a temporary folder
    python -m benchmarks.rivals --database postgresql+psycopg://…     # an empty database of a server
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from threading import Barrier

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import migrations
from api.serve import Address, wait_until_up
from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.access.tokens import issue_token
from logistics.bookings.booking import HOLDING, Booking
from logistics.bookings.rules import add_rule
from logistics.database import open_engine, session_factory
from logistics.files.load import SAMPLES, load_network
from logistics.holdings.collections import Collection, CollectionKind
from logistics.network.places import Place

TUESDAY = 1
WEEKS_AHEAD = timedelta(weeks=8)


def main() -> None:
    """Read the command line, set the scene, let everybody ask, and tell what they heard."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rivals", description=__doc__)
    parser.add_argument("--database", help="SQLAlchemy URL of an empty database; left out: SQLite")
    parser.add_argument("--rivals", type=int, default=200)
    parser.add_argument("--processes", type=int, default=2, help="of the server, with four threads each")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{Path(folder) / 'bokrute.sqlite3'}"
        kit, tokens = scene(url, given.rivals)
        with served(url, folder, given.processes) as address:
            begins = time.monotonic()
            answers = all_at_once(address, kit, tokens)
            took = time.monotonic() - begins
        with session_factory(open_engine(url))() as session:
            kept = select(func.count()).select_from(Booking).where(Booking.state.in_(HOLDING))
            held = session.scalar(kept.where(Booking.collection_id == kit))
    told = Counter(f"{status} {code}" for status, code, _ in answers)
    slowest = max(seconds for *_, seconds in answers)
    print(f"{given.rivals} rivals in {took:.1f} s, the slowest answer after {slowest:.1f} s; {held} loan of the kit")
    for what, number in told.most_common():
        print(f"{number:5d} × {what}")
    refused = {what for what in told if what != "201 approved"}
    sys.exit(0 if told["201 approved"] == held == 1 and refused == {"409 already-promised"} else 1)


def scene(url: str, rivals: int) -> tuple[str, list[tuple[str, str]]]:
    """The sample network with a rule that approves; the kit's id, and (token, place) of each rival."""
    migrations.upgrade(url)
    now = datetime.now(UTC)
    with session_factory(open_engine(url)).begin() as session:
        load_network(session, SAMPLES["varmland"], now=now)
        kit = session.scalars(select(Collection).where(Collection.kind == CollectionKind.MUSIC_KIT)).first()
        if kit is None:
            raise LookupError("the sample network has no music kit")
        owner = _somebody(session, "owner", kit.home_id, now)
        days = {"least_days_ahead": 0, "most_loan_days": 60}
        add_rule(session, home_id=kit.home_id, name="Whoever comes first", by=owner, now=now, **days)
        others = select(Place).where(Place.network_id == "varmland", Place.id != kit.home_id).order_by(Place.id)
        open_then = [place for place in session.scalars(others) if _receives(place, TUESDAY)]
        tokens = []
        for number in range(rivals):
            place = open_then[number % len(open_then)]
            person = _somebody(session, f"rival-{number}", place.id, now)
            _, clear = issue_token(session, person=person, name="rivals", days=1, by=person, now=now)
            tokens.append((clear, place.id))
        return kit.id, tokens


def _receives(place: Place, weekday: int) -> bool:
    return any(hours.weekday == weekday for hours in place.receiving_hours)


def _somebody(session: Session, name: str, place_id: str, now: datetime) -> Person:
    """A librarian who comes with a token, and whose password fits nothing: hashing 200 would take a minute."""
    person = Person(
        sign_in_name=name,
        name=name,
        role=Role.LIBRARIAN,
        network_id="varmland",
        place_id=place_id,
        password_hash="none",  # noqa: S106
        created_at=now,
    )
    session.add(person)
    session.flush()
    return person


@contextmanager
def served(url: str, home: str, processes: int) -> Iterator[Address]:
    """Server processes over the database, stopped afterwards."""
    address = Address("127.0.0.1", 8700).next_free(200)
    command = ["-m", "gunicorn", "--config", "python:api.gunicorn_settings", "--bind", f"127.0.0.1:{address.port}"]
    server = subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, *command, "--workers", str(processes), "wsgi:app"],
        env={**os.environ, "BOKRUTE_HOME": home, "BOKRUTE_DATABASE_URL": url},
    )
    try:
        if not wait_until_up(address):
            raise TimeoutError("the server did not come up")
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def all_at_once(address: Address, kit: str, tokens: list[tuple[str, str]]) -> list[tuple[int, str, float]]:
    """Everybody asks at the same moment; status, state or code, and seconds of each answer."""
    first_day = date.today() + WEEKS_AHEAD  # noqa: DTZ011  # any day ahead will do
    first_day += timedelta(days=(TUESDAY - first_day.weekday()) % 7)
    together = Barrier(len(tokens))

    def ask(rival: tuple[str, str]) -> tuple[int, str, float]:
        token, place_id = rival
        span = {"first_day": str(first_day), "last_day": str(first_day + timedelta(days=13))}
        body = json.dumps({"collection_id": kit, "place_id": place_id, **span})
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "once", "Content-Type": "application/json"}
        connection = HTTPConnection(address.host, address.port, timeout=120)
        together.wait()
        begins = time.monotonic()
        connection.request("POST", "/api/v1/bookings", body, headers)
        answer = connection.getresponse()
        told = json.loads(answer.read())
        connection.close()
        return answer.status, told.get("state") or told["code"], time.monotonic() - begins

    with ThreadPoolExecutor(len(tokens)) as pool:
        return list(pool.map(ask, tokens))


if __name__ == "__main__":
    main()
