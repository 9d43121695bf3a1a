"""The waiting list: an ordered line, offers that stand for a while, and nobody passed over."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from logistics.access.notices import notices_of
from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.refusals import AlreadyPromised, AlreadyWaiting, FreeNow
from logistics.bookings.requests import ask
from logistics.bookings.rules import add_rule
from logistics.bookings.serving import OFFER_STANDS, collections_waited_for, ended_offers, lapse, leave, serve
from logistics.bookings.waiting import (
    WAITING_MOVES,
    WaitingEntry,
    WaitingState,
    entries_of,
    join,
    line_for,
    place_in_line,
)
from logistics.errors import NotAllowed, WrongState
from logistics.network.places import Closure, Place
from logistics.transport.approvals import approve, cancel, request
from logistics.transport.changing import change_last_day
from logistics.transport.from_bookings import shipments_of
from logistics.transport.offers import take_offer
from tests.builders import a_person, a_place
from tests.logistics.conftest import World

FIRST = date(2026, 12, 9)
DAY = timedelta(days=1)
SPAN = {"first_day": FIRST, "last_day": FIRST + 2 * DAY}


@pytest.fixture
def loan(session: Session, world: World, now: datetime) -> Booking:
    """South has the crate."""
    made = request(session, collection_id="crate", place_id=world.south.id, by=world.borrower, now=now, **SPAN)
    return approve(session, made.id, by=world.owner, now=now)


def waits(session: Session, place: Place, by: Person, now: datetime) -> WaitingEntry:
    return join(session, collection_id="crate", place_id=place.id, by=by, now=now, **SPAN)


@pytest.fixture
def first(session: Session, world: World, loan: Booking, now: datetime) -> WaitingEntry:
    """The hub is first in line."""
    return waits(session, world.hub, world.hub_staff, now)


@pytest.fixture
def second(session: Session, world: World, first: WaitingEntry, now: datetime) -> WaitingEntry:
    """East is second."""
    east = a_place(session, world.network, "east")
    session.expire(world.network)
    return waits(session, east, a_person(session, Role.LIBRARIAN, east), now + timedelta(minutes=1))


def codes(session: Session, person: Person) -> list[str]:
    return [notice.code for notice in notices_of(session, person).items]


@pytest.mark.parametrize("state", WaitingState)
def test_everybody_in_line_can_come_to_an_end(state: WaitingState) -> None:
    reached = {state}
    while further := {after for was in reached for after in WAITING_MOVES[was]} - reached:
        reached |= further
    assert any(not WAITING_MOVES[end] for end in reached)


def test_nobody_stands_in_line_for_what_is_free(session: Session, world: World, now: datetime) -> None:
    with pytest.raises(FreeNow):
        waits(session, world.hub, world.hub_staff, now)


def test_a_place_stands_in_line_once(session: Session, world: World, first: WaitingEntry, now: datetime) -> None:
    with pytest.raises(AlreadyWaiting):
        waits(session, world.hub, world.hub_staff, now)


def test_nobody_stands_in_line_for_another_place(session: Session, world: World, loan: Booking, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        waits(session, world.hub, world.borrower, now)


def test_the_line_is_in_the_order_of_asking(session: Session, first: WaitingEntry, second: WaitingEntry) -> None:
    assert line_for(session, "crate") == [first, second]
    assert (place_in_line(session, first), place_in_line(session, second)) == (1, 2)


def test_what_becomes_free_is_offered_to_the_first(
    session: Session, world: World, loan: Booking, first: WaitingEntry, second: WaitingEntry, now: datetime
) -> None:
    cancel(session, loan.id, by=world.borrower, now=now)
    assert (first.state, second.state) == (WaitingState.OFFERED, WaitingState.WAITING)
    assert "offer-made" in codes(session, world.hub_staff)
    assert first.offer_ends_at == now + OFFER_STANDS


def test_an_offer_keeps_the_collection_from_others(
    session: Session, world: World, loan: Booking, first: WaitingEntry, now: datetime
) -> None:
    cancel(session, loan.id, by=world.borrower, now=now)
    with pytest.raises(AlreadyPromised):
        ask(session, collection_id="crate", place_id=world.south.id, by=world.borrower, now=now, **SPAN)


def test_an_offer_is_taken(session: Session, world: World, loan: Booking, first: WaitingEntry, now: datetime) -> None:
    cancel(session, loan.id, by=world.borrower, now=now)
    booking = take_offer(session, first.id, by=world.hub_staff, now=now)
    assert (booking.state, first.state) == (BookingState.APPROVED, WaitingState.TAKEN)
    assert len(shipments_of(session, booking.id)) == 2
    assert "offer-taken" in codes(session, world.owner)


def test_an_offer_is_taken_once(
    session: Session, world: World, loan: Booking, first: WaitingEntry, now: datetime
) -> None:
    cancel(session, loan.id, by=world.borrower, now=now)
    take_offer(session, first.id, by=world.hub_staff, now=now)
    with pytest.raises(WrongState):
        take_offer(session, first.id, by=world.hub_staff, now=now)


def test_an_offer_that_nobody_answers_goes_to_the_next(
    session: Session, world: World, loan: Booking, first: WaitingEntry, second: WaitingEntry, now: datetime
) -> None:
    cancel(session, loan.id, by=world.borrower, now=now)
    later = now + OFFER_STANDS
    assert ended_offers(session, later) == [first.id]
    lapse(session, first.id, later)
    lapse(session, first.id, later)
    assert (first.state, second.state) == (WaitingState.LAPSED, WaitingState.OFFERED)
    assert "offer-lapsed" in codes(session, world.hub_staff)


def test_who_says_no_lets_the_next_go_first(
    session: Session, world: World, loan: Booking, first: WaitingEntry, second: WaitingEntry, now: datetime
) -> None:
    cancel(session, loan.id, by=world.borrower, now=now)
    offered = first.booking
    leave(session, first.id, by=world.hub_staff, now=now)
    assert offered is not None
    assert (offered.state, second.state) == (BookingState.CANCELLED, WaitingState.OFFERED)


def test_an_offer_cancelled_from_its_booking_leaves_the_line_too(
    session: Session, world: World, loan: Booking, first: WaitingEntry, second: WaitingEntry, now: datetime
) -> None:
    cancel(session, loan.id, by=world.borrower, now=now)
    cancel(session, str(first.booking_id), by=world.owner, now=now)
    assert (first.state, second.state) == (WaitingState.LEFT, WaitingState.OFFERED)


def test_leaving_the_line_is_free(session: Session, world: World, first: WaitingEntry, now: datetime) -> None:
    leave(session, first.id, by=world.hub_staff, now=now)
    assert line_for(session, "crate") == []


def test_a_loan_that_becomes_shorter_serves_the_line(
    session: Session, world: World, loan: Booking, now: datetime
) -> None:
    change_last_day(session, loan.id, FIRST + 9 * DAY, by=world.owner, now=now)
    span = {"first_day": FIRST + 7 * DAY, "last_day": FIRST + 8 * DAY}
    entry = join(session, collection_id="crate", place_id=world.hub.id, by=world.hub_staff, now=now, **span)
    change_last_day(session, loan.id, FIRST, by=world.borrower, now=now)
    assert entry.state is WaitingState.OFFERED


def test_who_waits_until_it_is_too_late_is_told(
    session: Session, world: World, first: WaitingEntry, now: datetime
) -> None:
    assert collections_waited_for(session) == ["crate"]
    serve(session, "crate", now + 17 * DAY)
    assert first.state is WaitingState.EXPIRED
    assert "waiting-in-vain" in codes(session, world.hub_staff)


def test_serving_twice_offers_once(
    session: Session, world: World, loan: Booking, first: WaitingEntry, now: datetime
) -> None:
    cancel(session, loan.id, by=world.borrower, now=now)
    assert serve(session, "crate", now) == []
    assert codes(session, world.hub_staff).count("offer-made") == 1


def test_a_rule_does_not_pass_over_those_in_line(
    session: Session, world: World, loan: Booking, first: WaitingEntry, now: datetime
) -> None:
    add_rule(session, home_id="test-north", name="All", least_days_ahead=0, most_loan_days=9, by=world.owner, now=now)
    world.hub.closures.append(Closure(first_day=FIRST, last_day=FIRST))  # the first in line can't have it now
    cancel(session, loan.id, by=world.borrower, now=now)
    assert first.state is WaitingState.WAITING
    again = request(session, collection_id="crate", place_id=world.south.id, by=world.borrower, now=now, **SPAN)
    assert again.state is BookingState.REQUESTED


def test_a_place_sees_what_it_waits_for(session: Session, world: World, first: WaitingEntry) -> None:
    assert entries_of(session, world.hub.id, world.hub_staff) == [first]
    with pytest.raises(NotAllowed):
        entries_of(session, world.hub.id, world.borrower)
