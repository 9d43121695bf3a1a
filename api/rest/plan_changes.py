"""Plans that change: replanned around what is locked or under way, compared, taken back."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.installation import installation, now
from api.rest.fields import Choice, Id, Several, Text, Whole
from api.rest.planning_runs import RunOut, told_run
from api.rest.plans import PlanOut, StopOut, TripOut, told_plan, told_stop, told_trip
from api.rest.resource import Resource
from api.rest.schema import Incoming, Outgoing
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.transport.comparing import StopChange, differences
from logistics.transport.day_changes import DayChange
from logistics.transport.plan_search import plan_of
from logistics.transport.plans import Stop
from logistics.transport.publishing import undo_change
from logistics.transport.replanning import request_change
from logistics.transport.versions import bring_back, lock_stops

plan_changes = Resource("plan-changes", "A day's plan after something has changed.")

MOST = 200


class ChangeIn(Incoming):
    """What has happened; shipments sent since, closures and hours are known anyway."""

    vehicles_out = Several(Id(), most=MOST, load_default=list, metadata={"description": "They drive no more that day."})
    places_closed = Several(
        Id(), most=MOST, load_default=list, metadata={"description": "They receive nothing for the rest of the day."}
    )


class LockIn(Incoming):
    """How many of a trip's stops are locked."""

    stops = Whole(least=0, most=1_000, required=True, metadata={"description": "From the first on; 0: none."})


class DifferencesQuery(Incoming):
    """The plan to compare with."""

    before = Id(required=True)


class StopDifferenceOut(Outgoing):
    """One stop that is not as it was; null on the side that does not have it."""

    change = Choice(StopChange)
    vehicle_id = Text(most=64)
    before = fields.Nested(StopOut, allow_none=True)
    after = fields.Nested(StopOut, allow_none=True)


class DifferencesOut(Outgoing):
    """What differs on the plans' own day."""

    kept = Whole(least=0, metadata={"description": "Stops that are as they were."})
    stops = fields.List(fields.Nested(StopDifferenceOut))


@plan_changes.acts("/plans/<id:plan_id>/replan", Act.PLAN, body=ChangeIn, gives=RunOut, follow="/planning-runs/{id}")
def replan_day(by: Person, wanted: dict[str, Any], plan_id: str) -> object:
    """Make a draft that follows a plan after a change; as few stops as possible are not as they were."""
    change = DayChange(tuple(wanted["vehicles_out"]), tuple(wanted["places_closed"]))
    run = request_change(db(), plan_id, change, by=by, now=now())
    installation().jobs.wake(db(), run)
    return told_run(run)


@plan_changes.acts("/plans/<id:plan_id>/undo", Act.PUBLISH, gives=PlanOut)
def undo_last_change(by: Person, plan_id: str) -> object:
    """Let a published plan be as it was before its last change, as long as nothing of it has been driven."""
    return told_plan(undo_change(db(), plan_id, by=by, now=now()))


@plan_changes.acts("/plans/<id:plan_id>/bring-back", Act.PLAN, gives=PlanOut)
def bring_plan_back(by: Person, plan_id: str) -> object:
    """Make a replaced plan the day's draft again."""
    return told_plan(bring_back(db(), plan_id, by=by, now=now()))


@plan_changes.acts("/trips/<id:trip_id>/lock", Act.PLAN, body=LockIn, gives=TripOut)
def lock_trip(by: Person, wanted: dict[str, Any], trip_id: str) -> object:
    """Lock a trip's first stops, so that changes leave them as they are."""
    return told_trip(lock_stops(db(), trip_id, wanted["stops"], by=by))


@plan_changes.reads("/plans/<id:plan_id>/differences", Act.SEE_PLANS, query=DifferencesQuery, gives=DifferencesOut)
def plan_differences(by: Person, wanted: dict[str, Any], plan_id: str) -> object:
    """What a plan does otherwise than another one, stop by stop."""
    found = differences(plan_of(db(), wanted["before"], by), plan_of(db(), plan_id, by))

    def told(stop: Stop | None) -> dict[str, object] | None:
        return told_stop(stop) if stop else None

    return {
        "kept": found.kept,
        "stops": [
            {
                "change": one.change,
                "vehicle_id": one.stop.trip.vehicle_id,
                "before": told(one.before),
                "after": told(one.after),
            }
            for one in found.stops
        ],
    }
