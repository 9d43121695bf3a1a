"""Small seasons, and all rotations of them, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from hypothesis import strategies as st

from routing.rotation.season import Crate, Place, Season, Wish


def a_season(places: str = "abc", crates: str = "xyz", periods: int = 3, *, capacity: int = 1, **values: Any) -> Season:
    """Places on a line, 10 km apart; each crate has its own theme, and its home by the alphabet."""
    metres = tuple(tuple(10_000 * abs(one - other) for other in range(len(places))) for one in range(len(places)))
    return Season(
        periods=periods,
        places=tuple(Place(name, capacity) for name in places),
        crates=tuple(Crate(name, places[number % len(places)], name) for number, name in enumerate(crates)),
        spots=tuple(places),
        metres=metres,
        **values,
    )


def every_rotation(season: Season) -> Iterator[dict[tuple[str, int], str]]:
    """Every way to fill the cells, whether or not it keeps the rules."""
    keys = [(crate.id, period) for crate in season.crates for period in range(season.periods)]
    for chosen in product([None, *(place.id for place in season.places)], repeat=len(keys)):
        yield {key: place for key, place in zip(keys, chosen, strict=True) if place is not None}


@st.composite
def small_seasons(draw: st.DrawFn) -> Season:
    """Two or three places, two or three crates, two periods, and some of everything that can be ruled out or wished."""
    places = "abc"[: draw(st.integers(2, 3))]
    crates = "xyz"[: draw(st.integers(2, 3))]
    periods = 2
    metres = [[0] * len(places) for _ in places]
    for one in range(len(places)):
        for other in range(one):
            metres[one][other] = metres[other][one] = draw(st.integers(0, 50))
    pairs = st.tuples(st.sampled_from(crates), st.sampled_from(places))
    closed = st.tuples(st.sampled_from(places), st.integers(0, periods - 1))
    taken = st.tuples(st.sampled_from(crates), st.integers(0, periods - 1))
    wishes = st.builds(Wish, st.sampled_from(places), st.sampled_from(crates))
    return Season(
        periods=periods,
        places=tuple(Place(name, draw(st.integers(0, 2))) for name in places),
        crates=tuple(
            Crate(name, draw(st.sampled_from(places)), draw(st.sampled_from(["", "t", "u"]))) for name in crates
        ),
        spots=tuple(places),
        metres=tuple(map(tuple, metres)),
        excluded=frozenset(draw(st.lists(pairs, max_size=2))),
        closed=frozenset(draw(st.lists(closed, max_size=1))),
        promised=frozenset(draw(st.lists(taken, max_size=1))),
        kept=frozenset(draw(st.lists(taken, max_size=1))),
        wishes=tuple(draw(st.lists(wishes, max_size=2))),
    )
