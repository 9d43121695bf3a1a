"""Shipments: what transport has to do, and who had it when."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.installation import now
from api.rest.fields import Choice, Day, Id, Moment, Text, Whole
from api.rest.resource import Resource
from api.rest.schema import Incoming, Labelled, Outgoing, Paged, offset, page, page_of
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.transport.custody import ScanKind
from logistics.transport.deviations import DeviationKind
from logistics.transport.history import custody, shipment_of
from logistics.transport.loose import LONGEST_NOTE, MOST_CRATES, MOST_GRAMS, cancel_shipment, send_crates
from logistics.transport.search import shipments_in
from logistics.transport.shipments import Direction, Shipment, ShipmentState

shipments = Resource("shipments", "Crates that are to go from one place to another.")


class ShipmentOut(Outgoing):
    """Booked collections and loose crates alike."""

    id = Text(most=32)
    network_id = Text(most=32)
    code = Text(most=16, metadata={"description": "Printed on its label."})
    direction = Choice(Direction)
    booking_id = Text(most=32, allow_none=True)
    from_place = fields.Nested(Labelled)
    to_place = fields.Nested(Labelled)
    crates = Whole(least=1, metadata={"description": "Crate units."})
    weight_grams = Whole(least=0)
    note = Text(most=LONGEST_NOTE)
    ready_at = Moment()
    due_at = Moment()
    state = Choice(ShipmentState)
    at_place = fields.Nested(Labelled, allow_none=True, metadata={"description": "null while aboard."})
    free_at = Moment(metadata={"description": "When it can be taken up there."})


class CratesIn(Incoming):
    """Loose crates: the day's interlibrary loans, and whatever else has no booking."""

    from_place_id = Id(required=True)
    to_place_id = Id(required=True)
    crates = Whole(least=1, most=MOST_CRATES, required=True)
    weight_grams = Whole(least=0, most=MOST_GRAMS, load_default=0)
    ready_on = Day(required=True)
    due_on = Day(load_default=None, allow_none=True, metadata={"description": "null: as the promise allows."})
    note = Text(most=LONGEST_NOTE, load_default="")


class StepOut(Outgoing):
    """One scan, and where it left the shipment."""

    scan_id = Text(most=36)
    kind = Choice(ScanKind)
    place = fields.Nested(Labelled)
    person = fields.Nested(Labelled)
    crates = Whole(least=0, allow_none=True)
    seen_at = Moment()
    recorded_at = Moment()
    state = Choice(ShipmentState)


class DeviationOut(Outgoing):
    """What was received is not what was sent."""

    id = Text(most=32)
    shipment_id = Text(most=32)
    scan_id = Text(most=36, allow_none=True, metadata={"description": "The scan that shows it, if one does."})
    shortfall_id = Text(
        most=32, allow_none=True, metadata={"description": "Copies of a part that a stocktake misses, if it is that."}
    )
    kind = Choice(DeviationKind)
    expected = Text(most=64)
    found = Text(most=64)
    opened_at = Moment()
    resolved_at = Moment(allow_none=True)
    resolution = Text(most=500)


class CustodyOut(Outgoing):
    """Who had a shipment when, in the order seen."""

    shipment = fields.Nested(ShipmentOut)
    steps = fields.List(fields.Nested(StepOut))
    deviations = fields.List(fields.Nested(DeviationOut))


class ShipmentsQuery(Paged):
    """Which shipments."""

    network_id = Id(required=True)
    state = Choice(ShipmentState, load_default=None)
    place_id = Id(load_default=None, metadata={"description": "From, to or at this place."})


@shipments.reads("/shipments", Act.SEE_SHIPMENTS, query=ShipmentsQuery, gives=page_of(ShipmentOut))
def some_shipments(by: Person, wanted: dict[str, Any]) -> object:
    """Shipments of the caller's network, or place, first due first."""
    found = shipments_in(
        db(),
        wanted["network_id"],
        by,
        states=None if wanted["state"] is None else [wanted["state"]],
        place_id=wanted["place_id"],
        offset=offset(wanted),
        limit=wanted["page_size"],
    )
    return page(found.items, wanted, found.total)


@shipments.acts("/shipments", Act.SEND, body=CratesIn, gives=ShipmentOut, status=201)
def send(by: Person, crates: dict[str, Any]) -> Shipment:
    """Hand loose crates over to transport."""
    return send_crates(db(), by=by, now=now(), **crates)


@shipments.reads("/shipments/<id:shipment_id>", Act.SEE_SHIPMENTS, gives=ShipmentOut)
def one_shipment(by: Person, shipment_id: str) -> Shipment:
    """One shipment."""
    return shipment_of(db(), shipment_id, by)


@shipments.acts("/shipments/<id:shipment_id>/cancel", Act.SEND, gives=ShipmentOut)
def take_back(by: Person, shipment_id: str) -> Shipment:
    """Take back loose crates that nobody has fetched yet."""
    return cancel_shipment(db(), shipment_id, by=by)


@shipments.reads("/shipments/<id:shipment_id>/custody", Act.SEE_SHIPMENTS, gives=CustodyOut)
def way_so_far(by: Person, shipment_id: str) -> object:
    """Who had the shipment when, and what went otherwise than planned."""
    way = custody(db(), shipment_id, by)
    steps = [
        {
            "scan_id": scan.id,
            "kind": scan.kind,
            "place": scan.place,
            "person": scan.person,
            "crates": scan.crates,
            "seen_at": scan.seen_at,
            "recorded_at": scan.recorded_at,
            "state": here.state,
        }
        for scan, here in way.steps
    ]
    return {"shipment": way.shipment, "steps": steps, "deviations": way.deviations}
