"""The geometry of the annual wheel: days of a year as angles, from the top and clockwise."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date

from api.languages import locale
from logistics.costs.year import Mark
from logistics.network.wheel import EntryKind

SIZE = 400
"""Of the square that the wheel is drawn in; its middle is the wheel's."""

RIM, MONTHS = 190.0, 168.0

RINGS = {EntryKind.CAMPAIGN: 142.0, EntryKind.MEETING: 108.0, EntryKind.DEADLINE: 74.0}
"""Radius of each kind's ring."""

SHORTEST = 4.0
"""Degrees that a mark takes at least, so that a single day can be seen."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A mark as it is drawn: an arc on its ring, and its number at the arc's middle."""

    number: int
    mark: Mark
    arc: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Month:
    """A month's short name, the line before it, and where its name stands."""

    name: str
    line: str
    x: float
    y: float


def drawn(marks: Sequence[Mark], year: int) -> list[Drawn]:
    """The marks of a year, numbered in their order."""
    return [_drawn(number, mark, year) for number, mark in enumerate(marks, start=1)]


def months(year: int) -> list[Month]:
    """The months of a year."""
    found = []
    for month in range(1, 13):
        first = date(year, month, 1)
        after = date(year + month // 12, month % 12 + 1, 1)
        inner, outer = point(angle(first, year), 50), point(angle(first, year), RIM)
        x, y = point((angle(first, year) + angle(after, year)) / 2, (RIM + MONTHS) / 2)
        found.append(
            Month(format_date(first, "MMM", locale=locale()).rstrip("."), f"M{_xy(inner)} L{_xy(outer)}", x, y)
        )
    return found


def hand(day: date) -> str:
    """The hand that points at a day."""
    return f"M{_xy(point(angle(day, day.year), 40))} L{_xy(point(angle(day, day.year), RIM))}"


def angle(day: date, year: int) -> float:
    """Degrees from the top, clockwise, of a day's beginning; days of other years lie at the ends."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    return 360 * (min(max(day, first), after) - first).days / (after - first).days


def point(degrees: float, radius: float) -> tuple[float, float]:
    """Where a direction meets a circle around the middle."""
    turned = math.radians(degrees)
    return round(SIZE / 2 + radius * math.sin(turned), 1), round(SIZE / 2 - radius * math.cos(turned), 1)


def _drawn(number: int, mark: Mark, year: int) -> Drawn:
    begins, ends = angle(mark.first_day, year), angle(mark.last_day + timedelta(days=1), year)
    middle, half = (begins + ends) / 2, max((ends - begins) / 2, SHORTEST / 2)
    radius = RINGS[mark.kind]
    first, last = point(middle - half, radius), point(min(middle + half, middle - half + 359.9), radius)
    large = 1 if half > 90 else 0
    x, y = point(middle, radius)
    return Drawn(number, mark, f"M{_xy(first)} A{radius} {radius} 0 {large} 1 {_xy(last)}", x, y)


def _xy(spot: tuple[float, float]) -> str:
    return f"{spot[0]} {spot[1]}"
