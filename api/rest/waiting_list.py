"""The waiting list: standing in line, and taking what is offered."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.installation import now
from api.rest.bookings import BookingOut
from api.rest.collections import CollectionName
from api.rest.fields import Choice, Day, Id, Moment, Text
from api.rest.resource import Resource
from api.rest.schema import Incoming, Labelled, Outgoing, list_of
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.bookings.booking import Booking
from logistics.bookings.requests import LONGEST_NOTE
from logistics.bookings.serving import leave
from logistics.bookings.waiting import WaitingEntry, WaitingState, entries_of, join
from logistics.transport.offers import take_offer

waiting = Resource("waiting-list", "Who wants a collection for days on which somebody else has it.")


class WaitingOut(Outgoing):
    """Somebody's place in the line; an offer keeps the collection until it ends."""

    id = Text(most=32)
    collection = fields.Nested(CollectionName)
    place = fields.Nested(Labelled)
    contact_id = Text(most=32, allow_none=True)
    first_day = Day()
    last_day = Day()
    note = Text(most=LONGEST_NOTE)
    state = Choice(WaitingState)
    asked_at = Moment()
    booking_id = Text(most=32, allow_none=True)
    offer_ends_at = Moment(allow_none=True)


class WaitingIn(Incoming):
    """Which collection, where, from which day to which, both included."""

    collection_id = Id(required=True)
    place_id = Id(required=True)
    first_day = Day(required=True)
    last_day = Day(required=True)
    note = Text(most=LONGEST_NOTE, load_default="")
    contact_id = Id(load_default=None, allow_none=True, metadata={"description": "On whose behalf; null: our readers."})


class WaitingQuery(Incoming):
    """Whose."""

    place_id = Id(required=True)


@waiting.reads("/waiting-list", Act.REQUEST, query=WaitingQuery, gives=list_of(WaitingOut))
def own_places_in_line(by: Person, wanted: dict[str, Any]) -> object:
    """What a place stands in line for, offers first."""
    return {"items": entries_of(db(), wanted["place_id"], by)}


@waiting.acts("/waiting-list", Act.REQUEST, body=WaitingIn, gives=WaitingOut, status=201)
def stand_in_line(by: Person, wanted: dict[str, Any]) -> WaitingEntry:
    """Stand in line for a collection that somebody else has then."""
    return join(db(), by=by, now=now(), **wanted)


@waiting.acts("/waiting-list/<id:entry_id>/take", Act.REQUEST, gives=BookingOut)
def take(by: Person, entry_id: str) -> Booking:
    """Say yes to what is offered: the loan is approved, and its transport ordered both ways."""
    return take_offer(db(), entry_id, by=by, now=now())


@waiting.acts("/waiting-list/<id:entry_id>/leave", Act.REQUEST, gives=WaitingOut)
def step_out(by: Person, entry_id: str) -> WaitingEntry:
    """Step out of the line, or say no to an offer; the next is served."""
    return leave(db(), entry_id, by=by, now=now())
