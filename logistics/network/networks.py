"""A network of libraries: its currency, its clock and its habits of transport."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sqlalchemy import JSON, CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from logistics.database import Base
from logistics.network.fleet import Vehicle
from logistics.network.places import Municipality, Place
from logistics.network.terms import SchoolYear
from logistics.network.tours import Season


class Network(Base):
    """Libraries that move their collections together.

    Attributes:
        id: short name of lower-case letters, digits and hyphens; ids of its places, municipalities and
            vehicles begin with it ("varmland-sunne").
        currency: ISO 4217 code; all amounts of the network are in its smallest unit.
        time_zone: IANA name; service days, hours and shifts are in its wall-clock time.
        country, subdivision: ISO 3166 codes for public holidays; subdivision may be None.
        service_weekdays: weekdays on which transport drives, Monday = 0, sorted.
        cutoff_minute: minutes after midnight of the day before a service day; later changes wait a day.
        transit_days: service days that the simple promise allows from packing to arrival, >= 1.
        horizon_days: calendar days that planning looks ahead.
        plan_seconds: how long the planner searches when the job at the cut-off plans.
        collection_penalty, crate_penalty: what leaving a booked collection, or a loose transport crate,
            behind counts in planning, minor units.
        stop_seconds, crate_seconds, sort_seconds: as in `routing.problem.Problem`.
        circuity_percent, speed_kmh: for road distances estimated from straight lines.
        max_drive_minutes, break_minutes: the break rule of its drivers; None: no rule.
        source: where the network's data come from, with licence.
    """

    __tablename__ = "network"
    __table_args__ = (
        CheckConstraint("cutoff_minute BETWEEN 0 AND 1439", name="cutoff_in_a_day"),
        CheckConstraint("transit_days >= 1 AND horizon_days >= 1", name="looks_ahead"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    currency: Mapped[str] = mapped_column(String(3))
    time_zone: Mapped[str] = mapped_column(String(40))
    country: Mapped[str] = mapped_column(String(2))
    subdivision: Mapped[str | None] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(8))
    service_weekdays: Mapped[list[int]] = mapped_column(JSON)
    cutoff_minute: Mapped[int]
    transit_days: Mapped[int]
    horizon_days: Mapped[int]
    plan_seconds: Mapped[int]
    collection_penalty: Mapped[int]
    crate_penalty: Mapped[int]
    stop_seconds: Mapped[int]
    crate_seconds: Mapped[int]
    sort_seconds: Mapped[int]
    circuity_percent: Mapped[int]
    speed_kmh: Mapped[int]
    max_drive_minutes: Mapped[int | None]
    break_minutes: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(500))

    municipalities: Mapped[list[Municipality]] = relationship(order_by=Municipality.code)
    places: Mapped[list[Place]] = relationship(order_by=Place.name)
    vehicles: Mapped[list[Vehicle]] = relationship(order_by=Vehicle.id)
    school_years: Mapped[list[SchoolYear]] = relationship(order_by=SchoolYear.first_day)
    seasons: Mapped[list[Season]] = relationship(order_by=(Season.first_day, Season.id))

    @property
    def clock(self) -> ZoneInfo:
        """The time zone of the network's wall clocks."""
        return ZoneInfo(self.time_zone)
