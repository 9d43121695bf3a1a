from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy.orm import Session

from logistics.bookings.booking import JOURNEY, MOVES, BookingState
from tests.logistics.conftest import World
from tests.logistics.transport.loans import Loans, Move

EXAMPLES, STEPS = 10, 30

ALL_MOVES = {(was, new) for was, following in MOVES.items() for new in following}


@pytest.fixture
def machine(session: Session, world: World, now: datetime) -> type[Loans]:
    """On this test's database; everything is dropped after each example."""
    session.flush()

    class Here(Loans):
        def __init__(self) -> None:
            super().__init__()
            self.session, self.world = session, world
            type(self).now = now
            self.savepoint = session.begin_nested()

        def teardown(self) -> None:
            try:
                super().teardown()
            finally:
                self.savepoint.rollback()
                session.expire_all()

    Here.made = Counter[Move]()
    return Here


def test_whatever_people_do_no_two_loans_overlap_and_every_booking_can_end(machine: type[Loans]) -> None:
    slow = list(HealthCheck)
    run_state_machine_as_test(
        machine, settings=settings(max_examples=EXAMPLES, stateful_step_count=STEPS, suppress_health_check=slow)
    )


def test_every_move_of_the_table_is_made_by_something_that_people_do(machine: type[Loans]) -> None:
    one = machine()
    for was, new in sorted(ALL_MOVES, key=lambda move: (move[0].value, move[1].value)):
        if was is BookingState.OFFERED:
            one.ask("south", 3, 4)
            one.approve(0)
            one.line_up(one.chosen(0))
        else:
            one.ask("south", 3, 4)
        booking = one.chosen(0)
        for state in (*way_to(was, new), new):
            one.move(booking, state)
        assert (booking.state, (was, new) in one.made) == (new, True)
        one.find()
        one.end_everything()
    one.teardown()
    assert set(one.made) == ALL_MOVES


def way_to(was: BookingState, new: BookingState) -> list[BookingState]:
    """The states from a request, or an offer, to the first of two; what is found again was lost where it is found."""
    if was is BookingState.LOST:
        lost_from = BookingState.RETURNING if new is BookingState.RETURNED else new
        return [*JOURNEY[: JOURNEY.index(lost_from) + 1], BookingState.LOST]
    return list(JOURNEY[: JOURNEY.index(was) + 1]) if was in JOURNEY else []
