"""A rotation that becomes loans, and is taken back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.notices import Notice
from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.calendar import Stretch, Use, calendars
from logistics.bookings.handing_on import handed_on_to
from logistics.bookings.refusals import KeptAtHome
from logistics.bookings.requests import ask
from logistics.bookings.rotation_loans import MOST_DAYS_UNDER_WAY
from logistics.bookings.rotation_plans import put
from logistics.bookings.rotations import Rotation, RotationState
from logistics.bookings.season_refusals import CrateNotFree
from logistics.transport.approvals import approve, request
from logistics.transport.rotation_publishing import move_rotations_on, publish, take_back
from logistics.transport.season_refusals import BrokenRotation, RotationBegun
from logistics.transport.shipments import Direction, Shipment, ShipmentState
from tests.builders import a_place
from tests.logistics.conftest import World
from tests.logistics.rotations import a_rotation

MONDAY = date(2026, 12, 7)


@pytest.fixture
def rotation(session: Session, world: World, now: datetime) -> Rotation:
    """North's crate goes to the hub for four weeks, then to the south."""
    rooms = {world.north.id: 1, world.hub.id: 1, world.south.id: 1}
    made = a_rotation(session, world, now, name="Winter", first_day=MONDAY, capacities=rooms)
    for period, place in ((1, world.hub), (2, world.south)):
        stand(session, made, period, place.id, world)
    return made


def stand(session: Session, rotation: Rotation, period: int, place_id: str, world: World) -> None:
    put(
        session,
        rotation.id,
        collection_id=world.crate.id,
        period=period,
        place_id=place_id,
        fixed=False,
        by=world.coordinator,
    )


def loans(rotation: Rotation) -> list[Booking]:
    return [cell.booking for cell in rotation.cells if cell.booking is not None]


def uses(session: Session, world: World, now: datetime) -> list[Stretch]:
    """What the crate's calendar says of the first period."""
    return calendars(session, [world.crate.id], MONDAY, date(2027, 1, 3), now=now)[world.crate.id]


def test_each_cell_is_a_loan_within_its_period(
    session: Session, world: World, rotation: Rotation, now: datetime
) -> None:
    publish(session, rotation.id, by=world.coordinator, now=now)
    for loan, period in zip(loans(rotation), rotation.periods, strict=True):
        assert period.first_day <= loan.first_day <= loan.last_day == period.last_day
        assert loan.state is BookingState.APPROVED


def test_the_crate_goes_straight_to_the_next_library(
    session: Session, world: World, rotation: Rotation, now: datetime
) -> None:
    publish(session, rotation.id, by=world.coordinator, now=now)
    first, second = loans(rotation)
    onward = handed_on_to(session, second.id)
    assert onward is not None
    assert onward.from_booking_id == first.id
    moving = select(Shipment).where(Shipment.state != ShipmentState.CANCELLED).order_by(Shipment.ready_at)
    ways = [(one.from_place_id, one.to_place_id, one.direction) for one in session.scalars(moving)]
    assert ways == [
        ("test-north", "test-hub", Direction.OUT),
        ("test-hub", "test-south", Direction.OUT),
        ("test-south", "test-north", Direction.BACK),
    ]


def test_a_crate_that_stands_at_its_own_home_is_nobody_elses_until_it_leaves(
    session: Session, world: World, rotation: Rotation, now: datetime
) -> None:
    stand(session, rotation, 1, world.north.id, world)
    publish(session, rotation.id, by=world.coordinator, now=now)
    (loan,) = loans(rotation)
    first = uses(session, world, now)[0]
    assert (first.use, first.last) == (Use.HELD, loan.leaves_on - timedelta(days=1))
    wanted = {"first_day": date(2026, 12, 14), "last_day": date(2026, 12, 18)}
    with pytest.raises(KeptAtHome) as refused:
        ask(session, collection_id=world.crate.id, place_id=world.hub.id, by=world.hub_staff, now=now, **wanted)
    assert refused.value.facts["reason"] == "Winter"
    take_back(session, rotation.id, by=world.coordinator, now=now)
    assert [one.use for one in uses(session, world, now)] == [Use.FREE]


