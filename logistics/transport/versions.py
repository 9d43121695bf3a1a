"""Versions of a day's plan: a change taken into the published plan, taken back, an earlier plan brought back, locks.

A published plan that changes keeps its row, and so do the trips and stops that stay: drivers' scans and what was driven
belong to them. How it was before is kept as a replaced plan, to which it can go back.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch, new_id
from logistics.errors import BadValue, DateInThePast, WrongState
from logistics.network.calendar import local_day
from logistics.network.networks import Network
from logistics.transport.day_changes import as_found, locks
from logistics.transport.plans import Handling, LeftBehind, Plan, PlanState, Stop, Trip, TripState
from logistics.transport.refusals import DrivenMeanwhile, NothingToUndo
from logistics.transport.replanning import same_start
from logistics.transport.timeline import Timeline

FIGURES = (
    "starts_at",
    "ends_at",
    "metres",
    "sailed_metres",
    "sailed_seconds",
    "day_cost",
    "km_cost",
    "hour_cost",
    "locked_stops",
)
"""Of a trip."""


def lock_stops(session: Session, trip_id: str, stops: int, *, by: Person) -> Trip:
    """Lock a trip's first stops, so that a change of the plan leaves them as they are; 0: unlock all.

    Raises:
        NotFound: no such trip.
        NotAllowed: `by` does not plan there.
        BadValue: more stops than the trip has.
        WrongState: the plan was replaced, or the trip has been driven.
    """
    trip = fetch(session, Trip, trip_id)
    allow(by, Act.PLAN, network_id=trip.plan.network_id)
    trip = fetch(session, Trip, trip_id, lock=True)
    if not 0 <= stops <= len(trip.stops):
        raise BadValue(field="stops", value=stops, least=0, most=len(trip.stops))
    if trip.plan.state is PlanState.REPLACED or trip.state is TripState.DRIVEN:
        raise WrongState(what="trip", id=trip.id, was=trip.state.value, wanted="locked")
    trip.locked_stops = stops
    session.flush()
    return trip


def take_in(session: Session, published: Plan, draft: Plan, now: datetime) -> Plan:
    """Let a published plan become what a draft made of it; the caller has locked both.

    Raises:
        DrivenMeanwhile: a stop that is behind by now is not as it was in the draft.
    """
    before = _copy(published)
    session.add(before)
    session.flush()
    _become(session, published, draft, now)
    published.follows_id, draft.state = before.id, PlanState.REPLACED
    session.flush()
    return published


def undo(session: Session, plan_id: str, *, by: Person, now: datetime) -> Plan:
    """Let a published plan be again as it was before its last change, as far as nothing changed has been driven.

    Raises:
        NotFound: no such plan.
        NotAllowed: `by` does not publish there.
        WrongState: it is not published.
        NothingToUndo: it has not changed since it was published.
        DrivenMeanwhile: a stop that is behind by now would not be as it was driven.
    """
    plan = fetch(session, Plan, plan_id)
    allow(by, Act.PUBLISH, network_id=plan.network_id)
    fetch(session, Network, plan.network_id, lock=True)
    plan = fetch(session, Plan, plan_id, lock=True)
    if plan.state is not PlanState.PUBLISHED:
        raise WrongState(what="plan", id=plan.id, was=plan.state.value, wanted=PlanState.PUBLISHED.value)
    if plan.follows_id is None:
        raise NothingToUndo(day=plan.day)
    before = session.get_one(Plan, plan.follows_id)
    _become(session, plan, before, now)
    plan.follows_id = before.follows_id
    session.flush()
    return plan


def bring_back(session: Session, plan_id: str, *, by: Person, now: datetime) -> Plan:
    """Make a replaced plan the day's draft again.

    Raises:
        NotFound: no such plan.
        NotAllowed: `by` does not plan there.
        WrongState: it was not replaced.
        DateInThePast: its day is over.
    """
    plan = fetch(session, Plan, plan_id)
    allow(by, Act.PLAN, network_id=plan.network_id)
    network = fetch(session, Network, plan.network_id, lock=True)
    plan = fetch(session, Plan, plan_id, lock=True)
    if plan.state is not PlanState.REPLACED:
        raise WrongState(what="plan", id=plan.id, was=plan.state.value, wanted=PlanState.DRAFT.value)
    today = local_day(network, now)
    if plan.day < today:
        raise DateInThePast(day=plan.day, today=today)
    session.execute(
        update(Plan)
        .where(Plan.network_id == plan.network_id, Plan.day == plan.day, Plan.state == PlanState.DRAFT)
        .values(state=PlanState.REPLACED)
    )
    plan.state, plan.published_at, plan.published_by_id = PlanState.DRAFT, None, None
    session.flush()
    return plan


def _become(session: Session, plan: Plan, other: Plan, now: datetime) -> None:
    """Change a published plan into another: locked stops keep their rows, the rest is made anew."""
    network = session.get_one(Network, plan.network_id)
    timeline = Timeline(network, plan.day)
    locked = locks(session, plan, as_found(plan, timeline), timeline, now)
    waiting = list(other.trips)
    pairs: list[tuple[Trip, Trip]] = []
    for row, trip in enumerate(plan.trips):
        if stops := locked.of(row):
            twin = next((one for one in waiting if same_start(trip, one, stops)), None)
            if twin is None:
                raise DrivenMeanwhile(day=plan.day)
            waiting.remove(twin)
            pairs.append((trip, twin))
    kept = {trip.id for trip, _ in pairs}
    for trip in plan.trips:
        twin = next((one for one in waiting if (one.vehicle_id, one.day) == (trip.vehicle_id, trip.day)), None)
        if trip.id not in kept and twin is not None:
            waiting.remove(twin)
            pairs.append((trip, twin))
            kept.add(trip.id)
    for trip in [trip for trip in plan.trips if trip.id not in kept]:
        plan.trips.remove(trip)
    session.flush()
    for trip, twin in pairs:
        _follow(session, trip, twin)
    plan.trips += [_copy_trip(trip) for trip in waiting]
    plan.left_behind.clear()
    session.flush()
    plan.left_behind += _copy_left(other)
    for name in ("fingerprint", "problem", "cost", "lower_bound", "roads", "road_notes", "spared", "change"):
        setattr(plan, name, getattr(other, name))


def _follow(session: Session, trip: Trip, twin: Trip) -> None:
    """Let a trip be as another of its vehicle; stops that are the same keep their rows, a driven trip its costs."""
    same = 0
    while same < min(len(trip.stops), len(twin.stops)) and same_start(trip, twin, same + 1):
        same += 1
    for stop in trip.stops[same:]:
        trip.stops.remove(stop)
    session.flush()
    trip.stops += [_copy_stop(stop) for stop in twin.stops[same:]]
    if trip.state is not TripState.DRIVEN:
        for name in FIGURES:
            setattr(trip, name, getattr(twin, name))


def _copy(plan: Plan) -> Plan:
    """The plan as it is, replaced."""
    names = (
        *("network_id", "day", "fingerprint", "problem", "cost", "lower_bound", "roads", "made_at", "published_at"),
        *("published_by_id", "road_notes", "spared", "follows_id", "change"),
    )
    copy = Plan(id=new_id(), state=PlanState.REPLACED, **{name: getattr(plan, name) for name in names})
    copy.trips = [_copy_trip(trip) for trip in plan.trips]
    copy.left_behind = _copy_left(plan)
    return copy


def _copy_trip(trip: Trip) -> Trip:
    copy = Trip(id=new_id(), vehicle_id=trip.vehicle_id, day=trip.day, state=TripState.PLANNED)
    for name in FIGURES:
        setattr(copy, name, getattr(trip, name))
    copy.stops = [_copy_stop(stop) for stop in trip.stops]
    return copy


def _copy_stop(stop: Stop) -> Stop:
    return Stop(
        id=new_id(),
        position=stop.position,
        place_id=stop.place_id,
        starts_at=stop.starts_at,
        leaves_at=stop.leaves_at,
        handlings=[Handling(shipment_id=one.shipment_id, action=one.action) for one in stop.handlings],
    )


def _copy_left(plan: Plan) -> list[LeftBehind]:
    return [LeftBehind(shipment_id=one.shipment_id, reason=one.reason, facts=one.facts) for one in plan.left_behind]
