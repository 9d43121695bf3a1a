from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from logistics.access.notices import notices_of
from logistics.access.people import Person
from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.changes import ChangeState
from logistics.bookings.refusals import AlreadyPromised, ChangeOpen, HandedOn, NoTimeBetween, NotTheSame, WayPlanned
from logistics.bookings.rules import add_rule
from logistics.errors import DateInThePast, NotAllowed, WrongState
from logistics.network.places import Place
from logistics.transport.approvals import approve, cancel, decline, request
from logistics.transport.changing import agree, change_last_day, hand_on, refuse, take_hand_on_back, withdraw
from logistics.transport.custody import ScanKind
from logistics.transport.from_bookings import shipment_towards
from logistics.transport.losing import declare_lost
from logistics.transport.scanning import record
from logistics.transport.shipments import Direction, Shipment, ShipmentState
from tests.builders import a_collection
from tests.logistics.conftest import World

FIRST = date(2026, 12, 2)
"""Wednesday next week."""

DAY = timedelta(days=1)


def a_request(session: Session, world: World, now: datetime, place: Place, first: date, days: int = 3) -> Booking:
    by = world.borrower if place is world.south else world.hub_staff
    span = {"first_day": first, "last_day": first + (days - 1) * DAY}
    return request(session, collection_id="crate", place_id=place.id, by=by, now=now, **span)


@pytest.fixture
def loan(session: Session, world: World, now: datetime) -> Booking:
    """South has the crate from Wednesday to Friday; approved."""
    made = a_request(session, world, now, world.south, FIRST)
    return approve(session, made.id, by=world.owner, now=now)


@pytest.fixture
def following(session: Session, world: World, now: datetime) -> Booking:
    """The hub wants it on the Thursday after that; not approved."""
    return a_request(session, world, now, world.hub, FIRST + 8 * DAY)


def way(session: Session, booking: Booking, direction: Direction) -> Shipment:
    found = shipment_towards(session, booking.id, direction)
    assert found is not None
    return found


def seen(session: Session, world: World, shipment: Shipment, kind: ScanKind, at: datetime) -> None:
    place = shipment.from_place_id if kind is ScanKind.LOAD else shipment.to_place_id
    told = {"shipment_code": shipment.code, "kind": kind, "place_id": place, "seen_at": at}
    record(session, scan_id=str(uuid4()), by=world.coordinator, now=at, **told)


def a_rule(session: Session, world: World, now: datetime, **values: Any) -> None:
    plain = {"name": "Free hand", "least_days_ahead": 0, "most_loan_days": 10}
    add_rule(session, home_id=world.north.id, by=world.owner, now=now, **(plain | values))


def codes(session: Session, person: Person) -> list[str]:
    return [notice.code for notice in notices_of(session, person).items]


# automatic approval


def test_a_request_that_a_rule_covers_is_approved_at_once(session: Session, world: World, now: datetime) -> None:
    a_rule(session, world, now)
    made = a_request(session, world, now, world.south, FIRST)
    assert (made.state, made.rule, made.decided_by) == (BookingState.APPROVED, "Free hand", None)
    assert way(session, made, Direction.OUT).to_place is world.south
    assert codes(session, world.owner) == ["approved-by-rule"]


def test_a_request_that_no_rule_covers_waits(session: Session, world: World, now: datetime) -> None:
    a_rule(session, world, now, most_loan_days=2)
    assert a_request(session, world, now, world.south, FIRST).state is BookingState.REQUESTED
    assert codes(session, world.owner) == ["request-made"]


def test_lead_time_is_counted_from_the_day_of_asking(session: Session, world: World, now: datetime) -> None:
    a_rule(session, world, now, least_days_ahead=9)
    assert a_request(session, world, now + DAY, world.south, FIRST).state is BookingState.REQUESTED
    assert a_request(session, world, now, world.south, FIRST).state is BookingState.APPROVED


def test_an_owner_takes_an_approval_back_with_its_transport(
    session: Session, world: World, now: datetime, loan: Booking
) -> None:
    decline(session, loan.id, by=world.owner, now=now)
    assert loan.state is BookingState.DECLINED
    assert way(session, loan, Direction.OUT).state is ShipmentState.CANCELLED
    assert "approval-withdrawn" in codes(session, world.borrower)


# longer and shorter


def test_an_owner_makes_a_loan_longer_at_once(session: Session, world: World, now: datetime, loan: Booking) -> None:
    change = change_last_day(session, loan.id, FIRST + 7 * DAY, by=world.owner, now=now)
    assert change.state is ChangeState.AGREED
    assert (loan.last_day, loan.collected_on, loan.home_on) == (FIRST + 7 * DAY, FIRST + 8 * DAY, FIRST + 9 * DAY)


