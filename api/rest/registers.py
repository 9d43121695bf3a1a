"""Places put where they are, and libraries taken over from a national register."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from marshmallow import fields

from api.rest.faults import Fault, FieldFault, bad_input
from api.rest.fields import Choice, Degrees, Text, Whole, YesNo
from api.rest.resource import Resource
from api.rest.schema import Incoming, Outgoing
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.files.load_register import PlaceFate, store, weigh
from logistics.files.register import read_register
from logistics.network.places import Place
from logistics.network.settling import LONGEST_ADDRESS, settle_place

registers = Resource("registers", "Places put where they are, and libraries from a national register.")

MOST_CHARACTERS = 1_400_000


class RegisterIn(Incoming):
    """BaseBibliotek's XML, or a table with the columns of Libris as CSV or XLSX."""

    content = Text(least=1, most=MOST_CHARACTERS, required=True, metadata={"description": "Base64 of the file."})
    dry_run = YesNo(load_default=False, metadata={"description": "Say what would change and store nothing."})


class RowFaultOut(Outgoing):
    """What is wrong with a row; it was passed over."""

    row = Whole(least=1)
    name = fields.String()
    code = fields.String()
    value = fields.String()


class PlaceChangeOut(Outgoing):
    """What becomes of a library."""

    row = Whole(least=1)
    name = fields.String()
    municipality = fields.String()
    isil = fields.String(allow_none=True)
    fate = Choice(PlaceFate)
    changed = fields.List(fields.String(), metadata={"description": "What gets another value."})


class RegisterOut(Outgoing):
    """What was stored or would be."""

    stored = fields.Boolean()
    closed = Whole(least=0, metadata={"description": "Libraries that the register calls closed for good."})
    changes = fields.List(fields.Nested(PlaceChangeOut))
    faults = fields.List(fields.Nested(RowFaultOut))


class WhereIn(Incoming):
    """Where a place is, degrees, WGS 84."""

    lat = Degrees(most=90, required=True)
    lon = Degrees(most=180, required=True)
    address = Text(most=LONGEST_ADDRESS, load_default=None, allow_none=True)


class WhereOut(Outgoing):
    """Where a place is."""

    id = Text(most=64)
    lat = fields.Float()
    lon = fields.Float()
    address = Text(most=LONGEST_ADDRESS)
    isil = Text(most=16, allow_none=True)


@registers.acts("/networks/<id:network_id>/registers", Act.MANAGE_NETWORK, body=RegisterIn, gives=RegisterOut)
def take_over(by: Person, what: dict[str, Any], network_id: str) -> object:
    """Take libraries over; rows at fault are passed over and told."""
    try:
        content = base64.b64decode(what["content"], validate=True)
    except (binascii.Error, ValueError):
        raise bad_input(FieldFault("content", Fault("not-base64"))) from None
    register = read_register(content)
    changes = (weigh if what["dry_run"] else store)(db(), network_id, register.entries, by=by)
    return {
        "stored": not what["dry_run"],
        "closed": register.closed,
        "changes": changes,
        "faults": register.faults,
    }


@registers.acts("/places/<id:place_id>/settle", Act.MANAGE_NETWORK, body=WhereIn, gives=WhereOut)
def settle(by: Person, point: dict[str, Any], place_id: str) -> Place:
    """Say where a place is; its roads are measured anew before the next plan."""
    return settle_place(db(), place_id, **point, by=by)
