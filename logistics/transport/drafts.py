"""Storing what the planner found as a draft, if what it rests on is still so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from sqlalchemy import update
from sqlalchemy.orm import Session

from logistics.database import fetch, new_id
from logistics.money import split
from logistics.network.networks import Network
from logistics.transport.building import Brief, build
from logistics.transport.plans import Action, Handling, LeftBehind, Plan, PlanningRun, PlanState, Stop, Trip, TripState
from logistics.transport.queued import RunState
from logistics.transport.refusals import BrokenPlan, ChangedMeanwhile
from logistics.transport.timeline import Timeline
from routing import plan as plain
from routing.check import check
from routing.cost import cost
from routing.files import write_problem
from routing.problem import DAY

WAITING_IS_NO_HELP = frozenset({"no-vehicle", "too-heavy", "out-of-reach"})
"""Reasons that are as true of what is due after the horizon: somebody has to do something, and has the time to."""


def store(
    session: Session,
    run: PlanningRun,
    brief: Brief,
    found: plain.Plan,
    now: datetime,
    spared: dict[str, int] | None = None,
) -> Plan:
    """Keep a plan as the day's draft in place of older drafts, and end its run.

    Args:
        spared: what leaving out empty stops saved; None: not counted.

    Raises:
        BrokenPlan: it breaks a rule.
        ChangedMeanwhile: shipments, hours, closures or vehicles have changed since the brief was made.
    """
    faults = check(brief.problem, found)
    if faults:
        raise BrokenPlan(faults=[f"{fault.code} {fault.path}" for fault in faults[:20]])
    network = fetch(session, Network, brief.network_id, lock=True)
    if build(session, brief.network_id, brief.day, now=now, made_at=brief.made_at).fingerprint != brief.fingerprint:
        raise ChangedMeanwhile(day=brief.day)
    plan = draft_of(Timeline(network, brief.day), brief, found)
    plan.spared = spared
    return keep_as_draft(session, run, plan, now)


def keep_as_draft(session: Session, run: PlanningRun, plan: Plan, now: datetime) -> Plan:
    """Keep a plan in place of older drafts of its day, and end its run."""
    session.execute(
        update(Plan)
        .where(Plan.network_id == plan.network_id, Plan.day == plan.day, Plan.state == PlanState.DRAFT)
        .values(state=PlanState.REPLACED)
    )
    session.add(plan)
    run.plan = plan
    run.state = RunState.CANCELLED if run.cancel_wanted else RunState.DONE
    run.ended_at = now
    session.flush()
    return plan


def draft_of(timeline: Timeline, brief: Brief, found: plain.Plan) -> Plan:
    """The rows of a plan that keeps the rules."""
    priced = cost(brief.problem, found)
    distances = shares(priced.distance, [trip.distance_thousandths for trip in priced.trips])
    duties = shares(priced.duty, [trip.duty_3600ths for trip in priced.trips])
    plan = Plan(
        id=new_id(),
        network_id=brief.network_id,
        day=brief.day,
        state=PlanState.DRAFT,
        fingerprint=brief.fingerprint,
        problem=write_problem(brief.problem),
        cost=priced.total,
        lower_bound=found.lower_bound,
        roads=brief.roads,
        road_notes=brief.road_notes,
        made_at=brief.made_at,
    )
    for trip, part, km_cost, hour_cost in zip(found.trips, priced.trips, distances, duties, strict=True):
        sailed = [brief.sailed.get((a.place, b.place), (0, 0)) for a, b in pairwise(trip.stops)]
        plan.trips.append(
            Trip(
                id=new_id(),
                vehicle_id=trip.vehicle,
                day=timeline.day_at(part.day),
                starts_at=timeline.moment(trip.stops[0].start),
                ends_at=timeline.moment(trip.stops[-1].leave),
                metres=part.metres,
                sailed_metres=sum(metres for metres, _ in sailed),
                sailed_seconds=sum(seconds for _, seconds in sailed),
                day_cost=part.day_charge,
                km_cost=km_cost,
                hour_cost=hour_cost,
                state=TripState.PLANNED,
                stops=[_stop(timeline, brief, position, stop) for position, stop in enumerate(trip.stops)],
            )
        )
    plan.left_behind = [_left_behind(brief, left) for left in found.unserved]
    return plan


def shares(total: int, parts: Sequence[int]) -> list[int]:
    """A rounded sum shared among the trips by their exact parts, shape (trips,)."""
    return split(total, parts) if any(parts) else [0] * len(parts)


def _left_behind(brief: Brief, left: plain.Unserved) -> LeftBehind:
    """What stays behind; the planner does not know of due dates after its horizon."""
    reason, facts = left.reason, dict(left.facts)
    if left.shipment in brief.can_wait and reason not in WAITING_IS_NO_HELP:
        told = brief.problem.shipment[left.shipment]
        reason = "can-wait"
        facts = {"from": told.origin, "to": told.to, "due": brief.can_wait[told.id]}
        facts["horizon_ends"] = DAY * brief.problem.days
    return LeftBehind(shipment_id=brief.shipment_ids[left.shipment], reason=reason, facts=facts)


def _stop(timeline: Timeline, brief: Brief, position: int, stop: plain.Stop) -> Stop:
    return Stop(
        id=new_id(),
        position=position,
        place_id=stop.place,
        starts_at=timeline.moment(stop.start),
        leaves_at=timeline.moment(stop.leave),
        handlings=[
            Handling(shipment_id=brief.shipment_ids[code], action=action)
            for action, codes in ((Action.UNLOAD, stop.unload), (Action.LOAD, stop.load))
            for code in codes
        ],
    )
