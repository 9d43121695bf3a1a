"""The judge finds each broken rule, and nothing in a rotation that keeps them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from routing.rotation.check import RULES, check
from routing.rotation.season import Crate
from tests.routing.rotation.seasons import a_season

SOUND = {
    ("x", 0): "a", ("x", 1): "b", ("x", 2): "c",
    ("y", 0): "b", ("y", 1): "c", ("y", 2): "a",
    ("z", 0): "c", ("z", 1): "a", ("z", 2): "b",
}  # fmt: skip


def codes(season: object, cells: object) -> list[str]:
    return [broken.code for broken in check(season, cells)]  # type: ignore[arg-type]  # as given by each test


def test_a_rotation_in_which_all_go_round_breaks_nothing() -> None:
    assert check(a_season(), SOUND) == []


def test_an_empty_rotation_breaks_nothing() -> None:
    assert check(a_season(), {}) == []


def test_a_crate_that_comes_twice_is_found_with_both_cells() -> None:
    [broken] = check(a_season(capacity=2), SOUND | {("x", 2): "a"})
    assert (broken.code, broken.cells) == ("twice-there", (("x", 0), ("x", 2)))


def test_a_place_with_too_many_crates_is_found() -> None:
    assert codes(a_season(), {("x", 0): "a", ("y", 0): "a"}) == ["too-many-there"]


def test_the_same_theme_in_the_next_period_is_found() -> None:
    season = replace(a_season(), crates=(Crate("x", "a", "sea"), Crate("y", "b", "sea"), Crate("z", "c", "poetry")))
    assert codes(season, {("x", 0): "a", ("y", 1): "a"}) == ["theme-again"]


def test_the_same_theme_two_periods_later_is_allowed() -> None:
    season = replace(a_season(), crates=(Crate("x", "a", "sea"), Crate("y", "b", "sea"), Crate("z", "c", "poetry")))
    assert codes(season, {("x", 0): "a", ("y", 2): "a"}) == []


def test_crates_without_a_theme_may_follow_each_other() -> None:
    season = replace(a_season(), crates=(Crate("x", "a", ""), Crate("y", "b", ""), Crate("z", "c", "")))
    assert check(season, SOUND) == []


def test_a_place_that_is_excluded_is_found() -> None:
    assert codes(a_season(excluded=frozenset({("x", "a")})), {("x", 0): "a"}) == ["excluded"]


def test_a_place_that_is_closed_then_is_found() -> None:
    assert codes(a_season(closed=frozenset({("a", 1)})), {("x", 1): "a"}) == ["closed-then"]


def test_a_crate_that_somebody_else_has_is_found_wherever_it_stands() -> None:
    season = a_season(promised=frozenset({("x", 1)}))
    assert [codes(season, {("x", 1): place}) for place in "ab"] == [["promised-then"], ["promised-then"]]


def test_a_crate_that_is_kept_at_home_is_found_elsewhere_only() -> None:
    season = a_season(kept=frozenset({("x", 1)}))
    assert [codes(season, {("x", 1): place}) for place in "ab"] == [[], ["kept-then"]]


@pytest.mark.parametrize("there", [{}, {("x", 0): "b"}])
def test_a_fixed_cell_that_is_not_kept_is_found(there: dict[tuple[str, int], str]) -> None:
    assert codes(a_season(fixed={("x", 0): "a"}), there) == ["not-as-fixed"]


@pytest.mark.parametrize("cell", [("nobody", 0), ("x", 3), ("x", -1)])
def test_a_cell_that_names_nothing_is_found(cell: tuple[str, int]) -> None:
    assert codes(a_season(), {cell: "a"}) == ["unknown-cell"]


def test_everything_is_told_at_once_in_the_order_of_the_rules() -> None:
    season = a_season(excluded=frozenset({("y", "a")}), fixed={("z", 2): "c"})
    found = codes(season, {("x", 0): "a", ("y", 0): "a", ("x", 1): "a"})
    assert found == sorted(found, key=RULES.index) == ["excluded", "not-as-fixed", "twice-there", "too-many-there"]
