"""Deviations: what somebody has to clear up."""

from __future__ import annotations

from typing import Any

from api.installation import now
from api.rest.fields import Id, Text
from api.rest.resource import Resource
from api.rest.schema import Incoming, list_of
from api.rest.shipments import DeviationOut
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.transport.clearing import LONGEST_RESOLUTION, open_deviations, resolve
from logistics.transport.deviations import Deviation

deviations = Resource("deviations", "What was received is not what was sent.")


class OpenQuery(Incoming):
    """Of which network."""

    network_id = Id(required=True)


class ResolutionIn(Incoming):
    """What came of it."""

    resolution = Text(least=1, most=LONGEST_RESOLUTION, required=True)


@deviations.reads("/deviations", Act.RESOLVE_DEVIATION, query=OpenQuery, gives=list_of(DeviationOut))
def still_open(by: Person, wanted: dict[str, Any]) -> object:
    """What nobody has cleared up yet, oldest first."""
    return {"items": open_deviations(db(), wanted["network_id"], by)}


@deviations.acts("/deviations/<id:deviation_id>/resolve", Act.RESOLVE_DEVIATION, body=ResolutionIn, gives=DeviationOut)
def clear_up(by: Person, what: dict[str, Any], deviation_id: str) -> Deviation:
    """Close a deviation; the first word stands."""
    return resolve(db(), deviation_id, what["resolution"], by=by, now=now())
