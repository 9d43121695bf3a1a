from __future__ import annotations

import itertools
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.check import check
from routing.cost import cost
from routing.engines.weekly import ENOUGH_MOVES, FIRST, later_phases, plan_weeks
from routing.plan import Plan
from routing.problem import DAY, BreakRule, Problem
from routing.progress import Effort, Told, silent
from tests.routing.instances import HOUR, on_a_line, problems, shipment, with_place

LITTLE = Effort(seconds=None, iterations=4000)


def planned(problem: Problem, effort: Effort = LITTLE) -> Plan:
    """A plan that was checked; what must go and does not is no fault of an engine."""
    plan = plan_weeks(problem, effort, silent)
    assert not [fault for fault in check(problem, plan) if fault.code != "must-go"]
    return plan


@given(problem=problems())
@settings(max_examples=150, deadline=None)
def test_whatever_the_problem_the_plan_keeps_every_rule(problem: Problem):
    planned(problem)


def test_a_crate_rides_straight_where_that_is_on_the_way():
    plan = planned(on_a_line(shipments=(shipment("s", "p1", "p2"),)))
    assert [stop.place for stop in plan.trips[0].stops] == ["p0", "p1", "p2", "p0"]


def test_a_crate_goes_over_the_hub_where_no_day_sees_both_its_places_open():
    problem = on_a_line(shipments=(shipment("s", "p1", "p2", due=DAY + 18 * HOUR, penalty=100_000),))
    problem = with_place(problem, "p1", windows=((8 * HOUR, 16 * HOUR),))
    problem = with_place(problem, "p2", windows=((DAY + 8 * HOUR, DAY + 16 * HOUR),))
    assert len(planned(problem).trips) == 2


def test_a_crate_changes_vans_at_the_hub_on_the_same_day():
    problem = on_a_line(days=1, vehicles=1, shipments=(shipment("s", "p1", "p2", penalty=10**7),))
    problem = with_place(problem, "p1", windows=((8 * HOUR, 9 * HOUR),))
    problem = with_place(problem, "p2", windows=((14 * HOUR, 16 * HOUR),))
    problem = replace(problem, vehicles=(replace(problem.vehicles[0], cost_per_hour=100_000),))
    plan = planned(problem)
    assert [(trip.stops[1].place, plan.unserved) for trip in plan.trips] == [("p1", ()), ("p2", ())]


def test_a_break_is_taken_where_the_driving_asks_for_one():
    far = on_a_line(minutes=(0, 150), days=1, shipments=(shipment("s", "p0", "p1", penalty=100_000),))
    plan = planned(replace(far, break_rule=BreakRule(max_drive=4 * HOUR, length=2700)))
    stops = plan.trips[0].stops
    assert stops[-1].leave - stops[0].start >= 300 * 60 + 2700


def test_more_than_a_van_holds_takes_two_trips():
    many = tuple(shipment(f"s{n}", "p0", "p1", crates=6, penalty=100_000) for n in range(2))
    assert len(planned(on_a_line(days=1, shipments=many)).trips) == 2


def test_a_shipment_stays_where_leaving_it_is_cheaper():
    assert planned(on_a_line(shipments=(shipment("s", "p1", "p2", penalty=1),))).trips == ()


def test_nothing_to_move_needs_no_trip():
    assert planned(on_a_line()) == Plan(())


def test_a_fleet_without_shifts_leaves_everything():
    problem = on_a_line(shipments=(shipment("s", "p1", "p2"),))
    idle = replace(problem, vehicles=tuple(replace(van, shifts=()) for van in problem.vehicles))
    assert [left.shipment for left in planned(idle).unserved] == ["s"]


@pytest.fixture(scope="module")
def busy() -> Problem:
    """Two dozen crates over three days."""
    places = [f"p{n}" for n in range(6)]
    crates = tuple(
        shipment(f"s{a}{b}", places[a], places[b], ready=(a % 2) * DAY + 8 * HOUR, due=2 * DAY + 18 * HOUR)
        for a in range(6)
        for b in range(6)
        if a != b and (a + b) % 2
    )
    return on_a_line(minutes=(0, 20, 35, 50, 65, 80), days=3, vehicles=2, shipments=crates)


def test_the_same_seed_and_iterations_give_the_same_plan(busy: Problem):
    effort = Effort(seconds=None, iterations=60_000, seed=3)
    assert plan_weeks(busy, effort, silent) == plan_weeks(busy, effort, silent)


def test_the_time_limit_holds(busy: Problem):
    planned(busy)
    begun = time.monotonic()
    planned(busy, Effort(seconds=2.0))
    assert time.monotonic() - begun < 3.5


def test_each_plan_told_is_sound_and_cheaper_than_the_one_before(busy: Problem):
    told: list[Told] = []
    plan_weeks(busy, Effort(seconds=2.0), told.append)
    costs = [news.cost for news in told if news.plan is not None]
    assert costs == sorted(set(costs), reverse=True)


def test_the_cost_told_is_the_cost_of_the_plan(busy: Problem):
    told: list[Told] = []
    plan_weeks(busy, Effort(seconds=1.0), told.append)
    assert all(news.plan and news.cost == cost(busy, news.plan).total for news in told)


def test_a_search_that_is_worth_many_anneals_begins_several_times_before_it_goes_on_from_the_best():
    *afresh, last = later_phases(20 * ENOUGH_MOVES * 40, 40)
    assert len(afresh) == 17
    assert all(phase.afresh for phase in afresh)
    assert (last.afresh, last.until) == (False, 1.0)


@given(moves=st.floats(1, 1e12), shipments=st.integers(1, 10_000))
def test_anneals_follow_each_other_to_the_end_and_leave_35_percent_at_most_to_the_last(moves: float, shipments: int):
    ends = [FIRST.until, *(phase.until for phase in later_phases(moves, shipments))]
    assert all(before < after for before, after in itertools.pairwise(ends))
    assert later_phases(moves, shipments)[-2].until >= 0.65 - 1e-9
