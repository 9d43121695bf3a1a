"""Stocktakes: somebody looks through a collection, on its shelf or as it is handed over."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.installation import now
from api.rest.fields import Choice, Moment, Object, Several, Text, Whole
from api.rest.resource import Resource
from api.rest.schema import Incoming, Labelled, Outgoing
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.holdings.contents import MOST_COPIES
from logistics.holdings.stocktakes import Finding, Occasion, Stocktake, take_stock
from logistics.transport.counting import count_contents

stocktakes = Resource("stocktakes", "All there, or what is missing or damaged.")


class FindingIn(Incoming):
    """What was found of one part, beyond what is known to be missing or damaged."""

    position = Whole(least=1, required=True)
    missing = Whole(least=0, most=MOST_COPIES, load_default=0)
    damaged = Whole(least=0, most=MOST_COPIES, load_default=0)


class StocktakeIn(Incoming):
    """One look through a collection."""

    id = Text(least=32, most=36, required=True, metadata={"description": "A UUID made by the client; counts once."})
    findings = Several(
        Object(FindingIn), most=1000, load_default=list, metadata={"description": "Empty: all is there."}
    )


class StocktakeOut(Outgoing):
    """One look through a collection; what it misses is among the shortfalls."""

    id = Text(most=36)
    collection_id = Text(most=64)
    occasion = Choice(Occasion)
    place = fields.Nested(Labelled)
    taken_at = Moment()


@stocktakes.acts(
    "/collections/<id:collection_id>/stocktakes",
    Act.MANAGE_HOLDINGS,
    body=StocktakeIn,
    gives=StocktakeOut,
    status=201,
)
def count_shelf(by: Person, what: dict[str, Any], collection_id: str) -> Stocktake:
    """Look through a collection on its shelf."""
    taken, _ = take_stock(db(), collection_id, _findings(what), stocktake_id=what["id"], by=by, now=now())
    return taken


@stocktakes.acts(
    "/shipments/<id:shipment_id>/stocktakes", Act.RECEIVE, body=StocktakeIn, gives=StocktakeOut, status=201
)
def count_shipment(by: Person, what: dict[str, Any], shipment_id: str) -> Stocktake:
    """Look through a collection that is packed, or has been received; what lacks opens a deviation."""
    return count_contents(db(), shipment_id, _findings(what), stocktake_id=what["id"], by=by, now=now())


def _findings(what: dict[str, Any]) -> list[Finding]:
    return [Finding(**finding) for finding in what["findings"]]
