"""Changes of an approved loan: its end, and handing on to the next borrower."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.installation import now
from api.rest.bookings import BookingOut
from api.rest.fields import Choice, Day, Id, Moment, Text
from api.rest.resource import Resource
from api.rest.schema import Incoming, Labelled, Outgoing, list_of
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.bookings.booking import Booking
from logistics.bookings.changes import BookingChange, ChangeKind, ChangeState, changes_of
from logistics.bookings.search import booking_of
from logistics.transport import changing

EITHER = (Act.REQUEST, Act.DECIDE)
"""A change is asked for by the borrower's side or the owner's."""

changes = Resource("changes", "Loans made longer or shorter, or handed on to the next borrower.")


class BookingChangeOut(Outgoing):
    """A change, and where it stands; agreed, booking and shipments have followed."""

    id = Text(most=32)
    booking_id = Text(most=32)
    kind = Choice(ChangeKind)
    last_day = Day(allow_none=True)
    to_booking_id = Text(most=32, allow_none=True)
    state = Choice(ChangeState)
    rule = Text(most=120, allow_none=True, metadata={"description": "The owner's rule that agreed."})
    asked_by = fields.Nested(Labelled)
    asked_at = Moment()
    decided_at = Moment(allow_none=True)


class LastDayIn(Incoming):
    """Until when."""

    last_day = Day(required=True)


class HandOnIn(Incoming):
    """To whom."""

    to_booking_id = Id(required=True)


@changes.reads("/bookings/<id:booking_id>/changes", Act.SEE_BOOKINGS, gives=list_of(BookingChangeOut))
def all_changes(by: Person, booking_id: str) -> object:
    """Everything that was to be otherwise about a booking, oldest first."""
    return {"items": changes_of(db(), booking_of(db(), booking_id, by).id)}


@changes.acts("/bookings/<id:booking_id>/change-last-day", EITHER, body=LastDayIn, gives=BookingChangeOut)
def change_last_day(by: Person, what: dict[str, Any], booking_id: str) -> BookingChange:
    """Let a loan end later or earlier: at once, or as soon as the owner agrees."""
    return changing.change_last_day(db(), booking_id, what["last_day"], by=by, now=now())


@changes.acts("/bookings/<id:booking_id>/hand-on", EITHER, body=HandOnIn, gives=BookingChangeOut)
def hand_on(by: Person, what: dict[str, Any], booking_id: str) -> BookingChange:
    """Let a collection go straight to the next borrower: at once, or as soon as the owner agrees."""
    return changing.hand_on(db(), booking_id, what["to_booking_id"], by=by, now=now())


@changes.acts("/bookings/<id:booking_id>/take-hand-on-back", EITHER, gives=BookingOut)
def take_hand_on_back(by: Person, booking_id: str) -> Booking:
    """Let a collection that was to be handed on go home after all."""
    return changing.take_hand_on_back(db(), booking_id, by=by, now=now())


@changes.acts("/changes/<id:change_id>/agree", Act.DECIDE, gives=BookingChangeOut)
def agree(by: Person, change_id: str) -> BookingChange:
    """Say yes, as the owner."""
    return changing.agree(db(), change_id, by=by, now=now())


@changes.acts("/changes/<id:change_id>/refuse", Act.DECIDE, gives=BookingChangeOut)
def refuse(by: Person, change_id: str) -> BookingChange:
    """Say no, as the owner."""
    return changing.refuse(db(), change_id, by=by, now=now())


@changes.acts("/changes/<id:change_id>/withdraw", Act.REQUEST, gives=BookingChangeOut)
def withdraw(by: Person, change_id: str) -> BookingChange:
    """Take a proposal back."""
    return changing.withdraw(db(), change_id, by=by, now=now())
