"""Rounds of applications for scarce sets, and the states of a round and of an application."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from logistics.access.people import Person
from logistics.bookings.booking import Booking
from logistics.bookings.holds import Hold
from logistics.database import Base, UtcDateTime, coded, new_id
from logistics.holdings.collections import Collection
from logistics.network.places import Place
from logistics.states import Stateful


class RoundState(Enum):
    """Where a round stands; whether it takes applications follows from its dates."""

    OPEN = "open"
    DECIDED = "decided"
    CANCELLED = "cancelled"


ROUND_MOVES: dict[RoundState, frozenset[RoundState]] = {
    RoundState.OPEN: frozenset({RoundState.DECIDED, RoundState.CANCELLED}),
    RoundState.DECIDED: frozenset(),
    RoundState.CANCELLED: frozenset(),
}


class ApplicationState(Enum):
    """Where an application stands."""

    SENT = "sent"
    WITHDRAWN = "withdrawn"
    GRANTED = "granted"
    REFUSED = "refused"


class ShareRound(Stateful[RoundState], Base):
    """Scarce sets that are shared out among all who apply until a date.

    Attributes:
        opens_on, closes_on: days on which applications are taken, both included.
        bonus_percent: what each pupil counts more for each round in a row in which the place went without, two at most.
        most_per_place: sets that one place can get; None: no limit.
        proposal: the answer that was found last, with the fingerprint of what it rests on; None: nobody has looked.
    """

    moves = ROUND_MOVES

    __tablename__ = "share_round"
    __table_args__ = (
        CheckConstraint("opens_on <= closes_on", name="opens_before_it_closes"),
        CheckConstraint("bonus_percent BETWEEN 0 AND 200", name="bonus"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    network_id: Mapped[str] = mapped_column(ForeignKey("network.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    bonus_percent: Mapped[int]
    most_per_place: Mapped[int | None]
    state: Mapped[RoundState] = mapped_column(coded(RoundState))
    proposal: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    made_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    periods: Mapped[list[SharePeriod]] = relationship(cascade="all, delete-orphan", order_by="SharePeriod.number")
    sets: Mapped[list[ShareSet]] = relationship(cascade="all, delete-orphan", order_by="ShareSet.collection_id")
    applications: Mapped[list[Application]] = relationship(
        cascade="all, delete-orphan", order_by="Application.made_at, Application.id", back_populates="round"
    )

    def takes_applications(self, day: date) -> bool:
        """Whether applications can be sent, changed and withdrawn on a day."""
        return self.state is RoundState.OPEN and self.opens_on <= day <= self.closes_on


class SharePeriod(Base):
    """Days on which a class can have a set, both included; `number` counts from 1."""

    __tablename__ = "share_period"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="first_before_last"),)

    round_id: Mapped[str] = mapped_column(ForeignKey("share_round.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    first_day: Mapped[date]
    last_day: Mapped[date]


class ShareSet(Base):
    """A collection that is shared out."""

    __tablename__ = "share_set"

    round_id: Mapped[str] = mapped_column(ForeignKey("share_round.id", ondelete="CASCADE"), primary_key=True)
    collection_id: Mapped[str] = mapped_column(ForeignKey("collection.id"), primary_key=True)

    collection: Mapped[Collection] = relationship()

    @property
    def copies(self) -> int:
        """Copies of the title that it has most of: so many pupils can read at once."""
        return max((part.copies for part in self.collection.parts), default=1)


class Application(Base):
    """A class that asks for one set in one period.

    Attributes:
        title: which class, as the applicant calls it.
        wishes: ids of collections, the dearest first.
        periods: numbers of periods that would do.
        collection_id, period: what it was given.
        booking_id: the loan that was made of it; None where none could be made, or none is needed.
        hold_id: what keeps a set that is given where it lives from others.
        reason: of a refusal, as `routing.sharing` gives it.
    """

    __tablename__ = "application"
    __table_args__ = (CheckConstraint("pupils > 0", name="has_pupils"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("share_round.id", ondelete="CASCADE"), index=True)
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    pupils: Mapped[int]
    wishes: Mapped[list[str]] = mapped_column(JSON)
    periods: Mapped[list[int]] = mapped_column(JSON)
    state: Mapped[ApplicationState] = mapped_column(coded(ApplicationState))
    collection_id: Mapped[str | None] = mapped_column(ForeignKey("collection.id"))
    period: Mapped[int | None]
    booking_id: Mapped[str | None] = mapped_column(ForeignKey("booking.id"))
    hold_id: Mapped[str | None] = mapped_column(ForeignKey("hold.id", ondelete="SET NULL"))
    reason: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    made_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    round: Mapped[ShareRound] = relationship(back_populates="applications")
    place: Mapped[Place] = relationship()
    collection: Mapped[Collection | None] = relationship()
    booking: Mapped[Booking | None] = relationship()
    hold: Mapped[Hold | None] = relationship()
    made_by: Mapped[Person] = relationship()
