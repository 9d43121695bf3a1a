"""The search in a process of its own."""

from __future__ import annotations

import pytest
from hypothesis import given

from routing.errors import RoutingError
from routing.progress import Effort
from routing.rotation.check import check
from routing.rotation.process import Rotating
from routing.rotation.season import Season
from routing.rotation.wire import read_season, write_season
from tests.routing.rotation.seasons import a_season, small_seasons


@given(small_seasons())
def test_a_season_is_read_as_it_was_written(season: Season) -> None:
    assert read_season(write_season(season)) == season


def test_a_rotation_comes_back_sound() -> None:
    season = a_season()
    with Rotating.start(season, Effort(seconds=None, iterations=20_000, workers=1)) as rotating:
        found = rotating.result(timeout=120)
    assert (check(season, found.cells), found.figures.service.lost) == ([], 0)


def test_calling_it_off_keeps_the_best_so_far() -> None:
    season = a_season(places="abcdefgh", crates="stuvwxyz", periods=6)
    with Rotating.start(season, Effort(seconds=600.0, workers=1)) as rotating:
        first = next(rotating.progress())
        rotating.cancel()
        kept = rotating.result()
    assert check(season, kept.cells) == []
    assert (kept.figures.service, kept.figures.metres) <= (first.figures.service, first.figures.metres)


def test_a_refusal_comes_back_with_its_code() -> None:
    season = a_season(fixed={("x", 0): "a", ("x", 1): "a"})
    with Rotating.start(season, Effort(seconds=5.0)) as rotating, pytest.raises(RoutingError) as refused:
        rotating.result(timeout=120)
    assert refused.value.code == "contradictory-cells"
