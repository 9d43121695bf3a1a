"""A day on the road: how far each van and bookmobile has come, by scans and the clock."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.installation import now
from api.rest.fields import Choice, Day, Moment, Text, Whole
from api.rest.resource import Resource
from api.rest.route_sheets import DayQuery, SheetPlaceOut
from api.rest.schema import Outgoing
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.transport.live import LiveDay, StopProgress, live_day

live_days = Resource("live-days", "Where the vans and bookmobiles of a day are.")


class LiveStopOut(Outgoing):
    """A stop and how far it has come."""

    id = Text(most=32, attribute="stop.id")
    place = fields.Nested(SheetPlaceOut, attribute="stop.place")
    arrives_at = Moment(attribute="stop.arrives_at")
    leaves_at = Moment(attribute="stop.leaves_at")
    progress = Choice(
        StopProgress,
        metadata={"description": "`passed`: the vehicle was seen further on, and not everything here is scanned."},
    )
    scanned = Whole(least=0, metadata={"description": "Shipments that are scanned here."})
    items = Whole(least=0, metadata={"description": "Shipments to be handled here."})
    seen_at = Moment(allow_none=True, metadata={"description": "Of the last scan here."})
    expected_at = Moment(metadata={"description": "As late as the vehicle is by now."})


class LiveTripOut(Outgoing):
    """A trip, or a bookmobile's tour."""

    id = Text(most=32, attribute="trip.id")
    number = Whole(least=1, attribute="trip.number")
    tour = Text(most=120, attribute="trip.tour", metadata={"description": "Of a bookmobile; empty for a van."})
    stops = fields.List(fields.Nested(LiveStopOut))


class SeenOut(Outgoing):
    """The last that was heard of a vehicle."""

    place = Text(most=120)
    at = Moment()
    by = Text(most=120)


class LiveVanOut(Outgoing):
    """A van's day so far, or a bookmobile's."""

    vehicle_id = Text(most=64, attribute="van.vehicle_id")
    name = Text(most=120, attribute="van.name")
    keeps_tours = fields.Boolean(attribute="van.keeps_tours", metadata={"description": "A bookmobile."})
    seen = fields.Nested(SeenOut, allow_none=True)
    late_minutes = Whole(least=0, metadata={"description": "0: on time, or nobody knows."})
    done = Whole(least=0, metadata={"description": "Stops that are behind it."})
    over = fields.Boolean(metadata={"description": "All of it is driven."})
    trips = fields.List(fields.Nested(LiveTripOut))


class LiveDayOut(Outgoing):
    """The whole day."""

    network_id = Text(most=32, attribute="sheet.network_id")
    day = Day(attribute="sheet.day")
    plan_id = Text(
        most=32, allow_none=True, attribute="sheet.plan_id", metadata={"description": "null: only bookmobiles drive."}
    )
    vans = fields.List(fields.Nested(LiveVanOut))


class LiveDayQuery(DayQuery):
    """Of which day; of all vans and bookmobiles."""

    class Meta:
        """Always the whole day."""

        exclude = ("vehicle_id",)


@live_days.reads("/live-days", Act.SEE_SHEETS, query=LiveDayQuery, gives=LiveDayOut)
def day_on_the_road(by: Person, wanted: dict[str, Any]) -> LiveDay:
    """How far a day has come: the vans of its published plan, and the bookmobiles."""
    return live_day(db(), wanted["network_id"], wanted["day"], by, now())
