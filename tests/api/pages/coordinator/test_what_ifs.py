"""What ifs on the coordinator's pages: asked, watched, read, asked again, removed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from logistics.database import Sessions
from logistics.transport.circumstances import Circumstances, OtherHours, read
from logistics.transport.plans import Plan
from logistics.transport.queued import RunState
from logistics.transport.studies import Study
from routing.answers import write_answer
from routing.circumstances import without_vehicles
from routing.files import read_problem
from routing.plan import Plan as Found
from routing.progress import Effort
from routing.solve import solve
from routing.what_if import compared
from tests.api.pages.conftest import Visitor
from tests.api.pages.drafts import TUESDAY, a_draft


@pytest.fixture
def plan(sessions: Sessions, coordinator: Visitor, now: datetime) -> Plan:
    return a_draft(sessions, coordinator.person, now)


def the_study(sessions: Sessions) -> Study:
    with sessions() as session:
        return session.scalars(select(Study)).one()


def answered(sessions: Sessions) -> Study:
    """The question, answered without a worker by two quick searches a side."""
    with sessions.begin() as session:
        study = session.scalars(select(Study)).one()
        problem = read_problem(study.problem)
        other = without_vehicles(["test-van-1"])(problem)

        def found(side: object) -> list[Found]:
            return [solve(side, Effort(seconds=None, iterations=50, prove=False))] * 2  # type: ignore[arg-type]

        study.answer = write_answer(compared(problem, other, found(problem), found(other)))
        study.state = RunState.DONE
        return study


def ask(coordinator: Visitor, plan: Plan, **fields: str) -> str:
    return coordinator.post(f"/coordinator/plans/{plan.id}/what-if", **{"seconds": "5", **fields}).text


def test_the_plan_leads_to_the_question(coordinator: Visitor, plan: Plan) -> None:
    assert f"/coordinator/plans/{plan.id}/what-if" in coordinator.get(f"/coordinator/plans/{plan.id}").text


def test_everything_on_the_form_is_asked_at_once(coordinator: Visitor, plan: Plan, sessions: Sessions) -> None:
    ask(
        coordinator,
        plan,
        day="2026-11-25",
        van="test-van-1",
        hub="test-south",
        like="test-van-1",
        **{"place-1": "test-north", "opens-1": "07:30", "closes-2": ""},
    )
    assert read(the_study(sessions).asked) == Circumstances(
        without_days=(TUESDAY + timedelta(days=1),),
        without_vehicles=("test-van-1",),
        hours=(OtherHours("test-north", 450, None),),
        hubs=("test-south",),
        more_like=("test-van-1",),
    )


def test_a_question_in_which_nothing_differs_is_asked_for_more(coordinator: Visitor, plan: Plan) -> None:
    assert "Choose at least one thing that is to be different." in ask(coordinator, plan)


def test_hours_without_a_library_and_a_library_without_hours_are_asked_for_the_other(
    coordinator: Visitor, plan: Plan
) -> None:
    page = ask(coordinator, plan, **{"opens-1": "07:30", "place-2": "test-north"})
    assert "Say which library." in page
    assert "Say when it opens, or when it closes." in page


def test_a_time_that_is_none_is_shown_by_its_field(coordinator: Visitor, plan: Plan) -> None:
    page = ask(coordinator, plan, **{"place-1": "test-north", "opens-1": "25:00"})
    assert "Give a time of day, such as 08:30." in page


def test_while_it_is_worked_on_the_page_says_how_far_it_is(
    coordinator: Visitor, plan: Plan, sessions: Sessions
) -> None:
    page = ask(coordinator, plan, van="test-van-1")
    assert "What if van-1 were not there?" in page
    assert 'hx-trigger="every 2s"' in page
    part = coordinator.get(f"/coordinator/what-if/{the_study(sessions).id}", **{"HX-Request": "true"}).text
    assert part.strip().startswith("<section")


def test_the_answer_shows_both_sides_the_difference_and_what_is_left(
    coordinator: Visitor, plan: Plan, sessions: Sessions
) -> None:
    ask(coordinator, plan, van="test-van-1")
    page = coordinator.get(f"/coordinator/what-if/{answered(sessions).id}").text
    assert "It costs more" in page
    assert "North → South" in page
    assert "No vehicle drives on these days." in page
    assert 'class="number worse">+2<' in page


def test_the_list_shows_the_difference_where_it_is_clear(coordinator: Visitor, plan: Plan, sessions: Sessions) -> None:
    ask(coordinator, plan, van="test-van-1", name="Bilen på verkstad")
    answered(sessions)
    page = coordinator.get("/coordinator/what-if").text
    assert "Bilen på verkstad" in page
    assert "+SEK" in page


def test_a_question_is_stopped_and_then_removed(coordinator: Visitor, plan: Plan, sessions: Sessions) -> None:
    ask(coordinator, plan, van="test-van-1")
    study = the_study(sessions)
    assert (
        "It was stopped before both sides had a plan."
        in coordinator.post(f"/coordinator/what-if/{study.id}/cancel").text
    )
    assert "Nothing has been asked yet." in coordinator.post(f"/coordinator/what-if/{study.id}/remove").text


def test_a_question_can_be_asked_again_as_it_was(coordinator: Visitor, plan: Plan, sessions: Sessions) -> None:
    ask(coordinator, plan, van="test-van-1", **{"place-1": "test-north", "closes-1": "17:00"})
    page = coordinator.get(f"/coordinator/plans/{plan.id}/what-if?as={the_study(sessions).id}").text
    assert 'value="test-van-1" checked' in page
    assert 'value="17:00"' in page


def test_without_a_planned_week_there_is_a_way_to_planning(coordinator: Visitor) -> None:
    assert "Plan a day first." in coordinator.get("/coordinator/what-if").text


def test_a_study_that_failed_says_why(coordinator: Visitor, plan: Plan, sessions: Sessions) -> None:
    ask(coordinator, plan, van="test-van-1")
    with sessions.begin() as session:
        study = session.scalars(select(Study)).one()
        study.state, study.fault = RunState.FAILED, {"code": "solver-died", "facts": {}}
    page = coordinator.get(f"/coordinator/what-if/{study.id}").text
    assert "The planner ended without an answer." in page


def test_a_librarian_does_not_come_in(owner: Visitor) -> None:
    assert owner.get("/coordinator/what-if").status_code == 403
