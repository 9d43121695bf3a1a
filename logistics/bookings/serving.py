"""Serving the waiting list: what becomes free is offered to the first who can have it, and kept until they answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.notices import staff_of, tell
from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.bookings.behalf import asked_for
from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.decisions import keep_for_us
from logistics.bookings.keeping import keep, keep_room
from logistics.bookings.refusals import AlreadyPromised, TooSoon
from logistics.bookings.requests import offer
from logistics.bookings.waiting import WaitingEntry, WaitingState, line_for
from logistics.database import fetch, new_id
from logistics.errors import DateInThePast, LogisticsError
from logistics.network.calendar import cutoff_of
from logistics.network.networks import Network

OFFER_STANDS = timedelta(days=3)
"""How long an offer keeps a collection: over a weekend, and no longer than transport can still be ordered."""

TOO_LATE = (TooSoon, DateInThePast)
"""Refusals after which waiting is in vain."""


def serve(session: Session, collection_id: str, now: datetime) -> list[WaitingEntry]:
    """Offer a collection to everybody in its line who can have it now, the first first.

    Whoever can't, because others have it still, keeps the place in the line and lets the next go by.

    Returns:
        Those to whom it is offered.
    """
    waiting = [entry for entry in line_for(session, collection_id) if entry.state is WaitingState.WAITING]
    if not waiting:
        return []
    collection = keep_for_us(session, collection_id)
    keep_room(session, collection.network_id)
    offered = []
    for entry in waiting if collection.active else ():
        try:
            offered += _offer(session, entry, now)
        except TOO_LATE:
            entry.move_to(WaitingState.EXPIRED)
            _tell(session, entry, "waiting-in-vain", now)
        except LogisticsError:
            continue  # closed then, or no tour: a changed calendar may mend it
    session.flush()
    return offered


def collections_waited_for(session: Session) -> list[str]:
    """Ids of the collections that somebody stands in line for."""
    wanted = select(WaitingEntry.collection_id).where(WaitingEntry.state == WaitingState.WAITING).distinct()
    return list(session.scalars(wanted.order_by(WaitingEntry.collection_id)))


def ended_offers(session: Session, now: datetime) -> list[str]:
    """Ids of the entries whose offer nobody has answered in time."""
    wanted = select(WaitingEntry.id).where(
        WaitingEntry.state == WaitingState.OFFERED, WaitingEntry.offer_ends_at <= now
    )
    return list(session.scalars(wanted.order_by(WaitingEntry.id)))


def lapse(session: Session, entry_id: str, now: datetime) -> None:
    """End an offer that nobody has answered, and offer the collection to the next; done before, it does nothing."""
    entry = _locked(session, entry_id)
    if entry.state is not WaitingState.OFFERED or entry.offer_ends_at is None or entry.offer_ends_at > now:
        return
    _end(session, entry, WaitingState.LAPSED, now)
    _tell(session, entry, "offer-lapsed", now)


def leave(session: Session, entry_id: str, *, by: Person, now: datetime) -> WaitingEntry:
    """Step out of the line, or say no to an offer; the next is served.

    Raises:
        NotFound: no such entry.
        NotAllowed: `by` does not ask for that place.
        WrongState: nobody stands there any more.
    """
    entry = _locked(session, entry_id)
    allow(by, Act.REQUEST, network_id=entry.collection.network_id, place_ids=(entry.place_id,))
    _end(session, entry, WaitingState.LEFT, now)
    return entry


def let_go(session: Session, booking: Booking, now: datetime) -> None:
    """Serve the next in line after a booking of the collection has ended or become shorter."""
    entry = session.scalar(select(WaitingEntry).where(WaitingEntry.booking_id == booking.id))
    if entry is not None and entry.state is WaitingState.OFFERED:
        entry.move_to(WaitingState.LEFT)
    serve(session, booking.collection_id, now)


def _offer(session: Session, entry: WaitingEntry, now: datetime) -> list[WaitingEntry]:
    """Keep the collection for somebody in line, where nobody else has it."""
    collection = entry.collection
    try:
        given = offer(session, collection, entry.goal, entry.first_day, entry.last_day, now, borrower=entry.borrower)
    except AlreadyPromised:
        return []
    network = session.get_one(Network, collection.network_id)
    booking = Booking(
        id=new_id(),
        network_id=network.id,
        collection=collection,
        place=entry.goal,
        first_day=entry.first_day,
        last_day=entry.last_day,
        state=BookingState.OFFERED,
        note=entry.note,
        asked_by=entry.asked_by,
        asked_at=now,
        behalf=asked_for(entry.contact),
    )
    keep(booking, given)
    session.add(booking)
    entry.move_to(WaitingState.OFFERED)
    entry.booking = booking
    entry.offer_ends_at = min(now + OFFER_STANDS, cutoff_of(network, given.leaves_on))
    session.flush()
    _tell(session, entry, "offer-made", now)
    return [entry]


def _end(session: Session, entry: WaitingEntry, state: WaitingState, now: datetime) -> None:
    offered = entry.booking if entry.state is WaitingState.OFFERED else None
    entry.move_to(state)
    if offered is not None:
        offered.move_to(BookingState.CANCELLED)
        offered.decided_at = now
    session.flush()
    serve(session, entry.collection_id, now)


def _locked(session: Session, entry_id: str) -> WaitingEntry:
    """The entry, the booking that it was offered locked before it."""
    entry = fetch(session, WaitingEntry, entry_id)
    if entry.booking_id is not None:
        fetch(session, Booking, entry.booking_id, lock=True)
    return fetch(session, WaitingEntry, entry_id, lock=True)


def _tell(session: Session, entry: WaitingEntry, code: str, now: datetime) -> None:
    facts: dict[str, str | int] = {
        "collection": entry.collection.title,
        "place": entry.goal.name,
        "first_day": entry.first_day.isoformat(),
        "last_day": entry.last_day.isoformat(),
    }
    if entry.offer_ends_at is not None:
        facts["until"] = entry.offer_ends_at.isoformat()
    people = [*staff_of(session, entry.place_id), entry.asked_by]
    about = f"booking:{entry.booking_id}" if entry.booking_id else f"collection:{entry.collection_id}"
    tell(session, people, code=code, facts=facts, about=about, key=f"{code}:{entry.id}", now=now)
