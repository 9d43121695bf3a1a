"""How long a crate is under way when the week repeats, by the weekdays of its two places alone.

A crate that is ready on a service day is collected at the next visit from that day on, lies at the hub overnight and
is delivered at the next visit on a later day; crates from or to the hub skip the half that is not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

Pattern = tuple[int, ...]
"""Positions among the service days, ascending, on which a place is visited."""


def patterns(days: Sequence[bool]) -> tuple[Pattern, ...]:
    """Every way to visit a place at least once a week on days on which it can be visited."""
    possible = [position for position, fits in enumerate(days) if fits]
    return tuple(chosen for size in range(1, len(possible) + 1) for chosen in combinations(possible, size))


def longest_transit(count: int, collected: Pattern | None, delivered: Pattern | None) -> int:
    """Service days from ready to delivery in the worst case, when a week of `count` service days repeats.

    Args:
        collected, delivered: visits to the two places; None for the hub, which is always there.
    """
    return max(_transit(count, ready, collected, delivered) for ready in range(count))


def _transit(count: int, ready: int, collected: Pattern | None, delivered: Pattern | None) -> int:
    at_hub = ready if collected is None else _next(count, collected, ready)
    if delivered is None:
        return at_hub - ready
    # What lies at the hub in the morning goes out the same day; what is brought there goes out the next.
    return _next(count, delivered, at_hub + (collected is not None)) - ready


def _next(count: int, pattern: Pattern, at: int) -> int:
    """The first visit at or after a position counted on through the weeks."""
    week, position = divmod(at, count)
    return next((week * count + day for day in pattern if day >= position), (week + 1) * count + pattern[0])
