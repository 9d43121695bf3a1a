"""Which days are to be planned without anybody asking: each service day, once its cut-off has passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.network.calendar import cutoff_of, is_service_day, local_day, next_service_day, wall_clock
from logistics.network.networks import Network
from logistics.transport.plans import Plan, PlanningRun, PlanState
from logistics.transport.queued import RunState
from logistics.transport.refusals import ChangedMeanwhile, RunUnderWay
from logistics.transport.runs import request_run

MOST_TRIES = 3
"""A run that failed because something changed under it is worth another one; there is an end to it."""


def days_due(session: Session, network: Network, now: datetime) -> Iterator[date]:
    """The service days of a network that nobody has planned since their cut-off passed.

    The day that has begun is among them until its first shift starts: nobody may have been there at its cut-off.
    """
    today = local_day(network, now)
    shifts = [vehicle.shift_starts_minute for vehicle in network.vehicles if vehicle.active]
    days = [next_service_day(network, today)]
    if shifts and is_service_day(network, today) and now < wall_clock(network, today, min(shifts)):
        days.insert(0, today)
    for day in days:
        if cutoff_of(network, day) <= now and not _is_planned(session, network, day):
            yield day


def plan_what_is_due(session: Session, *, now: datetime) -> list[PlanningRun]:
    """Ask for a run for each day of each network that is due; asked again, it asks for nothing twice."""
    runs = []
    for network in session.scalars(select(Network).order_by(Network.id)):
        for day in list(days_due(session, network, now)):
            # Looked at again under the network's lock, which `request_run` takes too: another worker may be as far.
            session.get_one(Network, network.id, with_for_update=True)
            if day in days_due(session, network, now):
                try:
                    runs.append(request_run(session, network_id=network.id, day=day, by=None, now=now))
                except RunUnderWay:
                    continue
    return runs


def _is_planned(session: Session, network: Network, day: date) -> bool:
    published = select(Plan.id).where(Plan.network_id == network.id, Plan.day == day, Plan.state == PlanState.PUBLISHED)
    if session.scalar(published) is not None:
        return True
    since = session.scalars(
        select(PlanningRun)
        .where(
            PlanningRun.network_id == network.id,
            PlanningRun.day == day,
            PlanningRun.asked_at >= cutoff_of(network, day),
        )
        .order_by(PlanningRun.asked_at.desc())
    ).all()
    if not since:
        return False
    changed = since[0].state is RunState.FAILED and (since[0].fault or {}).get("code") == ChangedMeanwhile.code
    return not changed or len(since) >= MOST_TRIES
