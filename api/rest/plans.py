"""Plans: drafts of a day, and the one that is driven."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.installation import now
from api.rest.fields import Choice, Day, Id, Moment, Text, Whole
from api.rest.resource import Resource
from api.rest.schema import Incoming, Labelled, Outgoing, list_of
from api.rest.shipments import ShipmentOut
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.transport.plan_search import plan_of, plans_of_day
from logistics.transport.plans import Action, Plan, PlanState, Stop, Trip, TripState
from logistics.transport.publishing import publish, withdraw

plans = Resource("plans", "What is driven on a service day, what stays behind and why.")


class StopOut(Outgoing):
    """One visit; unloading comes before loading."""

    id = Text(most=32)
    position = Whole(least=0)
    place = fields.Nested(Labelled)
    starts_at = Moment()
    leaves_at = Moment()
    unload = fields.List(Text(most=16), metadata={"description": "Codes of shipments."})
    to_load = fields.List(Text(most=16), attribute="load", data_key="load")


class TripOut(Outgoing):
    """From a vehicle's home to its home; costs in minor units."""

    id = Text(most=32)
    plan_id = Text(most=32)
    vehicle = fields.Nested(Labelled)
    day = Day(metadata={"description": "Later than the plan's day: an outlook, not published."})
    starts_at = Moment()
    ends_at = Moment()
    metres = Whole(least=0, metadata={"description": "Driven; what a ferry goes is not among them."})
    sailed_metres = Whole(least=0, metadata={"description": "By ferry."})
    sailed_seconds = Whole(least=0, metadata={"description": "Aboard; in the time of the trip."})
    day_cost = Whole(least=0)
    km_cost = Whole(least=0)
    hour_cost = Whole(least=0)
    cost = Whole(least=0)
    state = Choice(TripState)
    locked_stops = Whole(least=0, metadata={"description": "From the first on; a change leaves them as they are."})
    driven_at = Moment(allow_none=True)
    stops = fields.List(fields.Nested(StopOut))


class LeftBehindOut(Outgoing):
    """A shipment that the plan does not deliver, with the reason's code and what it is made of."""

    shipment = fields.Nested(ShipmentOut)
    reason = Text(most=40)
    facts = fields.Dict()


class PlanOut(Outgoing):
    """A plan for one service day, with an outlook on the days after it."""

    id = Text(most=32)
    network_id = Text(most=32)
    day = Day()
    state = Choice(PlanState)
    transport_cost = Whole(least=0, metadata={"description": "Minor units, of all trips, outlook included."})
    cost = Whole(
        least=0, metadata={"description": "What the planner weighed: transport, and penalties for what stays behind."}
    )
    lower_bound = Whole(
        least=0, allow_none=True, metadata={"description": "No plan has a lower `cost`, proven; null: not known."}
    )
    roads = Text(most=80, metadata={"description": "Which engine gave distances and times."})
    road_notes = fields.List(
        fields.Dict(),
        metadata={
            "description": "What is to be said of them: `code` slower-day, no-way-left, closed-not-seen or "
            "sailing-not-known, with `pairs` of places (at most five, and how many `more`) and `roads` that are closed."
        },
    )
    made_at = Moment()
    published_at = Moment(allow_none=True)
    trips = fields.List(fields.Nested(TripOut))
    left_behind = fields.List(fields.Nested(LeftBehindOut))


class PlansQuery(Incoming):
    """Of which day."""

    network_id = Id(required=True)
    day = Day(required=True)


@plans.reads("/plans", Act.SEE_PLANS, query=PlansQuery, gives=list_of(PlanOut))
def plans_for_day(by: Person, wanted: dict[str, Any]) -> object:
    """The published plan and the draft of a day; replaced drafts are left out."""
    found = plans_of_day(db(), wanted["network_id"], wanted["day"], by)
    return {"items": [told_plan(plan) for plan in found]}


@plans.reads("/plans/<id:plan_id>", Act.SEE_PLANS, gives=PlanOut)
def one_plan(by: Person, plan_id: str) -> object:
    """One plan."""
    return told_plan(plan_of(db(), plan_id, by))


@plans.acts("/plans/<id:plan_id>/publish", Act.PUBLISH, gives=PlanOut)
def publish_plan(by: Person, plan_id: str) -> object:
    """Make a draft the day's plan; refused where something it rests on has changed."""
    return told_plan(publish(db(), plan_id, by=by, now=now()))


@plans.acts("/plans/<id:plan_id>/withdraw", Act.PUBLISH, gives=PlanOut)
def withdraw_plan(by: Person, plan_id: str) -> object:
    """Take a published plan back, as long as nothing of it has been scanned or driven."""
    return told_plan(withdraw(db(), plan_id, by=by, now=now()))


def told_plan(plan: Plan) -> dict[str, object]:
    """A plan as `PlanOut` describes it."""
    own = {name: getattr(plan, name) for name in PlanOut().fields if name != "trips"}
    return own | {"trips": [told_trip(trip) for trip in plan.trips]}


def told_trip(trip: Trip) -> dict[str, object]:
    """A trip as `TripOut` describes it."""
    own = {name: getattr(trip, name) for name in TripOut().fields if name != "stops"}
    return own | {"stops": [told_stop(stop) for stop in trip.stops]}


def told_stop(stop: Stop) -> dict[str, object]:
    """A stop as `StopOut` describes it."""
    own = {name: getattr(stop, name) for name in ("id", "position", "place", "starts_at", "leaves_at")}
    codes = {action.value: [shipment.code for shipment in stop.shipments(action)] for action in Action}
    return own | codes
