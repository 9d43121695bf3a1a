"""A collection's calendar."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from api.pages.library.calendar import month_of, months, next_month
from logistics.bookings.calendar import Stretch, Use

TODAY = date(2026, 11, 23)
STRETCHES = [
    Stretch(Use.ON_THE_WAY, date(2026, 11, 25), date(2026, 11, 25)),
    Stretch(Use.ON_LOAN, date(2026, 11, 26), date(2026, 12, 11)),
    Stretch(Use.ON_THE_WAY, date(2026, 12, 12), date(2026, 12, 14)),
    Stretch(Use.HELD, date(2026, 12, 20), date(2026, 12, 21)),
]


def use(day: date) -> Use | None:
    sheets = months(date(2026, 11, 1), date(2026, 12, 31), STRETCHES, TODAY)
    return next(d.use for sheet in sheets for week in sheet.weeks for d in week if d and d.day == day)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
def test_every_day_of_the_months_is_there_once(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    days = [d.day for sheet in months(first, last, [], TODAY) for week in sheet.weeks for d in week if d]
    assert days == sorted(set(days))
    assert {first, last} <= set(days)


def test_a_day_on_the_road_is_shown_as_such() -> None:
    assert [use(date(2026, 11, 25)), use(date(2026, 12, 14))] == [Use.ON_THE_WAY, Use.ON_THE_WAY]


def test_a_day_at_the_borrowers_is_shown_as_such() -> None:
    assert [use(date(2026, 11, 26)), use(date(2026, 12, 11))] == [Use.ON_LOAN, Use.ON_LOAN]


def test_days_before_and_after_are_free() -> None:
    assert [use(date(2026, 11, 24)), use(date(2026, 12, 15))] == [Use.FREE, Use.FREE]


def test_yesterday_is_neither_free_nor_taken() -> None:
    assert use(date(2026, 11, 22)) is None


def test_a_day_kept_at_home_is_shown_as_such() -> None:
    assert use(date(2026, 12, 20)) is Use.HELD


@given(st.dates(date(2000, 1, 1), date(2199, 12, 31)))
def test_a_month_is_read_from_an_address_as_it_is_written(day: date) -> None:
    first, last = month_of(day.isoformat()[:7], TODAY)
    assert first <= day <= last
    assert next_month(first) == last + timedelta(days=1)


def test_an_address_that_names_no_month_shows_this_one() -> None:
    assert {month_of(written, TODAY)[0] for written in (None, "", "soon", "9999-12", "2026-13")} == {date(2026, 11, 1)}
