from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.refusals import AlreadyPromised
from logistics.bookings.requests import ask
from logistics.transport.approvals import approve, cancel
from logistics.transport.from_bookings import shipments_of
from logistics.transport.shipments import Direction, ShipmentState
from tests.logistics.conftest import World

THURSDAY = date(2026, 11, 26)


@pytest.fixture
def booking(session: Session, world: World, now: datetime) -> Booking:
    """South's request for North's crate on Thursday."""
    return request(session, world, now)


def request(session: Session, world: World, now: datetime) -> Booking:
    return ask(
        session,
        collection_id="crate",
        place_id=world.south.id,
        first_day=THURSDAY,
        last_day=THURSDAY,
        by=world.borrower,
        now=now,
    )


def test_a_request_moves_nothing(session: Session, world: World, booking: Booking) -> None:
    assert shipments_of(session, booking.id) == []


def test_an_approved_booking_goes_out_and_comes_back(
    session: Session, world: World, now: datetime, booking: Booking
) -> None:
    approve(session, booking.id, by=world.owner, now=now)
    out, back = shipments_of(session, booking.id)
    assert (out.direction, out.from_place, out.to_place) == (Direction.OUT, world.north, world.south)
    assert (back.direction, back.from_place, back.to_place) == (Direction.BACK, world.south, world.north)


def test_the_way_out_keeps_the_promise(session: Session, world: World, now: datetime, booking: Booking) -> None:
    approve(session, booking.id, by=world.owner, now=now)
    out, _ = shipments_of(session, booking.id)
    assert out.ready_at == datetime(2026, 11, 25, 7, 0, tzinfo=UTC)
    assert out.due_at == datetime(2026, 11, 26, 15, 0, tzinfo=UTC)


def test_the_way_back_begins_after_the_loan(session: Session, world: World, now: datetime, booking: Booking) -> None:
    approve(session, booking.id, by=world.owner, now=now)
    _, back = shipments_of(session, booking.id)
    assert back.ready_at == datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
    assert back.due_at == datetime(2026, 11, 30, 15, 0, tzinfo=UTC)


def test_a_refused_approval_moves_nothing(session: Session, world: World, now: datetime, booking: Booking) -> None:
    rival = request(session, world, now)
    approve(session, booking.id, by=world.owner, now=now)
    with pytest.raises(AlreadyPromised):
        approve(session, rival.id, by=world.owner, now=now)
    assert shipments_of(session, rival.id) == []


def test_a_booking_is_taken_back_with_its_transport(
    session: Session, world: World, now: datetime, booking: Booking
) -> None:
    approve(session, booking.id, by=world.owner, now=now)
    assert cancel(session, booking.id, by=world.borrower, now=now).state is BookingState.CANCELLED
    assert {shipment.state for shipment in shipments_of(session, booking.id)} == {ShipmentState.CANCELLED}
