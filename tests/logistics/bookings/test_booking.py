from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics.bookings.booking import ENDS, JOURNEY, MOVES, Booking, BookingState
from logistics.errors import WrongState

STATES = st.sampled_from(BookingState)


@given(STATES, STATES)
def test_a_booking_moves_only_as_the_table_says(was: BookingState, wanted: BookingState) -> None:
    booking = Booking(id="b", state=was)
    if wanted in MOVES[was]:
        booking.move_to(wanted)
        assert booking.state is wanted
    else:
        with pytest.raises(WrongState):
            booking.move_to(wanted)
        assert booking.state is was


def test_every_state_is_in_the_table() -> None:
    assert set(MOVES) == set(BookingState)


@given(STATES, st.lists(st.sampled_from(JOURNEY)))
def test_what_is_seen_of_a_crate_takes_a_booking_as_far_as_the_furthest_of_it(
    was: BookingState, seen: list[BookingState]
) -> None:
    booking = Booking(id="b", state=was)
    for reached in seen:
        booking.advance_to(reached)
    furthest = max([was, *seen], key=JOURNEY.index) if was in JOURNEY else was
    assert booking.state is furthest


@given(st.lists(STATES, max_size=8))
def test_no_scan_moves_an_ended_booking(wanted: list[BookingState]) -> None:
    for end in ENDS:
        booking = Booking(id="b", state=end)
        for state in wanted:
            booking.advance_to(state)
        assert booking.state is end


@pytest.mark.parametrize("state", BookingState)
def test_from_every_state_an_end_can_be_reached(state: BookingState) -> None:
    reached = {state}
    while further := {after for was in reached for after in MOVES[was]} - reached:
        reached |= further
    assert reached & ENDS


def test_only_what_was_lost_goes_on_after_its_end() -> None:
    assert {state for state in ENDS if MOVES[state]} == {BookingState.LOST}


def test_every_state_is_come_to_from_a_request_or_an_offer() -> None:
    reached = {BookingState.REQUESTED, BookingState.OFFERED}
    while further := {after for was in reached for after in MOVES[was]} - reached:
        reached |= further
    assert reached == set(BookingState)
