"""The timetable's pages: seasons, tours, and the days on which they run."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from logistics.database import Sessions
from logistics.network.networks import Network
from logistics.network.tours import Season, Tour
from tests import builders
from tests.api.pages.conftest import Visitor

TOUR = {
    "name": "Nord",
    "vehicle_id": "test-van-1",
    "weekday_1": "yes",
    "place_1": "test-hub",
    "arrives_1": "08:00",
    "place_2": "test-north",
    "arrives_2": "09:00",
    "leaves_2": "09:10",
}


@pytest.fixture
def season_id(sessions: Sessions) -> str:
    with sessions.begin() as session:
        return builders.a_season(session, session.get_one(Network, "test")).id


@pytest.fixture
def tour_id(coordinator: Visitor, season_id: str, sessions: Sessions) -> str:
    coordinator.post(f"/coordinator/seasons/{season_id}/tours", **TOUR)
    with sessions() as session:
        return session.scalars(select(Tour.id)).one()


def test_a_network_without_tours_says_how_promises_go(coordinator: Visitor) -> None:
    assert "promises go by its service days" in coordinator.get("/coordinator/tours").text


def test_a_season_is_opened_and_listed(coordinator: Visitor) -> None:
    page = coordinator.post("/coordinator/seasons", name="2026/27", first_day="2026-08-17", last_day="2027-06-18").text
    assert "2026/27" in page
    assert "No tours yet." in page


def test_a_season_that_ends_before_it_begins_is_shown_again_with_its_fault(coordinator: Visitor) -> None:
    answer = coordinator.post("/coordinator/seasons", name="2026/27", first_day="2026-08-17", last_day="2026-06-18")
    assert answer.status_code == 422
    assert "The last day lies before the first." in answer.text


def test_a_tour_is_shown_with_its_stops_and_next_days(coordinator: Visitor, tour_id: str) -> None:
    page = coordinator.get(f"/coordinator/tours/{tour_id}").text
    assert "09:10" in page
    assert "Tue 24 Nov" in page


def test_a_stop_that_comes_too_early_is_told(coordinator: Visitor, season_id: str) -> None:
    early = TOUR | {"arrives_2": "07:00", "leaves_2": ""}
    answer = coordinator.post(f"/coordinator/seasons/{season_id}/tours", **early)
    assert answer.status_code == 422
    assert "Stop 2 comes before the tour has left the stop before it." in answer.text


def test_a_time_that_is_none_is_told_at_its_field(coordinator: Visitor, season_id: str) -> None:
    page = coordinator.post(f"/coordinator/seasons/{season_id}/tours", **TOUR | {"arrives_2": "late"}).text
    assert 'id="arrives_2-error"' in page


def test_what_was_typed_is_shown_again(coordinator: Visitor, season_id: str) -> None:
    page = coordinator.post(f"/coordinator/seasons/{season_id}/tours", **TOUR | {"name": ""}).text
    assert 'value="09:10"' in page


def test_a_tour_is_left_out_on_a_day(coordinator: Visitor, tour_id: str) -> None:
    page = coordinator.post(f"/coordinator/tours/{tour_id}/days/2026-11-24", runs="no").text
    assert "left out" in page


def test_a_tour_is_changed(coordinator: Visitor, tour_id: str) -> None:
    page = coordinator.post(f"/coordinator/tours/{tour_id}", **TOUR | {"name": "North loop"}).text
    assert "North loop" in page


def test_a_tour_is_given_up_and_taken_up_again(coordinator: Visitor, tour_id: str) -> None:
    assert "given up" in coordinator.post(f"/coordinator/tours/{tour_id}/retire").text
    assert "given up" not in coordinator.post(f"/coordinator/tours/{tour_id}/restore").text


def test_a_form_begins_with_what_the_tour_says(coordinator: Visitor, tour_id: str) -> None:
    page = coordinator.get(f"/coordinator/tours/{tour_id}/change").text
    assert 'name="weekday_1" value="yes" checked' in page
    assert 'name="weekday_2" value="yes" checked' not in page


def test_a_librarian_writes_no_timetable(borrower: Visitor, sessions: Sessions) -> None:
    answer = borrower.post("/coordinator/seasons", name="2026/27", first_day="2026-08-17", last_day="2027-06-18")
    assert answer.status_code == 403
    with sessions() as session:
        assert session.scalars(select(Season)).all() == []
