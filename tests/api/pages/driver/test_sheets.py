"""The driver's day."""

from __future__ import annotations

from datetime import datetime, timedelta
from html import unescape

import pytest
from sqlalchemy import func, select

from logistics.costs.ledger import LedgerEntry
from logistics.database import Sessions
from logistics.network.fleet import VehicleKind
from logistics.network.networks import Network
from logistics.transport.plans import Trip, TripState
from tests.api.pages.conftest import Hands, Visitor
from tests.api.pages.drafts import a_draft, a_published_plan
from tests.builders import a_season, a_tour, a_vehicle

SHEET = "/driver/days/2026-11-24/test-van-1"


@pytest.fixture
def trip_id(coordinator: Visitor, sessions: Sessions, now: datetime) -> str:
    """The published trip of tomorrow."""
    a_published_plan(sessions, coordinator.person, now)
    with sessions() as session:
        return session.scalars(select(Trip.id)).one()


def test_a_day_that_is_not_published_says_whom_to_ask(driver: Visitor) -> None:
    assert "No plan is published for this day yet." in driver.get("/driver/").text


def test_a_draft_is_not_driven(coordinator: Visitor, driver: Visitor, sessions: Sessions, now: datetime) -> None:
    a_draft(sessions, coordinator.person, now)
    assert driver.get(SHEET).status_code == 404


def test_the_published_van_is_on_the_first_page(driver: Visitor, trip_id: str) -> None:
    assert SHEET in driver.get("/driver/").text


def test_the_sheet_has_a_button_for_each_handling(driver: Visitor, trip_id: str) -> None:
    page = driver.get(SHEET).text
    assert [page.count(f'data-kind="{kind}"') for kind in ("load", "unload")] == [1, 1]


@pytest.mark.parametrize("path", ["/driver/days/2026-11-24/test-van-9", "/driver/days/never/test-van-1"])
def test_a_sheet_of_no_van_or_no_day_is_not_there(driver: Visitor, trip_id: str, path: str) -> None:
    assert driver.get(path).status_code == 404


def test_a_trip_of_tomorrow_has_no_button_that_says_it_is_driven(driver: Visitor, trip_id: str) -> None:
    assert f"/driver/trips/{trip_id}/finish" not in driver.get(SHEET).text


def test_a_trip_that_has_not_left_is_not_driven(driver: Visitor, sessions: Sessions, trip_id: str) -> None:
    assert "it can't have been driven yet" in unescape(driver.post(f"/driver/trips/{trip_id}/finish").text)


def test_a_driven_trip_is_noted_and_paid_for_once(
    driver: Visitor, sessions: Sessions, trip_id: str, clock: Hands
) -> None:
    clock.now += timedelta(days=1, hours=10)
    for _ in range(2):
        driver.post(f"/driver/trips/{trip_id}/finish")
    with sessions() as session:
        assert session.get_one(Trip, trip_id).state is TripState.DRIVEN
        assert session.scalar(select(func.sum(LedgerEntry.amount))) == 0


def test_a_trip_that_leaves_later_is_not_noted_as_driven(
    coordinator: Visitor, driver: Visitor, sessions: Sessions, now: datetime
) -> None:
    a_published_plan(sessions, coordinator.person, now)
    with sessions() as session:
        trip_id = session.scalars(select(Trip.id)).one()
    refused = driver.post(f"/driver/trips/{trip_id}/finish", follow_redirects=True)
    assert "it can&#39;t have been driven yet" in refused.text


def test_a_librarian_does_not_drive(owner: Visitor, sessions: Sessions, trip_id: str) -> None:
    assert owner.post(f"/driver/trips/{trip_id}/finish").status_code == 403


def test_the_service_worker_may_speak_for_the_drivers_room(driver: Visitor) -> None:
    worker = driver.get("/driver/worker.js")
    assert (worker.status_code, worker.mimetype) == (200, "text/javascript")


def test_the_bookmobile_has_its_sheet_without_a_plan_and_nobody_says_that_it_is_driven(
    coordinator: Visitor, driver: Visitor, sessions: Sessions, network: Network
) -> None:
    with sessions.begin() as session:
        known = session.get_one(Network, network.id)
        bus = a_vehicle(session, known, "bus", kind=VehicleKind.BOOKMOBILE)
        days = {"weekdays": [0, 1, 2, 3, 4]}
        a_tour(session, a_season(session, known), bus, "Fjord", ("north", 480), ("south", 600), ("north", 720), **days)
    sheet = "/driver/days/2026-11-23/test-bus"
    assert sheet in driver.get("/driver/").text
    page = driver.get(sheet).text
    assert ["Fjord" in page, "10:00" in page, "Trip is driven" in page] == [True, True, False]
    assert driver.get(f"{sheet}.pdf").mimetype == "application/pdf"
    assert "Fjord" in coordinator.get("/coordinator/days/2026-11-23").text
