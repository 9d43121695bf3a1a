"""Calendar addresses: made on a page, read without signing in, withdrawn."""

from __future__ import annotations

import re

from flask import Flask
from icalendar import Calendar

from logistics.access.rights import Role
from logistics.database import Sessions
from logistics.network.networks import Network
from tests import builders
from tests.api.pages.conftest import SignedIn, Visitor


def made(visitor: Visitor, about: str = "person:") -> str:
    """The path of a new address."""
    page = visitor.post("/me/calendars", about=about).text
    found = re.search(r'value="http://localhost(/calendars/[^"]+)"', page)
    assert found is not None
    return found[1]


def a_round(sessions: Sessions) -> None:
    """A tour that calls in the north every weekday."""
    with sessions.begin() as session:
        network = session.get_one(Network, "test")
        season = builders.a_season(session, network)
        stops = (("hub", 480), ("north", 540), ("hub", 600))
        builders.a_tour(session, season, network.vehicles[0], "Round", *stops)


def test_a_calendar_program_reads_without_signing_in(app: Flask, owner: Visitor, sessions: Sessions) -> None:
    a_round(sessions)
    answer = app.test_client().get(made(owner))
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    calendar = Calendar.from_ical(answer.data)
    assert "Round calls (van-1)" in {str(event["summary"]) for event in calendar.walk("VEVENT")}


def test_a_calendar_speaks_its_owners_language(app: Flask, signed_in: SignedIn, sessions: Sessions) -> None:
    a_round(sessions)
    address = made(signed_in(Role.LIBRARIAN, "north", language="sv"))
    assert "Round stannar (van-1)" in app.test_client().get(address).text


def test_an_address_is_shown_once(owner: Visitor) -> None:
    address = made(owner)
    assert address not in owner.get("/me/calendars").text


def test_a_withdrawn_address_is_not_there(app: Flask, owner: Visitor) -> None:
    address = made(owner)
    page = owner.get("/me/calendars").text
    found = re.search(r"/me/calendars/\w+/withdraw", page)
    assert found is not None
    owner.post(found[0])
    assert app.test_client().get(address).status_code == 404


def test_a_guessed_address_is_not_there(app: Flask) -> None:
    assert app.test_client().get("/calendars/guess.ics").status_code == 404


def test_the_calendar_of_a_vehicle_can_be_chosen(app: Flask, driver: Visitor, sessions: Sessions) -> None:
    a_round(sessions)
    assert "Round (van-1)" in app.test_client().get(made(driver, "vehicle:test-van-1")).text


def test_the_annual_wheel_rings_on_the_mornings_before(app: Flask, coordinator: Visitor) -> None:
    meeting = {"title": "Advent", "kind": "meeting", "place_id": "network", "first_day": "2026-12-07"}
    coordinator.post("/seasons/wheel", **meeting, remind_days=["14", "1"])
    for about in ("wheel:test", "person:"):
        calendar = Calendar.from_ical(app.test_client().get(made(coordinator, about)).data)
        [event] = (one for one in calendar.walk("VEVENT") if str(one["summary"]) == "Advent")
        rings = [alarm["trigger"].to_ical() for alarm in event.walk("VALARM")]
        assert (event["dtstart"].to_ical(), rings) == (b"20261207", [b"-P13DT16H", b"-PT16H"])


def test_the_calendar_of_another_place_is_refused(owner: Visitor) -> None:
    answer = owner.post("/me/calendars", about="place:test-south")
    assert answer.status_code == 422
