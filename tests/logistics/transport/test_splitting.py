"""A class set of thirty: eighteen now, twelve later."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from logistics.access.notices import notices_of
from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.refusals import InParts, RestTooLate
from logistics.bookings.splits import crates_for, split_of
from logistics.errors import BadValue, NotAllowed, WrongState
from logistics.network.calendar import wall_clock
from logistics.transport.approvals import approve, cancel, request
from logistics.transport.custody import ScanKind
from logistics.transport.from_bookings import shipment_towards
from logistics.transport.pending import pending
from logistics.transport.scanning import record
from logistics.transport.shipments import Direction, Shipment, ShipmentState
from logistics.transport.splitting import deliver_in_parts, deliver_whole, keep_the_rest
from tests.logistics.conftest import World

FIRST = date(2026, 12, 2)
DAY = timedelta(days=1)


@pytest.fixture
def loan(session: Session, world: World, now: datetime) -> Booking:
    """South has the crate, of two crate units, for three weeks."""
    days = {"first_day": FIRST, "last_day": FIRST + 20 * DAY}
    made = request(session, collection_id="crate", place_id=world.south.id, by=world.borrower, now=now, **days)
    return approve(session, made.id, by=world.owner, now=now)


@pytest.fixture
def split(session: Session, world: World, now: datetime, loan: Booking) -> Booking:
    """Eighteen now, twelve a week later."""
    copies = {"copies_now": 18, "copies_later": 12, "later_day": FIRST + 7 * DAY}
    return deliver_in_parts(session, loan.id, by=world.owner, now=now, **copies)


def way(session: Session, booking: Booking, direction: Direction) -> Shipment:
    found = shipment_towards(session, booking.id, direction)
    assert found is not None
    return found


def seen(session: Session, world: World, shipment: Shipment, at: datetime, *kinds: ScanKind) -> None:
    for kind in kinds or (ScanKind.LOAD, ScanKind.RECEIVED):
        place = shipment.from_place_id if kind is ScanKind.LOAD else shipment.to_place_id
        told = {"shipment_code": shipment.code, "kind": kind, "place_id": place, "seen_at": at}
        record(session, scan_id=str(uuid4()), by=world.coordinator, now=at, **told)


@given(st.integers(1, 20), st.integers(1, 60), st.integers(1, 60))
def test_parts_together_need_no_fewer_crates_than_the_whole(crates: int, now: int, later: int) -> None:
    parts = [crates_for(crates, copies, now + later) for copies in (now, later)]
    assert crates <= sum(parts) <= crates + 2
    assert all(1 <= part <= crates for part in parts)


def test_two_shipments_go_out_and_one_comes_home(session: Session, split: Booking) -> None:
    out, rest, back = (way(session, split, d) for d in (Direction.OUT, Direction.REST, Direction.BACK))
    assert (out.crates, rest.crates, back.crates) == (2, 1, 2)
    assert rest.due_at.date() == FIRST + 7 * DAY
    assert (rest.from_place, rest.to_place) == (out.from_place, out.to_place)


def test_the_borrower_is_told(session: Session, world: World, split: Booking) -> None:
    told = notices_of(session, world.borrower).items[0]
    assert "delivered-in-parts" in {notice.code for notice in notices_of(session, world.borrower).items}
    assert told.about == f"booking:{split.id}"


def test_the_first_part_begins_the_loan_and_the_rest_joins_it(
    session: Session, world: World, now: datetime, split: Booking
) -> None:
    seen(session, world, way(session, split, Direction.OUT), now)
    assert split.state is BookingState.ON_LOAN
    seen(session, world, way(session, split, Direction.REST), now + 14 * DAY)
    assert split.state is BookingState.ON_LOAN
    seen(session, world, way(session, split, Direction.BACK), now + 30 * DAY)
    assert split.state is BookingState.RETURNED


def test_a_rest_that_never_left_stays_when_the_loan_goes_home(
    session: Session, world: World, now: datetime, split: Booking
) -> None:
    seen(session, world, way(session, split, Direction.OUT), now)
    seen(session, world, way(session, split, Direction.BACK), now + 30 * DAY)
    assert split.state is BookingState.RETURNED
    assert way(session, split, Direction.REST).state is ShipmentState.CANCELLED


def test_the_way_home_waits_for_a_rest_that_is_under_way(
    session: Session, world: World, now: datetime, split: Booking
) -> None:
    seen(session, world, way(session, split, Direction.OUT), now)
    seen(session, world, way(session, split, Direction.REST), now + 14 * DAY, ScanKind.LOAD)
    day = split.collected_on
    then = wall_clock(world.network, day - DAY, 8 * 60)
    planned = {p.shipment.direction for p in pending(session, world.network, day, then, then)}
    assert Direction.BACK not in planned


def test_everything_is_sent_at_once_after_all(session: Session, world: World, now: datetime, split: Booking) -> None:
    deliver_whole(session, split.id, by=world.owner, now=now)
    assert way(session, split, Direction.REST).state is ShipmentState.CANCELLED
    assert split_of(session, split.id) is None
    assert way(session, split, Direction.OUT).weight_grams == split.collection.weight_grams


def test_what_was_whole_again_can_be_split_again(session: Session, world: World, now: datetime, split: Booking) -> None:
    deliver_whole(session, split.id, by=world.owner, now=now)
    copies = {"copies_now": 10, "copies_later": 20, "later_day": FIRST + 14 * DAY}
    deliver_in_parts(session, split.id, by=world.owner, now=now, **copies)
    assert way(session, split, Direction.REST).state is ShipmentState.WAITING


def test_the_rest_can_stay_at_home(session: Session, world: World, now: datetime, split: Booking) -> None:
    seen(session, world, way(session, split, Direction.OUT), now)
    keep_the_rest(session, split.id, by=world.owner, now=now)
    assert way(session, split, Direction.REST).state is ShipmentState.CANCELLED
    assert "rest-stays" in {notice.code for notice in notices_of(session, world.borrower).items}


def test_a_cancelled_booking_takes_both_parts_with_it(
    session: Session, world: World, now: datetime, split: Booking
) -> None:
    cancel(session, split.id, by=world.borrower, now=now)
    assert way(session, split, Direction.REST).state is ShipmentState.CANCELLED


def test_what_has_left_is_not_split(session: Session, world: World, now: datetime, loan: Booking) -> None:
    seen(session, world, way(session, loan, Direction.OUT), now, ScanKind.LOAD)
    copies = {"copies_now": 18, "copies_later": 12, "later_day": FIRST + 7 * DAY}
    with pytest.raises(WrongState):
        deliver_in_parts(session, loan.id, by=world.owner, now=now, **copies)


def test_two_parts_are_enough(session: Session, world: World, now: datetime, split: Booking) -> None:
    copies = {"copies_now": 18, "copies_later": 12, "later_day": FIRST + 7 * DAY}
    with pytest.raises(InParts):
        deliver_in_parts(session, split.id, by=world.owner, now=now, **copies)


@pytest.mark.parametrize("later_day", [FIRST, FIRST + 21 * DAY])
def test_the_rest_comes_during_the_loan(
    session: Session, world: World, now: datetime, loan: Booking, later_day: date
) -> None:
    with pytest.raises(RestTooLate):
        deliver_in_parts(session, loan.id, copies_now=18, copies_later=12, later_day=later_day, by=world.owner, now=now)


def test_nothing_is_no_part(session: Session, world: World, now: datetime, loan: Booking) -> None:
    later = FIRST + 7 * DAY
    with pytest.raises(BadValue):
        deliver_in_parts(session, loan.id, copies_now=0, copies_later=30, later_day=later, by=world.owner, now=now)


def test_a_borrower_does_not_split(session: Session, world: World, now: datetime, loan: Booking) -> None:
    later = FIRST + 7 * DAY
    with pytest.raises(NotAllowed):
        deliver_in_parts(session, loan.id, copies_now=9, copies_later=9, later_day=later, by=world.borrower, now=now)
