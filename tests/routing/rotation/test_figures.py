"""What a rotation gives and costs."""

from __future__ import annotations

from hypothesis import given, settings

from routing.rotation.check import check
from routing.rotation.figures import Service, figures, least_missed, shares
from routing.rotation.season import Season, Wish
from tests.routing.rotation.seasons import a_season, every_rotation, small_seasons


def test_driving_counts_the_way_from_home_and_back() -> None:
    assert figures(a_season(periods=1), {("x", 0): "c"}).metres == 40_000


def test_a_crate_at_rest_between_two_places_goes_home() -> None:
    assert figures(a_season(), {("x", 0): "b", ("x", 2): "b"}).metres == 40_000


def test_a_crate_at_home_does_not_move() -> None:
    assert figures(a_season(periods=1), {("x", 0): "a"}).moves == 0


def test_what_is_missed_is_counted() -> None:
    season = a_season(wishes=(Wish("c", crate="x"),))
    assert figures(season, {("x", 0): "a"}).service == Service(lost=8, empty=8, short=8, unmet=1)


def test_a_wish_for_a_theme_in_a_period_comes_true_there_only() -> None:
    season = a_season(wishes=(Wish("a", theme="x", period=1),))
    unmet = [figures(season, {("x", period): "a"}).service.unmet for period in range(3)]
    assert unmet == [1, 0, 1]


def test_every_place_can_claim_an_equal_share() -> None:
    assert shares(a_season(crates="xy", periods=2)) == {"a": 1, "b": 1, "c": 1}


def test_more_periods_than_places_leave_crates_at_home() -> None:
    assert least_missed(a_season(periods=5)).lost == 6


@given(small_seasons())
@settings(max_examples=20)
def test_no_rotation_misses_less_than_the_least(season: Season) -> None:
    sound = (cells for cells in every_rotation(season) if not check(season, cells))
    assert all(figures(season, cells).service >= least_missed(season) for cells in sound)
