from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.bound import lower_bound, relaxation
from routing.bound.alone import dearest_alone
from routing.bound.ground import TooLarge, ground
from routing.bound.program import Program
from routing.cost import cost
from routing.problem import DAY, BreakRule, Problem
from routing.progress import Effort
from routing.solve import solve
from routing.units import UNIT, shortest
from tests.routing.instances import HOUR, on_a_line, problems, shipment

SECONDS = 2.0
BRIEF = Effort(None, 1_500, prove=False)


def paid(problem: Problem) -> int:
    return cost(problem, solve(problem, BRIEF)).total


@st.composite
def small_weeks(draw: st.DrawFn) -> Problem:
    """One hub, 4 places around it, 2 or 3 days, up to 2 vans and 6 shipments: where the floor should be near."""
    minutes = tuple(draw(st.lists(st.integers(1, 150), min_size=5, max_size=5)))
    problem = on_a_line(minutes=(0, *minutes[1:]), days=draw(st.integers(2, 3)), vehicles=draw(st.integers(1, 2)))
    shipments = []
    for n in range(draw(st.integers(1, 6))):
        origin = draw(st.integers(0, 4))
        to = (origin + draw(st.integers(1, 4))) % 5
        day = draw(st.integers(0, problem.days - 1))
        due = draw(st.integers(day, problem.days - 1)) * DAY + 18 * HOUR
        shipments.append(
            shipment(
                f"s{n}", f"p{origin}", f"p{to}", ready=day * DAY + 8 * HOUR, due=due, penalty=draw(st.integers(0, 2000))
            )
        )
    costs = {"cost_per_day": draw(st.integers(0, 300)), "cost_per_hour": draw(st.integers(0, 600))}
    return replace(
        problem, shipments=tuple(shipments), vehicles=tuple(replace(van, **costs) for van in problem.vehicles)
    )


@settings(max_examples=40, deadline=None)
@given(problem=problems(must_go=False))
def test_no_plan_of_a_random_problem_costs_less_than_the_floor(problem):
    assert lower_bound(problem, SECONDS) <= paid(problem)


@settings(max_examples=40, deadline=None)
@given(problem=small_weeks())
def test_no_plan_of_a_small_week_costs_less_than_the_floor(problem):
    assert lower_bound(problem, SECONDS) <= paid(problem)


@settings(max_examples=40, deadline=None)
@given(problem=problems(must_go=False))
def test_no_plan_of_a_random_problem_costs_less_than_the_cheap_floor(problem):
    assert dearest_alone(problem) <= paid(problem)


def test_a_tour_that_takes_all_along_is_proven_but_for_the_rounding():
    line = on_a_line(shipments=(shipment("a", "p1", "p2", penalty=None),))
    assert paid(line) - 2 <= lower_bound(line, SECONDS) <= paid(line)


def test_a_crate_against_the_only_order_of_a_day_costs_a_second_call_or_day():
    there = shipment("a", "p1", "p2", penalty=None)
    back = shipment("b", "p2", "p1", penalty=None)
    alone, both = (on_a_line(shipments=parcels) for parcels in ((there,), (there, back)))
    assert lower_bound(both, SECONDS) > lower_bound(alone, SECONDS)


def test_a_penalty_below_the_cost_of_a_trip_is_the_floor():
    line = on_a_line(shipments=(shipment("a", "p1", "p2", penalty=7),))
    assert lower_bound(line, SECONDS) in (6, 7)


def test_a_problem_without_shipments_costs_nothing():
    assert lower_bound(on_a_line(), SECONDS) == 0


def test_more_places_than_the_relaxation_takes_get_the_cheap_floor():
    line = on_a_line(minutes=tuple(range(0, 250, 10)))
    crates = tuple(shipment(f"s{n}", f"p{n}", f"p{n + 1}") for n in range(1, 24))
    many = replace(line, shipments=crates)
    assert lower_bound(many, SECONDS) == dearest_alone(many) > 0


def test_a_shift_over_midnight_is_not_relaxed():
    line = on_a_line(shipments=(shipment("a", "p1", "p2"),))
    night = replace(line.vehicles[0], shifts=((20 * HOUR, 30 * HOUR),))
    with pytest.raises(TooLarge):
        ground(replace(line, vehicles=(night,)))


