from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings

from routing.check import check
from routing.cost import cost
from routing.hub_day.day import hub_days
from routing.hub_day.optimum import optimum
from routing.plan import Plan
from routing.problem import DAY, BreakRule, Problem
from tests.routing.hub_day.days_over_a_hub import cheapest_by_trying, hub_day_problems
from tests.routing.instances import HOUR, on_a_line, shipment, with_place

LINE = on_a_line(
    minutes=(0, 30, 60), days=1, vehicles=2, shipments=(shipment("out", "p0", "p2"), shipment("in", "p1", "p0"))
)


def best(problem: Problem) -> Plan | None:
    """The cheapest plan; None: it was not found in this way."""
    days = hub_days(problem)
    assert days is not None
    plan = optimum(problem, days, None)
    assert plan is None or not check(problem, plan)
    return plan


@given(problem=hub_day_problems())
@settings(max_examples=60, deadline=None)
def test_no_plan_is_cheaper_than_the_floor_and_none_than_a_proven_optimum(problem: Problem):
    assume(hub_days(problem))
    plan = best(problem)
    tried = cheapest_by_trying(problem)
    assume(plan is not None and tried is not None)
    assert plan is not None
    assert tried is not None
    assert plan.lower_bound is not None
    assert plan.lower_bound <= tried
    assert plan.lower_bound < cost(problem, plan).total or cost(problem, plan).total <= tried


@given(problem=hub_day_problems(places=7, shipments=12, whole_rates=False))
@settings(max_examples=60, deadline=None)
def test_whatever_the_day_the_plan_keeps_every_rule_and_costs_no_less_than_its_floor(problem: Problem):
    assume(hub_days(problem))
    best(problem)


def test_one_round_serves_what_lies_on_the_way():
    plan = best(LINE)
    assert plan is not None
    assert [stop.place for stop in plan.trips[0].stops] in (["p0", "p1", "p2", "p0"], ["p0", "p2", "p1", "p0"])
    assert plan.lower_bound == cost(LINE, plan).total


def test_a_driver_who_comes_before_a_place_opens_has_rested_there():
    far = on_a_line(minutes=(0, 146), days=1, crate_seconds=900, break_rule=BreakRule(4 * HOUR, HOUR // 2))
    far = with_place(far, "p1", windows=((13 * HOUR, 14 * HOUR),))
    ends = (("p0", "p1", 4), ("p1", "p0", 2))
    problem = replace(
        far, shipments=tuple(shipment(f"s{a}", a, b, crates=crates, penalty=10**5) for a, b, crates in ends)
    )
    plan = best(problem)
    assert plan is not None
    assert [stop.place for trip in plan.trips for stop in trip.stops] == ["p0", "p1", "p0"]
    assert plan.lower_bound == cost(problem, plan).total


def test_where_driving_costs_nothing_all_goes_that_can():
    free = tuple(replace(van, cost_per_day=0, cost_per_km=0, cost_per_hour=0) for van in LINE.vehicles)
    plan = best(replace(LINE, vehicles=free))
    assert plan is not None
    assert (plan.unserved, plan.lower_bound) == ((), 0)


def test_what_costs_more_to_fetch_than_to_leave_is_left():
    problem = replace(LINE, shipments=(shipment("out", "p0", "p2", penalty=1),))
    plan = best(problem)
    assert plan is not None
    assert (plan.trips, plan.lower_bound, [left.shipment for left in plan.unserved]) == ((), 1, ["out"])


def test_a_van_that_holds_half_goes_twice():
    loads = tuple(shipment(f"s{n}", "p0", f"p{n}", crates=8, penalty=100_000) for n in (1, 2))
    problem = on_a_line(days=1, vehicles=1, shipments=loads)
    plan = best(problem)
    assert plan is not None
    assert Counter(stop.place for trip in plan.trips for stop in trip.stops)["p0"] >= 3
    assert plan.lower_bound == cost(problem, plan).total


def test_days_that_have_nothing_to_do_with_each_other_are_planned_each_by_itself():
    tomorrow = shipment("s", "p0", "p1", ready=DAY + 7 * HOUR, due=DAY + 18 * HOUR, penalty=100_000)
    problem = on_a_line(days=2, shipments=(shipment("t", "p0", "p2", penalty=100_000), tomorrow))
    plan = best(problem)
    assert plan is not None
    assert sorted(trip.stops[0].start // DAY for trip in plan.trips) == [0, 1]
    assert plan.lower_bound == cost(problem, plan).total


@pytest.mark.parametrize(
    "problem",
    [
        on_a_line(shipments=(shipment("s", "p1", "p2"),)),
        on_a_line(shipments=(shipment("s", "p0", "p1", due=DAY + 18 * HOUR),)),
        replace(LINE, vehicles=(replace(LINE.vehicles[0], home="p1"), LINE.vehicles[1])),
        replace(LINE, places=tuple(replace(place, hub=True) for place in LINE.places)),
        replace(LINE, vehicles=(replace(LINE.vehicles[0], max_duty=3600),)),
    ],
    ids=["straight", "two days", "two homes", "two hubs", "beyond the format"],
)
def test_other_problems_are_none_of_its_business(problem: Problem):
    assert hub_days(problem) is None
