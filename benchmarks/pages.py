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
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

import migrations
from api.app import create_app
from api.config import Config
from api.gunicorn_settings import post_worker_init
from benchmarks.results import Row, show, store
from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.feeds import FeedKind, make_feed
from logistics.database import new_id, open_engine, session_factory
from logistics.files.load import SAMPLES, load_network
from logistics.holdings.collections import Collection, CollectionKind, Part, PartKind
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.network.timetables import Call, TourText, add_season, add_tour
from logistics.network.wheel import EntryKind, mark

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
TODAY = NOW.date()
BAR_MILLISECONDS = 150

WORDS = """
sommar vinter älv skog fjäll barn vän hemlighet resa ö natt dag sång kör låda djur häst hund katt drake månen
stjärna spår gåta tåg båt skola sagan om den lilla stora röda blåa åska ängel öken ärende
""".split()  # noqa: SIM905
SUBJECTS = ("deckare", "romaner", "bilderböcker", "lättläst", "körmusik", "instrument", "natur", "fantasy", "lyrik")
LANGUAGES = ("sv", "nb", "en", "fi", "uk", "ar", "se")
STATES_AHEAD = (BookingState.APPROVED, BookingState.REQUESTED, BookingState.ON_LOAN)


def fill(session: Session, collections: int, bookings: int) -> dict[str, str]:
    """Load the sample network, and as many invented collections and bookings, all by the same seed.

    Returns:
        Ids and secrets that addresses need, by name.
    """
    dice = random.Random(1)  # noqa: S311  # invented titles are no secret
    load_network(session, SAMPLES["varmland"], now=NOW)
    network = session.get_one(Network, "varmland")
    places = sorted(network.places, key=lambda place: place.id)
    people = [_person("librarian", Role.LIBRARIAN, places[0].id), _person("coordinator", Role.COORDINATOR, None)]
    session.add_all(people)
    session.flush()
    named = _tours(session, network, places, people)
    made = [_collection(dice, number, dice.choice(places)) for number in range(collections)]
    for start in range(0, len(made), 500):
        session.add_all(made[start : start + 500])
        session.flush()
        session.expunge_all()
    rows = list(_bookings(dice, made, [place.id for place in places], people[0].id, bookings))
    for start in range(0, len(rows), 5_000):
        session.execute(sa.insert(Booking), rows[start : start + 5_000])
    return named


def _tours(session: Session, network: Network, places: list[Place], people: list[Person]) -> dict[str, str]:
    """A year of tours, each weekday one over half of the places and one over the other half; a wheel; feeds."""
    librarian, coordinator = people
    days = {"first_day": TODAY - timedelta(days=60), "last_day": TODAY + timedelta(days=300)}
    season = add_season(session, network_id=network.id, name="Året", by=coordinator, **days)
    hub = next(place for place in places if place.hub)
    vehicle = network.vehicles[0].id
    for weekday in range(5):
        for half in (0, 1):
            way = [hub, *(place for place in places[half::2] if place is not hub), hub]
            calls = [Call(place.id, 450 + 40 * n, 455 + 40 * n) for n, place in enumerate(way)]
            tour = add_tour(
                session, season.id, TourText(f"Tur {weekday}{half}", vehicle, calls, weekdays=[weekday]), by=coordinator
            )
    for month in range(1, 13):
        day = TODAY.replace(day=1, month=month)
        what = {"kind": EntryKind.MEETING, "title": f"Möte {month}", "first_day": day, "last_day": day}
        mark(session, network_id=network.id, yearly=True, remind_days=[14, 1], by=coordinator, now=NOW, **what)
    asked = {
        "of place": (FeedKind.PLACE, librarian.place_id or "", librarian),
        "of person": (FeedKind.PERSON, "", librarian),
        "of vehicle": (FeedKind.VEHICLE, vehicle, coordinator),
        "of wheel": (FeedKind.WHEEL, network.id, coordinator),
    }
    secrets = {name: make_feed(session, kind, about, by=by, now=NOW)[1] for name, (kind, about, by) in asked.items()}
    return secrets | {"tour": tour.id, "place": librarian.place_id or ""}


def _person(name: str, role: Role, place_id: str | None) -> Person:
    return Person(
        id=name,
        sign_in_name=name,
        name=name.capitalize(),
        role=role,
        network_id="varmland",
        place_id=place_id,
        password_hash="none",  # noqa: S106  # nobody signs in with it
        language="sv",
        created_at=NOW,
    )


def _collection(dice: random.Random, number: int, home: Place) -> Collection:
    kind = dice.choice(list(CollectionKind))
    choir = kind is CollectionKind.MUSIC_KIT
    age, grade = dice.randint(0, 12), dice.randint(1, 9)
    parts = [
        Part(
            position=position,
            kind=PartKind.CHOIR_SET if choir else PartKind.BOOK,
            title=_title(dice),
            creator=_title(dice),
            identifier=f"BEN-{number}-{position}",
            copies=dice.randint(1, 30),
            value=dice.randint(50, 400) * 100,
            essential=position == 1,
            voices=dice.choice((None, 2, 3, 4, 8)) if choir else None,
        )
        for position in range(1, dice.randint(4, 14))
    ]
    return Collection(
        id=f"bench-{number}",
        network_id="varmland",
        home_id=home.id,
        code=f"BEN-{number}",
        kind=kind,
        title=_title(dice),
        subject=dice.choice(SUBJECTS),
        language=dice.choice(LANGUAGES),
        age_from=age,
        age_to=age + dice.randint(1, 6),
        grade_from=grade,
        grade_to=grade + dice.randint(0, 3),
        crates=dice.randint(1, 4),
        weight_grams=dice.randint(3, 30) * 1000,
        parts=parts,
    )


def _title(dice: random.Random) -> str:
    return " ".join(dice.sample(WORDS, dice.randint(2, 4))).capitalize()


def _bookings(
    dice: random.Random, collections: list[Collection], places: list[str], person_id: str, number: int
) -> Iterator[dict[str, object]]:
    """Loans of each collection one after the other, so that no two overlap; the last tenth lies ahead."""
    each = -(-number // len(collections))
    for made, collection in ((n, c) for c in collections for n in range(each)):
        ahead = made - round(0.9 * each)
        first = TODAY + timedelta(days=35 * ahead + dice.randint(0, 5))
        last = first + timedelta(days=dice.randint(5, 20))
        state = BookingState.RETURNED if ahead < 0 else STATES_AHEAD[ahead % 2 if ahead else 2]
        place_id = dice.choice(places)
        asked_at = NOW + timedelta(days=35 * ahead - 30)
        yield {
            "id": new_id(),
            "network_id": "varmland",
            "collection_id": collection.id,
            "place_id": place_id,
            "first_day": first,
            "last_day": last,
            "leaves_on": first - timedelta(days=2),
            "arrives_on": first - timedelta(days=1),
            "collected_on": last + timedelta(days=1),
            "home_on": last + timedelta(days=3),
            "state": state,
            "note": "",
            "asked_by_id": person_id,
            "asked_at": asked_at,
        }


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
