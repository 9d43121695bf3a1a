"""A plan that is changed on the coordinator's pages: locks, replanning, comparing, undoing, bringing back."""

from __future__ import annotations

from datetime import datetime

import pytest

from logistics.database import Sessions
from logistics.network.networks import Network
from logistics.transport.plans import Plan, PlanningRun, PlanState
from logistics.transport.run import run_planning
from tests import builders
from tests.api.pages.conftest import Visitor
from tests.api.pages.drafts import a_draft, a_published_plan

DAY = "/coordinator/days/2026-11-24"


@pytest.fixture
def published(coordinator: Visitor, sessions: Sessions, now: datetime) -> Plan:
    with sessions.begin() as session:
        builders.a_vehicle(session, session.get_one(Network, "test"), "van-2")
    return a_published_plan(sessions, coordinator.person, now)


def replanned(coordinator: Visitor, sessions: Sessions, plan: Plan, now: datetime, **fields: str) -> Plan:
    """The draft that a worker makes after the button was pressed."""
    answer = coordinator.post(f"/coordinator/plans/{plan.id}/replan", **fields)
    assert answer.status_code == 200
    with sessions() as session:
        run = session.query(PlanningRun).filter(PlanningRun.follows_id == plan.id).one()
    run_planning(sessions, run.id, 0, lambda: now)
    with sessions() as session:
        done = session.get_one(PlanningRun, run.id)
        assert done.plan_id is not None
        return session.get_one(Plan, done.plan_id)


def test_the_plan_offers_to_be_replanned_and_its_stops_to_be_locked(coordinator: Visitor, published: Plan) -> None:
    page = coordinator.get(DAY).text
    assert f"/coordinator/plans/{published.id}/replan" in page
    assert "Lock North and the stops before it" in page


def test_a_stop_is_locked_with_those_before_it_and_unlocked_again(
    coordinator: Visitor, sessions: Sessions, published: Plan
) -> None:
    with sessions() as session:
        trip = session.get_one(Plan, published.id).trips[0]
    page = coordinator.post(f"/coordinator/trips/{trip.id}/lock", stops="2").text
    assert page.count('title="Unlock this stop and those after it"') == 2
    page = coordinator.post(f"/coordinator/trips/{trip.id}/lock", stops="0").text
    assert "Unlock North and the stops after it" not in page


def test_a_van_that_is_out_leads_to_a_draft_that_says_what_it_changes(
    coordinator: Visitor, sessions: Sessions, published: Plan, now: datetime
) -> None:
    draft = replanned(coordinator, sessions, published, now, van="test-van-1")
    assert "There is a newer draft beside the published plan." in coordinator.get(DAY).text
    page = coordinator.get(f"/coordinator/plans/{draft.id}").text
    assert "This draft changes" in page
    assert "New stop" in page
    assert "Stop dropped" in page


def test_the_change_is_published_and_undone(
    coordinator: Visitor, sessions: Sessions, published: Plan, now: datetime
) -> None:
    draft = replanned(coordinator, sessions, published, now, van="test-van-1")
    page = coordinator.post(f"/coordinator/plans/{draft.id}/publish").text
    assert "Undo the last change" in page
    assert "van-2" in page
    page = coordinator.post(f"/coordinator/plans/{published.id}/undo").text
    assert "Undone." in page
    with sessions() as session:
        assert {trip.vehicle_id for trip in session.get_one(Plan, published.id).trips} == {"test-van-1"}


def test_nothing_is_undone_that_has_not_changed(coordinator: Visitor, published: Plan) -> None:
    assert "Undo the last change" not in coordinator.get(DAY).text
    assert coordinator.post(f"/coordinator/plans/{published.id}/undo").status_code == 409


def test_plans_of_a_day_stand_side_by_side_and_an_earlier_one_is_brought_back(
    coordinator: Visitor, sessions: Sessions, published: Plan, now: datetime
) -> None:
    first = replanned(coordinator, sessions, published, now, van="test-van-1")
    with sessions.begin() as session:
        session.get_one(Plan, first.id).state = PlanState.REPLACED
    page = coordinator.get(f"/coordinator/plans/{published.id}/compare?with={first.id}").text
    assert "Plans side by side" in page
    assert "Cost with the days after it, as the planner weighs it" in page
    assert "the draft again" in page
    coordinator.post(f"/coordinator/plans/{first.id}/bring-back")
    with sessions() as session:
        assert session.get_one(Plan, first.id).state is PlanState.DRAFT


def test_a_plan_without_another_is_compared_with_nothing(
    coordinator: Visitor, sessions: Sessions, now: datetime
) -> None:
    plan = a_draft(sessions, coordinator.person, now)
    assert "There is no other plan of this day." in coordinator.get(f"/coordinator/plans/{plan.id}/compare").text


def test_what_leaving_out_empty_stops_saved_stands_beside_the_reasons(
    coordinator: Visitor, sessions: Sessions, now: datetime
) -> None:
    plan = a_draft(sessions, coordinator.person, now)
    with sessions.begin() as session:
        session.get_one(Plan, plan.id).spared = {
            "stops": 3, "no_time": 0, "cost": 123_400, "metres": 56_000, "duty_seconds": 7_200,
        }  # fmt: skip
    page = coordinator.get(DAY).text
    assert "3 times a library that is open is not called at" in page
    assert "SEK\u00a01,234.00 and 56\u00a0km more" in page


def test_a_librarian_replans_nothing(owner: Visitor, published: Plan) -> None:
    assert owner.post(f"/coordinator/plans/{published.id}/replan").status_code == 403
