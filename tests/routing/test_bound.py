from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.bound import in_ore, lower_bound
from routing.bound.alone import dearest_alone
from routing.bound.coming_back import ahead, tracked
from routing.bound.ground import UNIT, TooLarge, detours, ground, shortest
from routing.bound.routes import FAR, cheapest, judge, reach
from routing.bound.rows import Rows
from routing.cost import cost
from routing.problem import DAY, Problem
from routing.progress import Effort
from routing.solve import solve
from tests.routing.instances import HOUR, on_a_line, problems, shipment

SECONDS = 2.0
BRIEF = Effort(None, 1_500, prove=False)
PLACES = 4


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


@given(units=st.integers(0, 10**12))
def test_two_roundings_of_half_an_ore_stay_above_the_floor(units):
    assert in_ore(units) <= max(0, units // UNIT)


@given(far=st.lists(st.integers(0, 99), min_size=25, max_size=25))
def test_no_way_over_another_place_is_shorter_than_the_shortest(far):
    ways = shortest(tuple(tuple(far[5 * a + b] if a != b else 0 for b in range(5)) for a in range(5)))
    assert (ways[:, :, None] + ways[None, :, :] >= ways[:, None, :]).all()


@given(far=st.lists(st.integers(0, 99), min_size=25, max_size=25), way=st.permutations(range(4)))
def test_a_second_call_anywhere_on_a_way_costs_at_least_the_detour(far, way):
    cost_of = shortest(tuple(tuple(far[5 * a + b] if a != b else 0 for b in range(5)) for a in range(5)))
    extra, *stops = way
    least = detours(cost_of)[extra]
    assert all(cost_of[a, extra] + cost_of[extra, b] - cost_of[a, b] >= least for a, b in itertools.pairwise(stops))


def test_prices_prove_no_more_than_the_program_has():
    rows = Rows()
    a, b = rows.variable(3, 2 * UNIT), rows.variable(3, 3 * UNIT)
    rows.row({a: 1, b: 1}, 2)
    rows.row({a: -1}, -1)
    rows.freeze()
    assert rows.solve() == pytest.approx(5.0)
    assert rows.proven(rows.prices()) == 5 * UNIT


def test_prices_far_from_the_best_still_prove_a_floor():
    rows = Rows()
    a = rows.variable(3, 2 * UNIT)
    rows.row({a: 1}, 2)
    rows.freeze()
    assert rows.proven(np.array([7 * UNIT])) == 14 * UNIT - 3 * 5 * UNIT


@st.composite
def earnings(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Costs that keep the triangle inequality, gains and pairs for `PLACES` places."""
    numbers = st.integers(1, 60)
    size = PLACES + 1
    far = shortest(tuple(tuple(draw(numbers) if a != b else 0 for b in range(size)) for a in range(size)))
    gain = np.array([draw(numbers) for _ in range(PLACES)])
    pair = np.array([[draw(numbers) if a != b else 0 for b in range(PLACES)] for a in range(PLACES)])
    return far, gain, pair


def value_of(way: tuple[int, ...], far: np.ndarray, gain: np.ndarray, pair: np.ndarray) -> int:
    """Cost of a way from home to home, less what it earns, by definition."""
    driven = sum(far[a, b] for a, b in itertools.pairwise((PLACES, *way, PLACES)))
    called = {place for place in way if place != PLACES}
    first = {place: way.index(place) for place in called}
    last = {place: len(way) - 1 - way[::-1].index(place) for place in called}
    pairs = sum(pair[a, b] for a in called for b in called if first[a] < last[b])
    return int(driven - sum(gain[place] for place in called) - pairs)


def no_limits() -> tuple[np.ndarray, np.ndarray]:
    shape = (1 << PLACES, PLACES)
    return np.ones(shape, np.bool_), np.zeros(shape, np.int8)


def memory() -> list[np.ndarray]:
    shape = (1 << PLACES, PLACES)
    return [np.zeros(shape, np.int64) for _ in range(3)] + [np.zeros((2, PLACES + 1), np.int64)]


@settings(max_examples=50, deadline=None)
@given(case=earnings())
def test_the_best_route_that_calls_once_is_the_best_of_all_orders(case):
    far, gain, pair = case
    can, pauses = no_limits()
    never = np.full(PLACES, FAR)
    best = np.zeros(1 << PLACES, np.int64)
    cheapest(far, gain, pair, never, 0, 0, -1, can, pauses, 15, *memory(), best)
    ways = [way for size in range(1, PLACES + 1) for way in itertools.permutations(range(PLACES), size)]
    assert best[1:].min() == min(value_of(way, far, gain, pair) for way in ways)


@settings(max_examples=50, deadline=None)
@given(case=earnings(), opening=st.integers(0, 15))
def test_no_way_that_comes_back_is_better_than_the_least_of_the_tracked(case, opening):
    far, gain, pair = case
    can, pauses = no_limits()
    again = detours(far)
    best = np.zeros(1 << PLACES, np.int64)
    gained, straight, passed, room = memory()
    marked = [np.zeros((1 << PLACES, PLACES + 1, PLACES), np.int64) for _ in range(2)]
    steps = far, gain, pair, again, 0, 0, 0, can, pauses, 15
    ahead(*steps, gained, straight, passed, room)
    tracked(*steps, opening, FAR, straight, passed, gained, *marked, room, best)
    ways = itertools.chain.from_iterable(itertools.product(range(PLACES + 1), repeat=n) for n in range(1, 6))
    real = [w for w in ways if {*w} != {PLACES} and all(a != b for a, b in itertools.pairwise((PLACES, *w, PLACES)))]
    assert best[1:].min() <= min(value_of(way, far, gain, pair) for way in real)


def test_a_set_that_needs_more_driving_than_the_rule_allows_needs_a_pause():
    drive = np.array([[0, 100], [100, 0]])
    stops, opens, closes = np.array([10]), np.array([0]), np.array([500])
    done, driven = np.zeros((2, 2, 1), np.int64)
    reach(drive, stops, opens, closes, 0, 1000, done, driven)
    can, pauses = np.zeros((2, 1), np.bool_), np.zeros((2, 1), np.int8)
    judge(done, driven, drive, stops, 300, 150, 60, True, can, pauses)
    assert (can[1, 0], pauses[1, 0]) == (True, 1)


def test_a_place_that_is_reached_after_it_closes_ends_no_route():
    drive = np.array([[0, 100], [100, 0]])
    done, driven = np.zeros((2, 2, 1), np.int64)
    reach(drive, np.array([10]), np.array([0]), np.array([99]), 0, 1000, done, driven)
    assert done[1, 0] == FAR
