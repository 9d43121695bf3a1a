"""Planning runs: asked for, taken by one worker, watched, called off.

The row is the truth: a job queue only wakes a worker. Whoever takes a run raises its attempt by compare-and-set, and
writes to it only while the attempt is still its own, so a worker that was thought dead does no harm.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, or_, select, update
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.bookings.promise import A_DAY, MOST_DAYS_AHEAD
from logistics.bookings.refusals import TooFarAhead
from logistics.database import fetch, new_id
from logistics.errors import BadValue, DateInThePast, WrongState
from logistics.network.calendar import is_service_day, local_day, next_service_day
from logistics.network.networks import Network
from logistics.transport.plans import PlanningRun, RunState
from logistics.transport.refusals import NotAServiceDay, RunUnderWay

MOST_SECONDS = 3600

UNDER_WAY = (RunState.WAITING, RunState.RUNNING)

SILENCE = timedelta(seconds=30)
"""A run that has not been heard of for so long has lost its worker."""


def request_run(
    session: Session, *, network_id: str, day: date, seconds: int | None = None, by: Person | None, now: datetime
) -> PlanningRun:
    """Ask for a plan of a service day.

    Args:
        seconds: how long to search, 1 to 3600; None: as the network's job does.
        by: None: the job at the cut-off.

    Raises:
        NotFound: no such network.
        NotAllowed: `by` does not plan there.
        BadValue: too little or too much time.
        DateInThePast, TooFarAhead: the day is over, or beyond what can be promised.
        NotAServiceDay: nothing drives that day.
        RunUnderWay: a plan of that day is being made.
    """
    network = fetch(session, Network, network_id, field="network_id", lock=True)
    if by is not None:
        allow(by, Act.PLAN, network_id=network.id)
    seconds = network.plan_seconds if seconds is None else seconds
    if not 1 <= seconds <= MOST_SECONDS:
        raise BadValue(field="seconds", value=seconds, least=1, most=MOST_SECONDS)
    today = local_day(network, now)
    if day < today:
        raise DateInThePast(field="day", day=day, today=today)
    latest = today + MOST_DAYS_AHEAD * A_DAY
    if day > latest:
        raise TooFarAhead(field="day", day=day, latest=latest)
    if not is_service_day(network, day):
        raise NotAServiceDay(field="day", day=day, next=next_service_day(network, day))
    running = session.scalar(
        select(PlanningRun.id).where(
            PlanningRun.network_id == network.id, PlanningRun.day == day, PlanningRun.state.in_(UNDER_WAY)
        )
    )
    if running is not None:
        raise RunUnderWay(field="day", run_id=running, day=day)
    run = PlanningRun(
        id=new_id(),
        network_id=network.id,
        day=day,
        seconds=seconds,
        state=RunState.WAITING,
        asked_by_id=by.id if by else None,
        asked_at=now,
    )
    session.add(run)
    session.flush()
    return run


def claim(session: Session, run_id: str, attempt: int, now: datetime) -> PlanningRun | None:
    """Take a run whose attempt is still the one given; None: somebody else has it, or it has ended."""
    taken = session.execute(
        update(PlanningRun)
        .where(PlanningRun.id == run_id, PlanningRun.attempt == attempt, PlanningRun.state.in_(UNDER_WAY))
        .values(state=RunState.RUNNING, attempt=attempt + 1, heartbeat_at=now, progress={})
        .execution_options(synchronize_session=False)
    )
    if cast(CursorResult[Any], taken).rowcount != 1:
        return None
    return fetch(session, PlanningRun, run_id, lock=True)


def beat(session: Session, run_id: str, attempt: int, progress: Mapping[str, object], now: datetime) -> bool:
    """Tell that the search goes on and where it stands.

    Args:
        attempt: as in the run that `claim` gave.

    Returns:
        Whether to go on: false where the run is to be cancelled, or is not ours any more.
    """
    told = session.execute(
        update(PlanningRun)
        .where(PlanningRun.id == run_id, PlanningRun.attempt == attempt, PlanningRun.state == RunState.RUNNING)
        .values(heartbeat_at=now, progress=dict(progress))
        .execution_options(synchronize_session=False)
    )
    ours = cast(CursorResult[Any], told).rowcount == 1
    return ours and not wants_cancel(session, run_id)


def wants_cancel(session: Session, run_id: str) -> bool:
    """Whether somebody has called the run off."""
    return bool(session.scalar(select(PlanningRun.cancel_wanted).where(PlanningRun.id == run_id)))


def cancel_run(session: Session, run_id: str, *, by: Person, now: datetime) -> PlanningRun:
    """Call a run off: at once where nobody has taken it; otherwise its worker stops, and keeps the best plan so far.

    Raises:
        NotFound: no such run.
        NotAllowed: `by` does not plan there.
        WrongState: it has ended.
    """
    run = fetch(session, PlanningRun, run_id, lock=True)
    allow(by, Act.PLAN, network_id=run.network_id)
    if run.state not in UNDER_WAY:
        raise WrongState(what="planning-run", id=run.id, was=run.state.value, wanted=RunState.CANCELLED.value)
    run.cancel_wanted = True
    if run.state is RunState.WAITING:
        run.state, run.ended_at = RunState.CANCELLED, now
    session.flush()
    return run


def owned(session: Session, run_id: str, attempt: int) -> PlanningRun | None:
    """The run, locked, if this attempt still has it."""
    run = fetch(session, PlanningRun, run_id, lock=True)
    return run if run.attempt == attempt and run.state is RunState.RUNNING else None


def cancelled(session: Session, run: PlanningRun, now: datetime) -> None:
    """End a run that was called off before it had any plan."""
    run.state, run.ended_at = RunState.CANCELLED, now
    session.flush()


def fail(session: Session, run_id: str, attempt: int, code: str, facts: Mapping[str, object], now: datetime) -> None:
    """End a run without a plan; nothing happens where it is not ours any more.

    Args:
        facts: what JSON can hold; dates as text.
    """
    run = owned(session, run_id, attempt)
    if run is not None:
        run.state, run.ended_at = RunState.FAILED, now
        run.fault = {"code": code, "facts": {name: plain(fact) for name, fact in facts.items()}}
        session.flush()


def stale_runs(session: Session, now: datetime) -> list[PlanningRun]:
    """Runs that wait for a worker, or have lost theirs; send each again with its `attempt`."""
    silent_since = now - SILENCE
    rows = session.scalars(
        select(PlanningRun)
        .where(
            or_(
                (PlanningRun.state == RunState.WAITING) & (PlanningRun.asked_at < silent_since),
                (PlanningRun.state == RunState.RUNNING) & (PlanningRun.heartbeat_at < silent_since),
            )
        )
        .order_by(PlanningRun.asked_at, PlanningRun.id)
    )
    return list(rows)


def plain(fact: object) -> object:
    """A fact as JSON holds it."""
    if isinstance(fact, (date, datetime)):
        return fact.isoformat()
    return fact if isinstance(fact, (str, int, float, list, dict)) or fact is None else str(fact)
