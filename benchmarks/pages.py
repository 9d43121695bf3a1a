"""Pages of a large region measured through the real application: searches, calendars, promises, lists, feeds, tours.

python -m benchmarks.pages                                       on SQLite, in a folder that is gone afterwards
python -m benchmarks.pages --database postgresql+psycopg://…     on an empty PostgreSQL database

The database is filled with invented collections and bookings of the sample network: nine bookings of ten are years old
and over, the others are under way, approved or asked for. Tours call at every place on weekdays. Every page is asked
for as a signed-in librarian or coordinator, one after the other, in one process; the time is that of the whole answer
without a network.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from flask.testing import FlaskClient

import migrations
from api.app import create_app
from api.config import Config
from api.gunicorn_settings import post_worker_init
from benchmarks.large_region import LANGUAGES, NOW, SUBJECTS, TODAY, WORDS, fill
from benchmarks.results import Row, show, store
from logistics.database import open_engine, session_factory
from logistics.holdings.collections import CollectionKind

BAR_MILLISECONDS = 150


def addresses(dice: random.Random, collections: int, named: dict[str, str], who: str) -> Iterator[tuple[str, str]]:
    """Endless (kind of page, address) pairs, as people look for things."""
    while True:
        word, other = dice.choice(WORDS), dice.choice(WORDS)
        first = TODAY + timedelta(days=dice.randint(5, 120))
        last = first + timedelta(days=21)
        found = dice.randrange(collections)
        yield "search, all", f"/library/collections?page={dice.randint(1, collections // 25)}"
        yield "search, words", f"/library/collections?text={word}+{other[:3]}"
        yield "search, kind", f"/library/collections?kind={dice.choice(list(CollectionKind)).value}&text={word}"
        yield (
            "search, subject",
            f"/library/collections?subject={dice.choice(SUBJECTS)}&language={dice.choice(LANGUAGES)}",
        )
        yield "search, age", f"/library/collections?age={dice.randint(0, 15)}&grade={dice.randint(1, 9)}"
        yield "search, voices", f"/library/collections?voices={dice.choice((2, 3, 4))}"
        yield "search, free", f"/library/collections?free_from={first}&free_to={last}"
        yield "search, free+words", f"/library/collections?free_from={first}&free_to={last}&text={word}"
        yield "collection", f"/library/collections/bench-{found}"
        facts = {"collection": f"bench-{found}", "first": first, "last": last, "word": word, **named}
        facts["month"] = f"{first:%Y-%m}"
        for page, address in MORE + (OF_COORDINATORS if who == "coordinator" else OF_LIBRARIANS):
            yield page, address.format_map(facts)
        for page in ("of place", "of person", "of vehicle", "of wheel"):
            yield f"feed {page}", f"/calendars/{named[page]}.ics"


MORE: tuple[tuple[str, str], ...] = (
    ("month, all", "/library/calendar?month={month}"),
    ("month, words", "/library/calendar?month={month}&text={word}"),
    ("promise", "/library/collections/{collection}/promise?first_day={first}&last_day={last}&place_id={place}"),
    ("bookings", "/library/bookings?shown=open"),
    ("shelves", "/library/shelves"),
    ("labels", "/library/labels/collections"),
    ("waiting list", "/library/waiting"),
    ("wishes", "/library/wishes"),
    ("wheel", "/seasons/wheel"),
)
"""Other pages that rest on the same tables."""

OF_LIBRARIANS: tuple[tuple[str, str], ...] = (("desk", "/library/"),)
"""A coordinator has no desk."""

OF_COORDINATORS: tuple[tuple[str, str], ...] = (
    ("tours", "/coordinator/tours"),
    ("tour", "/coordinator/tours/{tour}"),
)
"""Pages that librarians have not."""


def measure(client: FlaskClient, pages: Iterator[tuple[str, str]], rounds: int) -> list[Row]:
    """Ask for every kind of page so many times; the first time of each is not counted, but told."""
    spent: dict[str, list[tuple[float, float]]] = {}
    kinds: list[str] = []
    while len(kinds) < 2 or kinds[-1] != kinds[0] or len(spent[kinds[0]]) <= rounds:
        page, address = next(pages)
        begun, worked = time.perf_counter(), time.process_time()
        answer = client.get(address)
        answer.get_data()
        wall, own = (time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000
        spent.setdefault(page, []).append((wall, own))
        kinds.append(page)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status}")
    return [_row(page, times) for page, times in spent.items()]


def _row(page: str, times: list[tuple[float, float]]) -> Row:
    """Wall clock, and beside it the time of this process alone: on a busy machine they differ."""
    (first, _), *counted = times
    later = [wall for wall, _ in counted]
    return {
        "page": page,
        "first_ms": round(first, 1),
        "median_ms": round(statistics.median(later), 1),
        "p95_ms": round(sorted(later)[int(0.95 * len(later))], 1),
        "own_p95_ms": round(sorted(own for _, own in counted)[int(0.95 * len(counted))], 1),
        "most_ms": round(max(later), 1),
        "under_bar": f"{sum(ms < BAR_MILLISECONDS for ms in later) / len(later):.3f}",
    }


def main() -> None:
    """Read the command line, fill, measure, show and store."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--database", help="URL of an empty database; left out, SQLite in a temporary folder")
    parser.add_argument("--collections", type=int, default=5_000)
    parser.add_argument("--bookings", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=50, help="of each kind of page")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{folder}/bench.sqlite3"
        migrations.upgrade(url)
        engine = open_engine(url)
        with session_factory(engine).begin() as session:
            named = fill(session, given.collections, given.bookings)
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")
        app = create_app(Config(Path(folder), url, secret_key="k" * 64), clock=lambda: NOW, engine=engine)
        post_worker_init(None)  # as the server does
        rows = []
        for who in ("librarian", "coordinator"):
            client = app.test_client()
            with client.session_transaction() as cookie:
                cookie["_user_id"], cookie["_fresh"] = f"{who}.0", True
            dice = random.Random(2)  # noqa: S311  # the same pages for everybody
            pages = addresses(dice, given.collections, named, who)
            rows += [{"who": who, **row} for row in measure(client, pages, given.rounds)]
        engine.dispose()
    show(rows[:1], header=True)
    show(rows[1:])
    name = engine.dialect.name
    store(f"pages_{name}", [{"database": name, **row} for row in rows])


if __name__ == "__main__":
    main()
