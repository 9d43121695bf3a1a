"""When a collection is free, and what would be promised to whoever asks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from marshmallow import fields, validates_schema

from api.installation import now
from api.rest.collections import seen_collection
from api.rest.fields import Choice, Day, Id, Moment, Text, refuse
from api.rest.holds import HoldOut
from api.rest.resource import Resource
from api.rest.schema import Incoming, Labelled, Outgoing
from api.session import db
from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.bookings.availability import busy_spans
from logistics.bookings.booking import BookingState
from logistics.bookings.holds import holds_of
from logistics.bookings.promise import Promise
from logistics.bookings.requests import offer, parties

availability = Resource("availability", "When a collection is free, and what would be promised.")

LONGEST_CALENDAR_DAYS = 800


class BusyOut(Outgoing):
    """Days on which a collection belongs to one booking."""

    booking_id = Text(most=32)
    place_id = Text(most=64)
    state = Choice(BookingState)
    leaves_on = Day()
    arrives_on = Day()
    collected_on = Day()
    home_on = Day()


class AvailabilityOut(Outgoing):
    """What is promised or kept at home between two days; on all others the collection is free."""

    first_day = Day()
    last_day = Day()
    busy = fields.List(fields.Nested(BusyOut))
    held = fields.List(fields.Nested(HoldOut), metadata={"description": "Days on which its owner keeps it at home."})


class LegOut(Outgoing):
    """A part of the way, with one tour."""

    tour = fields.Nested(Labelled)
    day = Day()
    from_place_id = Text(most=64)
    to_place_id = Text(most=64)
    leaves_at = Moment(metadata={"description": "When it is handed over to the driver."})
    arrives_at = Moment(metadata={"description": "When the driver hands it over."})


class PromiseOut(Outgoing):
    """What borrower and owner could rely on."""

    packed_by = Moment(metadata={"description": "When it must stand ready at its home."})
    leaves_on = Day()
    arrives_on = Day()
    packed_again_by = Moment(metadata={"description": "When it must stand ready at the borrower's."})
    collected_on = Day()
    home_on = Day()
    out = fields.List(fields.Nested(LegOut), metadata={"description": "Empty where the network keeps no tours."})
    back = fields.List(fields.Nested(LegOut))


class CalendarQuery(Incoming):
    """Between which days, both included."""

    first_day = Day(required=True)
    last_day = Day(required=True)

    @validates_schema(skip_on_field_errors=True)
    def _in_order(self, data: dict[str, Any], **_: Any) -> None:
        latest = data["first_day"] + timedelta(days=LONGEST_CALENDAR_DAYS)
        if not data["first_day"] <= data["last_day"] <= latest:
            refuse("out-of-range", at="last_day", least=data["first_day"], most=latest)


class PromiseQuery(Incoming):
    """Where, from which day to which, both included."""

    place_id = Id(required=True)
    first_day = Day(required=True)
    last_day = Day(required=True)


@availability.reads(
    "/collections/<id:collection_id>/availability", Act.SEE_HOLDINGS, query=CalendarQuery, gives=AvailabilityOut
)
def calendar(by: Person, wanted: dict[str, Any], collection_id: str) -> object:
    """When a collection is promised."""
    collection = seen_collection(by, collection_id)
    busy = busy_spans(db(), collection.id, wanted["first_day"], wanted["last_day"], now=now())
    held = holds_of(db(), [collection.id], wanted["first_day"], wanted["last_day"])
    return wanted | {"busy": busy, "held": held}


@availability.reads("/collections/<id:collection_id>/promise", Act.REQUEST, query=PromiseQuery, gives=PromiseOut)
def promise(by: Person, wanted: dict[str, Any], collection_id: str) -> Promise:
    """What would be promised to whoever asked now; the same refusals as asking has, and nothing is kept."""
    collection, place = parties(db(), collection_id, wanted["place_id"])
    allow(by, Act.REQUEST, network_id=collection.network_id, place_ids=(place.id,))
    return offer(db(), collection, place, wanted["first_day"], wanted["last_day"], now())
