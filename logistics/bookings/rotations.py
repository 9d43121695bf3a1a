"""Rotations: a season in which book crates travel from library to library, and the states it passes through."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from logistics.bookings.booking import Booking
from logistics.bookings.holds import Hold
from logistics.database import Base, UtcDateTime, coded, new_id
from logistics.holdings.collections import Collection
from logistics.network.places import Place
from logistics.states import Stateful


class RotationState(Enum):
    """Where a rotation stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RUNNING = "running"
    ENDED = "ended"


S = RotationState

MOVES: dict[RotationState, frozenset[RotationState]] = {
    S.DRAFT: frozenset({S.PUBLISHED}),
    S.PUBLISHED: frozenset({S.DRAFT, S.RUNNING}),  # taken back, as long as nothing has left
    S.RUNNING: frozenset({S.ENDED}),
    S.ENDED: frozenset(),
}


class Rotation(Stateful[RotationState], Base):
    """A season of travelling crates.

    Attributes:
        proven: what the last search proved, and of which season, as `logistics.transport.rotating.Proof` has it.
    """

    moves = MOVES

    __tablename__ = "rotation"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    network_id: Mapped[str] = mapped_column(ForeignKey("network.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    state: Mapped[RotationState] = mapped_column(coded(RotationState))
    proven: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    made_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    periods: Mapped[list[RotationPeriod]] = relationship(cascade="all, delete-orphan", order_by="RotationPeriod.number")
    places: Mapped[list[RotationPlace]] = relationship(cascade="all, delete-orphan", order_by="RotationPlace.place_id")
    crates: Mapped[list[RotationCrate]] = relationship(
        cascade="all, delete-orphan", order_by="RotationCrate.collection_id"
    )
    cells: Mapped[list[RotationCell]] = relationship(
        cascade="all, delete-orphan", order_by="RotationCell.collection_id, RotationCell.period"
    )
    wishes: Mapped[list[RotationWish]] = relationship(
        cascade="all, delete-orphan", order_by="RotationWish.place_id, RotationWish.id"
    )

    @property
    def first_day(self) -> date:
        """Of the whole season."""
        return self.periods[0].first_day

    @property
    def last_day(self) -> date:
        """Of the whole season."""
        return self.periods[-1].last_day


class RotationPeriod(Base):
    """Days on which every crate stays where it is; `number` counts from 1."""

    __tablename__ = "rotation_period"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="first_before_last"),)

    rotation_id: Mapped[str] = mapped_column(ForeignKey("rotation.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    first_day: Mapped[date]
    last_day: Mapped[date]


class RotationPlace(Base):
    """A place that takes part, and how many crates can stand there at once."""

    __tablename__ = "rotation_place"
    __table_args__ = (CheckConstraint("capacity >= 1", name="has_room"),)

    rotation_id: Mapped[str] = mapped_column(ForeignKey("rotation.id", ondelete="CASCADE"), primary_key=True)
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"), primary_key=True)
    capacity: Mapped[int]

    place: Mapped[Place] = relationship()


class RotationCrate(Base):
    """A collection that travels; crates of one theme do not follow each other at a place."""

    __tablename__ = "rotation_crate"

    rotation_id: Mapped[str] = mapped_column(ForeignKey("rotation.id", ondelete="CASCADE"), primary_key=True)
    collection_id: Mapped[str] = mapped_column(ForeignKey("collection.id"), primary_key=True)
    theme: Mapped[str] = mapped_column(String(120), default="")

    collection: Mapped[Collection] = relationship()


class RotationCell(Base):
    """Where a crate stands in a period; one without a cell rests at home.

    Attributes:
        fixed: decided by a person; the search leaves it as it is.
        booking_id: the loan that the cell became when the rotation was published; None for a crate that is at home.
        hold_id: what keeps a crate that stands at its home from others while the rotation is published.
    """

    __tablename__ = "rotation_cell"
    __table_args__ = (
        ForeignKeyConstraint(
            ["rotation_id", "period"], ["rotation_period.rotation_id", "rotation_period.number"], ondelete="CASCADE"
        ),
    )

    rotation_id: Mapped[str] = mapped_column(ForeignKey("rotation.id", ondelete="CASCADE"), primary_key=True)
    collection_id: Mapped[str] = mapped_column(ForeignKey("collection.id"), primary_key=True)
    period: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"), index=True)
    fixed: Mapped[bool] = mapped_column(default=False)
    booking_id: Mapped[str | None] = mapped_column(ForeignKey("booking.id"))
    hold_id: Mapped[str | None] = mapped_column(ForeignKey("hold.id", ondelete="SET NULL"))

    place: Mapped[Place] = relationship()
    booking: Mapped[Booking | None] = relationship()
    hold: Mapped[Hold | None] = relationship()


class RotationWish(Base):
    """A library wants a crate or a theme, or does not want a crate at all.

    Attributes:
        period: in which it is wanted; None: any.
        never: the crate is not to come; else it is wished for.
    """

    __tablename__ = "rotation_wish"
    __table_args__ = (
        CheckConstraint("collection_id IS NOT NULL OR (theme IS NOT NULL AND NOT never)", name="of_something"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    rotation_id: Mapped[str] = mapped_column(ForeignKey("rotation.id", ondelete="CASCADE"), index=True)
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"))
    collection_id: Mapped[str | None] = mapped_column(ForeignKey("collection.id"))
    theme: Mapped[str | None] = mapped_column(String(120))
    period: Mapped[int | None]
    never: Mapped[bool] = mapped_column(default=False)

    place: Mapped[Place] = relationship()
    collection: Mapped[Collection | None] = relationship()
