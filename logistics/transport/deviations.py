"""Deviations: what was received is not what was sent, or not received at all."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from logistics.database import Base, UtcDateTime, coded, new_id
from logistics.holdings.shortfalls import Shortfall
from logistics.transport.shipments import Shipment


class DeviationKind(Enum):
    """What went otherwise than planned."""

    COUNT = "count"
    WRONG_PLACE = "wrong-place"
    CANCELLED = "cancelled"  # scanned though its transport had been cancelled
    LOST = "lost"
    PART_MISSING = "part-missing"
    PART_DAMAGED = "part-damaged"


class Deviation(Base):
    """A difference that somebody has to clear up.

    Attributes:
        scan_id: the scan that shows it; of something lost, the last before it; None where a stocktake shows it.
        shortfall_id: the copies of a part that are missing or damaged, with their value.
        expected, found: crates for a count, place ids for a wrong place, shipment states for a cancelled transport;
            of something lost, the place where it was to be next, and nothing; copies of a part.
    """

    __tablename__ = "deviation"
    __table_args__ = (UniqueConstraint("scan_id", "kind"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    shipment_id: Mapped[str] = mapped_column(ForeignKey("shipment.id"), index=True)
    scan_id: Mapped[str | None] = mapped_column(ForeignKey("scan.id"))
    shortfall_id: Mapped[str | None] = mapped_column(ForeignKey("shortfall.id", ondelete="CASCADE"), unique=True)
    kind: Mapped[DeviationKind] = mapped_column(coded(DeviationKind))
    expected: Mapped[str] = mapped_column(String(64))
    found: Mapped[str] = mapped_column(String(64))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolved_by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    resolution: Mapped[str] = mapped_column(String(500), default="")

    shipment: Mapped[Shipment] = relationship()
    shortfall: Mapped[Shortfall | None] = relationship()
