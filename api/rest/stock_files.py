"""Collections as files: CSV or XLSX, in Base64, out and in."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from marshmallow import fields

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

stock_files = Resource("collection-files", "Collections with their contents as CSV or XLSX.")

MOST_CHARACTERS = 1_400_000


class FileOut(Outgoing):
    """A file."""

    format = OneOf([form.value for form in TableFormat])
    content = fields.String(metadata={"description": "Base64."})


class FileQuery(Incoming):
    """Of which network, or of which home in it."""

    network_id = Id(required=True)
    home_id = Id(load_default=None)
    format = Choice(TableFormat, load_default=TableFormat.CSV)


class FileIn(Incoming):
    """A table of collections; its columns are those of an export."""

    network_id = Id(required=True)
    content = Text(least=1, most=MOST_CHARACTERS, required=True, metadata={"description": "Base64 of CSV or XLSX."})
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


class StoredOut(Outgoing):
    """What was stored or would be; where there are faults, nothing was."""

    stored = fields.Boolean()
    changes = fields.List(fields.Nested(CollectionFateOut))
    faults = fields.List(fields.Nested(CellFaultOut))


@stock_files.reads("/collection-files", Act.SEE_HOLDINGS, query=FileQuery, gives=FileOut)
def export(by: Person, wanted: dict[str, Any]) -> object:
    """Collections with their contents, by code."""
    found = exported(db(), network_id=wanted["network_id"], by=by, home_id=wanted["home_id"])
    content = write_stock(found, wanted["format"])
    return {"format": wanted["format"].value, "content": base64.b64encode(content).decode()}


@stock_files.acts("/collection-files", Act.MANAGE_HOLDINGS, body=FileIn, gives=StoredOut)
def import_(by: Person, what: dict[str, Any]) -> object:
    """Bring collections to what a table says, all of it or nothing; those that it does not name stay as they are."""
    try:
        content = base64.b64decode(what["content"], validate=True)
    except (binascii.Error, ValueError):
        raise bad_input(FieldFault("content", Fault("not-base64"))) from None
    do = weigh if what["dry_run"] else store
    changes: list[StockChange] = []
    try:
        changes = do(db(), read_stock(content), network_id=what["network_id"], by=by)
    except BadStock as refused:
        return {"stored": False, "changes": [], "faults": refused.faults}
    return {"stored": not what["dry_run"], "changes": changes, "faults": []}
