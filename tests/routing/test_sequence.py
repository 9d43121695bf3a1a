from __future__ import annotations

from dataclasses import replace
from typing import Any
from unittest.mock import patch

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from routing.bound.ground import ground
from routing.bound.sequence import search as search_room
from routing.bound.sequence.labels import pauses
from routing.bound.sequence.model import model_of
from routing.bound.sequence.search import Search, TooMuch, prove_sequence
from routing.cost import cost
from routing.problem import DAY, BreakRule, Problem
from routing.progress import Effort
from routing.solve import solve
from tests.routing.instances import HOUR, on_a_line, shipment, with_place

LABELS, STATES = 300_000, 100_000
SINCE = st.integers(-9000, 20_000)
FREE = {"cost_per_day": 100, "cost_per_hour": 60, "cost_per_km": 1}


def floor(problem: Problem, states: int = STATES) -> int:
    """What the cheapest sequence costs, or as far as that is known after so many labels."""
    told = [0]
    model = model_of(ground(problem), states)
    assert model is not None
    prove_sequence(model, told.append, until=None, most_labels=LABELS, most=10**12)
    return max(told)


def paid(problem: Problem) -> int:
    return cost(problem, solve(problem, Effort(None, 600, prove=False))).total


@st.composite
def a_day_or_two(draw: st.DrawFn) -> Problem:
    """A hub and up to 5 places anywhere around it, up to 3 vans, narrow hours, crates that take long to handle."""
    places, days = draw(st.integers(3, 6)), draw(st.integers(1, 2))
    spots = [(0, 0), *(draw(st.tuples(st.integers(-120, 120), st.integers(-120, 120))) for _ in range(places - 1))]
    apart = [[round(((a - c) ** 2 + (b - d) ** 2) ** 0.5) for c, d in spots] for a, b in spots]
    problem = on_a_line(
        minutes=tuple(range(places)),
        days=days,
        vehicles=draw(st.integers(1, 3)),
        crate_seconds=draw(st.sampled_from((0, 60, 300, 900))),
        break_rule=draw(st.sampled_from((None, BreakRule(4 * HOUR, HOUR // 2), BreakRule(9000, HOUR)))),
        metres=tuple(tuple(1000 * far for far in row) for row in apart),
        seconds=tuple(tuple(60 * far for far in row) for row in apart),
    )
    for n in range(1, places):
        opens, closes = draw(st.sampled_from((7, 8, 10, 13))), draw(st.sampled_from((12, 14, 17)))
        shut = draw(st.sampled_from((None, None, None, 0, 1)))
        hours = [
            (day * DAY + min(opens, closes) * HOUR, day * DAY + closes * HOUR) for day in range(days) if day != shut
        ]
        problem = with_place(problem, f"p{n}", windows=tuple(hours))
    crates = []
    for n in range(draw(st.integers(2, 9))):
        origin = draw(st.integers(0, places - 1))
        to = (origin + draw(st.integers(1, places - 1))) % places
        due = draw(st.integers(0, days - 1)) * DAY + 18 * HOUR
        size, penalty = draw(st.integers(1, 5)), draw(st.sampled_from((50, 300, 2000, 20_000, 100_000)))
        crates.append(shipment(f"s{n}", f"p{origin}", f"p{to}", crates=size, due=due, penalty=penalty))
    costs = {name: draw(st.sampled_from((0, 1, 10))) * price for name, price in FREE.items()}
    vans = tuple(replace(van, capacity=draw(st.sampled_from((5, 10, 30))), **costs) for van in problem.vehicles)
    return replace(problem, shipments=tuple(crates), vehicles=vans)


@settings(max_examples=60, deadline=None)
@given(problem=a_day_or_two(), states=st.sampled_from((STATES, 60)))
def test_no_plan_of_a_random_day_or_two_costs_less_than_the_cheapest_sequence(problem, states):
    assert floor(problem, states) - 1 <= paid(problem)


@settings(max_examples=40, deadline=None)
@given(problem=a_day_or_two())
def test_no_label_that_is_left_out_would_have_come_to_a_cheaper_end(problem):
    model = model_of(ground(problem), STATES)
    assert model is not None
    limit = (floor(problem) - model.constant) * 9 // 8 + 50
    few, every = Search(model, None, LABELS), Search(model, None, 5 * LABELS)
    for fleet in few.fleets():
        try:
            least = min(few.cheapest(limit, fleet), limit + 1)
            with patch.object(search_room, "keep_best", keep_all):
                same = min(every.cheapest(limit, fleet), limit + 1)
        except TooMuch:
            assume(False)
        assert least == same


@given(
    st.integers(1, 20_000), st.tuples(st.integers(-9000, 20_000), st.integers(-9000, 20_000)), st.integers(0, 20_000)
)
def test_who_has_driven_less_since_the_last_pause_never_needs_more(longest, driven, way):
    less, more = sorted(min(since, longest) for since in driven)
    needed = [pauses.py_func(since, way, longest) for since in (less, more)]
    since = [before + way - n * longest for before, n in zip((less, more), needed, strict=True)]
    assert (needed[0], since[0]) <= (needed[1], since[1])
    assert max(since) <= longest


def keep_all(order: Any, _keys: Any, _labels: Any, _getters: int, _ordered: bool, kept: Any) -> int:
    """Leave no label out."""
    kept[: len(order)] = order
    return len(order)


def test_crates_both_ways_within_a_day_cost_a_second_call():
    there, back = (shipment(name, *ends, penalty=10**5) for name, ends in (("a", ("p1", "p2")), ("b", ("p2", "p1"))))
    line = on_a_line(minutes=(0, 30, 90), days=1)
    alone, both = (replace(line, shipments=crates) for crates in ((there,), (there, back)))
    assert floor(alone) < floor(both) == paid(both)


def test_who_waits_for_one_place_and_has_to_rest_later_comes_too_late_to_the_last():
    line = on_a_line(minutes=(0, 30, -120, -10), days=1, break_rule=BreakRule(4 * HOUR, HOUR))
    line = with_place(line, "p1", windows=((9 * HOUR, 17 * HOUR),))
    crates = tuple(shipment(f"s{n}", f"p{n}", f"p{n + 1}", penalty=10**5) for n in (1, 2))
    early, late = (
        replace(with_place(line, "p3", windows=((8 * HOUR, closes * HOUR),)), shipments=crates) for closes in (14, 15)
    )
    assert floor(late) < 10**5 < floor(early)


def test_handling_that_no_single_shift_holds_takes_a_second_van():
    line = on_a_line(minutes=(0, 30), days=1, vehicles=2, crate_seconds=3000)
    crates = tuple(shipment(f"s{n}", "p0", "p1", crates=5, penalty=10**5) for n in range(3))
    few, many = (replace(line, shipments=crates[:n]) for n in (1, 3))
    assert floor(many) - floor(few) >= line.vehicles[0].cost_per_day


def test_hours_before_the_first_place_opens_are_none_for_handling():
    line = on_a_line(minutes=(0, 30), days=1, vehicles=2, crate_seconds=3000)
    line = replace(line, shipments=tuple(shipment(f"s{n}", "p1", "p0", crates=2, penalty=10**5) for n in range(2)))
    early, late = (with_place(line, "p1", windows=((opens * HOUR, 17 * HOUR),)) for opens in (7, 15))
    assert floor(late) - floor(early) >= line.vehicles[0].cost_per_day


def test_what_lies_at_the_hub_over_night_is_only_brought_on_the_next_day():
    line = on_a_line(minutes=(0, 5, 277, 277), vehicles=2, crate_seconds=60)
    line = with_place(line, "p1", windows=((8 * HOUR, 16 * HOUR),))
    for far in ("p2", "p3"):
        line = with_place(line, far, windows=((DAY + 13 * HOUR, DAY + 17 * HOUR),))
    must = {"due": DAY + 18 * HOUR, "penalty": 10**5}
    crates = (shipment("a", "p1", "p2", crates=10, **must), shipment("b", "p2", "p3", **must))
    over_night = replace(line, shipments=crates)
    assert floor(over_night) - 1 <= paid(over_night)


def test_leaving_out_the_order_at_some_places_lowers_the_floor_at_most():
    ring = tuple(shipment(f"s{n}", f"p{n}", f"p{n % 4 + 1}", penalty=10**5) for n in range(1, 5))
    problem = on_a_line(minutes=(0, 30, 50, 80, 95), days=1, shipments=ring)
    assert 0 < floor(problem, states=20) <= floor(problem)


def test_a_hub_that_is_no_home_has_no_sequence():
    line = on_a_line(shipments=(shipment("a", "p1", "p2"),))
    assert model_of(ground(with_place(line, "p1", hub=True)), STATES) is None
