"""Collections: book crates, music kits and class sets."""

from __future__ import annotations

from marshmallow import fields

from api.rest.fields import Choice, Text, Whole
from api.rest.resource import Resource
from api.rest.schema import Labelled, Outgoing
from api.session import db
from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.holdings.collections import Collection, CollectionKind, PartKind

collections = Resource("collections", "Book crates, music kits and class sets.")


class CollectionName(Outgoing):
    """A collection as a booking names it."""

    id = Text(most=64)
    code = Text(most=24)
    title = Text(most=200)
    kind = Choice(CollectionKind)


class PartOut(Outgoing):
    """A title, score, instrument or other thing in a collection."""

    position = Whole(least=1)
    kind = Choice(PartKind)
    title = Text(most=300)
    creator = Text(most=200)
    identifier = Text(most=40, metadata={"description": "ISBN, ISMN, EAN or the owner's own number."})
    copies = Whole(least=1)


class CollectionOut(CollectionName):
    """A collection that travels as one."""

    network_id = Text(most=32)
    home = fields.Nested(Labelled)
    description = Text(most=5000)
    subject = Text(most=120)
    language = Text(most=8, allow_none=True)
    audience = Text(most=60)
    crates = Whole(least=1, metadata={"description": "Crate units."})
    weight_grams = Whole(least=1)
    active = fields.Boolean()
    parts = fields.List(fields.Nested(PartOut))


@collections.reads("/collections/<id:collection_id>", Act.SEE_HOLDINGS, gives=CollectionOut)
def one_collection(by: Person, collection_id: str) -> Collection:
    """One collection with its parts."""
    return seen_collection(by, collection_id)


def seen_collection(by: Person, collection_id: str) -> Collection:
    """A collection that the caller may see.

    Raises:
        NotFound: no such collection.
        NotAllowed: it is in another network.
    """
    collection = fetch(db(), Collection, collection_id)
    allow(by, Act.SEE_HOLDINGS, network_id=collection.network_id)
    return collection
