"""What goes by the season in the demonstration: a rotation of its book crates, a round with applications, a wheel."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.bookings.applying import apply, open_round
from logistics.bookings.availability import is_free
from logistics.bookings.rotation_plans import make_rotation
from logistics.bookings.rotations import Rotation
from logistics.database import Sessions, unit_of_work
from logistics.holdings.collections import Collection, CollectionKind
from logistics.network.calendar import local_day
from logistics.network.networks import Network
from logistics.network.places import PlaceKind
from logistics.network.wheel import EntryKind, mark
from logistics.transport.rotate import run_rotation
from logistics.transport.rotation_runs import search

PERIODS, WEEKS = 5, 4

SEARCH_SECONDS = 3

LIBRARIES = frozenset({PlaceKind.LIBRARY, PlaceKind.COMBINATION_LIBRARY})
"""Where a travelling crate goes: a van comes often enough to pass it on at the end of each period."""

CLASSES = ("6A", "7B", "8A", "8C", "9B", "5B", "7A", "9A", "6C", "8B")

ENTRIES: tuple[tuple[EntryKind, str, tuple[int, int], tuple[int, int], tuple[int, ...]], ...] = (
    (EntryKind.CAMPAIGN, "Sommarboken", (6, 8), (8, 14), (30,)),
    (EntryKind.CAMPAIGN, "Läslovsveckan", (10, 26), (10, 30), (30, 7)),
    (EntryKind.CAMPAIGN, "Världsbokdagen", (4, 23), (4, 23), (14,)),
    (EntryKind.CAMPAIGN, "Minoritetsspråkens vecka", (2, 15), (2, 21), (14,)),
    (EntryKind.MEETING, "Bibliotekschefer", (1, 27), (1, 27), (7,)),
    (EntryKind.MEETING, "Barnbibliotekarier", (3, 18), (3, 18), (7,)),
    (EntryKind.MEETING, "Nätverksdag", (5, 12), (5, 12), (30, 7)),
    (EntryKind.MEETING, "Transportmöte", (9, 16), (9, 16), (7,)),
    (EntryKind.DEADLINE, "Redovisning av bidraget", (2, 28), (2, 28), (30, 7)),
    (EntryKind.DEADLINE, "Ansökan om utvecklingsbidrag", (11, 15), (11, 15), (30, 7)),
)
"""Kind, title, first and last month and day, reminders; Swedish, as people in Värmland write."""

BOKMAL = {
    "Sommarboken": "Sommerles",
    "Läslovsveckan": "Leseuka i høstferien",
    "Världsbokdagen": "Verdens bokdag",
    "Minoritetsspråkens vecka": "Samisk språkuke",
    "Bibliotekschefer": "Biblioteksjefer",
    "Barnbibliotekarier": "Barnebibliotekarer",
    "Nätverksdag": "Nettverksdag",
    "Transportmöte": "Transportmøte",
    "Redovisning av bidraget": "Rapport om tilskuddet",
    "Ansökan om utvecklingsbidrag": "Søknad om utviklingsmidler",
}
"""The same in Norwegian networks."""


def fill_seasons(sessions: Sessions, network_id: str, now: datetime) -> None:
    """Make them where the network has no rotation yet, for those who take part in the demonstration."""
    with unit_of_work(sessions) as session:
        if session.scalar(select(Rotation.id).where(Rotation.network_id == network_id).limit(1)) is not None:
            return
        network = session.get_one(Network, network_id)
        wanted = select(Person).where(Person.demo, Person.role == Role.COORDINATOR, Person.network_id == network_id)
        by = session.scalars(wanted).first()
        if by is None:
            return
        _mark_year(session, network, by, now)
        _share(session, network, by, now)
        rotation = _rotate(session, network, by, now)
        run = search(session, rotation.id, seconds=SEARCH_SECONDS, by=by, now=now) if rotation else None
    if run is not None:
        run_rotation(sessions, run.id, 0, lambda: now)


def _rotate(session: Session, network: Network, by: Person, now: datetime) -> Rotation | None:
    first_day = _monday_after(local_day(network, now) + timedelta(weeks=6))
    last_day = first_day + timedelta(weeks=WEEKS * PERIODS)
    crates = [
        crate
        for crate in _collections(session, network, CollectionKind.BOOK_CRATE)
        if is_free(session, crate.id, first_day - timedelta(weeks=1), last_day)
    ]
    places = [place for place in network.places if place.active and place.kind in LIBRARIES and place.receiving_hours]
    if not crates or len(places) < 2:
        return None
    return make_rotation(
        session,
        network_id=network.id,
        name="Vårens vandringslådor" if network.language == "sv" else "Vårens vandrekasser",
        first_day=first_day,
        weeks=WEEKS,
        periods=PERIODS,
        capacities={place.id: 2 for place in places},
        collection_ids=[crate.id for crate in crates],
        by=by,
        now=now,
    )


def _share(session: Session, network: Network, by: Person, now: datetime) -> None:
    sets, today = _collections(session, network, CollectionKind.CLASS_SET), local_day(network, now)
    if not sets:
        return
    made = open_round(
        session,
        network_id=network.id,
        name="Klassuppsättningar i vår" if network.language == "sv" else "Klassesett i vår",
        opens_on=today - timedelta(days=7),
        closes_on=today + timedelta(days=14),
        first_day=_monday_after(today + timedelta(weeks=7)),
        weeks=6,
        periods=2,
        collection_ids=[one.id for one in sets[:4]],
        by=by,
        now=now,
    )
    chance = Random(network.id)  # noqa: S311  # a show, no secret
    places = [place for place in network.places if place.active]
    for title in CLASSES:
        wishes = chance.sample(made.sets, min(2, len(made.sets)))
        apply(
            session,
            made.id,
            place_id=chance.choice(places).id,
            title=title,
            pupils=chance.randrange(16, 31),
            wishes=[one.collection_id for one in wishes],
            periods=chance.choice(([1], [2], [1, 2])),
            by=by,
            now=now,
        )


def _mark_year(session: Session, network: Network, by: Person, now: datetime) -> None:
    year = local_day(network, now).year
    for kind, title, first, last, remind_days in ENTRIES:
        mark(
            session,
            network_id=network.id,
            kind=kind,
            title=title if network.language == "sv" else BOKMAL[title],
            first_day=date(year, *first),
            last_day=date(year, *last),
            yearly=True,
            remind_days=remind_days,
            by=by,
            now=now,
        )


def _collections(session: Session, network: Network, kind: CollectionKind) -> list[Collection]:
    wanted = select(Collection).where(Collection.network_id == network.id, Collection.kind == kind, Collection.active)
    return list(session.scalars(wanted.order_by(Collection.code)))


def _monday_after(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())
