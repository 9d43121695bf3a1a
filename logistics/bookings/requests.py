"""Asking for a collection."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.bookings.availability import is_free, next_free
from logistics.bookings.behalf import asked_for, asker, keep_in_use
from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.holds import holds_of
from logistics.bookings.keeping import keep, timetable_of
from logistics.bookings.promise import Promise, promise
from logistics.bookings.refusals import AlreadyPromised, KeptAtHome
from logistics.bookings.terms import require_within_term
from logistics.database import fetch, new_id
from logistics.errors import BadValue, LogisticsError, NotFound
from logistics.holdings.collections import Collection
from logistics.network.networks import Network
from logistics.network.places import Place, PlaceKind

LONGEST_NOTE = 1000

NEXT_BEST = frozenset({"earliest", "next_open"})
"""Facts of refusals that tell the next first day on which there is a way; whether it is free then is asked here."""


def ask(
    session: Session,
    *,
    collection_id: str,
    place_id: str,
    first_day: date,
    last_day: date,
    note: str = "",
    contact_id: str | None = None,
    by: Person,
    now: datetime,
) -> Booking:
    """Ask the owner of a collection for a loan; nothing is kept from others until the owner approves.

    Args:
        place_id: where it is wanted; of a contact, that is known.
        contact_id: on whose behalf the library asks, where the borrower is none.

    Returns:
        The booking, requested, with the promise that approval would give.

    Raises:
        NotFound: no such collection or place, or one that is no longer used or of another network.
        NotAllowed: `by` does not ask for that place.
        AlreadyPromised: an approved booking overlaps, transport time included.
        BadValue: the note is too long.
        And whatever `promise` refuses.
    """
    contact, library_id = asker(session, contact_id, place_id)
    collection, place = parties(session, collection_id, contact.goal_id if contact else place_id)
    allow(by, Act.REQUEST, network_id=collection.network_id, place_ids=(library_id,))
    if len(note) > LONGEST_NOTE:
        raise BadValue(field="note", value=len(note), most=LONGEST_NOTE)
    kind = contact.kind.place_kind if contact else place.kind
    given = offer(session, collection, place, first_day, last_day, now, borrower=kind)
    booking = Booking(
        id=new_id(),
        network_id=collection.network_id,
        collection=collection,
        place=place,
        first_day=first_day,
        last_day=last_day,
        state=BookingState.REQUESTED,
        note=note.strip(),
        asked_by=by,
        asked_at=now,
    )
    keep(booking, given)
    session.add(booking)
    booking.behalf = asked_for(contact)
    keep_in_use(session, contact, now)
    session.flush()
    return booking


def parties(session: Session, collection_id: str, place_id: str) -> tuple[Collection, Place]:
    """The collection and the place of a loan.

    Raises:
        NotFound: one is not there, no longer used, or the place is of another network.
    """
    collection = fetch(session, Collection, collection_id, field="collection_id")
    if not collection.active:
        raise NotFound(field="collection_id", what="collection", id=collection_id)
    place = fetch(session, Place, place_id, field="place_id")
    if not place.active or place.network_id != collection.network_id:
        raise NotFound(field="place_id", what="place", id=place_id)
    return collection, place


def offer(
    session: Session,
    collection: Collection,
    place: Place,
    first_day: date,
    last_day: date,
    now: datetime,
    *,
    but_for: str | None = None,
    borrower: PlaceKind | None = None,
    next_best: bool = True,
) -> Promise:
    """The promise for a loan that no approved booking, but for the one named, stands against.

    Args:
        borrower: what the borrower is; None: what the place is.
        next_best: look for the next day on which it could be, and tell it with a refusal.

    Raises:
        AlreadyPromised: another approved booking overlaps, transport time included.
        AfterTerm, OutlastsTerm, AfterSchoolYear: a school's loan would last too long.
        KeptAtHome: its owner keeps it at home on one of the days.
        And whatever `promise` refuses; a next best day that it tells is one on which the collection is free too.
    """
    network = session.get_one(Network, collection.network_id)
    timetable = timetable_of(session, network, but_for=but_for)

    def free_from(day: date) -> date | None:
        if not next_best:
            return None
        return next_free(session, collection, place, day, last_day - first_day, now, timetable)

    try:
        given = promise(
            network, collection.home, place, first_day, last_day, now, crates=collection.crates, timetable=timetable
        )
    except LogisticsError as refusal:
        for fact in NEXT_BEST & refusal.facts.keys() if next_best else ():
            day = refusal.facts[fact]
            if isinstance(day, date):
                refusal.facts[fact] = free_from(day)
        raise
    require_within_term(
        network,
        timetable,
        collection,
        place,
        borrower or place.kind,
        first_day=first_day,
        arrives_on=given.arrives_on,
        home_on=given.home_on,
        back=given.back,
        now=now,
    )
    kept = holds_of(session, [collection.id], given.leaves_on, given.home_on)
    if kept:
        raise KeptAtHome(
            field="first_day",
            first=kept[0].first_day,
            last=kept[-1].last_day,
            reason=kept[0].reason,
            free_from=free_from(first_day),
        )
    if not is_free(session, collection.id, given.leaves_on, given.home_on, but_for=but_for, now=now):
        raise AlreadyPromised(
            field="first_day",
            collection=collection.title,
            collection_id=collection.id,
            free_from=free_from(first_day),
        )
    return given
