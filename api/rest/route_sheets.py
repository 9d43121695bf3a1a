"""Route sheets: a day van by van and stop by stop, as the page and the print show it."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.rest.fields import Choice, Day, Id, Moment, Text, Whole
from api.rest.resource import Resource
from api.rest.schema import Incoming, Outgoing
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.transport.day_sheet import sheet_of_day
from logistics.transport.plans import PlanState, TripState
from logistics.transport.sheet import Sheet, route_sheet
from logistics.transport.shipments import Direction, ShipmentState

route_sheets = Resource("route-sheets", "What a driver does, stop by stop.")


class SheetPlaceOut(Outgoing):
    """Where a stop is."""

    id = Text(most=64)
    name = Text(most=120)
    address = Text(most=200)
    lat = fields.Float()
    lon = fields.Float()
    library_number = Text(most=7, allow_none=True)
    hub = fields.Boolean()


class SheetItemOut(Outgoing):
    """A shipment that is loaded or unloaded."""

    shipment_id = Text(most=32)
    code = Text(most=16)
    title = Text(most=200, metadata={"description": "Of the collection; empty for loose crates."})
    note = Text(most=200)
    crates = Whole(least=1)
    weight_grams = Whole(least=0)
    direction = Choice(Direction)
    origin = fields.Nested(SheetPlaceOut)
    goal = fields.Nested(SheetPlaceOut)
    state = Choice(ShipmentState)
    done = fields.Boolean(metadata={"description": "It has been scanned at this stop."})


class SheetSailingOut(Outgoing):
    """A ferry, or a road that is open at set times, on the way to a stop."""

    name = Text(most=120)
    departs_at = Moment()
    lands_at = Moment()
    waits = fields.Boolean(metadata={"description": "False: the road is open when the vehicle comes."})


class SheetPieceOut(Outgoing):
    """A part of a way, driven or sailed."""

    kind = fields.String(metadata={"enum": ["road", "ferry"]})
    line = fields.String(metadata={"description": "Encoded polyline, latitude first, five decimals."})


class SheetStopOut(Outgoing):
    """One visit; unloading comes before loading."""

    id = Text(most=32)
    position = Whole(least=0)
    place = fields.Nested(SheetPlaceOut)
    arrives_at = Moment()
    leaves_at = Moment()
    unload = fields.List(fields.Nested(SheetItemOut))
    to_load = fields.List(fields.Nested(SheetItemOut), attribute="load", data_key="load")
    crates_aboard = Whole(least=0, metadata={"description": "When it leaves."})
    crossings = fields.List(fields.Nested(SheetSailingOut), metadata={"description": "On the way to it."})
    way = fields.List(
        fields.Nested(SheetPieceOut), metadata={"description": "Where the way to it goes; empty: not measured."}
    )


class SheetTripOut(Outgoing):
    """From home to home."""

    id = Text(most=32)
    number = Whole(least=1)
    starts_at = Moment()
    ends_at = Moment()
    metres = Whole(least=0, metadata={"description": "Driven; what a ferry goes is not among them."})
    sailed_metres = Whole(least=0, metadata={"description": "By ferry."})
    sailed_seconds = Whole(least=0, metadata={"description": "Aboard; in the time of the trip."})
    state = Choice(TripState)
    stops = fields.List(fields.Nested(SheetStopOut))
    most_aboard = Whole(least=0)
    tour = Text(most=120, metadata={"description": "Of a bookmobile; empty for a van."})


class SheetVanOut(Outgoing):
    """One van's day, or a bookmobile's."""

    vehicle_id = Text(most=64)
    name = Text(most=120)
    capacity = Whole(least=1)
    trips = fields.List(fields.Nested(SheetTripOut))
    keeps_tours = fields.Boolean(metadata={"description": "A bookmobile: it needs no plan, and its length is unknown."})


class SheetOut(Outgoing):
    """The whole day."""

    network_id = Text(most=32)
    network = Text(most=120)
    time_zone = Text(most=40)
    plan_id = Text(most=32, allow_none=True, metadata={"description": "null: only bookmobiles drive."})
    day = Day()
    state = Choice(PlanState)
    vans = fields.List(fields.Nested(SheetVanOut))


class VanQuery(Incoming):
    """All vans, or one."""

    vehicle_id = Id(load_default=None)


class DayQuery(VanQuery):
    """Of which day."""

    network_id = Id(required=True)
    day = Day(required=True)


@route_sheets.reads("/route-sheets", Act.SEE_SHEETS, query=DayQuery, gives=SheetOut)
def sheet_for_day(by: Person, wanted: dict[str, Any]) -> Sheet:
    """The sheet of a day: the vans of its published plan, and the bookmobiles."""
    return sheet_of_day(db(), wanted["network_id"], wanted["day"], by, vehicle_id=wanted["vehicle_id"])


@route_sheets.reads("/plans/<id:plan_id>/route-sheet", Act.SEE_SHEETS, query=VanQuery, gives=SheetOut)
def sheet_of_plan(by: Person, wanted: dict[str, Any], plan_id: str) -> Sheet:
    """The sheet of a plan's day; of a draft for those who see plans."""
    return route_sheet(db(), plan_id, by, vehicle_id=wanted["vehicle_id"])
