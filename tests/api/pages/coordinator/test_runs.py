"""Planning runs: started, watched, stopped."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from logistics.database import Sessions
from logistics.transport.plans import PlanningRun
from logistics.transport.queued import RunState
from logistics.transport.runs import beat, claim
from tests.api.pages.conftest import Visitor

DAY = "/coordinator/days/2026-11-24"


def the_run(sessions: Sessions) -> PlanningRun:
    with sessions() as session:
        return session.scalars(select(PlanningRun)).one()


def test_the_button_asks_for_a_run(coordinator: Visitor, sessions: Sessions) -> None:
    coordinator.post(f"{DAY}/plan", seconds="10")
    assert (the_run(sessions).state, the_run(sessions).seconds) == (RunState.WAITING, 10)


def test_a_second_press_is_told_that_one_is_under_way(coordinator: Visitor) -> None:
    coordinator.post(f"{DAY}/plan", seconds="10")
    assert coordinator.post(f"{DAY}/plan", seconds="10").status_code == 422


@pytest.mark.parametrize("seconds", ["0", "x", "", "3601"])
def test_a_time_that_is_none_asks_for_nothing(coordinator: Visitor, sessions: Sessions, seconds: str) -> None:
    coordinator.post(f"{DAY}/plan", seconds=seconds)
    with sessions() as session:
        assert session.scalars(select(PlanningRun)).all() == []


def test_the_bar_shows_how_far_a_run_has_come(coordinator: Visitor, sessions: Sessions, now: datetime) -> None:
    coordinator.post(f"{DAY}/plan", seconds="10")
    run = the_run(sessions)
    with sessions.begin() as session:
        claim(session, run.id, 0, now)
        beat(session, run.id, 1, {"cost": 110_000, "bound": 100_000, "seconds": 4.0, "stage": "search"}, now)
    part = coordinator.get(f"/coordinator/runs/{run.id}").text
    assert 'value="4.0"' in part
    assert "at most 10\u00a0% above the best possible" in part


def test_a_run_that_has_ended_loads_the_page_anew(coordinator: Visitor, sessions: Sessions) -> None:
    coordinator.post(f"{DAY}/plan", seconds="10")
    run = the_run(sessions)
    coordinator.post(f"/coordinator/runs/{run.id}/cancel")
    assert coordinator.get(f"/coordinator/runs/{run.id}").headers["HX-Refresh"] == "true"


def test_a_run_that_failed_says_why(coordinator: Visitor, sessions: Sessions, now: datetime) -> None:
    coordinator.post(f"{DAY}/plan", seconds="10")
    with sessions.begin() as session:
        run = session.scalars(select(PlanningRun)).one()
        run.state, run.ended_at = RunState.FAILED, now
        run.fault = {"code": "changed-meanwhile", "facts": {"day": "2026-11-24"}}
    assert "Something the plan rests on has changed meanwhile." in coordinator.get(DAY).text
