"""What keeps a week from being made into a timetable is named place by place, before anything is searched."""

from __future__ import annotations

from dataclasses import replace

import pytest

from routing.problem import Problem
from routing.season.suited import unsuited
from routing.season.tours import MOST_PLACES
from routing.timetable import CannotTabulate, Wish, design
from tests.routing.instances import on_a_line


@pytest.fixture
def week() -> Problem:
    return on_a_line(minutes=(0, 30, 60))


def codes(week: Problem) -> list[tuple[str, str]]:
    return [(fault.code, fault.path) for fault in unsuited(week)]


def with_hubs(week: Problem, *rows: int) -> Problem:
    return replace(week, places=tuple(replace(place, hub=row in rows) for row, place in enumerate(week.places)))


def test_one_hub_where_every_vehicle_is_at_home_will_do(week: Problem) -> None:
    assert codes(with_hubs(week, 0)) == []


def test_a_week_without_a_hub_is_named(week: Problem) -> None:
    assert codes(with_hubs(week)) == [("needs-a-hub", "places")]


def test_a_second_hub_is_named_where_it_stands(week: Problem) -> None:
    assert codes(with_hubs(week, 0, 2)) == [("one-hub-only", "places[2].hub")]


def test_a_vehicle_that_is_at_home_elsewhere_is_named(week: Problem) -> None:
    assert codes(with_hubs(week, 1)) == [("home-is-no-hub", "vehicles[0].home")]


def test_too_many_places_are_named(week: Problem) -> None:
    extra = tuple(replace(week.places[-1], id=f"extra-{n}") for n in range(MOST_PLACES))
    assert codes(replace(with_hubs(week, 0), places=with_hubs(week, 0).places + extra)) == [("too-many", "places")]


def test_a_design_is_refused_with_every_fault(week: Problem) -> None:
    with pytest.raises(CannotTabulate) as refused:
        design(with_hubs(week, 1, 2), Wish(1))
    assert [fault.code for fault in refused.value.faults] == ["one-hub-only", "home-is-no-hub"]
