"""Tours and ferries as GTFS, in Base64, out and in."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from marshmallow import fields

from api.gtfs_faults import in_words
from api.installation import now
from api.rest.faults import Fault, FieldFault, bad_input
from api.rest.fields import Choice, Id, Text, Whole, YesNo
from api.rest.resource import Resource
from api.rest.schema import Incoming, Outgoing
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.files.gtfs.faults import BadGtfs
from logistics.files.gtfs.read import read_gtfs
from logistics.files.gtfs.store import Made, Stored, store_gtfs, weigh_gtfs
from logistics.files.gtfs.write import write_gtfs
from logistics.network.timetables import LONGEST_NAME
from logistics.transport.revising import revise

timetable_files = Resource("gtfs", "Tours and ferries as GTFS (gtfs.org).")

MOST_CHARACTERS = 16 * 1024 * 1024


class FeedFileOut(Outgoing):
    """A feed."""

    content = fields.String(metadata={"description": "Base64 of a zip archive."})


class FeedFileIn(Incoming):
    """A feed of tours, of ferries, or of both."""

    content = Text(least=1, most=MOST_CHARACTERS, required=True, metadata={"description": "Base64 of a zip archive."})
    season = Text(most=LONGEST_NAME, load_default="", metadata={"description": "Its name; ferries need none."})
    vehicle_id = Id(load_default=None, allow_none=True, metadata={"description": "What drives the tours."})
    only_ferries = YesNo(load_default=False, metadata={"description": "Leave out whatever is no ferry."})
    dry_run = YesNo(load_default=False, metadata={"description": "Say what would change and store nothing."})


class FeedFaultOut(Outgoing):
    """What is wrong with a feed."""

    file = fields.String(metadata={"description": "Of the feed; empty: the feed itself."})
    row = Whole(least=0, metadata={"description": "The header is 1; 0: the whole file."})
    column = fields.String()
    code = fields.String()
    title = fields.String()


class FeedItemOut(Outgoing):
    """A season, tour or crossing that the feed gives."""

    kind = Choice(Made)
    name = Text(most=LONGEST_NAME)
    new = fields.Boolean(metadata={"description": "It was not there before."})


class FeedStoredOut(Outgoing):
    """What was stored or would be; where there are faults, nothing was."""

    stored = fields.Boolean()
    items = fields.List(fields.Nested(FeedItemOut))
    faults = fields.List(fields.Nested(FeedFaultOut))


@timetable_files.reads("/networks/<id:network_id>/gtfs", Act.SEE_NETWORK, gives=FeedFileOut)
def export(by: Person, network_id: str) -> object:
    """The tours of a network."""
    return {"content": base64.b64encode(write_gtfs(db(), network_id, by=by)).decode()}


@timetable_files.acts("/networks/<id:network_id>/gtfs", Act.MANAGE_TOURS, body=FeedFileIn, gives=FeedStoredOut)
def import_(by: Person, what: dict[str, Any], network_id: str) -> object:
    """Take tours and the crossings of ferries from a feed, all of it or nothing; promises are made anew."""
    try:
        content = base64.b64decode(what["content"], validate=True)
    except (binascii.Error, ValueError):
        raise bad_input(FieldFault("content", Fault("not-base64"))) from None
    made = Stored()
    try:
        made = (weigh_gtfs if what["dry_run"] else store_gtfs)(
            db(),
            read_gtfs(content, only_ferries=what["only_ferries"]),
            network_id=network_id,
            season=what["season"],
            vehicle_id=what["vehicle_id"],
            by=by,
        )
    except BadGtfs as refused:
        faults = [
            {"file": one.file, "row": one.row, "column": one.column, "code": one.code, "title": in_words(one)}
            for one in refused.faults
        ]
        return {"stored": False, "items": [], "faults": faults}
    if not what["dry_run"]:
        revise(db(), network_id, now=now())
    return {"stored": not what["dry_run"], "items": made.items, "faults": []}
