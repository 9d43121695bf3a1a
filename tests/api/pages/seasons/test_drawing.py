"""The geometry of the wheel."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from api.pages.seasons.drawing import SIZE, angle, drawn, months, point
from logistics.costs.year import Mark
from logistics.network.wheel import EntryKind

DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@given(DAYS, DAYS)
def test_later_days_lie_further_round(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert 0 <= angle(first, 2027) <= angle(last, 2027) <= 360


def test_the_year_begins_at_the_top_and_goes_clockwise() -> None:
    assert point(angle(date(2027, 1, 1), 2027), 100) == (SIZE / 2, SIZE / 2 - 100)
    assert point(90, 100) == (SIZE / 2 + 100, SIZE / 2)


def test_twelve_months_stand_round_the_wheel() -> None:
    assert [month.name for month in months(2027)][:3] == ["Jan", "Feb", "Mar"]


@given(DAYS, st.integers(0, 364))
def test_every_mark_lies_within_the_drawing(first: date, length: int) -> None:
    mark = Mark("entry", EntryKind.CAMPAIGN, "Any", first, first + timedelta(days=length), "k")
    [one] = drawn([mark], first.year)
    assert 0 <= one.x <= SIZE
    assert 0 <= one.y <= SIZE
