"""The waiting list: who wants a collection for days on which somebody else has it, in the order of asking."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.bookings.behalf import ForContact, asker, keep_in_use
from logistics.bookings.booking import Booking
from logistics.bookings.refusals import AlreadyPromised, AlreadyWaiting, FreeNow
from logistics.bookings.requests import LONGEST_NOTE, offer, parties
from logistics.database import Base, UtcDateTime, coded, fetch, new_id
from logistics.errors import BadValue
from logistics.holdings.collections import Collection
from logistics.network.places import Place
from logistics.states import Stateful


class WaitingState(Enum):
    """Where somebody who waits stands."""

    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"
    LEFT = "left"
    LAPSED = "lapsed"
    EXPIRED = "expired"


W = WaitingState

WAITING_MOVES: dict[WaitingState, frozenset[WaitingState]] = {
    W.WAITING: frozenset({W.OFFERED, W.LEFT, W.EXPIRED}),
    W.OFFERED: frozenset({W.TAKEN, W.LEFT, W.LAPSED}),
    W.TAKEN: frozenset(),
    W.LEFT: frozenset(),
    W.LAPSED: frozenset(),
    W.EXPIRED: frozenset(),
}

IN_LINE = frozenset({W.WAITING, W.OFFERED})
"""States of those who still stand in the line."""


class WaitingEntry(Stateful[WaitingState], ForContact, Base):
    """Somebody waits for a collection and a period.

    Attributes:
        first_day, last_day: of the loan, both included.
        asked_at: the order of the line.
        booking_id: what was offered; it keeps the collection until the offer is taken or ends.
        offer_ends_at: until when the offer stands.
    """

    moves = WAITING_MOVES

    __tablename__ = "waiting_entry"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="first_before_last"),
        Index("ix_waiting_entry_line", "collection_id", "state", "asked_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    collection_id: Mapped[str] = mapped_column(ForeignKey("collection.id"))
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[WaitingState] = mapped_column(coded(WaitingState), index=True)
    asked_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    booking_id: Mapped[str | None] = mapped_column(ForeignKey("booking.id"), unique=True)
    offer_ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    collection: Mapped[Collection] = relationship()
    place: Mapped[Place] = relationship()
    asked_by: Mapped[Person] = relationship()
    booking: Mapped[Booking | None] = relationship()


def join(
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
) -> WaitingEntry:
    """Stand in line for a collection that somebody else has then.

    Args:
        place_id: the library that asks; of a contact, that is known.
        contact_id: on whose behalf the library asks.

    Raises:
        NotFound: no such collection or place, or one that is no longer used or of another network.
        NotAllowed: `by` does not ask for that place.
        FreeNow: nobody has it then; it can be asked for.
        AlreadyWaiting: the place stands in line for some of these days.
        BadValue: the note is too long.
        And whatever `promise` refuses.
    """
    contact, library_id = asker(session, contact_id, place_id)
    collection, place = parties(session, collection_id, library_id)
    allow(by, Act.REQUEST, network_id=collection.network_id, place_ids=(place.id,))
    if len(note) > LONGEST_NOTE:
        raise BadValue(field="note", value=len(note), most=LONGEST_NOTE)
    for entry in line_for(session, collection.id):
        same = (entry.place_id, entry.contact_id) == (place.id, contact_id)
        if same and entry.first_day <= last_day and first_day <= entry.last_day:
            raise AlreadyWaiting(field="first_day", collection=collection.title)
    entry = WaitingEntry(
        id=new_id(),
        collection=collection,
        place=place,
        contact=contact,
        first_day=first_day,
        last_day=last_day,
        note=note.strip(),
        state=W.WAITING,
        asked_by=by,
        asked_at=now,
    )
    with session.no_autoflush:
        _refuse_where_free(session, entry, now)
    session.add(entry)
    keep_in_use(session, contact, now)
    session.flush()
    return entry


def _refuse_where_free(session: Session, entry: WaitingEntry, now: datetime) -> None:
    collection = entry.collection
    try:
        offer(session, collection, entry.goal, entry.first_day, entry.last_day, now, borrower=entry.borrower)
    except AlreadyPromised:
        return
    raise FreeNow(field="first_day", collection=collection.title)


def line_for(session: Session, collection_id: str) -> list[WaitingEntry]:
    """Everybody who stands in line for a collection, the first to be served first."""
    wanted = select(WaitingEntry).where(WaitingEntry.collection_id == collection_id, WaitingEntry.state.in_(IN_LINE))
    return list(session.scalars(wanted.order_by(WaitingEntry.asked_at, WaitingEntry.id)))


def waits_for(session: Session, collection_id: str, first_day: date, last_day: date) -> bool:
    """Whether somebody stands in line for some of these days."""
    return any(
        entry.state is W.WAITING and entry.first_day <= last_day and first_day <= entry.last_day
        for entry in line_for(session, collection_id)
    )


def entries_of(session: Session, place_id: str, by: Person) -> list[WaitingEntry]:
    """What a place stands in line for, offers first.

    Raises:
        NotFound: no such place.
        NotAllowed: `by` does not ask for that place.
    """
    place = fetch(session, Place, place_id, field="place_id")
    allow(by, Act.REQUEST, network_id=place.network_id, place_ids=(place.id,))
    wanted = select(WaitingEntry).where(WaitingEntry.place_id == place.id, WaitingEntry.state.in_(IN_LINE))
    return list(session.scalars(wanted.order_by(WaitingEntry.state, WaitingEntry.first_day, WaitingEntry.id)))


def place_in_line(session: Session, entry: WaitingEntry) -> int:
    """How many are served before, plus one."""
    return 1 + [other.id for other in line_for(session, entry.collection_id)].index(entry.id)


def entry_of(session: Session, booking_id: str) -> WaitingEntry | None:
    """The entry that a booking was offered to."""
    return session.scalar(select(WaitingEntry).where(WaitingEntry.booking_id == booking_id))
