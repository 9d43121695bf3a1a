"""Holds: days on which an owner keeps a collection at home."""

from __future__ import annotations

from typing import Any

from api.installation import now
from api.rest.fields import Day, Text
from api.rest.resource import Resource
from api.rest.schema import Incoming, Outgoing
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.bookings.holds import LONGEST_REASON, Hold, hold, release

holds = Resource("holds", "Days on which an owner keeps a collection at home.")


class HoldOut(Outgoing):
    """From the first day to the last, both included."""

    id = Text(most=32)
    collection_id = Text(most=64)
    first_day = Day()
    last_day = Day()
    reason = Text(most=LONGEST_REASON)


class HoldIn(Incoming):
    """Which days, and why."""

    first_day = Day(required=True)
    last_day = Day(required=True)
    reason = Text(most=LONGEST_REASON, load_default="")


@holds.acts("/collections/<id:collection_id>/holds", Act.MANAGE_HOLDINGS, body=HoldIn, gives=HoldOut, status=201)
def keep_at_home(by: Person, wanted: dict[str, Any], collection_id: str) -> Hold:
    """Keep a collection at home on some days."""
    return hold(db(), collection_id, by=by, now=now(), **wanted)


@holds.removes("/holds/<id:hold_id>", Act.MANAGE_HOLDINGS)
def lend_again(by: Person, hold_id: str) -> None:
    """Lend it again."""
    release(db(), hold_id, by=by)
