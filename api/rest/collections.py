"""Collections: book crates, music kits and class sets."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validates_schema

from api.alphabet import alphabetical
from api.installation import now
from api.rest.fields import Choice, Day, Id, Text, Whole, WholeInQuery, YesNo, refuse
from api.rest.resource import Resource
from api.rest.schema import Incoming, Labelled, Outgoing, Paged, offset, page, page_of
from api.session import db
from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.bookings.free import free_between
from logistics.database import fetch
from logistics.holdings.collections import Collection, CollectionKind, PartKind
from logistics.holdings.contents import MOST_VOICES
from logistics.holdings.search import Wanted, find_collections
from logistics.holdings.shelves import (
    HIGHEST_GRADE,
    MOST_CRATES,
    MOST_GRAMS,
    OLDEST,
    add_collection,
    change_collection,
)
from logistics.network.networks import Network

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
    within = Whole(
        least=1, allow_none=True, metadata={"description": "Position of the part that holds it; null: none does."}
    )
    value = Whole(least=0, metadata={"description": "Minor units of the network's currency, for each copy."})
    essential = fields.Boolean(metadata={"description": "Without it the collection is of no use."})
    voices = Whole(least=1, allow_none=True)


class CollectionOut(CollectionName):
    """A collection that travels as one."""

    network_id = Text(most=32)
    home = fields.Nested(Labelled)
    description = Text(most=2000)
    subject = Text(most=120)
    language = Text(most=8, allow_none=True)
    local_flavour = Text(most=120)
    audience = Text(most=60)
    age_from = Whole(least=0, most=OLDEST, allow_none=True)
    age_to = Whole(least=0, most=OLDEST, allow_none=True)
    grade_from = Whole(least=0, most=HIGHEST_GRADE, allow_none=True)
    grade_to = Whole(least=0, most=HIGHEST_GRADE, allow_none=True)
    crates = Whole(least=1, metadata={"description": "Crate units."})
    weight_grams = Whole(least=1)
    active = fields.Boolean()
    parts = fields.List(fields.Nested(PartOut))


class CollectionIn(Incoming):
    """A new crate, kit or set; its parts are added one by one."""

    home_id = Id(required=True)
    code = Text(least=1, most=24, required=True)
    kind = Choice(CollectionKind, required=True)
    title = Text(least=1, most=200, required=True)
    description = Text(most=2000, load_default="")
    subject = Text(most=120, load_default="")
    language = Text(least=2, most=8, load_default=None, allow_none=True)
    local_flavour = Text(most=120, load_default="")
    audience = Text(most=60, load_default="")
    age_from = Whole(least=0, most=OLDEST, allow_none=True, load_default=None)
    age_to = Whole(least=0, most=OLDEST, allow_none=True, load_default=None)
    grade_from = Whole(least=0, most=HIGHEST_GRADE, allow_none=True, load_default=None)
    grade_to = Whole(least=0, most=HIGHEST_GRADE, allow_none=True, load_default=None)
    crates = Whole(least=1, most=MOST_CRATES, required=True)
    weight_grams = Whole(least=1, most=MOST_GRAMS, required=True)


class CollectionChange(Incoming):
    """What is to be said of a collection from now on; fields that are left out stay as they are."""

    code = Text(least=1, most=24)
    title = Text(least=1, most=200)
    description = Text(most=2000)
    subject = Text(most=120)
    language = Text(least=2, most=8, allow_none=True)
    local_flavour = Text(most=120)
    audience = Text(most=60)
    age_from = Whole(least=0, most=OLDEST, allow_none=True)
    age_to = Whole(least=0, most=OLDEST, allow_none=True)
    grade_from = Whole(least=0, most=HIGHEST_GRADE, allow_none=True)
    grade_to = Whole(least=0, most=HIGHEST_GRADE, allow_none=True)
    crates = Whole(least=1, most=MOST_CRATES)
    weight_grams = Whole(least=1, most=MOST_GRAMS)
    active = YesNo()

    @validates_schema(skip_on_field_errors=True)
    def _says_something(self, data: dict[str, Any], **_: Any) -> None:
        if not data:
            refuse("nothing-to-change")


class CollectionsQuery(Paged):
    """Which collections."""

    network_id = Id(required=True)
    text = Text(most=200, load_default=None, metadata={"description": "Words of its titles, creators, numbers..."})
    kind = Choice(CollectionKind, load_default=None)
    subject = Text(least=1, most=120, load_default=None)
    language = Text(least=2, most=8, load_default=None)
    home_id = Id(load_default=None)
    age = WholeInQuery(least=0, most=OLDEST, load_default=None)
    grade = WholeInQuery(least=0, most=HIGHEST_GRADE, load_default=None)
    voices = WholeInQuery(least=1, most=MOST_VOICES, load_default=None)
    free_from = Day(load_default=None, metadata={"description": "First day of a loan; with free_to."})
    free_to = Day(load_default=None, metadata={"description": "Last day of a loan; with free_from."})

    @validates_schema(skip_on_field_errors=True)
    def _both_days(self, data: dict[str, Any], **_: Any) -> None:
        for name, other in (("free_from", "free_to"), ("free_to", "free_from")):
            if data[name] is None and data[other] is not None:
                refuse("missing-field", at=name)


@collections.reads("/collections", Act.SEE_HOLDINGS, query=CollectionsQuery, gives=page_of(CollectionOut))
def search(by: Person, wanted: dict[str, Any]) -> object:
    """Collections that a network lends, by title in the alphabet of the language asked for."""
    terms = Wanted(**{name: wanted[name] for name in Wanted.__dataclass_fields__})
    also = []
    if wanted["free_from"] is not None:
        network = fetch(db(), Network, wanted["network_id"])
        also.append(free_between(network, wanted["free_from"], wanted["free_to"], now()))
    part = {"offset": offset(wanted), "limit": wanted["page_size"]}
    found = find_collections(
        db(), terms, network_id=wanted["network_id"], by=by, also=also, alphabet=alphabetical, **part
    )
    return page(found.items, wanted, found.total)


@collections.acts("/collections", Act.MANAGE_HOLDINGS, body=CollectionIn, gives=CollectionOut, status=201)
def add(by: Person, collection: dict[str, Any]) -> Collection:
    """Let the network borrow a crate, kit or set."""
    return add_collection(db(), by=by, **collection)


@collections.reads("/collections/<id:collection_id>", Act.SEE_HOLDINGS, gives=CollectionOut)
def one_collection(by: Person, collection_id: str) -> Collection:
    """One collection with its parts."""
    return seen_collection(by, collection_id)


@collections.changes("/collections/<id:collection_id>", Act.MANAGE_HOLDINGS, body=CollectionChange, gives=CollectionOut)
def change(by: Person, values: dict[str, Any], collection_id: str) -> Collection:
    """Change what is said of a collection."""
    unchanged_collection(by, collection_id)
    return change_collection(db(), collection_id, by=by, **values)


def seen_collection(by: Person, collection_id: str) -> Collection:
    """A collection that the caller may see.

    Raises:
        NotFound: no such collection.
        NotAllowed: it is in another network.
    """
    collection = fetch(db(), Collection, collection_id)
    allow(by, Act.SEE_HOLDINGS, network_id=collection.network_id)
    return collection


def unchanged_collection(by: Person, collection_id: str) -> None:
    """Lock a collection that the caller manages and that is still as the caller read it.

    Raises:
        NotFound, NotAllowed: there is none, or it is another place's.
        PreconditionFailed: somebody has changed it since.
    """
    collection = fetch(db(), Collection, collection_id, lock=True)
    allow(by, Act.MANAGE_HOLDINGS, network_id=collection.network_id, place_ids=(collection.home_id,))
    collections.check_etag(collection, CollectionOut)
