"""Part delivery: so many copies now, the rest on a later day, in one booking."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from logistics.bookings.booking import Booking
from logistics.database import Base, UtcDateTime

MOST_COPIES = 999


class SplitDelivery(Base):
    """A booking whose collection comes in two parts; it goes home as one.

    Attributes:
        copies_now, copies_later: of the first and the second part.
        leaves_on, arrives_on: promised days of the second part.
    """

    __tablename__ = "split_delivery"
    __table_args__ = (
        CheckConstraint("copies_now > 0 AND copies_later > 0", name="counts"),
        CheckConstraint("leaves_on <= arrives_on", name="promise"),
    )

    booking_id: Mapped[str] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), primary_key=True)
    copies_now: Mapped[int]
    copies_later: Mapped[int]
    leaves_on: Mapped[date]
    arrives_on: Mapped[date]
    made_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    booking: Mapped[Booking] = relationship()


def split_of(session: Session, booking_id: str) -> SplitDelivery | None:
    """How a booking's collection comes in parts, if it does."""
    return session.get(SplitDelivery, booking_id)


def crates_for(crates: int, copies: int, all_copies: int) -> int:
    """Crate units that some of the copies need: their share, rounded up, and no less than one.

    Args:
        crates: of the whole collection, >= 1.
        copies: 1 to `all_copies`.
    """
    return max(1, -(-crates * copies // all_copies))
