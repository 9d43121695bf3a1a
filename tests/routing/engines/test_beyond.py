"""Plans of problems beyond the common format: always sound, ferries met, and not much worse than without waiting."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from routing.check import check
from routing.cost import cost
from routing.engines.beyond import CLOSED, common, longest_wait
from routing.engines.choice import engine_for
from routing.problem import Crossing, Leg, Problem
from routing.progress import Effort, silent
from routing.solve import solve
from tests.routing.crossed import crossed_problems, over_the_fjord, with_leg
from tests.routing.instances import HOUR, shipment

SMALL = Effort(seconds=None, iterations=20, workers=1, prove=False)
CRATES = (shipment("a", "p0", "p2"), shipment("b", "p2", "p1"), shipment("c", "p2", "p0"), shipment("d", "p1", "p0"))
FJORD = over_the_fjord(shipments=CRATES)


@settings(max_examples=25)
@given(problem=crossed_problems(must_go=False))
def test_every_plan_over_crossings_keeps_the_rules(problem: Problem) -> None:
    assert check(problem, solve(problem, SMALL)) == ()


def test_what_can_be_met_by_ferry_is() -> None:
    plan = solve(FJORD, SMALL)
    assert [left.shipment for left in plan.unserved] == []
    assert len(plan.trips) == 1


def test_a_plan_over_crossings_costs_no_less_than_without_waiting() -> None:
    dry = replace(FJORD, crossings=(), legs=())
    wet, free = (engine_for(problem)(problem, SMALL, silent) for problem in (FJORD, dry))
    assert cost(FJORD, wet).total >= cost(dry, free).total


def test_what_a_closed_road_cuts_off_goes_the_long_way_round() -> None:
    shut = replace(FJORD, crossings=(replace(FJORD.crossings[0], departs=()),))
    plan = solve(shut, SMALL)
    assert check(shut, plan) == ()
    assert plan.unserved == ()


def test_what_lies_beyond_a_closed_road_stays_behind_with_its_reason() -> None:
    shut = replace(FJORD, crossings=(replace(FJORD.crossings[0], departs=()),))
    for ends in (("p0", "p2"), ("p2", "p0")):
        shut = with_leg(shut, Leg(*ends, ("ferry",), (1800, 300)))
    plan = solve(shut, SMALL)
    assert check(shut, plan) == ()
    assert {left.shipment: left.reason for left in plan.unserved} == dict.fromkeys("abc", "no-crossing")
    assert {left.facts["crossing"] for left in plan.unserved} == {"Here–There"}
    assert {left.facts.get("change") for left in plan.unserved} == {"another-departure"}


@pytest.mark.parametrize(
    ("departs", "wait"),
    [((), None), (((0, 0),), 0), (((8 * HOUR, 8 * HOUR), (10 * HOUR, 10 * HOUR), (20 * HOUR, 20 * HOUR)), 2 * HOUR)],
)
def test_the_longest_wait_of_a_day_is_not_the_night(departs: tuple[tuple[int, int], ...], wait: int | None) -> None:
    assert longest_wait(Crossing("c", "", departs, 600)) == wait


def test_the_common_problem_has_longer_ways_and_none_that_is_closed() -> None:
    row, column = FJORD.index["p1"], FJORD.index["p2"]
    easier = common(FJORD, 0.5)
    assert not easier.extended
    assert easier.seconds[row][column] == FJORD.seconds[row][column] + HOUR
    shut = replace(FJORD, crossings=(replace(FJORD.crossings[0], departs=()),))
    assert common(shut, 0.5).seconds[row][column] > CLOSED