def test_a_floor_never_rises_above_what_a_plan_costs():
    line = on_a_line(shipments=(shipment("a", "p1", "p2", penalty=None),))
    assert lower_bound(line, SECONDS, incumbent=50) == 50


def test_each_floor_told_is_better_than_the_one_before():
    told: list[int] = []
    line = on_a_line(shipments=(shipment("a", "p1", "p2"), shipment("b", "p2", "p1")))
    lower_bound(line, SECONDS, told=told.append)
    assert told == sorted(set(told))


def test_the_floor_without_any_time_is_the_same_twice():
    line = on_a_line(shipments=(shipment("a", "p1", "p2"), shipment("b", "p2", "p1")))
    assert lower_bound(line, 0.0) == lower_bound(line, 0.0)


@given(far=st.lists(st.integers(0, 99), min_size=25, max_size=25))
def test_no_way_over_another_place_is_shorter_than_the_shortest(far):
    ways = shortest(tuple(tuple(far[5 * a + b] if a != b else 0 for b in range(5)) for a in range(5)))
    assert (ways[:, :, None] + ways[None, :, :] >= ways[:, None, :]).all()


def optimum(problem: Problem, ordered: bool = True) -> int:
    """What the relaxation costs at least, in öre, where it is solved to the end."""
    known: list[int] = []
    relaxation(ground(problem), ordered).prove(known.append)
    return max(known)


def test_one_vehicle_calls_twice_where_crates_go_both_ways():
    there = shipment("a", "p1", "p2", penalty=None)
    back = shipment("b", "p2", "p1", penalty=None)
    both = on_a_line(shipments=(there, back), days=1)
    assert optimum(both, ordered=False) < optimum(both)
    assert paid(both) - 2 <= optimum(both) <= paid(both)


def test_several_vehicles_cannot_exchange_crates_while_they_are_out():
    """Each van could call at one of the far places, but the crate of each comes home too late for the other."""
    far = on_a_line(minutes=(0, 240, 250), days=1, vehicles=2, break_rule=None)
    there = shipment("a", "p1", "p2", penalty=None)
    back = shipment("b", "p2", "p1", penalty=None)
    alone = optimum(replace(far, shipments=(there,)))
    assert optimum(replace(far, shipments=(there, back))) > alone


def test_a_crate_changes_vehicles_at_a_hub_that_is_no_home_without_coming_home():
    line = on_a_line(minutes=(0, 30, 60), days=1, vehicles=2)
    hub = replace(line, places=tuple(replace(place, hub=place.id == "p1") for place in line.places))
    crates = (shipment("a", "p2", "p1", penalty=None), shipment("b", "p1", "p2", penalty=None))
    assert optimum(replace(hub, shipments=crates)) <= paid(replace(hub, shipments=crates))


def test_a_driver_who_must_rest_is_paid_for_it():
    line = on_a_line(minutes=(0, 140), days=1, shipments=(shipment("a", "p0", "p1", penalty=None),))
    rule = BreakRule(4 * HOUR, HOUR)
    assert optimum(replace(line, break_rule=rule)) == optimum(line) + line.vehicles[0].cost_per_hour


def test_over_night_a_crate_is_handled_four_times():
    line = on_a_line(days=2, crate_seconds=60)
    closed = tuple(
        replace(place, windows=place.windows[:1] if place.id == "p1" else place.windows[1:])
        if place.id != "p0"
        else place
        for place in line.places
    )
    crate = shipment("a", "p1", "p2", penalty=None, crates=5, due=DAY + 18 * HOUR)
    two_days = replace(line, places=closed, shipments=(crate,))
    assert paid(two_days) - 2 <= optimum(two_days) <= paid(two_days)


def test_a_program_proves_its_optimum():
    program = Program(constant=5)
    few, many = program.literal(2 * UNIT), program.number(0, 9, 3 * UNIT)
    program.model.add(few + many >= 4)
    known: list[int] = []
    program.prove(known.append)
    assert max(known) == 5 + 2 + 9


def test_a_program_proves_no_more_than_a_known_plan_costs():
    program = Program()
    program.model.add(program.number(0, 9, UNIT) >= 7)
    known: list[int] = []
    program.prove(known.append, most=6)
    assert known[-1] == 6


def test_parts_of_an_ore_are_rounded_down():
    program = Program()
    program.model.add(program.number(0, 9, UNIT + UNIT // 2) >= 7)
    known: list[int] = []
    program.prove(known.append)
    assert max(known) == 7
