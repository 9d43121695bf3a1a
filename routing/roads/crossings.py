"""When a way that waits for ferries, or for a road to open, comes to its end: arithmetic of spans of seconds.

A span is from and to, both included; in it one can set off. A ferry's departure is a span of one second, a road that is
open by day one of hours. Spans are sorted and apart.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import itemgetter

from routing.problem import Span


def next_departure(departs: Sequence[Span], at: int) -> int | None:
    """The first second from `at` on at which one can set off; None: none."""
    row = bisect_left(departs, at, key=itemgetter(1))
    return max(at, departs[row][0]) if row < len(departs) else None


def last_departure(departs: Sequence[Span], at: int) -> int | None:
    """The last second up to `at` at which one can set off; None: none."""
    row = bisect_right(departs, at, key=itemgetter(0)) - 1
    return min(at, departs[row][1]) if row >= 0 else None
