"""How far the vans take a shipment that rides the bookmobile on another part of its way, and what is left to the bus.

Vans bring it to the hub at which the bus takes it over, or fetch it where the bus has put it down; between the two its
custody says that it lies at the hub. What the bus has missed, vans take to its end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.bookings.booking import Booking, BookingLeg
from logistics.network.fleet import Vehicle, VehicleKind
from logistics.network.networks import Network
from logistics.network.tours import Tour
from logistics.transport.shipments import Direction, Shipment, ShipmentState

Lying = tuple[str | None, datetime]
"""A place, None: aboard, and from when something can be taken up there."""

AHEAD, LATE = timedelta(hours=2), timedelta(hours=4)
"""How long before and after the times of its tour a bus may carry what it has taken up."""

AT_REST = frozenset({ShipmentState.WAITING, ShipmentState.PLANNED, ShipmentState.AT_HUB, ShipmentState.ABOARD})
"""States in which a shipment keeps to the way that was promised; one that has gone astray is taken as vans can."""


@dataclass(frozen=True, slots=True)
class Part:
    """A ride of a promised way."""

    from_place_id: str
    to_place_id: str
    leaves_at: datetime
    arrives_at: datetime
    by_bus: bool


@dataclass(frozen=True, slots=True)
class ToHub:
    """How far vans take it: to a place, and by when it has to be there and sorted for the bus."""

    place_id: str
    due_at: datetime


Parts = Mapping[tuple[str | None, Direction], Sequence[Part]]
"""The rides of each way that a bookmobile has a part in, by booking and direction."""


def ways_with_bus(session: Session, network: Network, shipments: Iterable[Shipment]) -> Parts:
    """The promised ways of these shipments that ride a bookmobile on some part."""
    if all(vehicle.planned for vehicle in network.vehicles):
        return {}
    legs = session.execute(
        select(BookingLeg, Vehicle.kind)
        .join(Tour, BookingLeg.tour_id == Tour.id)
        .join(Vehicle, Tour.vehicle_id == Vehicle.id)
        .join(Booking, BookingLeg.booking_id == Booking.id)
        .where(BookingLeg.booking_id.in_({shipment.booking_id for shipment in shipments if shipment.booking_id}))
        .order_by(BookingLeg.position)
    )
    found: dict[tuple[str | None, Direction], list[Part]] = defaultdict(list)
    for leg, kind in legs:
        way = (leg.booking_id, Direction.BACK if leg.back else Direction.OUT)
        by_bus = kind is VehicleKind.BOOKMOBILE
        found[way].append(Part(leg.from_place_id, leg.to_place_id, leg.leaves_at, leg.arrives_at, by_bus))
    return {way: parts for way, parts in found.items() if any(part.by_bus for part in parts)}


def after_bus(
    parts: Sequence[Part], lies: Lying, *, now: datetime, until: datetime, sorting: timedelta
) -> Lying | None:
    """Where a shipment lies by a moment once the bus has done its part; None: it is left to the bus.

    Args:
        lies: where it is, or a plan puts it down; a place that is None: aboard.
        until: what the bus brings to a hub by then, vans can take up there.
    """
    place_id, free_at = lies
    while True:
        bus = next((part for part in parts if _takes_next(part, place_id, now)), None)
        if bus is None:
            return (place_id, free_at)
        if bus.arrives_at >= until or bus is parts[-1]:
            return None
        there_at = bus.arrives_at if now < bus.arrives_at else bus.arrives_at + LATE
        place_id, free_at = bus.to_place_id, there_at + sorting


def _takes_next(part: Part, place_id: str | None, now: datetime) -> bool:
    """Whether the bus takes up on this part what lies at a place, or what is aboard of it already."""
    if not part.by_bus or (place_id is not None and part.from_place_id != place_id):
        return False
    return part.arrives_at > now if place_id is not None else part.leaves_at - AHEAD <= now < part.arrives_at + LATE


def as_far_as_bus(parts: Sequence[Part], place_id: str, free_at: datetime, sorting: timedelta) -> ToHub | None:
    """Where vans hand a shipment over to the bus; None: the bus has no part in the rest of its way, or none in time."""
    start = next((number for number, part in enumerate(parts) if part.from_place_id == place_id), len(parts))
    bus = next((part for part in parts[start:] if part.by_bus), None)
    if bus is None or bus.from_place_id == place_id or free_at + sorting >= bus.leaves_at:
        return None
    return ToHub(bus.from_place_id, bus.leaves_at - sorting)
