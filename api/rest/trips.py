"""Trips of the day, and the word that one has been driven."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.installation import now
from api.rest.fields import Choice, Day, Id, Text
from api.rest.plans import TripOut, told_trip
from api.rest.resource import Resource
from api.rest.schema import Incoming, Labelled, Outgoing, list_of
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.costs.ledger import Account
from logistics.costs.settle import finish_and_post
from logistics.transport.driving import trips_of_day

trips = Resource("trips", "What is driven on a day.")


class TripsQuery(Incoming):
    """Of which day."""

    network_id = Id(required=True)
    day = Day(required=True)


class EntryOut(Outgoing):
    """One amount; negative: owed to the carrier, positive: owed by its payer. A trip's sum to zero."""

    id = Text(most=32)
    account = Choice(Account)
    municipality = fields.Nested(Labelled, allow_none=True)
    amount = fields.Integer(metadata={"description": "Minor units."})


class SettledOut(Outgoing):
    """A driven trip and its entries; none where no agreement covers its day yet."""

    trip = fields.Nested(TripOut)
    entries = fields.List(fields.Nested(EntryOut))


@trips.reads("/trips", Act.SEE_SHEETS, query=TripsQuery, gives=list_of(TripOut))
def trips_for_day(by: Person, wanted: dict[str, Any]) -> object:
    """The published trips of a day, in the order of their start."""
    found = trips_of_day(db(), wanted["network_id"], wanted["day"], by)
    return {"items": [told_trip(trip) for trip in found]}


@trips.acts("/trips/<id:trip_id>/finish", Act.DRIVE, gives=SettledOut)
def finish(by: Person, trip_id: str) -> object:
    """Say that a trip has been driven; what it cost is written into the ledger."""
    settled = finish_and_post(db(), trip_id, by=by, now=now())
    return {"trip": told_trip(settled.trip), "entries": settled.entries}
