"""Contents are counted as a collection is handed over, and what lacks opens a deviation with its value."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.notices import Notice
from logistics.access.people import Person
from logistics.bookings.booking import Booking
from logistics.bookings.requests import ask
from logistics.errors import BadValue, NotAllowed, WrongState
from logistics.holdings.shortfalls import open_shortfalls
from logistics.holdings.stocktakes import Finding, Occasion, Stocktake
from logistics.transport.approvals import approve
from logistics.transport.counting import count_contents, counts_of
from logistics.transport.custody import ScanKind
from logistics.transport.deviations import Deviation, DeviationKind
from logistics.transport.from_bookings import shipments_of
from logistics.transport.scanning import record
from logistics.transport.shipments import Direction, Shipment
from logistics.transport.splitting import deliver_in_parts
from tests.logistics.conftest import World

WEDNESDAY = date(2026, 11, 25)


@pytest.fixture
def booking(session: Session, world: World, now: datetime) -> Booking:
    """North's crate, approved for south on Wednesday; its two titles are worth 100 and nothing."""
    world.crate.parts[0].value = 10_000
    asked = ask(
        session,
        collection_id="crate",
        place_id=world.south.id,
        first_day=WEDNESDAY,
        last_day=WEDNESDAY,
        by=world.borrower,
        now=now,
    )
    return approve(session, asked.id, by=world.owner, now=now)


@pytest.fixture
def out(session: Session, booking: Booking) -> Shipment:
    return shipments_of(session, booking.id)[0]


@pytest.fixture
def back(session: Session, booking: Booking) -> Shipment:
    return shipments_of(session, booking.id)[1]


def seen(session: Session, shipment: Shipment, kind: ScanKind, by: Person, now: datetime) -> None:
    place_id = shipment.to_place_id if kind is ScanKind.RECEIVED else shipment.from_place_id
    record(
        session,
        scan_id=str(uuid4()),
        shipment_code=shipment.code,
        kind=kind,
        place_id=place_id,
        seen_at=now,
        by=by,
        now=now,
    )


def counted(session: Session, shipment: Shipment, by: Person, now: datetime, *findings: Finding) -> Stocktake:
    return count_contents(session, shipment.id, findings, stocktake_id=str(uuid4()), by=by, now=now)


def liable(session: Session) -> list[str | None]:
    return [row.liable_id for row in open_shortfalls(session, "crate")]


def test_the_owner_counts_as_it_is_packed(session: Session, world: World, out: Shipment, now: datetime) -> None:
    taken = counted(session, out, world.owner, now)
    assert (taken.occasion, taken.place) == (Occasion.PACKED, world.north)
    assert counts_of(session, out.id) == [taken]


def test_a_missing_part_opens_a_deviation_with_its_value(
    session: Session, world: World, out: Shipment, now: datetime
) -> None:
    counted(session, out, world.owner, now, Finding(1, missing=1))
    deviation = session.scalars(select(Deviation)).one()
    assert (deviation.kind, deviation.expected, deviation.found) == (DeviationKind.PART_MISSING, "1", "0")
    assert deviation.shortfall is not None
    assert deviation.shortfall.value == 10_000


def test_two_parts_lacking_are_two_deviations(session: Session, world: World, out: Shipment, now: datetime) -> None:
    counted(session, out, world.owner, now, Finding(1, missing=1), Finding(2, damaged=1))
    kinds = sorted(row.kind.value for row in session.scalars(select(Deviation)))
    assert kinds == ["part-damaged", "part-missing"]


def test_the_owner_and_the_coordinator_are_told(session: Session, world: World, out: Shipment, now: datetime) -> None:
    counted(session, out, world.owner, now, Finding(1, missing=1))
    told = set(session.scalars(select(Notice.person_id).where(Notice.code == "parts-lacking")))
    assert told == {world.owner.id, world.coordinator.id}


def test_the_borrower_does_not_answer_for_what_did_not_arrive(
    session: Session, world: World, out: Shipment, now: datetime
) -> None:
    seen(session, out, ScanKind.LOAD, world.driver, now)
    seen(session, out, ScanKind.RECEIVED, world.borrower, now + timedelta(minutes=1))
    taken = counted(session, out, world.borrower, now, Finding(1, missing=1))
    assert (taken.occasion, liable(session)) == (Occasion.ARRIVED, [None])


def test_the_borrower_answers_for_what_does_not_come_home(
    session: Session, world: World, out: Shipment, back: Shipment, now: datetime
) -> None:
    for number, (shipment, kind, by) in enumerate(
        (
            (out, ScanKind.LOAD, world.driver),
            (out, ScanKind.RECEIVED, world.borrower),
            (back, ScanKind.LOAD, world.driver),
            (back, ScanKind.RECEIVED, world.owner),
        )
    ):
        seen(session, shipment, kind, by, now + timedelta(minutes=number))
    taken = counted(session, back, world.owner, now, Finding(1, missing=1))
    assert (taken.occasion, liable(session)) == (Occasion.HOME, [world.south.id])


def test_nobody_counts_what_is_aboard(session: Session, world: World, out: Shipment, now: datetime) -> None:
    seen(session, out, ScanKind.LOAD, world.driver, now)
    with pytest.raises(WrongState):
        counted(session, out, world.owner, now)


def test_the_borrower_does_not_count_before_it_has_come(
    session: Session, world: World, out: Shipment, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        counted(session, out, world.borrower, now)


def test_a_refused_count_leaves_nothing(session: Session, world: World, out: Shipment, now: datetime) -> None:
    with pytest.raises(BadValue):
        counted(session, out, world.owner, now, Finding(1, missing=1), Finding(2, missing=7))
    assert session.scalars(select(Deviation)).all() == []
    assert open_shortfalls(session, "crate") == []


def test_a_count_sent_twice_counts_once(session: Session, world: World, out: Shipment, now: datetime) -> None:
    once = str(uuid4())
    for _ in range(2):
        count_contents(session, out.id, [Finding(1, missing=1)], stocktake_id=once, by=world.owner, now=now)
    assert len(session.scalars(select(Deviation)).all()) == 1


@pytest.fixture
def parts(session: Session, world: World, booking: Booking, out: Shipment, now: datetime) -> tuple[Shipment, Shipment]:
    """The way out and that of the rest, of a crate that comes in two parts."""
    booking.last_day = booking.last_day + timedelta(days=20)
    later = booking.first_day + timedelta(days=7)
    deliver_in_parts(session, booking.id, copies_now=1, copies_later=1, later_day=later, by=world.owner, now=now)
    rest = next(row for row in shipments_of(session, booking.id) if row.direction is Direction.REST)
    return out, rest


def test_what_comes_in_parts_is_counted_when_all_has_come(
    session: Session, world: World, parts: tuple[Shipment, Shipment], now: datetime
) -> None:
    _, rest = parts
    for number, shipment in enumerate(parts):
        with pytest.raises(WrongState):
            counted(session, shipment, world.coordinator, now)
        seen(session, shipment, ScanKind.LOAD, world.driver, now + timedelta(minutes=number))
        seen(session, shipment, ScanKind.RECEIVED, world.borrower, now + timedelta(minutes=5 + number))
    assert counted(session, rest, world.borrower, now).occasion is Occasion.ARRIVED


def test_whoever_hands_it_on_answers_for_what_is_missing(
    session: Session, world: World, out: Shipment, now: datetime
) -> None:
    out.from_place = world.hub
    counted(session, out, world.hub_staff, now, Finding(1, missing=1))
    assert liable(session) == [world.hub.id]
