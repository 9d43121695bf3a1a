"""Plans: published, withdrawn, on the map, on paper."""

from __future__ import annotations

from datetime import datetime

from logistics.access.people import Person
from logistics.database import Sessions
from logistics.transport.loose import send_crates
from logistics.transport.plans import Plan, PlanState
from tests.api.pages.conftest import Visitor
from tests.api.pages.drafts import TUESDAY, a_draft, a_published_plan


def state(sessions: Sessions, plan: Plan) -> PlanState:
    with sessions() as session:
        return session.get_one(Plan, plan.id).state


def test_a_draft_is_published(coordinator: Visitor, sessions: Sessions, now: datetime) -> None:
    plan = a_draft(sessions, coordinator.person, now)
    answer = coordinator.post(f"/coordinator/plans/{plan.id}/publish")
    assert "Published." in answer.text
    assert state(sessions, plan) is PlanState.PUBLISHED


def test_a_published_plan_is_withdrawn(coordinator: Visitor, sessions: Sessions, now: datetime) -> None:
    plan = a_published_plan(sessions, coordinator.person, now)
    coordinator.post(f"/coordinator/plans/{plan.id}/withdraw")
    assert state(sessions, plan) is PlanState.DRAFT


def test_a_draft_that_is_out_of_date_is_not_published(coordinator: Visitor, sessions: Sessions, now: datetime) -> None:
    plan = a_draft(sessions, coordinator.person, now)
    with sessions.begin() as session:
        by = session.get_one(Person, coordinator.person.id)
        ends = {"from_place_id": "test-south", "to_place_id": "test-north"}
        send_crates(session, **ends, crates=1, ready_on=TUESDAY, by=by, now=now)
    answer = coordinator.post(f"/coordinator/plans/{plan.id}/publish")
    assert (answer.status_code, "Plan again before you publish." in answer.text) == (409, True)


def test_the_map_has_every_place_and_every_stop(coordinator: Visitor, sessions: Sessions, now: datetime) -> None:
    plan = a_draft(sessions, coordinator.person, now)
    drawn = coordinator.get(f"/coordinator/plans/{plan.id}/map").get_json()
    assert {place["id"] for place in drawn["places"]} == {"test-north", "test-hub", "test-south"}
    assert {"test-north", "test-south"} <= {stop["place"] for trip in drawn["trips"] for stop in trip["stops"]}


def test_the_sheets_are_printed(coordinator: Visitor, sessions: Sessions, now: datetime) -> None:
    plan = a_draft(sessions, coordinator.person, now)
    printed = coordinator.get(f"/coordinator/plans/{plan.id}/route-sheets.pdf")
    assert printed.data[:5] == b"%PDF-"


def test_a_driver_does_not_see_drafts(coordinator: Visitor, driver: Visitor, sessions: Sessions, now: datetime) -> None:
    plan = a_draft(sessions, coordinator.person, now)
    assert driver.get(f"/coordinator/plans/{plan.id}").status_code == 403
