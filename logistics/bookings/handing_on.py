"""Handing on: a collection that goes from one borrower straight to the next."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from logistics.bookings.booking import Booking, BookingState
from logistics.database import Base, UtcDateTime


class HandOn(Base):
    """The collection of one booking goes on to another booking's place, without being at home between."""

    __tablename__ = "hand_on"
    __table_args__ = (CheckConstraint("from_booking_id != to_booking_id", name="two_bookings"),)

    to_booking_id: Mapped[str] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), primary_key=True)
    from_booking_id: Mapped[str] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), unique=True)
    agreed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    to_booking: Mapped[Booking] = relationship(foreign_keys=to_booking_id)
    from_booking: Mapped[Booking] = relationship(foreign_keys=from_booking_id)


def handed_on_from(session: Session, booking_id: str) -> HandOn | None:
    """How this booking's collection goes on, if it does not go home."""
    return session.scalar(select(HandOn).where(HandOn.from_booking_id == booking_id))


def handed_on_to(session: Session, booking_id: str) -> HandOn | None:
    """How this booking gets its collection, if it does not come from home."""
    return session.get(HandOn, booking_id)


def next_borrowers(session: Session, booking: Booking) -> list[Booking]:
    """Who could get the collection straight from this booking's place, the earliest first."""
    wanted = (
        select(Booking)
        .where(
            Booking.collection_id == booking.collection_id,
            Booking.place_id != booking.place_id,
            Booking.state.in_((BookingState.REQUESTED, BookingState.APPROVED)),
            Booking.first_day > booking.last_day,
            Booking.id.not_in(select(HandOn.to_booking_id)),
        )
        .order_by(Booking.first_day, Booking.id)
    )
    return list(session.scalars(wanted))
