"""Plans: what is driven on a service day, what stays behind and why."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from logistics.database import Base, UtcDateTime, coded, new_id
from logistics.network.fleet import Vehicle
from logistics.network.places import Place
from logistics.transport.queued import Queued
from logistics.transport.shipments import Shipment


class PlanState(Enum):
    """A draft is published, or replaced by a newer one; a published plan stays."""

    DRAFT = "draft"
    PUBLISHED = "published"
    REPLACED = "replaced"


class TripState(Enum):
    """A trip is driven only once its driver, or a coordinator, has said so."""

    PLANNED = "planned"
    DRIVEN = "driven"


class Action(Enum):
    """What is done with a shipment at a stop; unloading comes first."""

    UNLOAD = "unload"
    LOAD = "load"


class Plan(Base):
    """A plan for one service day, with an outlook on the days after it.

    Attributes:
        day: the service day that is published and driven.
        fingerprint: SHA-256 of the problem it was made for; a draft whose problem has changed is stale.
        problem: as `routing.files` writes it; day 0 is `day`.
        cost: what the planner weighed, in minor units: transport of the whole horizon, and penalties for what stays
            behind, which nobody pays.
        lower_bound: proven floor of `cost`; None: not known.
        roads: which engine gave distances and times ("straight-line" is an estimate).
        road_notes: what is to be said of them, as `transport.road_notes` writes it.
        spared: what leaving out empty stops saved, as `routing.spared` counts it; None: not counted.
        follows_id: of a draft, the plan that it changes; of a published plan, how it was before its last change.
        change: what a draft was changed for, as `day_changes` writes it; None: it was planned anew.
    """

    __tablename__ = "plan"
    __table_args__ = (Index("ix_plan_day", "network_id", "day", "state"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    network_id: Mapped[str] = mapped_column(ForeignKey("network.id"))
    day: Mapped[date]
    state: Mapped[PlanState] = mapped_column(coded(PlanState))
    fingerprint: Mapped[str] = mapped_column(String(64))
    problem: Mapped[dict[str, Any]] = mapped_column(JSON)
    cost: Mapped[int] = mapped_column(BigInteger)  # penalties of a large network pass 2**31
    lower_bound: Mapped[int | None] = mapped_column(BigInteger)
    roads: Mapped[str] = mapped_column(String(80))
    road_notes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    spared: Mapped[dict[str, int] | None] = mapped_column(JSON)
    follows_id: Mapped[str | None] = mapped_column(ForeignKey("plan.id"))
    change: Mapped[dict[str, Any] | None] = mapped_column(JSON)

    trips: Mapped[list[Trip]] = relationship(
        back_populates="plan", cascade="all, delete-orphan", order_by="Trip.starts_at, Trip.vehicle_id"
    )
    left_behind: Mapped[list[LeftBehind]] = relationship(
        cascade="all, delete-orphan", order_by="LeftBehind.shipment_id"
    )

    @property
    def transport_cost(self) -> int:
        """Minor units, of all trips of the horizon: what driving the whole plan would cost."""
        return sum(trip.cost for trip in self.trips)

    @property
    def gap(self) -> float | None:
        """How far the cost can lie above the best possible, as a share of the floor; None: not known."""
        return self.cost / self.lower_bound - 1 if self.lower_bound else None

    @property
    def penalties(self) -> int:
        """Minor units that the planner set against leaving shipments behind; nobody pays them."""
        return self.cost - self.transport_cost


class Trip(Base):
    """From a vehicle's home, over its stops, to its home.

    Attributes:
        day: the service day; later than the plan's: an outlook, not published.
        metres: driven; what a ferry goes is not among them where it is known.
        sailed_metres, sailed_seconds: by ferry; the time is in that of the trip.
        day_cost, km_cost, hour_cost: minor units; over the trips of a plan they add up to its transport cost.
        locked_stops: how many of its stops, from the first on, a change of the plan leaves as they are.
    """

    __tablename__ = "trip"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    vehicle_id: Mapped[str] = mapped_column(ForeignKey("vehicle.id"))
    day: Mapped[date] = mapped_column(index=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    metres: Mapped[int]
    sailed_metres: Mapped[int] = mapped_column(default=0, server_default="0")
    sailed_seconds: Mapped[int] = mapped_column(default=0, server_default="0")
    day_cost: Mapped[int]
    km_cost: Mapped[int]
    hour_cost: Mapped[int]
    state: Mapped[TripState] = mapped_column(coded(TripState))
    driven_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    driven_by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    locked_stops: Mapped[int] = mapped_column(default=0, server_default="0")

    plan: Mapped[Plan] = relationship(back_populates="trips")
    vehicle: Mapped[Vehicle] = relationship()
    stops: Mapped[list[Stop]] = relationship(
        back_populates="trip", cascade="all, delete-orphan", order_by="Stop.position"
    )

    @property
    def cost(self) -> int:
        """Minor units, all pieces together."""
        return self.day_cost + self.km_cost + self.hour_cost


class Stop(Base):
    """One visit; `position` counts from 0 at the vehicle's home."""

    __tablename__ = "stop"
    __table_args__ = (UniqueConstraint("trip_id", "position"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    trip_id: Mapped[str] = mapped_column(ForeignKey("trip.id", ondelete="CASCADE"))
    position: Mapped[int]
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    leaves_at: Mapped[datetime] = mapped_column(UtcDateTime)

    trip: Mapped[Trip] = relationship(back_populates="stops")
    place: Mapped[Place] = relationship()
    handlings: Mapped[list[Handling]] = relationship(cascade="all, delete-orphan")

    def shipments(self, action: Action) -> list[Shipment]:
        """What is unloaded, or loaded, here; by code."""
        return sorted((h.shipment for h in self.handlings if h.action is action), key=lambda s: s.code)


class Handling(Base):
    """A shipment that is unloaded or loaded at a stop."""

    __tablename__ = "handling"

    stop_id: Mapped[str] = mapped_column(ForeignKey("stop.id", ondelete="CASCADE"), primary_key=True)
    shipment_id: Mapped[str] = mapped_column(ForeignKey("shipment.id"), primary_key=True, index=True)
    action: Mapped[Action] = mapped_column(coded(Action), primary_key=True)

    shipment: Mapped[Shipment] = relationship()


class LeftBehind(Base):
    """A shipment that a plan does not deliver within its horizon.

    Attributes:
        reason: a code of `routing.reasons`.
        facts: what the reason is made of, and the cheapest change that would take the shipment.
    """

    __tablename__ = "left_behind"

    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True)
    shipment_id: Mapped[str] = mapped_column(ForeignKey("shipment.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)

    shipment: Mapped[Shipment] = relationship()


class PlanningRun(Queued):
    """One run of the planner; this row is the truth, the job queue only wakes a worker.

    Attributes:
        follows_id, change: the plan to be changed, and why; None: the day is planned anew.
        progress: the last that the search told: cost, bound, seconds, stage.
    """

    __tablename__ = "planning_run"
    __table_args__ = (CheckConstraint("seconds > 0", name="has_time"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    network_id: Mapped[str] = mapped_column(ForeignKey("network.id"), index=True)
    day: Mapped[date]
    seconds: Mapped[int]
    plan_id: Mapped[str | None] = mapped_column(ForeignKey("plan.id"))
    follows_id: Mapped[str | None] = mapped_column(ForeignKey("plan.id"))
    change: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    asked_by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))

    plan: Mapped[Plan | None] = relationship(foreign_keys=[plan_id])
