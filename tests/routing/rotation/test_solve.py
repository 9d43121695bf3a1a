"""The search against all rotations of small seasons; and what it keeps whatever it is given."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from routing.progress import Effort
from routing.rotation.check import check
from routing.rotation.figures import figures
from routing.rotation.found import Rotation
from routing.rotation.season import Season
from routing.rotation.solve import ContradictoryCells, solve
from tests.routing.rotation.seasons import a_season, every_rotation, small_seasons

QUICK = Effort(seconds=None, iterations=20_000, workers=1)


def best_of_all(season: Season) -> object:
    judged = (figures(season, cells) for cells in every_rotation(season) if not check(season, cells))
    return min((found.service, found.metres) for found in judged)


@given(small_seasons())
@settings(max_examples=15)
def test_service_is_the_best_there_is_and_the_floor_lies_under_the_least_driving(season: Season) -> None:
    found = solve(season, QUICK, lambda _: None)
    service, metres = best_of_all(season)  # type: ignore[misc]  # a pair
    assert check(season, found.cells) == []
    assert found.figures.service == service
    assert found.floor <= metres <= found.figures.metres


def test_a_small_season_is_driven_as_little_as_can_be() -> None:
    season = a_season(periods=2)
    found = solve(season, QUICK, lambda _: None)
    assert (found.figures.service, found.figures.metres) == best_of_all(season)


def test_what_is_fixed_stays() -> None:
    season = a_season(fixed={("x", 1): "c", ("y", 0): "c"})
    found = solve(season, QUICK, lambda _: None)
    assert {found.cells["x", 1], found.cells["y", 0]} == {"c"}


def test_a_wish_is_worth_any_way() -> None:
    from routing.rotation.season import Wish

    season = a_season(periods=1, wishes=(Wish("c", crate="x"),))
    assert solve(season, QUICK, lambda _: None).cells["x", 0] == "c"


def test_fixed_cells_that_contradict_each_other_are_named() -> None:
    with pytest.raises(ContradictoryCells) as refused:
        solve(a_season(fixed={("x", 0): "a", ("x", 1): "a"}), QUICK, lambda _: None)
    assert [fault.code for fault in refused.value.faults] == ["twice-there"]


def test_crates_without_room_rest_at_home() -> None:
    found = solve(a_season(places="ab", crates="xyz", periods=2), QUICK, lambda _: None)
    assert (found.figures.service.lost, found.service_proven) == (2, True)


@pytest.mark.parametrize(
    "season", [replace(a_season(), places=()), replace(a_season(), crates=()), a_season(periods=0)]
)
def test_nothing_to_rotate_gives_an_empty_rotation(season: Season) -> None:
    assert solve(season, QUICK, lambda _: None).cells == {}


def test_the_same_effort_gives_the_same_rotation() -> None:
    season = a_season(places="abcdef", crates="uvwxyz", periods=4)
    effort = replace(QUICK, iterations=40_000)
    assert solve(season, effort, lambda _: None).cells == solve(season, effort, lambda _: None).cells


def test_each_rotation_that_is_told_is_sound_and_no_worse_than_the_one_before() -> None:
    heard: list[Rotation] = []
    season = a_season(places="abcdef", crates="uvwxyz", periods=4)
    solve(season, QUICK, heard.append)
    ranks = [(one.figures.service, one.figures.metres) for one in heard]
    assert ranks == sorted(ranks, reverse=True)
    assert not any(check(season, one.cells) for one in heard)
