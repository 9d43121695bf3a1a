"""A week played day by day: nobody sees tomorrow, and what was driven is one sound plan."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from routing.check import check
from routing.engines.single import plan_single
from routing.plan import Plan
from routing.problem import DAY, Problem
from routing.progress import Effort
from routing.rolling import MORNING, roll
from routing.solve import solve
from tests.routing.instances import HOUR, on_a_line, problems, shipment

TWO_DAYS = on_a_line(
    shipments=(
        shipment("first", "p1", "p2", due=DAY + 16 * HOUR),
        shipment("second", "p2", "p1", ready=DAY + 8 * HOUR, due=DAY + 16 * HOUR),
    )
)


def planner(problem: Problem, day: int) -> Plan:
    return solve(problem, Effort(seconds=None, prove=False), engine=plan_single)


@settings(max_examples=60)
@given(problem=problems(must_go=False))
def test_what_was_driven_is_a_sound_plan_of_the_whole_week(problem: Problem) -> None:
    assert check(problem, roll(problem, planner)) == ()


def test_a_crate_is_seen_on_the_morning_on_which_it_is_ready() -> None:
    seen: dict[int, set[str]] = {}

    def looking(problem: Problem, day: int) -> Plan:
        seen[day] = {shipment.id for shipment in problem.shipments}
        return planner(problem, day)

    roll(TWO_DAYS, looking)
    assert seen == {0: {"first"}, 1: {"second"}}


def test_only_trips_of_the_day_that_is_planned_are_driven() -> None:
    planned: list[int] = []

    def noting(problem: Problem, day: int) -> Plan:
        plan = planner(problem, day)
        planned.extend(trip.stops[0].start // DAY for trip in plan.trips)
        return plan

    plan = roll(TWO_DAYS, noting, morning=MORNING)
    assert [trip.stops[0].start // DAY for trip in plan.trips] == [day for day in planned if day in (0, 1)]


def test_typical_demand_is_seen_but_never_driven() -> None:
    typical = (shipment("perhaps", "p2", "p1", ready=DAY + 9 * HOUR, due=DAY + 16 * HOUR),)
    seen: list[set[str]] = []

    def looking(problem: Problem, day: int) -> Plan:
        seen.append({shipment.id for shipment in problem.shipments})
        return planner(problem, day)

    plan = roll(TWO_DAYS, looking, typical=typical)
    assert "perhaps" in seen[0]
    assert check(TWO_DAYS, plan) == ()


def test_typical_demand_must_not_bear_the_name_of_a_real_crate() -> None:
    with pytest.raises(ValueError, match="real shipment"):
        roll(TWO_DAYS, planner, typical=(shipment("first", "p1", "p2"),))


def test_what_becomes_known_too_late_stays_behind_and_is_named() -> None:
    late = on_a_line(shipments=(shipment("late", "p1", "p2", ready=10 * HOUR, due=12 * HOUR),))
    assert [left.shipment for left in roll(late, planner).unserved] == ["late"]


def test_what_has_a_reason_is_not_planned_again_on_days_on_which_nothing_drives() -> None:
    stuck = replace(on_a_line(shipments=(shipment("stuck", "p1", "p2", due=300 * DAY),)), days=300, vehicles=())
    planned: list[int] = []

    def noting(problem: Problem, day: int) -> Plan:
        planned.append(day)
        return planner(problem, day)

    assert [left.reason for left in roll(stuck, noting).unserved] == ["no-vehicle"]
    assert planned == [0]
