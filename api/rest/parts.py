"""Parts: what is in a collection."""

from __future__ import annotations

from typing import Any

from marshmallow import validates_schema

from api.rest.collections import PartOut, unchanged_collection
from api.rest.fields import Choice, Text, Whole, YesNo, refuse
from api.rest.resource import Resource
from api.rest.schema import Incoming
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.holdings.collections import Part, PartKind
from logistics.holdings.contents import (
    MOST_COPIES,
    MOST_VALUE,
    MOST_VOICES,
    add_part,
    change_part,
    remove_part,
)

parts = Resource("parts", "What is in a collection.")


class PartIn(Incoming):
    """Something to put into a collection, at the end of its part list."""

    kind = Choice(PartKind, required=True)
    title = Text(least=1, most=300, required=True)
    creator = Text(most=200, load_default="")
    identifier = Text(most=40, load_default="", metadata={"description": "ISBN, ISMN, EAN or the owner's own number."})
    copies = Whole(least=1, most=MOST_COPIES, required=True)
    within = Whole(
        least=1,
        load_default=None,
        allow_none=True,
        metadata={"description": "Position of the part that is to hold it, one that lies in no other."},
    )
    value = Whole(least=0, most=MOST_VALUE, load_default=0, metadata={"description": "Minor units, for each copy."})
    essential = YesNo(load_default=False, metadata={"description": "Without it the collection is of no use."})
    voices = Whole(least=1, most=MOST_VOICES, load_default=None, allow_none=True)


class PartChange(Incoming):
    """What is to be said of a part from now on; fields that are left out stay as they are."""

    kind = Choice(PartKind)
    title = Text(least=1, most=300)
    creator = Text(most=200)
    identifier = Text(most=40)
    copies = Whole(least=1, most=MOST_COPIES)
    within = Whole(least=1, allow_none=True)
    value = Whole(least=0, most=MOST_VALUE)
    essential = YesNo()
    voices = Whole(least=1, most=MOST_VOICES, allow_none=True)

    @validates_schema(skip_on_field_errors=True)
    def _says_something(self, data: dict[str, Any], **_: Any) -> None:
        if not data:
            refuse("nothing-to-change")


@parts.acts("/collections/<id:collection_id>/parts", Act.MANAGE_HOLDINGS, body=PartIn, gives=PartOut, status=201)
def put_in(by: Person, part: dict[str, Any], collection_id: str) -> Part:
    """Put something into a collection."""
    return add_part(db(), collection_id, by=by, **part)


@parts.changes(
    "/collections/<id:collection_id>/parts/<int:position>", Act.MANAGE_HOLDINGS, body=PartChange, gives=PartOut
)
def change(by: Person, values: dict[str, Any], collection_id: str, position: int) -> Part:
    """Change what is said of a part; If-Match is the collection's ETag."""
    unchanged_collection(by, collection_id)
    return change_part(db(), collection_id, position, by=by, **values)


@parts.removes("/collections/<id:collection_id>/parts/<int:position>", Act.MANAGE_HOLDINGS, if_match=True)
def take_out(by: Person, collection_id: str, position: int) -> None:
    """Take something out of a collection; If-Match is the collection's ETag, the others keep their positions."""
    unchanged_collection(by, collection_id)
    remove_part(db(), collection_id, position, by=by)
