from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from logistics.bookings.availability import busy_spans, is_free, next_free
from logistics.bookings.booking import HOLDING, Booking, BookingState
from logistics.bookings.promise import promise
from logistics.database import new_id
from tests.logistics.conftest import World

MONDAY = date(2026, 11, 23)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def booked(
    session: Session, world: World, now: datetime, first: int, last: int, state: BookingState = BookingState.APPROVED
) -> Booking:
    """The crate belongs to a booking from one day to another."""
    booking = Booking(
        id=new_id(),
        network_id=world.network.id,
        collection=world.crate,
        place=world.south,
        first_day=day(first),
        last_day=day(last),
        leaves_on=day(first),
        arrives_on=day(first),
        collected_on=day(last),
        home_on=day(last),
        state=state,
        asked_by=world.borrower,
        asked_at=now,
    )
    session.add(booking)
    session.flush()
    return booking


@pytest.mark.parametrize(
    ("first", "last", "free"), [(1, 4, True), (1, 5, False), (6, 6, False), (7, 9, False), (8, 9, True)]
)
def test_a_booking_keeps_its_collection_from_the_first_of_its_days_to_the_last(
    session: Session, world: World, now: datetime, first: int, last: int, free: bool
) -> None:
    booked(session, world, now, 5, 7)
    assert is_free(session, "crate", day(first), day(last)) is free


@pytest.mark.parametrize("state", BookingState)
def test_only_some_states_keep_a_collection(session: Session, world: World, now: datetime, state: BookingState) -> None:
    booked(session, world, now, 5, 7, state)
    assert is_free(session, "crate", day(5), day(7)) is (state not in HOLDING)


def test_a_booking_does_not_stand_in_its_own_way(session: Session, world: World, now: datetime) -> None:
    own = booked(session, world, now, 5, 7)
    assert is_free(session, "crate", day(5), day(7), but_for=own.id)


def test_the_spans_of_a_calendar_come_in_order(session: Session, world: World, now: datetime) -> None:
    for first in (20, 5, 12):
        booked(session, world, now, first, first + 2)
    assert [span.leaves_on for span in busy_spans(session, "crate", day(6), day(20))] == [day(5), day(12), day(20)]


def test_a_collection_that_should_be_home_and_is_not_stays_busy_for_one_more_way_back(
    session: Session, world: World, now: datetime
) -> None:
    booked(session, world, now, -9, -4, BookingState.ON_LOAN)
    assert is_free(session, "crate", day(1), day(1))
    assert not is_free(session, "crate", day(1), day(1), now=now)
    assert is_free(session, "crate", day(2), day(2), now=now)


@pytest.mark.parametrize("state", [BookingState.RETURNED, BookingState.APPROVED], ids=["came home late", "never left"])
def test_a_collection_that_is_at_home_is_free(
    session: Session, world: World, now: datetime, state: BookingState
) -> None:
    booked(session, world, now, -9, -4, state)
    assert is_free(session, "crate", day(1), day(1), now=now)


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9)), max_size=5)


@given(spans=SPANS, wanted=st.integers(3, 20), nights=st.integers(0, 6))
def test_the_next_free_day_can_be_promised_and_clashes_with_nothing(
    session: Session, world: World, now: datetime, spans: list[tuple[int, int]], wanted: int, nights: int
) -> None:
    with session.begin_nested() as attempt:
        for first, days in spans:
            booked(session, world, now, first, first + days)
        first_day = day(wanted + (7 - wanted % 7 if wanted % 7 > 4 else 0))
        length = timedelta(days=nights)
        found = next_free(session, world.crate, world.south, first_day, length, now)
        assert found is not None
        given = promise(world.network, world.north, world.south, found, found + length, now)
        assert is_free(session, "crate", given.leaves_on, given.home_on)
        attempt.rollback()
