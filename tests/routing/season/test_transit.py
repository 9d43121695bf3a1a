"""The transit time of a pair, beside a crate that is followed day by day."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from routing.season.transit import Pattern, longest_transit, patterns

COUNT = st.integers(1, 6)
PATTERN = st.sets(st.integers(0, 5), min_size=1, max_size=6).map(lambda days: tuple(sorted(days)))


def fit(pattern: Pattern | None, count: int) -> Pattern | None:
    return None if pattern is None else tuple(sorted({day % count for day in pattern}))


def followed(count: int, ready: int, collected: Pattern | None, delivered: Pattern | None) -> int:
    """Wait for the van where the crate lies, one service day after the other."""
    day, at_hub = ready, collected is None
    while True:
        arrived_today = False
        if not at_hub and collected is not None and day % count in collected:
            at_hub = arrived_today = True
        if at_hub and delivered is None:
            return day - ready
        if at_hub and not arrived_today and delivered is not None and day % count in delivered:
            return day - ready
        day += 1


@given(count=COUNT, collected=st.none() | PATTERN, delivered=st.none() | PATTERN)
def test_the_longest_transit_is_that_of_the_unluckiest_crate(
    count: int, collected: Pattern | None, delivered: Pattern | None
) -> None:
    collected, delivered = fit(collected, count), fit(delivered, count)
    assert longest_transit(count, collected, delivered) == max(
        followed(count, ready, collected, delivered) for ready in range(count)
    )


def test_daily_visits_bring_a_crate_there_the_day_after() -> None:
    assert longest_transit(5, (0, 1, 2, 3, 4), (0, 1, 2, 3, 4)) == 1


def test_a_place_that_is_open_on_two_days_can_be_visited_in_three_ways() -> None:
    assert patterns([False, True, False, True]) == ((1,), (3,), (1, 3))
