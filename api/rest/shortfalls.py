"""Shortfalls: copies of parts that are missing or damaged, what came of them, and what was charged."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.installation import now
from api.rest.collections import CollectionName
from api.rest.fields import Choice, Id, Moment, OneOf, Text, Whole
from api.rest.resource import Resource
from api.rest.schema import Incoming, Labelled, Outgoing, list_of
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.costs.replacements import ChargeKind, charges_in, settle
from logistics.holdings.contents import MOST_COPIES
from logistics.holdings.shortfalls import LONGEST_NOTE, OPEN, Shortfall, ShortfallState, shortfalls_of

shortfalls = Resource("shortfalls", "What is missing from collections or damaged in them.")


class ShortfallOut(Outgoing):
    """Copies of one part."""

    id = Text(most=32)
    collection = fields.Nested(CollectionName)
    position = Whole(least=1)
    title = Text(most=300)
    copies = Whole(least=1)
    each_value = Whole(least=0, metadata={"description": "Minor units, for each copy."})
    state = Choice(ShortfallState)
    liable = fields.Nested(Labelled, allow_none=True, metadata={"description": "The place that answers for it."})
    opened_at = Moment()
    settled_at = Moment(allow_none=True)
    note = Text(most=LONGEST_NOTE)


class ShortfallsQuery(Incoming):
    """Of which place: in its collections, or gone while it had others'."""

    place_id = Id(required=True)
    shown = OneOf(["open", "settled"], load_default="open")


class SettlementIn(Incoming):
    """What came of it."""

    state = OneOf([state.value for state in ShortfallState if state not in OPEN], required=True)
    copies = Whole(
        least=1, most=MOST_COPIES, load_default=None, allow_none=True, metadata={"description": "null: all of them."}
    )
    note = Text(most=LONGEST_NOTE, load_default="")


class ChargeOut(Outgoing):
    """What a place owes another for parts that went missing."""

    id = Text(most=32)
    shortfall_id = Text(most=32)
    kind = Choice(ChargeKind)
    payer = fields.Nested(Labelled)
    payee = fields.Nested(Labelled)
    amount = fields.Integer(metadata={"description": "Minor units; negative: paid back."})
    charged_at = Moment()


class ChargesQuery(Incoming):
    """Of which network."""

    network_id = Id(required=True)


@shortfalls.reads("/shortfalls", Act.MANAGE_HOLDINGS, query=ShortfallsQuery, gives=list_of(ShortfallOut))
def of_a_place(by: Person, wanted: dict[str, Any]) -> object:
    """The newest 500 shortfalls of a place."""
    return {"items": shortfalls_of(db(), wanted["place_id"], by, state=wanted["shown"])}


@shortfalls.acts("/shortfalls/<id:shortfall_id>/settle", Act.MANAGE_HOLDINGS, body=SettlementIn, gives=ShortfallOut)
def settle_one(by: Person, what: dict[str, Any], shortfall_id: str) -> Shortfall:
    """Say what came of all its copies or some; the answer is what is settled."""
    return settle(
        db(), shortfall_id, ShortfallState(what["state"]), copies=what["copies"], note=what["note"], by=by, now=now()
    )


@shortfalls.reads("/replacement-charges", Act.MANAGE_HOLDINGS, query=ChargesQuery, gives=list_of(ChargeOut))
def charges(by: Person, wanted: dict[str, Any]) -> object:
    """The newest 500 charges: all of the network for a coordinator, those of the own place for a librarian."""
    return {"items": charges_in(db(), wanted["network_id"], by)}
