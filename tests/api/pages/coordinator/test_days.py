"""A service day as its coordinator sees it."""

from __future__ import annotations

from datetime import datetime

import pytest

from logistics.database import Sessions
from tests.api.pages.conftest import Visitor
from tests.api.pages.drafts import a_draft, a_published_plan

DAY = "/coordinator/days/2026-11-24"


def test_the_first_page_is_the_next_service_day(coordinator: Visitor) -> None:
    assert coordinator.get("/coordinator/").location == DAY


def test_a_day_without_a_plan_says_what_to_do(coordinator: Visitor) -> None:
    page = coordinator.get(DAY).text
    assert "Nothing has been planned for this day." in page
    assert f"{DAY}/plan" in page


def test_a_day_without_transport_leads_to_the_next(coordinator: Visitor) -> None:
    page = coordinator.get("/coordinator/days/2026-11-28").text
    assert "No transport drives on this day." in page
    assert "/coordinator/days/2026-11-30" in page


@pytest.mark.parametrize("day", ["2026-02-30", "tomorrow", "2026-1-1"])
def test_a_day_that_is_none_is_not_there(coordinator: Visitor, day: str) -> None:
    assert coordinator.get(f"/coordinator/days/{day}").status_code == 404


def test_a_past_day_offers_no_planning(coordinator: Visitor) -> None:
    assert "/plan" not in coordinator.get("/coordinator/days/2026-11-20").text


def test_a_draft_shows_cost_subsidy_and_shares(coordinator: Visitor, sessions: Sessions, now: datetime) -> None:
    a_draft(sessions, coordinator.person, now)
    page = coordinator.get(DAY).text
    assert "of which County pays" in page
    assert "of which the municipalities share" in page


def test_what_stays_behind_is_told_with_its_reason(coordinator: Visitor, sessions: Sessions, now: datetime) -> None:
    a_draft(sessions, coordinator.person, now, left=True)
    assert "Beside everything else the vehicles have no time or no room for it." in coordinator.get(DAY).text


def test_a_published_day_is_not_planned_over(coordinator: Visitor, sessions: Sessions, now: datetime) -> None:
    a_published_plan(sessions, coordinator.person, now)
    assert f"{DAY}/plan" not in coordinator.get(DAY).text


@pytest.mark.parametrize("path", [DAY, "/coordinator/costs", "/coordinator/deviations", "/coordinator/shipments"])
def test_a_librarian_has_no_business_here(owner: Visitor, path: str) -> None:
    assert owner.get(path).status_code == 403
