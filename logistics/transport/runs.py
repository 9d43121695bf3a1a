"""Planning runs: asked for and called off; how a worker takes one is told in `queued`."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.bookings.promise import A_DAY, MOST_DAYS_AHEAD
from logistics.bookings.refusals import TooFarAhead
from logistics.database import fetch, new_id
from logistics.errors import BadValue, DateInThePast
from logistics.network.calendar import is_service_day, local_day, next_service_day
from logistics.network.networks import Network
from logistics.transport.plans import PlanningRun
from logistics.transport.queued import UNDER_WAY, Queue, RunState, call_off
from logistics.transport.refusals import NotAServiceDay, RunUnderWay

MOST_SECONDS = 3600

RUNS = Queue(PlanningRun)
claim, beat, owned, fail, stale_runs = RUNS.claim, RUNS.beat, RUNS.owned, RUNS.fail, RUNS.stale


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
    running = under_way(session, network.id, day)
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


def under_way(session: Session, network_id: str, day: date) -> str | None:
    """The id of the run that makes a plan of a day; None: there is none."""
    return session.scalar(
        select(PlanningRun.id).where(
            PlanningRun.network_id == network_id, PlanningRun.day == day, PlanningRun.state.in_(UNDER_WAY)
        )
    )


def cancel_run(session: Session, run_id: str, *, by: Person, now: datetime) -> PlanningRun:
    """Call a run off: at once where nobody has taken it; otherwise its worker stops, and keeps the best plan so far.

    Raises:
        NotFound: no such run.
        NotAllowed: `by` does not plan there.
        WrongState: it has ended.
    """
    run = fetch(session, PlanningRun, run_id, lock=True)
    allow(by, Act.PLAN, network_id=run.network_id)
    call_off(run, run.id, now)
    session.flush()
    return run


def cancelled(session: Session, run: PlanningRun, now: datetime) -> None:
    """End a run that was called off before it had any plan."""
    run.state, run.ended_at = RunState.CANCELLED, now
    session.flush()