def test_libraries_are_told(session: Session, world: World, rotation: Rotation, now: datetime) -> None:
    publish(session, rotation.id, by=world.coordinator, now=now)
    told = set(session.scalars(select(Notice.person_id).where(Notice.code == "rotation-published")))
    assert told == {world.owner.id, world.hub_staff.id, world.borrower.id}


def test_what_breaks_a_rule_is_not_published(session: Session, world: World, rotation: Rotation, now: datetime) -> None:
    stand(session, rotation, 2, world.hub.id, world)
    with pytest.raises(BrokenRotation):
        publish(session, rotation.id, by=world.coordinator, now=now)


def test_a_crate_that_comes_home_too_late_for_its_period_is_named(
    session: Session, world: World, rotation: Rotation, now: datetime
) -> None:
    days = {"first_day": MONDAY, "last_day": date(2026, 12, 21)}
    other = request(session, collection_id=world.crate.id, place_id=world.hub.id, by=world.hub_staff, now=now, **days)
    approve(session, other.id, by=world.owner, now=now)
    assert other.home_on < MONDAY + timedelta(days=MOST_DAYS_UNDER_WAY)
    with pytest.raises(CrateNotFree) as refused:
        publish(session, rotation.id, by=world.coordinator, now=now)
    assert (refused.value.facts["crate"], refused.value.facts["period"]) == ("Deckare", 1)


def test_taken_back_it_is_a_draft_with_the_same_cells_and_nothing_moves(
    session: Session, world: World, rotation: Rotation, now: datetime
) -> None:
    publish(session, rotation.id, by=world.coordinator, now=now)
    made = loans(rotation)
    take_back(session, rotation.id, by=world.coordinator, now=now)
    assert (rotation.state, len(rotation.cells), loans(rotation)) == (RotationState.DRAFT, 2, [])
    assert {loan.state for loan in made} == {BookingState.CANCELLED}
    assert set(session.scalars(select(Shipment.state))) == {ShipmentState.CANCELLED}
    publish(session, rotation.id, by=world.coordinator, now=now + timedelta(hours=1))
    assert len(loans(rotation)) == 2


def test_once_a_crate_has_left_it_is_not_taken_back(
    session: Session, world: World, rotation: Rotation, now: datetime
) -> None:
    publish(session, rotation.id, by=world.coordinator, now=now)
    loans(rotation)[0].move_to(BookingState.ON_THE_WAY)
    with pytest.raises(RotationBegun):
        take_back(session, rotation.id, by=world.coordinator, now=now)


def test_it_begins_and_ends_by_itself(session: Session, world: World, rotation: Rotation, now: datetime) -> None:
    publish(session, rotation.id, by=world.coordinator, now=now)
    move_rotations_on(session, now=now)
    assert rotation.state is RotationState.PUBLISHED
    move_rotations_on(session, now=now + timedelta(days=15))
    assert rotation.state is RotationState.RUNNING
    for loan in loans(rotation):
        loan.advance_to(BookingState.RETURNED)
    move_rotations_on(session, now=now + timedelta(days=120))
    assert rotation.state is RotationState.ENDED


def test_a_crate_goes_on_as_often_as_there_are_libraries(
    session: Session, world: World, rotation: Rotation, now: datetime
) -> None:
    west = a_place(session, world.network, "west")
    session.expire(world.network)
    rooms = {world.hub.id: 1, world.south.id: 1, west.id: 1}
    longer = a_rotation(session, world, now, name="Longer", first_day=MONDAY, periods=3, capacities=rooms)
    for period, place in ((1, world.hub), (2, world.south), (3, west)):
        stand(session, longer, period, place.id, world)
    publish(session, longer.id, by=world.coordinator, now=now)
    assert [loan.place_id for loan in loans(longer)] == [world.hub.id, world.south.id, west.id]
    take_back(session, longer.id, by=world.coordinator, now=now)
    assert loans(longer) == []
