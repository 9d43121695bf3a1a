"""Where crates are handed over: municipalities, places, their receiving hours and closures."""

from __future__ import annotations

from datetime import date
from enum import Enum

from sqlalchemy import CheckConstraint, ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from logistics.database import Base, coded, new_id


class PlaceKind(Enum):
    """What a place is."""

    LIBRARY = "library"
    COMBINATION_LIBRARY = "combination-library"
    SCHOOL = "school"
    KINDERGARTEN = "kindergarten"
    HEALTH_CENTRE = "health-centre"
    HOSPITAL = "hospital"
    CULTURE_SCHOOL = "culture-school"
    BOOKMOBILE = "bookmobile"
    OTHER = "other"


class Municipality(Base):
    """Who pays for a place.

    Attributes:
        code: the official number as it is today; numbers change, so nothing is derived from it.
        population: inhabitants at `population_on`.
    """

    __tablename__ = "municipality"
    __table_args__ = (CheckConstraint("population > 0", name="somebody_lives_there"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    network_id: Mapped[str] = mapped_column(ForeignKey("network.id"), index=True)
    code: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(120))
    population: Mapped[int]
    population_on: Mapped[date]


class Place(Base):
    """Somewhere a vehicle stops and a crate is received.

    Attributes:
        hub: crates are put down here, sorted and sent on.
        library_number: seven digits where there is one; printed in the carrier's two groups.
        isil: international identifier of the library ("NO-2010000", "SE-Kd"); None: it has none.
        lat, lon: degrees, WGS 84.
        school_days_only: its receiving hours hold only when schools are open.
        stop_seconds: time a stop takes before any crate is moved; None: the network's.
    """

    __tablename__ = "place"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    network_id: Mapped[str] = mapped_column(ForeignKey("network.id"), index=True)
    municipality_id: Mapped[str] = mapped_column(ForeignKey("municipality.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[PlaceKind] = mapped_column(coded(PlaceKind))
    address: Mapped[str] = mapped_column(String(200), default="")
    library_number: Mapped[str | None] = mapped_column(String(7))
    isil: Mapped[str | None] = mapped_column(String(16))
    lat: Mapped[float]
    lon: Mapped[float]
    hub: Mapped[bool] = mapped_column(default=False)
    school_days_only: Mapped[bool] = mapped_column(default=False, server_default=false())
    stop_seconds: Mapped[int | None]
    active: Mapped[bool] = mapped_column(default=True)

    municipality: Mapped[Municipality] = relationship()
    receiving_hours: Mapped[list[ReceivingHours]] = relationship(
        back_populates="place",
        cascade="all, delete-orphan",
        order_by="ReceivingHours.weekday, ReceivingHours.opens_minute",
    )
    closures: Mapped[list[Closure]] = relationship(
        back_populates="place", cascade="all, delete-orphan", order_by="Closure.first_day"
    )


class ReceivingHours(Base):
    """When somebody is there to receive a crate; self-service hours do not count.

    Attributes:
        weekday: Monday = 0.
        opens_minute, closes_minute: minutes after midnight, wall clock.
    """

    __tablename__ = "receiving_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("0 <= opens_minute AND opens_minute < closes_minute AND closes_minute <= 1440", name="span"),
    )

    place_id: Mapped[str] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"), primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True)
    opens_minute: Mapped[int] = mapped_column(primary_key=True)
    closes_minute: Mapped[int]

    place: Mapped[Place] = relationship(back_populates="receiving_hours")


class Closure(Base):
    """A place receives nothing from the first day to the last, both included."""

    __tablename__ = "closure"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="first_before_last"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200), default="")

    place: Mapped[Place] = relationship(back_populates="closures")
