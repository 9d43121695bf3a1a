"""Scans: a device's outbox, sent as often as it takes."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.installation import now
from api.problems import problem_of
from api.rest.fields import Choice, Id, Moment, Object, Several, Text, Whole
from api.rest.resource import Resource
from api.rest.schema import Incoming, Outgoing, ProblemOut
from api.rest.shipments import ShipmentOut
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.transport.custody import ScanKind
from logistics.transport.scanning import MOST_CRATES, Recorded, Refused, Seen, record_many

scans = Resource("scans", "What a device saw: loaded, unloaded, received.")

LARGEST_OUTBOX = 500


class ScanIn(Incoming):
    """Somebody saw a shipment at a place."""

    scan_id = Text(
        least=36, most=36, required=True, metadata={"description": "A UUID made on the device.", "format": "uuid"}
    )
    shipment_code = Text(least=1, most=40, required=True)
    kind = Choice(ScanKind, required=True)
    place_id = Id(required=True)
    seen_at = Moment(required=True, metadata={"description": "By the device's clock."})
    stop_id = Id(load_default=None, allow_none=True)
    crates = Whole(
        least=0, most=MOST_CRATES, load_default=None, allow_none=True, metadata={"description": "As counted."}
    )


class OutboxIn(Incoming):
    """The scans that a device has not got an answer for."""

    scans = Several(Object(ScanIn), least=1, most=LARGEST_OUTBOX, required=True)


class ResultOut(Outgoing):
    """What became of one scan: it counts (`shipment`), or it was refused (`problem`) and need not be sent again."""

    scan_id = Text(most=36)
    repeated = fields.Boolean(metadata={"description": "It counted before."})
    shipment = fields.Nested(ShipmentOut, allow_none=True)
    problem = fields.Nested(ProblemOut, allow_none=True)


class ResultsOut(Outgoing):
    """One result for each scan, in the order sent."""

    results = fields.List(fields.Nested(ResultOut))


@scans.acts("/scans", (Act.DRIVE, Act.RECEIVE), body=OutboxIn, gives=ResultsOut)
def record_outbox(by: Person, outbox: dict[str, Any]) -> object:
    """Record what a device saw; each scan has its own result."""
    seen = [Seen(**scan) for scan in outbox["scans"]]
    return {"results": [_told(result) for result in record_many(db(), seen, by=by, now=now())]}


def _told(result: Recorded | Refused) -> dict[str, object]:
    if isinstance(result, Refused):
        refused = problem_of(result.error)
        return {"scan_id": result.scan_id, "repeated": False, "shipment": None, "problem": refused}
    return {"scan_id": result.scan.id, "repeated": result.repeated, "shipment": result.shipment, "problem": None}
