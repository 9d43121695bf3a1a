"""Publishing a draft: from then on drivers and libraries rely on it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.errors import DateInThePast, WrongState
from logistics.network.calendar import local_day
from logistics.network.networks import Network
from logistics.transport.building import build
from logistics.transport.custody import Scan
from logistics.transport.day_changes import DayChange, changed
from logistics.transport.events import follow
from logistics.transport.plans import Handling, Plan, PlanState, Stop, Trip, TripState
from logistics.transport.refusals import AlreadyPublished, AlreadyUnderWay, StalePlan
from logistics.transport.scanning import journey_of, scans_of
from logistics.transport.shipments import Shipment, ShipmentState
from logistics.transport.stop_news import Visits, tell_of_return, tell_of_stops, tell_of_withdrawal, visits_of
from logistics.transport.versions import take_in, undo


def publish(session: Session, plan_id: str, *, by: Person, now: datetime) -> Plan:
    """Make a draft the day's plan.

    Raises:
        NotFound: no such plan.
        NotAllowed: `by` does not publish there.
        WrongState: it is no draft.
        DateInThePast: its day is over.
        AlreadyPublished: another plan of the day is published, and the draft does not follow it.
        StalePlan: what it rests on has changed since it was made.
        DrivenMeanwhile: stops of the published plan that the draft changes are behind by now.
    """
    plan = _locked(session, plan_id, by)
    network = session.get_one(Network, plan.network_id)
    if plan.state is not PlanState.DRAFT:
        raise WrongState(what="plan", id=plan.id, was=plan.state.value, wanted=PlanState.PUBLISHED.value)
    today = local_day(network, now)
    if plan.day < today:
        raise DateInThePast(day=plan.day, today=today)
    other = published_plan(session, plan.network_id, plan.day)
    if other is not None and other.id != plan.follows_id:
        raise AlreadyPublished(day=plan.day, plan_id=other.id)
    if _fingerprint_now(session, plan, now) != plan.fingerprint:
        raise StalePlan(day=plan.day)
    if other is not None:
        before, visits = _moved(session, other), visits_of(other, now)
        plan = take_in(session, fetch(session, Plan, other.id, lock=True), plan, now)
        _plan_again(session, plan, before)
        _tell(session, network, plan, visits, f"{plan.id}:{plan.follows_id}", now)
    else:
        plan.state, plan.published_at, plan.published_by_id = PlanState.PUBLISHED, now, by.id
        plan.follows_id = None
        _plan_again(session, plan, [])
        tell_of_return(session, network, plan, now)
    session.flush()
    return plan


def undo_change(session: Session, plan_id: str, *, by: Person, now: datetime) -> Plan:
    """Let a published plan be again as it was before its last change; refusals as in `versions.undo`."""
    plan = fetch(session, Plan, plan_id)
    before, visits, undone = _moved(session, plan), visits_of(plan, now), plan.follows_id
    plan = undo(session, plan_id, by=by, now=now)
    _plan_again(session, plan, before)
    _tell(session, session.get_one(Network, plan.network_id), plan, visits, f"{plan.id}:{undone}:undone", now)
    session.flush()
    return plan


def _tell(session: Session, network: Network, plan: Plan, before: Visits, occasion: str, now: datetime) -> None:
    """Tell places whose visits are not what they were."""
    session.flush()
    session.expire(plan)
    tell_of_stops(session, network, plan, before, visits_of(plan, now), occasion=occasion, now=now)


def _fingerprint_now(session: Session, plan: Plan, now: datetime) -> str:
    """The fingerprint of a draft's problem, built again from what is known now."""
    if plan.change is None or plan.follows_id is None:
        return build(session, plan.network_id, plan.day, now=now, made_at=plan.made_at).fingerprint
    followed, change = fetch(session, Plan, plan.follows_id), DayChange.read(plan.change)
    return changed(session, followed, change, now=now, made_at=plan.made_at).brief.fingerprint


def _plan_again(session: Session, plan: Plan, before: list[Shipment]) -> None:
    """Bring shipments in line with a plan: what it moves is planned, what only an earlier version moved is not."""
    moved = _moved(session, plan)
    kept = {shipment.id for shipment in moved}
    for shipment in moved:
        if shipment.state in (ShipmentState.WAITING, ShipmentState.AT_HUB):
            shipment.state = ShipmentState.PLANNED
    for shipment in before:
        if shipment.id not in kept and shipment.state is ShipmentState.PLANNED:
            shipment.state = follow(journey_of(session, shipment), scans_of(session, shipment.id)).state


def withdraw(session: Session, plan_id: str, *, by: Person, now: datetime) -> Plan:
    """Make a published plan a draft again, or a replaced one where there is a newer draft of its day.

    Everybody at whose door it would have stopped is told.

    Raises:
        NotFound: no such plan.
        NotAllowed: `by` does not publish there.
        WrongState: it is not published.
        AlreadyUnderWay: something of it was scanned, or one of its trips has been driven.
    """
    plan = _locked(session, plan_id, by)
    if plan.state is not PlanState.PUBLISHED:
        raise WrongState(what="plan", id=plan.id, was=plan.state.value, wanted=PlanState.DRAFT.value)
    moved, visits = _moved(session, plan), visits_of(plan, now)
    driven = sum(trip.state is TripState.DRIVEN for trip in plan.trips)
    scans = session.scalar(
        select(func.count())
        .select_from(Scan)
        .where(Scan.shipment_id.in_([s.id for s in moved]), Scan.recorded_at >= plan.published_at)
    )
    if driven or scans:
        raise AlreadyUnderWay(day=plan.day, scans=scans, driven=driven)
    newer = session.scalar(
        select(Plan.id).where(Plan.network_id == plan.network_id, Plan.day == plan.day, Plan.state == PlanState.DRAFT)
    )
    plan.state = PlanState.REPLACED if newer else PlanState.DRAFT
    plan.published_at = plan.published_by_id = None
    for shipment in moved:
        if shipment.state is ShipmentState.PLANNED:
            shipment.state = follow(journey_of(session, shipment), scans_of(session, shipment.id)).state
    tell_of_withdrawal(session, session.get_one(Network, plan.network_id), plan, visits, now)
    session.flush()
    return plan


def published_plan(session: Session, network_id: str, day: date) -> Plan | None:
    """The published plan of a service day."""
    return session.scalar(
        select(Plan).where(Plan.network_id == network_id, Plan.day == day, Plan.state == PlanState.PUBLISHED)
    )


def _locked(session: Session, plan_id: str, by: Person) -> Plan:
    """The plan, with its network locked: plans of one network are published one after the other."""
    plan = fetch(session, Plan, plan_id)
    allow(by, Act.PUBLISH, network_id=plan.network_id)
    fetch(session, Network, plan.network_id, lock=True)
    return fetch(session, Plan, plan_id, lock=True)


def _moved(session: Session, plan: Plan) -> list[Shipment]:
    """The shipments that the plan moves on its own day, locked."""
    handled = (
        select(Handling.shipment_id)
        .join(Stop, Handling.stop_id == Stop.id)
        .join(Trip, Stop.trip_id == Trip.id)
        .where(Trip.plan_id == plan.id, Trip.day == plan.day)
    )
    rows = session.scalars(
        select(Shipment).where(Shipment.id.in_(handled)).order_by(Shipment.id).with_for_update(),
        execution_options={"populate_existing": True},
    )
    return list(rows)
