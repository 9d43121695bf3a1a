"""A booking: which collection is wanted where and when, and the states it passes through."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from logistics.access.people import Person
from logistics.bookings.behalf import OnBehalf
from logistics.database import Base, UtcDateTime, coded, new_id
from logistics.holdings.collections import Collection
from logistics.network.places import Place, PlaceKind
from logistics.network.tours import Tour
from logistics.states import Stateful


class BookingState(Enum):
    """Where a booking stands."""

    REQUESTED = "requested"
    OFFERED = "offered"
    APPROVED = "approved"
    ON_THE_WAY = "on-the-way"
    ON_LOAN = "on-loan"
    RETURNING = "returning"
    RETURNED = "returned"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    LOST = "lost"


S = BookingState

MOVES: dict[BookingState, frozenset[BookingState]] = {
    S.REQUESTED: frozenset({S.APPROVED, S.DECLINED, S.CANCELLED}),
    S.OFFERED: frozenset({S.APPROVED, S.CANCELLED}),
    S.APPROVED: frozenset({S.ON_THE_WAY, S.DECLINED, S.CANCELLED}),
    S.ON_THE_WAY: frozenset({S.ON_LOAN, S.LOST}),
    S.ON_LOAN: frozenset({S.RETURNING, S.LOST}),
    S.RETURNING: frozenset({S.RETURNED, S.LOST}),
    S.RETURNED: frozenset(),
    S.DECLINED: frozenset(),
    S.CANCELLED: frozenset(),
    S.LOST: frozenset({S.ON_THE_WAY, S.ON_LOAN, S.RETURNING, S.RETURNED}),  # found again
}

ENDS = frozenset({S.RETURNED, S.DECLINED, S.CANCELLED, S.LOST})
"""States in which nobody waits for anything any more."""

HOLDING = frozenset({S.OFFERED, S.APPROVED, S.ON_THE_WAY, S.ON_LOAN, S.RETURNING})
"""States in which a booking keeps its collection from everybody else."""

NOT_LEFT = frozenset({S.REQUESTED, S.OFFERED, S.APPROVED})
"""States in which the collection is still where it was."""

JOURNEY = (S.APPROVED, S.ON_THE_WAY, S.ON_LOAN, S.RETURNING, S.RETURNED)
"""The states of a loan that goes well, in their order."""


class Booking(Stateful[BookingState], Base):
    """Somebody wants a collection at a place from a date to a date.

    Attributes:
        first_day, last_day: the loan as asked for, both included, at the borrowing place.
        leaves_on, arrives_on, collected_on, home_on: the promise: service days on which the collection
            is packed, delivered, fetched back and at home again. From `leaves_on` to `home_on`, both
            included, nobody else can have it.
        decided_at, decided_by: approval or refusal.
        rule: name of the owner's rule that approved it; None: a person did, or nobody yet.
    """

    moves = MOVES

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="first_before_last"),
        CheckConstraint(
            "leaves_on <= arrives_on AND arrives_on <= collected_on AND collected_on <= home_on",
            name="promise",
        ),
        Index("ix_booking_calendar", "collection_id", "state", "leaves_on", "home_on"),
        Index("ix_booking_busy", "network_id", "state", "home_on", "leaves_on", "collection_id"),
        Index("ix_booking_list", "network_id", "state", "first_day", "id"),
        Index("ix_booking_at_place", "place_id", "state", "first_day", "id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    network_id: Mapped[str] = mapped_column(ForeignKey("network.id"), index=True)
    collection_id: Mapped[str] = mapped_column(ForeignKey("collection.id"))
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    leaves_on: Mapped[date]
    arrives_on: Mapped[date]
    collected_on: Mapped[date]
    home_on: Mapped[date]
    state: Mapped[BookingState] = mapped_column(coded(BookingState), index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    asked_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rule: Mapped[str | None] = mapped_column(String(120))

    collection: Mapped[Collection] = relationship()
    place: Mapped[Place] = relationship()
    asked_by: Mapped[Person] = relationship(foreign_keys=asked_by_id)
    decided_by: Mapped[Person | None] = relationship(foreign_keys=decided_by_id)
    behalf: Mapped[OnBehalf | None] = relationship(cascade="all, delete-orphan")
    legs: Mapped[list[BookingLeg]] = relationship(
        back_populates="booking", cascade="all, delete-orphan", order_by="BookingLeg.leaves_at"
    )

    @property
    def borrower_ids(self) -> tuple[str, ...]:
        """The places whose people act for the borrower."""
        return (self.place_id, self.behalf.library_id) if self.behalf else (self.place_id,)

    @property
    def borrower_kind(self) -> PlaceKind:
        """What the borrower is, whoever asks for it."""
        return self.behalf.kind.place_kind if self.behalf else self.place.kind

    def advance_to(self, reached: BookingState) -> None:
        """Move along the journey as far as what was seen of the crate; never back, never out of an end."""
        if self.state not in JOURNEY or reached not in JOURNEY:
            return
        for step in JOURNEY[JOURNEY.index(self.state) + 1 : JOURNEY.index(reached) + 1]:
            self.move_to(step)


class BookingLeg(Base):
    """A part of the promised way: the collection rides with a tour on a day.

    Attributes:
        position: order on the whole way, from 1; the way back follows the way out.
        back: on the way home.
        leaves_at, arrives_at: when it is handed over to the driver, and by the driver.
    """

    __tablename__ = "booking_leg"
    __table_args__ = (
        CheckConstraint("leaves_at < arrives_at", name="takes_time"),
        Index("ix_booking_leg_ride", "day", "tour_id"),
    )

    booking_id: Mapped[str] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    back: Mapped[bool]
    tour_id: Mapped[str] = mapped_column(ForeignKey("tour.id"), index=True)
    day: Mapped[date]
    from_place_id: Mapped[str] = mapped_column(ForeignKey("place.id"))
    to_place_id: Mapped[str] = mapped_column(ForeignKey("place.id"))
    leaves_at: Mapped[datetime] = mapped_column(UtcDateTime)
    arrives_at: Mapped[datetime] = mapped_column(UtcDateTime)

    booking: Mapped[Booking] = relationship(back_populates="legs")
    tour: Mapped[Tour] = relationship()
    from_place: Mapped[Place] = relationship(foreign_keys=from_place_id)
    to_place: Mapped[Place] = relationship(foreign_keys=to_place_id)
