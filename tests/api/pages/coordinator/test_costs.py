"""What transport cost, by period."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from api.pages.coordinator.costs import month_of
from logistics.database import Sessions
from logistics.transport.plans import Trip
from tests.api.pages.conftest import Hands, Visitor
from tests.api.pages.drafts import a_published_plan


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_a_month_holds_its_days_and_no_other(day: date) -> None:
    first, last = month_of(day)
    assert first.day == 1
    assert first <= day <= last
    assert (last - first).days in (27, 28, 29, 30)


def test_nothing_driven_says_when_costs_appear(coordinator: Visitor) -> None:
    assert "Nothing was driven in this period." in coordinator.get("/coordinator/costs").text


def test_a_driven_trip_is_in_the_costs_of_its_month(
    coordinator: Visitor, driver: Visitor, sessions: Sessions, clock: Hands
) -> None:
    a_published_plan(sessions, coordinator.person, clock.now)
    with sessions() as session:
        trip_id = session.scalars(select(Trip.id)).one()
    clock.now += timedelta(days=1, hours=10)
    driver.post(f"/driver/trips/{trip_id}/finish")
    assert "of which County pays" in coordinator.get("/coordinator/costs").text


@pytest.mark.parametrize("period", ["first=2026-12-01&last=2026-11-01", "first=x&last=2026-11-30"])
def test_a_period_that_is_none_is_told_by_its_field(coordinator: Visitor, period: str) -> None:
    assert '-error"' in coordinator.get(f"/coordinator/costs?{period}").text
