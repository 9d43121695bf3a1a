"""The vans and buses of a network, and what they cost."""

from __future__ import annotations

from enum import Enum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from logistics.database import Base, coded
from logistics.network.places import Place


class VehicleKind(Enum):
    """What a vehicle is; it decides who says where it drives."""

    VAN = "van"  # planned day by day
    BOOKMOBILE = "bookmobile"  # keeps its tours, whatever waits


class Vehicle(Base):
    """A van or bus with its shift on service days.

    Attributes:
        capacity: crate units.
        shift_starts_minute, shift_ends_minute: minutes after midnight, wall clock.
        kind: planning sends vans only; a bookmobile keeps its tours.
        carrier: who drives it, by name; "": nobody has said.
        max_trips: most trips in a shift; None: as many as fit.
        cost_per_day, cost_per_km, cost_per_hour: minor units of the network's currency.
    """

    __tablename__ = "vehicle"
    __table_args__ = (
        CheckConstraint("capacity > 0", name="carries_something"),
        CheckConstraint("cost_per_day >= 0 AND cost_per_km >= 0 AND cost_per_hour >= 0", name="costs"),
        CheckConstraint(
            "0 <= shift_starts_minute AND shift_starts_minute < shift_ends_minute AND shift_ends_minute <= 1440",
            name="shift",
        ),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    network_id: Mapped[str] = mapped_column(ForeignKey("network.id"), index=True)
    home_id: Mapped[str] = mapped_column(ForeignKey("place.id"))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[VehicleKind] = mapped_column(coded(VehicleKind), default=VehicleKind.VAN, server_default="van")
    carrier: Mapped[str] = mapped_column(String(120), default="", server_default="")
    capacity: Mapped[int]
    shift_starts_minute: Mapped[int]
    shift_ends_minute: Mapped[int]
    max_trips: Mapped[int | None]
    cost_per_day: Mapped[int]
    cost_per_km: Mapped[int]
    cost_per_hour: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)

    home: Mapped[Place] = relationship()

    @property
    def planned(self) -> bool:
        """Whether it may be sent where something waits."""
        return self.active and self.kind is VehicleKind.VAN
