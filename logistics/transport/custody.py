"""Custody: who had a crate when. Scans are only ever added; everything else is read off them."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from logistics.access.people import Person
from logistics.database import Base, UtcDateTime, coded
from logistics.network.places import Place
from logistics.transport.shipments import Shipment


class ScanKind(Enum):
    """What was seen."""

    LOAD = "load"
    UNLOAD = "unload"
    RECEIVED = "received"


class Scan(Base):
    """Somebody saw a shipment at a place.

    Attributes:
        id: made on the device (a UUID), so that a scan sent twice counts once.
        seen_at: by the device's clock; the order of custody.
        recorded_at: by the server's.
        crates: counted by the receiver; None where nobody counted.
        stop_id: the stop of the route sheet it was made on, where there was one.
    """

    __tablename__ = "scan"
    __table_args__ = (
        Index("ix_scan_custody", "shipment_id", "seen_at"),
        CheckConstraint("crates IS NULL OR crates >= 0", name="counts"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    shipment_id: Mapped[str] = mapped_column(ForeignKey("shipment.id"))
    kind: Mapped[ScanKind] = mapped_column(coded(ScanKind))
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"))
    stop_id: Mapped[str | None] = mapped_column(ForeignKey("stop.id", ondelete="SET NULL"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    crates: Mapped[int | None]
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    shipment: Mapped[Shipment] = relationship()
    place: Mapped[Place] = relationship()
    person: Mapped[Person] = relationship()
