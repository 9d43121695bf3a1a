from __future__ import annotations

from datetime import datetime

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy.orm import Session

from tests.logistics.conftest import World
from tests.logistics.transport.loans import Loans

EXAMPLES = 30
STEPS = 40


def test_whatever_people_do_no_two_loans_overlap_and_every_booking_can_end(
    session: Session, world: World, now: datetime
) -> None:
    session.flush()

    class Here(Loans):
        """On this test's database; everything is dropped after each example."""

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

    slow = list(HealthCheck)
    run_state_machine_as_test(
        Here, settings=settings(max_examples=EXAMPLES, stateful_step_count=STEPS, suppress_health_check=slow)
    )