def test_the_way_home_follows_the_loan(session: Session, world: World, now: datetime, loan: Booking) -> None:
    before = way(session, loan, Direction.BACK).ready_at
    change_last_day(session, loan.id, FIRST + 7 * DAY, by=world.owner, now=now)
    assert way(session, loan, Direction.BACK).ready_at == before + 5 * DAY - 2 * DAY


def test_a_borrower_proposes_and_the_owner_agrees(session: Session, world: World, now: datetime, loan: Booking) -> None:
    change = change_last_day(session, loan.id, FIRST + 7 * DAY, by=world.borrower, now=now)
    assert (change.state, loan.last_day) == (ChangeState.PROPOSED, FIRST + 2 * DAY)
    assert "change-proposed" in codes(session, world.owner)
    agree(session, change.id, by=world.owner, now=now)
    assert loan.last_day == FIRST + 7 * DAY


def test_a_refused_proposal_changes_nothing(session: Session, world: World, now: datetime, loan: Booking) -> None:
    change = change_last_day(session, loan.id, FIRST + 7 * DAY, by=world.borrower, now=now)
    refuse(session, change.id, by=world.owner, now=now)
    assert loan.last_day == FIRST + 2 * DAY
    assert "change-refused" in codes(session, world.borrower)


def test_a_proposal_can_be_taken_back(session: Session, world: World, now: datetime, loan: Booking) -> None:
    change = change_last_day(session, loan.id, FIRST + 7 * DAY, by=world.borrower, now=now)
    withdraw(session, change.id, by=world.borrower, now=now)
    with pytest.raises(WrongState):
        agree(session, change.id, by=world.owner, now=now)


def test_one_proposal_at_a_time(session: Session, world: World, now: datetime, loan: Booking) -> None:
    change_last_day(session, loan.id, FIRST + 7 * DAY, by=world.borrower, now=now)
    with pytest.raises(ChangeOpen):
        change_last_day(session, loan.id, FIRST + 8 * DAY, by=world.borrower, now=now)


def test_a_rule_agrees_to_a_longer_loan_and_is_named(
    session: Session, world: World, now: datetime, loan: Booking
) -> None:
    a_rule(session, world, now, extends=True)
    change = change_last_day(session, loan.id, FIRST + 7 * DAY, by=world.borrower, now=now)
    assert (change.state, change.rule) == (ChangeState.AGREED, "Free hand")


def test_a_rule_agrees_to_no_more_than_its_longest_loan(
    session: Session, world: World, now: datetime, loan: Booking
) -> None:
    a_rule(session, world, now, extends=True)
    change = change_last_day(session, loan.id, FIRST + 14 * DAY, by=world.borrower, now=now)
    assert change.state is ChangeState.PROPOSED


def test_a_borrower_gives_back_earlier_without_asking(
    session: Session, world: World, now: datetime, loan: Booking
) -> None:
    change_last_day(session, loan.id, FIRST, by=world.borrower, now=now)
    assert (loan.collected_on, loan.home_on) == (FIRST + DAY, FIRST + 2 * DAY)
    assert "loan-shortened" in codes(session, world.owner)


def test_an_owner_does_not_shorten_somebody_elses_loan(
    session: Session, world: World, now: datetime, loan: Booking
) -> None:
    with pytest.raises(NotAllowed):
        change_last_day(session, loan.id, FIRST, by=world.owner, now=now)


def test_nobody_else_changes_a_loan(session: Session, world: World, now: datetime, loan: Booking) -> None:
    with pytest.raises(NotAllowed):
        change_last_day(session, loan.id, FIRST + 7 * DAY, by=world.hub_staff, now=now)


def test_a_loan_does_not_grow_into_the_next(
    session: Session, world: World, now: datetime, loan: Booking, following: Booking
) -> None:
    approve(session, following.id, by=world.owner, now=now)
    with pytest.raises(AlreadyPromised):
        change_last_day(session, loan.id, FIRST + 7 * DAY, by=world.owner, now=now)
    assert loan.last_day == FIRST + 2 * DAY


def test_a_loan_ends_on_no_day_that_has_passed(session: Session, world: World, now: datetime, loan: Booking) -> None:
    with pytest.raises(DateInThePast):
        change_last_day(session, loan.id, FIRST, by=world.borrower, now=now + 14 * DAY)


def test_a_way_home_on_a_published_plan_stays(session: Session, world: World, now: datetime, loan: Booking) -> None:
    way(session, loan, Direction.BACK).state = ShipmentState.PLANNED
    session.flush()
    with pytest.raises(WayPlanned):
        change_last_day(session, loan.id, FIRST + 7 * DAY, by=world.owner, now=now)


# straight on to the next


