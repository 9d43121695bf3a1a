"""Collections as files: CSV or XLSX, in Base64, out and in."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from marshmallow import fields

from api.installation import now
from api.pictures import prepared_or_none
from api.rest.faults import Fault, FieldFault, bad_input
from api.rest.fields import Choice, Id, OneOf, Text, Whole, YesNo
from api.rest.resource import Resource
from api.rest.schema import Incoming, Outgoing
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.files.load_stock import Fate, StockChange, exported, store, weigh
from logistics.files.spreadsheets import TableFormat
from logistics.files.stock import BadStock, read_stock, write_stock
from logistics.files.stock_archive import (
    PhotoChange,
    is_archive,
    read_archive,
    store_archive,
    weigh_archive,
    write_archive,
)

stock_files = Resource("collection-files", "Collections with their contents as CSV or XLSX.")

MOST_CHARACTERS = 32 * 1024 * 1024
MOST_CHARACTERS_OF_A_TABLE = 1_400_000
ZIP = "zip"


class FileOut(Outgoing):
    """A file."""

    format = OneOf([*(form.value for form in TableFormat), ZIP])
    content = fields.String(metadata={"description": "Base64."})


class FileQuery(Incoming):
    """Of which network, or of which home in it."""

    network_id = Id(required=True)
    home_id = Id(load_default=None)
    format = OneOf(
        [*(form.value for form in TableFormat), ZIP],
        load_default=TableFormat.CSV.value,
        metadata={"description": "zip: with photos."},
    )


class FileIn(Incoming):
    """A table of collections; its columns are those of an export."""

    network_id = Id(required=True)
    content = Text(
        least=1,
        most=MOST_CHARACTERS,
        required=True,
        metadata={"description": "Base64 of CSV or XLSX, or of a zip archive with photos."},
    )
    dry_run = YesNo(load_default=False, metadata={"description": "Say what would change and store nothing."})


class CellFaultOut(Outgoing):
    """What is wrong with a cell."""

    row = Whole(least=1, metadata={"description": "As a spreadsheet counts: the heading is 1."})
    column = fields.String(metadata={"description": "Empty: the row as a whole."})
    code = fields.String()


class CollectionFateOut(Outgoing):
    """What becomes of a collection."""

    code = Text(most=24)
    title = Text(most=200)
    fate = Choice(Fate)
    put_in = Whole(least=0, metadata={"description": "Parts."})
    changed = Whole(least=0)
    taken_out = Whole(least=0)


class PhotoFateOut(Outgoing):
    """What becomes of a photo."""

    code = Text(most=80, metadata={"description": "Of its collection."})
    fate = Choice(Fate)


class StoredOut(Outgoing):
    """What was stored or would be; where there are faults, nothing was."""

    stored = fields.Boolean()
    changes = fields.List(fields.Nested(CollectionFateOut))
    photos = fields.List(fields.Nested(PhotoFateOut))
    faults = fields.List(fields.Nested(CellFaultOut))


@stock_files.reads("/collection-files", Act.SEE_HOLDINGS, query=FileQuery, gives=FileOut)
def export(by: Person, wanted: dict[str, Any]) -> object:
    """Collections with their contents, by code."""
    found = exported(db(), network_id=wanted["network_id"], by=by, home_id=wanted["home_id"])
    if wanted["format"] == ZIP:
        content = write_archive(db(), found, TableFormat.CSV)
    else:
        content = write_stock(found, TableFormat(wanted["format"]))
    return {"format": wanted["format"], "content": base64.b64encode(content).decode()}


@stock_files.acts("/collection-files", Act.MANAGE_HOLDINGS, body=FileIn, gives=StoredOut)
def import_(by: Person, what: dict[str, Any]) -> object:
    """Bring collections to what a table says, all of it or nothing; those that it does not name stay as they are."""
    try:
        content = base64.b64decode(what["content"], validate=True)
    except (binascii.Error, ValueError):
        raise bad_input(FieldFault("content", Fault("not-base64"))) from None
    try:
        changes, photos = _read(content, what, by)
    except BadStock as refused:
        return {"stored": False, "changes": [], "photos": [], "faults": refused.faults}
    return {"stored": not what["dry_run"], "changes": changes, "photos": photos, "faults": []}


def _read(content: bytes, what: dict[str, Any], by: Person) -> tuple[list[StockChange], list[PhotoChange]]:
    network_id = what["network_id"]
    if not is_archive(content):
        if len(what["content"]) > MOST_CHARACTERS_OF_A_TABLE:
            raise bad_input(FieldFault("content", Fault("wrong-length", least=1, most=MOST_CHARACTERS_OF_A_TABLE)))
        return (weigh if what["dry_run"] else store)(db(), read_stock(content), network_id=network_id, by=by), []
    found = read_archive(content)
    if what["dry_run"]:
        done = weigh_archive(db(), found, network_id=network_id, by=by, prepare=prepared_or_none)
    else:
        done = store_archive(db(), found, network_id=network_id, by=by, now=now(), prepare=prepared_or_none)
    return done.collections, done.photos
