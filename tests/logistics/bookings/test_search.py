from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.decisions import decline
from logistics.bookings.requests import ask
from logistics.bookings.search import asked_by, asked_of, booking_of, bookings_in
from logistics.errors import NotAllowed, NotFound
from tests.logistics.conftest import World

THURSDAY = date(2026, 11, 26)


@pytest.fixture
def booking(session: Session, world: World, now: datetime) -> Booking:
    """South's request for North's crate."""
    return request(session, world, now, THURSDAY)


def request(session: Session, world: World, now: datetime, first_day: date) -> Booking:
    return ask(
        session,
        collection_id="crate",
        place_id=world.south.id,
        first_day=first_day,
        last_day=first_day,
        by=world.borrower,
        now=now,
    )


def test_a_place_sees_what_it_has_asked_for(session: Session, world: World, booking: Booking) -> None:
    assert asked_by(session, world.south.id, world.borrower).items == [booking]


def test_an_owner_sees_what_is_asked_of_it(session: Session, world: World, booking: Booking) -> None:
    assert asked_of(session, world.north.id, world.owner).items == [booking]


def test_an_owner_has_not_asked_for_it(session: Session, world: World, booking: Booking) -> None:
    assert asked_by(session, world.north.id, world.owner).total == 0


def test_a_page_holds_some_and_counts_all(session: Session, world: World, now: datetime) -> None:
    bookings = [request(session, world, now, THURSDAY + timedelta(weeks=week)) for week in range(3)]
    page = asked_by(session, world.south.id, world.borrower, offset=1, limit=1)
    assert (page.items, page.total) == ([bookings[1]], 3)


def test_a_list_can_be_narrowed_to_states(session: Session, world: World, now: datetime, booking: Booking) -> None:
    decline(session, booking.id, by=world.owner, now=now)
    assert asked_of(session, world.north.id, world.owner, states=[BookingState.REQUESTED]).total == 0


def test_a_place_does_not_see_the_lists_of_another(session: Session, world: World, booking: Booking) -> None:
    with pytest.raises(NotAllowed):
        asked_by(session, world.south.id, world.hub_staff)


def test_somebody_who_takes_no_part_does_not_see_a_booking(session: Session, world: World, booking: Booking) -> None:
    with pytest.raises(NotAllowed):
        booking_of(session, booking.id, world.hub_staff)


@pytest.mark.parametrize("booking_id", ["none", "no\x00ne"], ids=["unknown", "unwritable"])
def test_an_unknown_booking_is_not_there(session: Session, world: World, booking_id: str) -> None:
    with pytest.raises(NotFound):
        booking_of(session, booking_id, world.coordinator)


def test_a_coordinator_sees_every_booking_of_the_network(session: Session, world: World, booking: Booking) -> None:
    assert bookings_in(session, world.network.id, world.coordinator).items == [booking]


def test_a_librarian_sees_none_that_the_own_place_takes_no_part_in(
    session: Session, world: World, booking: Booking
) -> None:
    assert bookings_in(session, world.network.id, world.hub_staff).total == 0


def test_both_sides_see_a_booking_among_those_of_the_network(session: Session, world: World, booking: Booking) -> None:
    seen = [bookings_in(session, world.network.id, by).total for by in (world.owner, world.borrower)]
    assert seen == [1, 1]


def test_a_driver_sees_no_bookings(session: Session, world: World, booking: Booking) -> None:
    with pytest.raises(NotAllowed):
        bookings_in(session, world.network.id, world.driver)
