"""Bookings: asking for a collection, deciding on it, taking it back."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.installation import now
from api.rest.collections import CollectionName
from api.rest.fields import Choice, Day, Id, Moment, Text, YesNo
from api.rest.resource import Resource
from api.rest.schema import Incoming, Labelled, Outgoing, Paged, offset, page, page_of
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.bookings.behalf import BorrowerKind
from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.requests import LONGEST_NOTE
from logistics.bookings.search import booking_of, bookings_in
from logistics.transport import approvals, losing

bookings = Resource("bookings", "Who has which collection, where and when.")


class BehalfOut(Outgoing):
    """On whose behalf a library has asked; who that is, only the library itself is told."""

    kind = Choice(BorrowerKind)
    library = fields.Nested(Labelled)


class BookingOut(Outgoing):
    """A loan as asked for, with the promise: the days on which it leaves, arrives, is collected and is home."""

    id = Text(most=32)
    network_id = Text(most=32)
    collection = fields.Nested(CollectionName)
    home = fields.Nested(Labelled, attribute="collection.home")
    place = fields.Nested(Labelled)
    first_day = Day()
    last_day = Day()
    leaves_on = Day()
    arrives_on = Day()
    collected_on = Day()
    home_on = Day()
    state = Choice(BookingState)
    note = Text(most=LONGEST_NOTE)
    behalf = fields.Nested(BehalfOut, allow_none=True)
    asked_by = fields.Nested(Labelled)
    asked_at = Moment()
    decided_by = fields.Nested(Labelled, allow_none=True)
    decided_at = Moment(allow_none=True)
    rule = Text(most=120, allow_none=True, metadata={"description": "The owner's rule that approved it."})


class BookingIn(Incoming):
    """Which collection, where, from which day to which, both included."""

    collection_id = Id(required=True)
    place_id = Id(required=True)
    first_day = Day(required=True)
    last_day = Day(required=True)
    note = Text(most=LONGEST_NOTE, load_default="")
    contact_id = Id(
        load_default=None,
        allow_none=True,
        metadata={"description": "On whose behalf; crates go where the contact receives, not to `place_id`."},
    )


class LostIn(Incoming):
    """What becomes of the collection."""

    stays_in_use = YesNo(
        load_default=False,
        metadata={"description": "It is replaced and can be promised again; otherwise nobody can ask for it any more."},
    )


class BookingsQuery(Paged):
    """Which bookings."""

    network_id = Id(required=True)
    collection_id = Id(load_default=None)
    state = Choice(BookingState, load_default=None)


@bookings.reads("/bookings", Act.SEE_BOOKINGS, query=BookingsQuery, gives=page_of(BookingOut))
def some_bookings(by: Person, wanted: dict[str, Any]) -> object:
    """Bookings that the caller's place, or network, takes part in; first loan first."""
    found = bookings_in(
        db(),
        wanted["network_id"],
        by,
        states=None if wanted["state"] is None else [wanted["state"]],
        collection_id=wanted["collection_id"],
        offset=offset(wanted),
        limit=wanted["page_size"],
    )
    return page(found.items, wanted, found.total)


@bookings.acts("/bookings", Act.REQUEST, body=BookingIn, gives=BookingOut, status=201)
def request_collection(by: Person, wanted: dict[str, Any]) -> Booking:
    """Ask for a collection; where a rule of the owner covers the request, it is approved at once."""
    return approvals.request(db(), by=by, now=now(), **wanted)


@bookings.reads("/bookings/<id:booking_id>", Act.SEE_BOOKINGS, gives=BookingOut)
def one_booking(by: Person, booking_id: str) -> Booking:
    """One booking."""
    return booking_of(db(), booking_id, by)


@bookings.acts("/bookings/<id:booking_id>/approve", Act.DECIDE, gives=BookingOut)
def approve_request(by: Person, booking_id: str) -> Booking:
    """Promise the collection to the borrower, and order its transport both ways."""
    return approvals.approve(db(), booking_id, by=by, now=now())


@bookings.acts("/bookings/<id:booking_id>/decline", Act.DECIDE, gives=BookingOut)
def decline_request(by: Person, booking_id: str) -> Booking:
    """Refuse a request, or take an approval back until the collection has left."""
    return approvals.decline(db(), booking_id, by=by, now=now())


@bookings.acts("/bookings/<id:booking_id>/cancel", Act.REQUEST, gives=BookingOut)
def cancel_booking(by: Person, booking_id: str) -> Booking:
    """Take back a request or an approved booking, until the collection has left."""
    return approvals.cancel(db(), booking_id, by=by, now=now())


@bookings.acts("/bookings/<id:booking_id>/declare-lost", Act.DECIDE, body=LostIn, gives=BookingOut)
def declare_lost(by: Person, what: dict[str, Any], booking_id: str) -> Booking:
    """Give up a collection that has left: its transport is cancelled, and a deviation opened."""
    return losing.declare_lost(db(), booking_id, stays_in_use=what["stays_in_use"], by=by, now=now())


@bookings.acts("/bookings/<id:booking_id>/declare-found", Act.DECIDE, gives=BookingOut)
def declare_found(by: Person, booking_id: str) -> Booking:
    """Take a loss back: booking and transport stand again where scans say they are."""
    return losing.declare_found(db(), booking_id, by=by, now=now())
