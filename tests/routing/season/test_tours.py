"""Tabulated tours, beside every order tried one by one."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.problem import Problem
from routing.season.tours import MOST_PLACES, tours
from tests.routing.instances import HOUR, on_a_line

SERVICE = 600


def end_of(problem: Problem, order: tuple[int, ...], home: int) -> int | None:
    """When the last place of an order is done, if every place is reached within its first window."""
    at, clock = home, problem.vehicles[0].shifts[0][0]
    for row in order:
        opens, closes = problem.places[row].windows[0]
        clock = max(clock + problem.seconds[at][row], opens)
        if clock > closes:
            return None
        clock += SERVICE
        at = row
    return clock


@st.composite
def regions(draw: st.DrawFn) -> Problem:
    problem = on_a_line(minutes=(0, 30, 60, 90))
    windows = [
        ((opens := draw(st.integers(7, 12)) * HOUR, opens + draw(st.integers(1, 6)) * HOUR),) for _ in problem.places
    ]
    size = len(problem.places)
    legs = [[0 if a == b else draw(st.integers(300, 3 * HOUR)) for b in range(size)] for a in range(size)]
    return replace(
        problem,
        places=tuple(replace(place, windows=spans) for place, spans in zip(problem.places, windows, strict=True)),
        seconds=tuple(map(tuple, legs)),
        break_rule=None,
    )


@settings(max_examples=40)
@given(problem=regions())
def test_a_set_ends_as_early_as_its_best_order(problem: Problem) -> None:
    vehicle = problem.vehicles[0]
    home = problem.index[vehicle.home]
    table = tours(problem, vehicle, 0, [SERVICE] * len(problem.places))
    _, closes = vehicle.shifts[0]
    for subset in range(1, 1 << len(table.rows)):
        rows = [row for bit, row in enumerate(table.rows) if subset >> bit & 1]
        back = [
            end + problem.seconds[order[-1]][home]
            for order in permutations(rows)
            if (end := end_of(problem, order, home)) is not None
        ]
        possible = bool(back) and min(back) <= closes
        assert (table.last[subset] >= 0) == possible
        if possible:
            order = table.order(subset)
            assert (end_of(problem, order, home) or 0) + problem.seconds[order[-1]][home] == min(back)


def test_a_day_without_a_shift_has_no_tour() -> None:
    problem = on_a_line(minutes=(0, 30, 60, 90))
    vehicle = replace(problem.vehicles[0], shifts=())
    assert (tours(problem, vehicle, 0, [SERVICE] * len(problem.places)).last < 0).all()


def test_more_places_than_can_be_tabulated_are_refused() -> None:
    problem = on_a_line(minutes=(0, 30, 60, 90))
    extra = tuple(replace(problem.places[-1], id=f"extra-{n}") for n in range(MOST_PLACES + 1))
    with pytest.raises(ValueError):
        tours(replace(problem, places=problem.places + extra), problem.vehicles[0], 0, [])
