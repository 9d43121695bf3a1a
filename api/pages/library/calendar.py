"""A collection's calendar, month by month: which days it is at home, away, or between."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from logistics.bookings.availability import BusySpan


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month's sheet.

    Attributes:
        use: "free", "away" (at a borrower's), "moving" (between) or "past".
    """

    day: date
    use: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month's sheet.

    Attributes:
        weeks: shape (weeks, 7), Monday first; None for days of other months.
    """

    first: date
    weeks: list[list[Day | None]]


def months(first: date, last: date, spans: Sequence[BusySpan], today: date) -> list[Month]:
    """The sheets from one month to another."""
    sheets = []
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        year, month = divmod(number, 12)
        weeks = Calendar().monthdatescalendar(year, month + 1)
        sheets.append(
            Month(
                date(year, month + 1, 1),
                [[_day(d, spans, today) if d.month == month + 1 else None for d in week] for week in weeks],
            )
        )
    return sheets


def _day(day: date, spans: Sequence[BusySpan], today: date) -> Day:
    if day < today:
        return Day(day, "past")
    for span in spans:
        if span.leaves_on <= day <= span.home_on:
            return Day(day, "away" if span.arrives_on <= day <= span.collected_on else "moving")
    return Day(day, "free")
