"""Replanning a day after a change: asked for, and worked out so that as few stops as possible are not as they were."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import Sessions, fetch, new_id, reading, unit_of_work
from logistics.errors import DateInThePast, WrongState
from logistics.network.calendar import local_day
from logistics.network.networks import Network
from logistics.transport.day_changes import Changed, DayChange, changed
from logistics.transport.drafts import draft_of, keep_as_draft
from logistics.transport.plans import Plan, PlanningRun, PlanState, Trip
from logistics.transport.queued import Clock, RunState
from logistics.transport.refusals import ChangedMeanwhile, RunUnderWay
from logistics.transport.runs import RUNS, under_way
from logistics.transport.timeline import Timeline
from routing.plan import Plan as Found
from routing.progress import Effort
from routing.replan import replan

SECONDS = 2
"""For a search around what is locked; more seldom helps."""


def request_change(session: Session, plan_id: str, change: DayChange, *, by: Person, now: datetime) -> PlanningRun:
    """Ask for a plan that follows a published one, or a draft, after a change.

    Raises:
        NotFound: no such plan, or the change names what it does not have.
        NotAllowed: `by` does not plan there.
        WrongState: the plan was replaced.
        DateInThePast: its day is over.
        RunUnderWay: a plan of that day is being made.
    """
    plan = fetch(session, Plan, plan_id)
    allow(by, Act.PLAN, network_id=plan.network_id)
    network = fetch(session, Network, plan.network_id, lock=True)
    plan = fetch(session, Plan, plan_id, lock=True)
    if plan.state is PlanState.REPLACED:
        raise WrongState(what="plan", id=plan.id, was=plan.state.value, wanted=PlanState.DRAFT.value)
    today = local_day(network, now)
    if plan.day < today:
        raise DateInThePast(day=plan.day, today=today)
    running = under_way(session, network.id, plan.day)
    if running is not None:
        raise RunUnderWay(run_id=running, day=plan.day)
    changed(session, plan, change, now=now)
    run = PlanningRun(
        id=new_id(),
        network_id=network.id,
        day=plan.day,
        seconds=SECONDS,
        state=RunState.WAITING,
        follows_id=plan.id,
        change=change.written(),
        asked_by_id=by.id,
        asked_at=now,
    )
    session.add(run)
    session.flush()
    return run


def run_change(sessions: Sessions, run: PlanningRun, clock: Clock) -> None:
    """Work out a claimed run that follows a plan, and keep the draft.

    Raises:
        LockedBroken, NotPlaced: of `routing`: what is locked breaks a rule, or what must go finds no place.
        ChangedMeanwhile: something it rests on changed meanwhile.
    """
    change = DayChange.read(run.change or {})
    moment = clock()
    with reading(sessions) as session:
        seen = changed(session, fetch(session, Plan, run.follows_id or ""), change, now=moment)
    found = replan(seen.brief.problem, seen.plan, seen.locked, Effort(seconds=float(run.seconds)))
    with unit_of_work(sessions) as session:
        ours = RUNS.owned(session, run.id, run.attempt)
        if ours is not None:
            store_change(session, ours, seen, found, clock())


def store_change(session: Session, run: PlanningRun, seen: Changed, found: Found, now: datetime) -> Plan:
    """Keep what was found as the day's draft, with the coordinator's locks, and end its run.

    Raises:
        ChangedMeanwhile: what the plan rests on has changed since `seen` was built.
    """
    network = fetch(session, Network, run.network_id, lock=True)
    before = fetch(session, Plan, run.follows_id or "", lock=True)
    again = changed(session, before, DayChange.read(run.change or {}), now=now, made_at=seen.brief.made_at)
    if again.brief.fingerprint != seen.brief.fingerprint or before.state is PlanState.REPLACED:
        raise ChangedMeanwhile(day=run.day)
    plan = draft_of(Timeline(network, run.day), seen.brief, found)
    plan.follows_id, plan.change = before.id, run.change
    for trip in before.trips:
        if trip.locked_stops:
            twin = next((other for other in plan.trips if same_start(trip, other, trip.locked_stops)), None)
            if twin is not None:
                twin.locked_stops = trip.locked_stops
    return keep_as_draft(session, run, plan, now)


def same_start(trip: Trip, other: Trip, stops: int) -> bool:
    """Whether two trips of one vehicle have the same first stops: place, times and crates."""
    if trip.vehicle_id != other.vehicle_id or len(other.stops) < stops:
        return False
    pairs = zip(trip.stops[:stops], other.stops[:stops], strict=True)
    return all(
        (a.place_id, a.starts_at, a.leaves_at) == (b.place_id, b.starts_at, b.leaves_at)
        and {(h.shipment_id, h.action) for h in a.handlings} == {(h.shipment_id, h.action) for h in b.handlings}
        for a, b in pairs
    )
