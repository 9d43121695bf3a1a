"""Parts: what is in a collection."""

from __future__ import annotations

from typing import Any

from api.rest.collections import PartOut, unchanged_collection
from api.rest.fields import Choice, Text, Whole
from api.rest.resource import Resource
from api.rest.schema import Incoming
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.holdings.collections import Part, PartKind
from logistics.holdings.shelves import MOST_COPIES, add_part, remove_part

parts = Resource("parts", "What is in a collection.")


class PartIn(Incoming):
    """Something to put into a collection, at the end of its part list."""

    kind = Choice(PartKind, required=True)
    title = Text(least=1, most=300, required=True)
    creator = Text(most=200, load_default="")
    identifier = Text(most=40, load_default="", metadata={"description": "ISBN, ISMN, EAN or the owner's own number."})
    copies = Whole(least=1, most=MOST_COPIES, required=True)


@parts.acts("/collections/<id:collection_id>/parts", Act.MANAGE_HOLDINGS, body=PartIn, gives=PartOut, status=201)
def put_in(by: Person, part: dict[str, Any], collection_id: str) -> Part:
    """Put something into a collection."""
    return add_part(db(), collection_id, by=by, **part)


@parts.removes("/collections/<id:collection_id>/parts/<int:position>", Act.MANAGE_HOLDINGS, if_match=True)
def take_out(by: Person, collection_id: str, position: int) -> None:
    """Take something out of a collection; If-Match is the collection's ETag, the others keep their positions."""
    unchanged_collection(by, collection_id)
    remove_part(db(), collection_id, position, by=by)
