from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from threading import Event

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.database import Sessions, unit_of_work
from logistics.network.places import Closure
from logistics.transport.loose import send_crates
from logistics.transport.plans import Plan, PlanningRun, PlanState
from logistics.transport.queued import RunState
from logistics.transport.run import run_planning
from logistics.transport.runs import cancel_run, request_run
from logistics.transport.shipments import Shipment
from routing.progress import Told
from tests.logistics.conftest import World
from tests.logistics.transport.conftest import TUESDAY


@pytest.fixture
def clock(now: datetime) -> Callable[[], datetime]:
    """A clock that stands still."""
    return lambda: now


@pytest.fixture
def run_id(session: Session, world: World, now: datetime, shipment: Shipment) -> str:
    """A run for Tuesday, committed; the search takes a second."""
    run = request_run(session, network_id=world.network.id, day=TUESDAY, seconds=1, by=world.coordinator, now=now)
    session.commit()
    return run.id


def ended(sessions: Sessions, run_id: str) -> PlanningRun:
    with sessions() as session:
        run = session.get_one(PlanningRun, run_id)
        if run.plan:
            assert run.plan.trips is not None
        return run


def test_a_run_ends_with_a_draft(sessions: Sessions, run_id: str, clock: Callable[[], datetime]) -> None:
    heard: list[Told] = []
    run_planning(sessions, run_id, 0, clock, heard.append)
    run = ended(sessions, run_id)
    assert run.state is RunState.DONE
    assert run.plan is not None
    assert run.plan.state is PlanState.DRAFT
    assert len(run.plan.trips) == 1
    assert run.progress["cost"] == heard[-1].cost == run.plan.cost
    assert run.plan.spared is not None
    assert set(run.plan.spared) == {"stops", "no_time", "cost", "metres", "duty_seconds"}


def test_a_shipment_that_nothing_can_move_is_left_behind_with_its_reason_and_empties_no_plan(
    sessions: Sessions, session: Session, world: World, run_id: str, clock: Callable[[], datetime], now: datetime
) -> None:
    giant = send_crates(
        session,
        from_place_id=world.south.id,
        to_place_id=world.north.id,
        crates=world.van.capacity + 1,
        ready_on=TUESDAY,
        by=world.borrower,
        now=now,
    )
    session.commit()
    run_planning(sessions, run_id, 0, clock)
    with sessions() as own:
        (plan,) = own.scalars(select(Plan))
        (left,) = plan.left_behind
        assert (left.shipment_id, left.reason) == (giant.id, "too-heavy")
        assert len(plan.trips) == 1


def test_a_run_that_somebody_else_has_taken_is_left_alone(
    sessions: Sessions, run_id: str, clock: Callable[[], datetime]
) -> None:
    run_planning(sessions, run_id, 1, clock)
    assert ended(sessions, run_id).state is RunState.WAITING


def test_a_closure_during_the_search_fails_the_run(
    sessions: Sessions, run_id: str, clock: Callable[[], datetime]
) -> None:
    closed = Event()

    def close(told: Told) -> None:
        if not closed.is_set():
            closed.set()
            with unit_of_work(sessions) as session:
                session.add(Closure(place_id="test-south", first_day=TUESDAY, last_day=TUESDAY))

    run_planning(sessions, run_id, 0, clock, close)
    run = ended(sessions, run_id)
    assert (run.state, run.plan) == (RunState.FAILED, None)
    assert run.fault == {"code": "changed-meanwhile", "facts": {"day": "2026-11-24"}}


def test_a_run_that_is_called_off_stops_long_before_its_time(
    sessions: Sessions, session: Session, world: World, run_id: str, clock: Callable[[], datetime], now: datetime
) -> None:
    run = session.get_one(PlanningRun, run_id)
    run.seconds = 600
    session.commit()
    coordinator_id = world.coordinator.id
    called_off = Event()

    def call_off(told: Told) -> None:
        if not called_off.is_set():
            called_off.set()
            with unit_of_work(sessions) as own:
                cancel_run(own, run_id, by=own.get_one(Person, coordinator_id), now=now)

    run_planning(sessions, run_id, 0, clock, call_off)
    assert ended(sessions, run_id).state is RunState.CANCELLED


def test_a_defect_is_noted_and_raised(sessions: Sessions, run_id: str, clock: Callable[[], datetime]) -> None:
    def stumble(told: Told) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_planning(sessions, run_id, 0, clock, stumble)
    run = ended(sessions, run_id)
    assert run.state is RunState.FAILED
    assert run.fault == {"code": "defect", "facts": {"kind": "ZeroDivisionError"}}
