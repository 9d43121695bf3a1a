from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy.orm import Session

from logistics.bookings.refusals import TooFarAhead
from logistics.database import Sessions, unit_of_work
from logistics.errors import BadValue, DateInThePast, LogisticsError, NotAllowed, NotFound, WrongState
from logistics.transport.plans import PlanningRun
from logistics.transport.queued import SILENCE, RunState
from logistics.transport.refusals import NotAServiceDay, RunUnderWay
from logistics.transport.runs import beat, cancel_run, claim, fail, owned, request_run, stale_runs
from tests.logistics.conftest import World
from tests.logistics.transport.conftest import TUESDAY


def asked(session: Session, world: World, now: datetime, **changed: Any) -> PlanningRun:
    values = {"network_id": world.network.id, "day": TUESDAY, "by": world.coordinator}
    return request_run(session, **{**values, "now": now, **changed})


def test_a_run_takes_as_long_as_its_network_says(session: Session, world: World, now: datetime) -> None:
    assert asked(session, world, now).seconds == world.network.plan_seconds


def test_the_job_at_the_cutoff_asks_without_a_person(session: Session, world: World, now: datetime) -> None:
    assert asked(session, world, now, by=None).asked_by_id is None


@pytest.mark.parametrize(
    ("changed", "refusal", "field"),
    [
        ({"network_id": "none"}, NotFound, "network_id"),
        ({"seconds": 0}, BadValue, "seconds"),
        ({"seconds": 3601}, BadValue, "seconds"),
        ({"day": date(2026, 11, 22)}, DateInThePast, "day"),
        ({"day": date.max}, TooFarAhead, "day"),
        ({"day": date(2026, 11, 28)}, NotAServiceDay, "day"),
        ({"day": date(2026, 12, 25)}, NotAServiceDay, "day"),
    ],
)
def test_a_run_that_can_not_be_names_the_field_at_fault(
    session: Session, world: World, now: datetime, changed: dict[str, Any], refusal: type[LogisticsError], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        asked(session, world, now, **changed)
    assert refused.value.field == field


def test_a_day_without_service_is_refused_with_the_next_that_has(session: Session, world: World, now: datetime) -> None:
    with pytest.raises(NotAServiceDay) as refusal:
        asked(session, world, now, day=date(2026, 11, 28))
    assert refusal.value.facts["next"] == date(2026, 11, 30)


def test_a_librarian_does_not_plan(session: Session, world: World, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        asked(session, world, now, by=world.owner)


def test_one_run_of_a_day_is_under_way_at_a_time(session: Session, world: World, now: datetime) -> None:
    run = asked(session, world, now)
    with pytest.raises(RunUnderWay) as refusal:
        asked(session, world, now)
    assert refusal.value.facts["run_id"] == run.id


def test_another_day_can_be_planned_meanwhile(session: Session, world: World, now: datetime) -> None:
    asked(session, world, now)
    assert asked(session, world, now, day=date(2026, 11, 25)).state is RunState.WAITING


def test_who_takes_a_run_raises_its_attempt(session: Session, world: World, now: datetime) -> None:
    run = claim(session, asked(session, world, now).id, 0, now)
    assert run is not None
    assert (run.state, run.attempt, run.heartbeat_at) == (RunState.RUNNING, 1, now)


def test_a_run_that_somebody_has_taken_is_not_taken_again(session: Session, world: World, now: datetime) -> None:
    run = asked(session, world, now)
    claim(session, run.id, 0, now)
    assert claim(session, run.id, 0, now) is None


def test_of_many_workers_at_once_one_takes_a_run(
    sessions: Sessions, session: Session, world: World, now: datetime
) -> None:
    run_id = asked(session, world, now).id
    session.commit()
    workers = 8
    start = Barrier(workers)

    def take(_: int) -> bool:
        start.wait()
        with unit_of_work(sessions) as own:
            return claim(own, run_id, 0, now) is not None

    with ThreadPoolExecutor(workers) as pool:
        assert sum(pool.map(take, range(workers))) == 1


def test_a_heartbeat_keeps_what_the_search_tells(session: Session, world: World, now: datetime) -> None:
    run = asked(session, world, now)
    claim(session, run.id, 0, now)
    later = now + timedelta(seconds=1)
    assert beat(session, run.id, 1, {"cost": 5}, later)
    session.refresh(run)
    assert (run.progress, run.heartbeat_at) == ({"cost": 5}, later)


def test_a_heartbeat_hears_that_the_run_is_called_off(session: Session, world: World, now: datetime) -> None:
    run = asked(session, world, now)
    claim(session, run.id, 0, now)
    cancel_run(session, run.id, by=world.coordinator, now=now)
    assert not beat(session, run.id, 1, {}, now)


def test_a_worker_that_was_thought_dead_does_no_harm(session: Session, world: World, now: datetime) -> None:
    run = asked(session, world, now)
    claim(session, run.id, 0, now)
    claim(session, run.id, 1, now)
    assert not beat(session, run.id, 1, {"cost": 5}, now)
    fail(session, run.id, 1, "defect", {}, now)
    assert owned(session, run.id, 1) is None
    assert (run.state, run.progress) == (RunState.RUNNING, {})


def test_a_run_that_nobody_has_taken_is_called_off_at_once(session: Session, world: World, now: datetime) -> None:
    run = asked(session, world, now)
    cancel_run(session, run.id, by=world.coordinator, now=now)
    assert (run.state, run.ended_at) == (RunState.CANCELLED, now)


def test_a_run_that_has_ended_is_not_called_off(session: Session, world: World, now: datetime) -> None:
    run = asked(session, world, now)
    cancel_run(session, run.id, by=world.coordinator, now=now)
    with pytest.raises(WrongState):
        cancel_run(session, run.id, by=world.coordinator, now=now)


def test_a_failed_run_says_why_in_a_code_and_facts(session: Session, world: World, now: datetime) -> None:
    run = asked(session, world, now)
    claim(session, run.id, 0, now)
    fail(session, run.id, 1, "changed-meanwhile", {"day": TUESDAY}, now)
    assert run.fault == {"code": "changed-meanwhile", "facts": {"day": "2026-11-24"}}


def test_a_run_that_no_worker_has_taken_for_long_is_sent_again(session: Session, world: World, now: datetime) -> None:
    run = asked(session, world, now)
    assert stale_runs(session, now + SILENCE) == []
    assert stale_runs(session, now + SILENCE * 1.1) == [run]


def test_a_run_whose_worker_has_fallen_silent_is_sent_again(session: Session, world: World, now: datetime) -> None:
    run = asked(session, world, now)
    claim(session, run.id, 0, now + SILENCE)
    assert stale_runs(session, now + SILENCE * 1.9) == []
    assert stale_runs(session, now + SILENCE * 2.1) == [run]
