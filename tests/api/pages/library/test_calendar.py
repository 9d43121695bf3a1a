"""A collection's calendar."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from api.pages.library.calendar import months
from logistics.bookings.availability import BusySpan
from logistics.bookings.booking import BookingState

TODAY = date(2026, 11, 23)
SPAN = BusySpan(
    "b", "p", BookingState.APPROVED, date(2026, 11, 25), date(2026, 11, 26), date(2026, 12, 11), date(2026, 12, 14)
)


def use(day: date) -> str:
    sheets = months(date(2026, 11, 1), date(2026, 12, 31), [SPAN], TODAY)
    return next(d.use for sheet in sheets for week in sheet.weeks for d in week if d and d.day == day)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
def test_every_day_of_the_months_is_there_once(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    days = [d.day for sheet in months(first, last, [], TODAY) for week in sheet.weeks for d in week if d]
    assert days == sorted(set(days))
    assert {first, last} <= set(days)


def test_a_day_on_the_road_is_shown_as_such() -> None:
    assert [use(date(2026, 11, 25)), use(date(2026, 12, 14))] == ["moving", "moving"]


def test_a_day_at_the_borrowers_is_shown_as_such() -> None:
    assert [use(date(2026, 11, 26)), use(date(2026, 12, 11))] == ["away", "away"]


def test_days_before_and_after_are_free() -> None:
    assert [use(date(2026, 11, 24)), use(date(2026, 12, 15))] == ["free", "free"]


def test_yesterday_is_neither_free_nor_taken() -> None:
    assert use(date(2026, 11, 22)) == "past"
