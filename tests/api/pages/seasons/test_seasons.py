"""Rotations, fair sharing and the annual wheel as coordinators and librarians see them."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from icalendar import Calendar

from logistics.database import Sessions
from logistics.transport.rotation_publications import run_publication
from tests.api.pages.conftest import Visitor

ROTATION = {
    "name": "Spring",
    "first_day": "2027-01-11",
    "weeks": "4",
    "periods": "2",
    "capacity": "1",
    "places": ["test-hub", "test-south"],
    "collection_ids": ["crate"],
}

ROUND = {
    "name": "Spring term",
    "opens_on": "2026-11-20",
    "closes_on": "2026-12-10",
    "first_day": "2027-01-11",
    "weeks": "6",
    "periods": "2",
    "bonus_percent": "50",
    "most_per_place": "0",
    "collection_ids": ["crate"],
}

MEETING = {"title": "Spring meeting", "kind": "meeting", "place_id": "network", "first_day": "2027-03-01"}


@pytest.fixture
def rotation(coordinator: Visitor) -> str:
    """The address of a rotation of one crate."""
    return coordinator.post("/seasons/rotations", **ROTATION).request.path


def put(coordinator: Visitor, rotation: str, period: int, place_id: str) -> str:
    cell = {"collection_id": "crate", "period": str(period), "place_id": place_id}
    return coordinator.post(f"{rotation}/cells", **cell).text


def test_a_rotation_that_is_begun_shows_its_crates_at_home(coordinator: Visitor, rotation: str) -> None:
    page = coordinator.get(rotation).text
    assert "Deckare" in page
    assert page.count("at home</a>") == 2


def test_a_broken_rule_is_shown_as_soon_as_it_is_broken(coordinator: Visitor, rotation: str) -> None:
    assert "rule is broken" not in put(coordinator, rotation, 1, "test-south")
    assert "Deckare comes to South 2 times." in put(coordinator, rotation, 2, "test-south")


def test_a_worker_publishes_while_the_page_shows_how_far_it_is_and_it_can_be_taken_back(
    coordinator: Visitor, rotation: str, sessions: Sessions, now: datetime
) -> None:
    put(coordinator, rotation, 1, "test-south")
    page = coordinator.post(f"{rotation}/publish").text
    asks = page.split('id="publishing" hx-get="')[1].split('"')[0]
    assert "Publishing" in coordinator.get(asks).text
    run_publication(sessions, asks.rsplit("/", 1)[1], 0, lambda: now)
    assert coordinator.get(asks).headers["HX-Refresh"] == "true"
    assert "Published. Loans and their transport are booked" in coordinator.get(rotation).text
    assert "is a draft again" in coordinator.post(f"{rotation}/take-back").text


def test_a_librarian_sees_a_rotation_and_wishes_but_changes_nothing(
    coordinator: Visitor, borrower: Visitor, rotation: str
) -> None:
    page = borrower.get(rotation).text
    assert "?cell=" not in page
    wished = borrower.post(f"{rotation}/wishes", what="crate:crate", place_id="test-south", period="0")
    assert "Noted. The next search takes it into account." in wished.text
    assert borrower.post(f"{rotation}/cells", collection_id="crate", period="1", place_id="home").status_code == 403


def test_a_rotation_without_crates_is_refused_beside_its_form(coordinator: Visitor) -> None:
    answer = coordinator.post("/seasons/rotations", **{**ROTATION, "collection_ids": []})
    assert answer.status_code == 422
    assert "must lie between 1 and 500" in answer.text


def test_a_class_applies_and_withdraws(coordinator: Visitor, borrower: Visitor) -> None:
    round_ = coordinator.post("/seasons/sharing", **ROUND).request.path
    asked = {"place_id": "test-south", "title": "7B", "pupils": "24", "wish_1": "crate", "periods": ["1", "2"]}
    page = borrower.post(f"{round_}/applications", **asked).text
    assert "7B has applied." in page
    withdrawn = page.split('action="/seasons/applications/')[1].split('"')[0]
    assert "7B no longer applies." in borrower.post(f"/seasons/applications/{withdrawn}").text


def test_other_peoples_applications_are_not_shown_before_the_round_is_decided(
    coordinator: Visitor, borrower: Visitor, owner: Visitor
) -> None:
    round_ = coordinator.post("/seasons/sharing", **ROUND).request.path
    asked = {"place_id": "test-south", "title": "7B", "pupils": "24", "wish_1": "crate", "periods": ["1"]}
    borrower.post(f"{round_}/applications", **asked)
    assert ("7B <small>" in owner.get(round_).text, "7B <small>" in coordinator.get(round_).text) == (False, True)


def test_the_wheel_is_drawn_and_listed(coordinator: Visitor) -> None:
    page = coordinator.post("/seasons/wheel", **MEETING).text
    assert "Spring meeting is on the wheel." in page
    assert page.count('class="arc meeting"') == 1
    assert 'role="img"' in page


def test_a_mark_is_changed_on_a_page_of_its_own(coordinator: Visitor) -> None:
    found = re.search(r"/seasons/wheel/[0-9a-f]+", coordinator.post("/seasons/wheel", **MEETING).text)
    assert found is not None
    assert 'value="Spring meeting"' in coordinator.get(found[0]).text
    page = coordinator.post(found[0], **{**MEETING, "title": "Summer meeting"}).text
    assert "Summer meeting is changed." in page
    assert "Spring meeting" not in page


def test_the_year_is_a_calendar_file(coordinator: Visitor) -> None:
    coordinator.post("/seasons/wheel", **MEETING)
    answer = coordinator.get("/seasons/wheel.ics?year=2027")
    [event] = Calendar.from_ical(answer.text).walk("VEVENT")
    assert (answer.mimetype, str(event["summary"])) == ("text/calendar", "Spring meeting")


def test_a_librarian_marks_for_the_own_library_only(borrower: Visitor) -> None:
    assert borrower.post("/seasons/wheel", **MEETING).status_code == 422
    assert "is on the wheel" in borrower.post("/seasons/wheel", **{**MEETING, "place_id": "test-south"}).text
