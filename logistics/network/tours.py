"""Tours: the timetable that vans and bookmobiles keep, season by season."""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from logistics.database import Base
from logistics.network.crossings import Crossing
from logistics.network.fleet import Vehicle
from logistics.network.places import Place


class Season(Base):
    """Days on which a timetable holds, first and last included; seasons may overlap, and a tour runs by its own."""

    __tablename__ = "season"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="first_before_last"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    network_id: Mapped[str] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    first_day: Mapped[date]
    last_day: Mapped[date]

    tours: Mapped[list[Tour]] = relationship(
        back_populates="season", cascade="all, delete-orphan", order_by="Tour.name, Tour.id"
    )


class Tour(Base):
    """A way that a vehicle drives again and again, at the same times of day.

    Attributes:
        weekdays: on which it runs within its season, Monday = 0, sorted; none: only on the days that are named.
        school_days_only: not in the breaks of the school year, nor outside it.
        capacity: crate units kept for booked collections; None: as many as the vehicle holds.
    """

    __tablename__ = "tour"
    __table_args__ = (CheckConstraint("capacity > 0", name="carries_something"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    season_id: Mapped[str] = mapped_column(ForeignKey("season.id", ondelete="CASCADE"), index=True)
    vehicle_id: Mapped[str] = mapped_column(ForeignKey("vehicle.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    weekdays: Mapped[list[int]] = mapped_column(JSON)
    school_days_only: Mapped[bool] = mapped_column(default=False)
    capacity: Mapped[int | None]
    active: Mapped[bool] = mapped_column(default=True)

    season: Mapped[Season] = relationship(back_populates="tours")
    vehicle: Mapped[Vehicle] = relationship()
    stops: Mapped[list[TourStop]] = relationship(
        back_populates="tour", cascade="all, delete-orphan", order_by="TourStop.position"
    )
    days: Mapped[list[TourDay]] = relationship(
        back_populates="tour", cascade="all, delete-orphan", order_by="TourDay.day"
    )

    crossings: Mapped[list[TourCrossing]] = relationship(
        back_populates="tour", cascade="all, delete-orphan", order_by="TourCrossing.position"
    )

    @property
    def room(self) -> int:
        """Crate units of booked collections that it takes at a time."""
        return self.vehicle.capacity if self.capacity is None else min(self.capacity, self.vehicle.capacity)


class TourStop(Base):
    """A stop of a tour, at times of the network's wall clock.

    Attributes:
        position: order on the tour, from 1.
        arrives_minute, leaves_minute: minutes after midnight; each stop arrives later than the one before leaves.
    """

    __tablename__ = "tour_stop"
    __table_args__ = (
        CheckConstraint(
            "0 <= arrives_minute AND arrives_minute <= leaves_minute AND leaves_minute <= 1440", name="times"
        ),
    )

    tour_id: Mapped[str] = mapped_column(ForeignKey("tour.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"), index=True)
    arrives_minute: Mapped[int]
    leaves_minute: Mapped[int]

    tour: Mapped[Tour] = relationship(back_populates="stops")
    place: Mapped[Place] = relationship()


class TourDay(Base):
    """A day on which a tour runs though its weekdays do not say so, or does not run though they do."""

    __tablename__ = "tour_day"

    tour_id: Mapped[str] = mapped_column(ForeignKey("tour.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    runs: Mapped[bool]

    tour: Mapped[Tour] = relationship(back_populates="days")


class TourCrossing(Base):
    """A stretch of a tour that goes over a ferry, or over a road that is open at set times.

    On a day without a departure that fits, the tour gets no further than the stop before.

    Attributes:
        position: of the stop that the stretch leads to.
        back: from the crossing's far side.
    """

    __tablename__ = "tour_crossing"

    tour_id: Mapped[str] = mapped_column(ForeignKey("tour.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    crossing_id: Mapped[str] = mapped_column(ForeignKey("crossing.id", ondelete="CASCADE"), index=True)
    back: Mapped[bool]

    tour: Mapped[Tour] = relationship(back_populates="crossings")
    crossing: Mapped[Crossing] = relationship()
