"""Calendars by the month: a collection's own, and those of all that a search finds."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from logistics.bookings.calendar import Stretch, Use
from logistics.bookings.promise import A_DAY


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month's sheet.

    Attributes:
        use: None: it has passed.
    """

    day: date
    use: Use | None


@dataclass(frozen=True, slots=True)
class Month:
    """A month's sheet.

    Attributes:
        weeks: shape (weeks, 7), Monday first; None for days of other months.
    """

    first: date
    weeks: list[list[Day | None]]


def months(first: date, last: date, stretches: Sequence[Stretch], today: date) -> list[Month]:
    """The sheets from one month to another."""
    sheets = []
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        year, month = divmod(number, 12)
        weeks = Calendar().monthdatescalendar(year, month + 1)
        sheets.append(
            Month(
                date(year, month + 1, 1),
                [[_day(d, stretches, today) if d.month == month + 1 else None for d in week] for week in weeks],
            )
        )
    return sheets


def month_of(written: str | None, today: date) -> tuple[date, date]:
    """The first and last day of the month that an address names, as "2026-11"; this month where it names none."""
    try:
        first = date.fromisoformat(f"{written}-01")
    except ValueError:
        first = today.replace(day=1)
    if not 2000 <= first.year <= 2200:
        first = today.replace(day=1)
    return first, next_month(first) - A_DAY


def next_month(first: date) -> date:
    """The first day of the month after."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _day(day: date, stretches: Sequence[Stretch], today: date) -> Day:
    if day < today:
        return Day(day, None)
    return Day(day, next((stretch.use for stretch in stretches if stretch.first <= day <= stretch.last), Use.FREE))
