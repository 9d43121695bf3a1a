"""Changes of an approved loan: its end, and handing on to the next borrower, where the owner has a say."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from sqlalchemy import CheckConstraint, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from logistics.access.people import Person
from logistics.bookings.booking import HOLDING, Booking, BookingState
from logistics.database import Base, UtcDateTime, coded, new_id
from logistics.holdings.collections import Collection
from logistics.states import Stateful

CHANGEABLE = HOLDING - {BookingState.OFFERED, BookingState.RETURNING}
"""States of a booking whose way home, or onward, can still become another."""


class ChangeKind(Enum):
    """What is to be otherwise."""

    EXTEND = "extend"
    SHORTEN = "shorten"
    HAND_ON = "hand-on"


class ChangeState(Enum):
    """Where a change stands."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


C = ChangeState

CHANGE_MOVES: dict[ChangeState, frozenset[ChangeState]] = {
    C.PROPOSED: frozenset({C.AGREED, C.REFUSED, C.WITHDRAWN}),
    C.AGREED: frozenset(),
    C.REFUSED: frozenset(),
    C.WITHDRAWN: frozenset(),
}


class BookingChange(Stateful[ChangeState], Base):
    """Somebody wants a loan otherwise than it was approved.

    Attributes:
        last_day: the new one of a longer or shorter loan.
        to_booking_id: who is to get the collection directly.
        rule: name of the owner's rule that agreed; None: a person did.
    """

    moves = CHANGE_MOVES

    __tablename__ = "booking_change"
    __table_args__ = (CheckConstraint("last_day IS NOT NULL OR to_booking_id IS NOT NULL", name="changes_something"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    booking_id: Mapped[str] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ChangeKind] = mapped_column(coded(ChangeKind))
    last_day: Mapped[date | None]
    to_booking_id: Mapped[str | None] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"))
    state: Mapped[ChangeState] = mapped_column(coded(ChangeState), index=True)
    rule: Mapped[str | None] = mapped_column(String(120))
    asked_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    booking: Mapped[Booking] = relationship(foreign_keys=booking_id)
    to_booking: Mapped[Booking | None] = relationship(foreign_keys=to_booking_id)
    asked_by: Mapped[Person] = relationship(foreign_keys=asked_by_id)


def open_change(session: Session, booking_id: str) -> BookingChange | None:
    """The change of a booking that waits for its owner."""
    waiting = select(BookingChange).where(BookingChange.booking_id == booking_id, BookingChange.state == C.PROPOSED)
    return session.scalars(waiting).first()


def changes_of(session: Session, booking_id: str) -> list[BookingChange]:
    """Everything that was to be otherwise about a booking, oldest first."""
    wanted = select(BookingChange).where(BookingChange.booking_id == booking_id)
    return list(session.scalars(wanted.order_by(BookingChange.asked_at, BookingChange.id)))


def proposed_to(session: Session, home_id: str) -> list[BookingChange]:
    """The changes that wait for an owner, oldest first."""
    wanted = (
        select(BookingChange)
        .join(BookingChange.booking)
        .join(Booking.collection)
        .where(Collection.home_id == home_id, BookingChange.state == C.PROPOSED, Booking.state.in_(CHANGEABLE))
    )
    return list(session.scalars(wanted.order_by(BookingChange.asked_at, BookingChange.id)))