def test_a_crate_goes_straight_on_to_the_next_borrower(
    session: Session, world: World, now: datetime, loan: Booking, following: Booking
) -> None:
    hand_on(session, loan.id, following.id, by=world.owner, now=now)
    assert way(session, loan, Direction.BACK).state is ShipmentState.CANCELLED
    out = way(session, following, Direction.OUT)
    assert (out.from_place, out.to_place) == (world.south, world.hub)
    assert following.state is BookingState.APPROVED
    assert loan.home_on == loan.collected_on == following.leaves_on == FIRST + 7 * DAY


def test_an_approved_loan_gets_its_new_beginning_too(
    session: Session, world: World, now: datetime, loan: Booking, following: Booking
) -> None:
    approve(session, following.id, by=world.owner, now=now)
    code = way(session, following, Direction.OUT).code
    hand_on(session, loan.id, following.id, by=world.owner, now=now)
    out = way(session, following, Direction.OUT)
    assert (out.code, out.from_place, out.at_place) == (code, world.south, world.south)


def test_the_first_borrowers_loan_ends_as_the_crate_leaves_for_the_next(
    session: Session, world: World, now: datetime, loan: Booking, following: Booking
) -> None:
    hand_on(session, loan.id, following.id, by=world.owner, now=now)
    out = way(session, loan, Direction.OUT)
    for kind in (ScanKind.LOAD, ScanKind.RECEIVED):
        seen(session, world, out, kind, now)
    seen(session, world, way(session, following, Direction.OUT), ScanKind.LOAD, now + 14 * DAY)
    assert (loan.state, following.state) == (BookingState.RETURNED, BookingState.ON_THE_WAY)


def test_a_borrower_proposes_to_hand_on(
    session: Session, world: World, now: datetime, loan: Booking, following: Booking
) -> None:
    change = hand_on(session, loan.id, following.id, by=world.hub_staff, now=now)
    assert change.state is ChangeState.PROPOSED
    agree(session, change.id, by=world.owner, now=now)
    assert way(session, following, Direction.OUT).from_place is world.south


def test_a_rule_agrees_to_handing_on(
    session: Session, world: World, now: datetime, loan: Booking, following: Booking
) -> None:
    a_rule(session, world, now, hands_on=True)
    assert hand_on(session, loan.id, following.id, by=world.borrower, now=now).state is ChangeState.AGREED


def test_handing_on_is_taken_back(
    session: Session, world: World, now: datetime, loan: Booking, following: Booking
) -> None:
    home_on = loan.home_on
    hand_on(session, loan.id, following.id, by=world.owner, now=now)
    take_hand_on_back(session, loan.id, by=world.borrower, now=now)
    assert (loan.home_on, way(session, loan, Direction.BACK).state) == (home_on, ShipmentState.WAITING)
    assert way(session, following, Direction.OUT).from_place is world.north


def test_when_the_next_borrower_cancels_the_crate_goes_home(
    session: Session, world: World, now: datetime, loan: Booking, following: Booking
) -> None:
    hand_on(session, loan.id, following.id, by=world.owner, now=now)
    cancel(session, following.id, by=world.hub_staff, now=now)
    assert way(session, loan, Direction.BACK).state is ShipmentState.WAITING


def test_a_loan_that_is_handed_on_is_not_cancelled_first(
    session: Session, world: World, now: datetime, loan: Booking, following: Booking
) -> None:
    hand_on(session, loan.id, following.id, by=world.owner, now=now)
    with pytest.raises(HandedOn):
        cancel(session, loan.id, by=world.borrower, now=now)


def test_what_is_lost_is_handed_on_to_nobody(
    session: Session, world: World, now: datetime, loan: Booking, following: Booking
) -> None:
    hand_on(session, loan.id, following.id, by=world.owner, now=now)
    seen(session, world, way(session, loan, Direction.OUT), ScanKind.LOAD, now)
    declare_lost(session, loan.id, stays_in_use=True, by=world.owner, now=now)
    assert way(session, following, Direction.OUT).from_place is world.north


def test_two_loans_too_close_are_not_joined(session: Session, world: World, now: datetime, loan: Booking) -> None:
    close = a_request(session, world, now, world.hub, FIRST + 8 * DAY)
    change_last_day(session, loan.id, FIRST + 7 * DAY, by=world.owner, now=now)
    with pytest.raises(NoTimeBetween):
        hand_on(session, loan.id, close.id, by=world.owner, now=now)


def test_only_the_same_crate_is_handed_on(session: Session, world: World, now: datetime, loan: Booking) -> None:
    a_collection(session, world.north, id="other")
    span = {"first_day": FIRST + 7 * DAY, "last_day": FIRST + 8 * DAY}
    other = request(session, collection_id="other", place_id=world.hub.id, by=world.hub_staff, now=now, **span)
    with pytest.raises(NotTheSame):
        hand_on(session, loan.id, other.id, by=world.owner, now=now)
