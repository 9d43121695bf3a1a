"""A large invented region in a database: collections and bookings, a year of tours, an annual wheel, feeds."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.feeds import FeedKind, make_feed
from logistics.database import new_id
from logistics.files.load import SAMPLES, load_network
from logistics.holdings.collections import Collection, CollectionKind, Part, PartKind
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.network.timetables import Call, TourText, add_season, add_tour
from logistics.network.wheel import EntryKind, mark

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
TODAY = NOW.date()

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
