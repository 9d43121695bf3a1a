"""Closures: days on which a place receives nothing."""

from __future__ import annotations

from typing import Any

from api.installation import now
from api.rest.fields import Day, Text
from api.rest.places import seen_place
from api.rest.resource import Resource
from api.rest.schema import Incoming, Outgoing, list_of
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.network.closures import close_place, reopen_place
from logistics.network.places import Closure
from logistics.transport.revising import revise

closures = Resource("closures", "Days on which a place receives nothing.")


class ClosureOut(Outgoing):
    """From the first day to the last, both included."""

    id = Text(most=32)
    place_id = Text(most=64)
    first_day = Day()
    last_day = Day()
    reason = Text(most=200)


class ClosureIn(Incoming):
    """Which days, and why."""

    first_day = Day(required=True)
    last_day = Day(required=True)
    reason = Text(most=200, load_default="")


@closures.reads("/places/<id:place_id>/closures", Act.SEE_NETWORK, gives=list_of(ClosureOut))
def closures_of_place(by: Person, place_id: str) -> object:
    """Every closure of a place, past ones included."""
    return {"items": seen_place(by, place_id).closures}


@closures.acts("/places/<id:place_id>/closures", Act.CLOSE_PLACE, body=ClosureIn, gives=ClosureOut, status=201)
def close(by: Person, closure: dict[str, Any], place_id: str) -> Closure:
    """Close a place on some days."""
    made = close_place(db(), place_id=place_id, by=by, now=now(), **closure)
    revise(db(), made.place.network_id, now=now())
    return made


@closures.removes("/closures/<id:closure_id>", Act.CLOSE_PLACE)
def reopen(by: Person, closure_id: str) -> None:
    """Take a closure back."""
    revise(db(), reopen_place(db(), closure_id, by=by).network_id, now=now())
