"""What is overdue grows urgent: no room of its own, but building and the planner day after day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from logistics.network.calendar import service_days
from logistics.transport.building import build, days_overdue
from logistics.transport.shipments import Shipment
from routing.engines.single import plan_single
from routing.problem import DAY
from routing.progress import Effort
from routing.solve import solve
from tests.logistics.conftest import World
from tests.logistics.transport.conftest import TUESDAY

QUICK = Effort(seconds=None, workers=1, prove=False)


def penalty(session: Session, world: World, now: datetime, shipment: Shipment, day: date) -> int | None:
    return build(session, world.network.id, day, now=now).problem.shipment[shipment.code].penalty


@given(st.integers(0, 10**9), st.integers(0, 10**5))
def test_a_day_later_it_is_one_day_more_overdue(due: int, days: int) -> None:
    assert days_overdue(due - DAY * days) == max(0, days - due // DAY)


def test_each_day_overdue_counts_as_much_as_the_first_time(
    session: Session, world: World, now: datetime, shipment: Shipment
) -> None:
    wednesday, thursday, monday = (TUESDAY + timedelta(days=days) for days in (1, 2, 6))
    found = [penalty(session, world, now, shipment, day) for day in (TUESDAY, wednesday, thursday, monday)]
    assert found == [600_000, 600_000, 1_200_000, 3_600_000]


def test_what_is_dearer_to_fetch_than_to_leave_is_fetched_all_the_same_some_day(
    session: Session, world: World, now: datetime, shipment: Shipment
) -> None:
    world.network.crate_penalty = 20_000
    moved = []
    for day, _ in zip(service_days(world.network, TUESDAY), range(6), strict=False):
        evening_before = datetime.combine(day - timedelta(days=1), time(20), now.tzinfo)
        problem = build(session, world.network.id, day, now=evening_before).problem
        moved.append(bool(solve(problem, QUICK, engine=plan_single).trips))
    assert moved == sorted(moved)
    assert (moved[0], moved[-1]) == (False, True)
