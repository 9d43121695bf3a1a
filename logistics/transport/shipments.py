"""Shipments: crates that are to go from one place to another, booked collections and loose ones alike."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from logistics.bookings.booking import Booking
from logistics.database import Base, UtcDateTime, coded, new_id
from logistics.network.places import Place


class Direction(Enum):
    """Why a shipment travels."""

    OUT = "out"
    REST = "rest"
    BACK = "back"
    LOOSE = "loose"


class ShipmentState(Enum):
    """Where a shipment stands; all but the first, the second and the last are read off its custody."""

    WAITING = "waiting"
    PLANNED = "planned"
    ABOARD = "aboard"
    AT_HUB = "at-hub"
    ASTRAY = "astray"
    ARRIVED = "arrived"
    RECEIVED = "received"
    CANCELLED = "cancelled"


class Shipment(Base):
    """What one transport has to do.

    Attributes:
        code: printed on its label and in its QR code; unique in the network.
        booking_id: None for loose transport crates (the day's interlibrary loans).
        ready_at, due_at: not aboard before; unloaded by then.
        at_place_id: where its crates lie now; None while aboard.
        free_at: when they can be taken up there: `ready_at`, or after sorting at a hub.
    """

    __tablename__ = "shipment"
    __table_args__ = (
        UniqueConstraint("network_id", "code"),
        UniqueConstraint("booking_id", "direction"),
        CheckConstraint("crates > 0 AND weight_grams >= 0", name="has_a_size"),
        CheckConstraint("from_place_id != to_place_id", name="goes_somewhere"),
        CheckConstraint("ready_at < due_at", name="ready_before_due"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    network_id: Mapped[str] = mapped_column(ForeignKey("network.id"), index=True)
    code: Mapped[str] = mapped_column(String(16))
    booking_id: Mapped[str | None] = mapped_column(ForeignKey("booking.id"))
    direction: Mapped[Direction] = mapped_column(coded(Direction))
    from_place_id: Mapped[str] = mapped_column(ForeignKey("place.id"), index=True)
    to_place_id: Mapped[str] = mapped_column(ForeignKey("place.id"), index=True)
    crates: Mapped[int]
    weight_grams: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(String(200), default="")
    ready_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[ShipmentState] = mapped_column(coded(ShipmentState), index=True)
    at_place_id: Mapped[str | None] = mapped_column(ForeignKey("place.id"))
    free_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    booking: Mapped[Booking | None] = relationship()
    from_place: Mapped[Place] = relationship(foreign_keys=from_place_id)
    to_place: Mapped[Place] = relationship(foreign_keys=to_place_id)
    at_place: Mapped[Place | None] = relationship(foreign_keys=at_place_id)
