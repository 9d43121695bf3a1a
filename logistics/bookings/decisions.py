"""The owner's answer to a request, and either side's change of mind."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow, may
from logistics.access.rights import Act
from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.keeping import keep, keep_room
from logistics.bookings.news import tell_borrower, tell_owner
from logistics.bookings.requests import offer
from logistics.bookings.rules import ApprovalRule
from logistics.database import fetch
from logistics.errors import NotFound, WrongState
from logistics.holdings.collections import Collection


def approve(session: Session, booking_id: str, *, by: Person, now: datetime) -> Booking:
    """Promise the collection to the borrower; the promise is made anew, as days have passed since the request.

    Raises:
        NotFound: no such booking, or its collection is no longer used.
        NotAllowed: `by` does not decide for the owning library.
        WrongState: it is no request any more.
        AlreadyPromised: another approved booking overlaps, transport time included.
        And whatever `promise` refuses.
    """
    booking = _decidable(session, booking_id, by)
    if booking.state is not BookingState.REQUESTED:
        raise WrongState(what="booking", id=booking.id, was=booking.state.value, wanted=BookingState.APPROVED.value)
    promise_anew(session, booking, now)
    _write(session, booking, BookingState.APPROVED, by, now)
    tell_borrower(session, booking, "request-approved", by=by, now=now)
    return booking


def approve_by_rule(session: Session, booking: Booking, rule: ApprovalRule, *, now: datetime) -> None:
    """Promise the collection as the owner's rule says; nobody has to be asked.

    Raises:
        AlreadyPromised: somebody else was promised it a moment ago.
        And whatever `promise` refuses.
    """
    promise_anew(session, booking, now)
    booking.rule = rule.name
    _write(session, booking, BookingState.APPROVED, None, now)


def promise_anew(session: Session, booking: Booking, now: datetime) -> None:
    """Make a booking's promise again, with its collection locked, so that it holds against everybody else's.

    Raises:
        NotFound: the collection is no longer used.
        AlreadyPromised: another approved booking overlaps, transport time included.
        And whatever `promise` refuses.
    """
    collection = keep_for_us(session, booking.collection_id)
    if not collection.active:
        raise NotFound(what="collection", id=collection.id)
    keep_room(session, booking.network_id)
    given = offer(
        session,
        collection,
        booking.place,
        booking.first_day,
        booking.last_day,
        now,
        but_for=booking.id,
        borrower=booking.borrower_kind,
    )
    keep(booking, given)


def keep_for_us(session: Session, collection_id: str) -> Collection:
    """Lock the collection, so that two approvals of it can't both find it free.

    Key-share leaves the row open to foreign keys: everybody who has just asked for it refers to it, and two of them
    who then wanted it for themselves alone would wait for each other.
    """
    fetch(session, Collection, collection_id)
    return session.get_one(Collection, collection_id, with_for_update={"key_share": True}, populate_existing=True)


def decline(session: Session, booking_id: str, *, by: Person, now: datetime) -> Booking:
    """Refuse a request, or take an approval back as long as the collection has not left.

    Raises:
        NotFound: no such booking.
        NotAllowed: `by` does not decide for the owning library.
        WrongState: the collection has left, or the booking has ended.
    """
    booking = _decidable(session, booking_id, by)
    approved = booking.state is BookingState.APPROVED
    _write(session, booking, BookingState.DECLINED, by, now)
    tell_borrower(session, booking, "approval-withdrawn" if approved else "request-declined", by=by, now=now)
    return booking


def cancel(session: Session, booking_id: str, *, by: Person, now: datetime) -> Booking:
    """Take back a request or an approved booking; borrower and owner both may, until the collection has left.

    Raises:
        NotFound: no such booking.
        NotAllowed: `by` neither asks for the borrower nor decides for the owner.
        WrongState: the collection has left, or the booking has ended.
    """
    booking = fetch(session, Booking, booking_id, lock=True)
    if not may(by, Act.DECIDE, network_id=booking.network_id, place_ids=(booking.collection.home_id,)):
        allow(by, Act.REQUEST, network_id=booking.network_id, place_ids=booking.borrower_ids)
    asked_only = booking.state is BookingState.REQUESTED
    _write(session, booking, BookingState.CANCELLED, by, now)
    tell_owner(session, booking, "request-withdrawn" if asked_only else "booking-cancelled", by=by, now=now)
    tell_borrower(session, booking, "booking-cancelled", by=by, now=now)
    return booking


def _decidable(session: Session, booking_id: str, by: Person) -> Booking:
    """Lock a booking that `by` may decide on."""
    booking = fetch(session, Booking, booking_id, lock=True)
    allow(by, Act.DECIDE, network_id=booking.network_id, place_ids=(booking.collection.home_id,))
    return booking


def _write(session: Session, booking: Booking, state: BookingState, by: Person | None, now: datetime) -> None:
    booking.move_to(state)
    booking.decided_by = by
    booking.decided_at = now
    session.flush()
