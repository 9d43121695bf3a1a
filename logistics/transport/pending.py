"""What is still to be moved on a day, and where it will lie by then.

A day is usually planned while the day before is still being driven: crates aboard then, or still waiting for their
trip, are taken to end where the published plan puts them down.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.bookings.handing_on import HandOn
from logistics.network.calendar import cutoff_of, local_day, wall_clock
from logistics.network.networks import Network
from logistics.transport.next_ways import AT_REST, after_bus, as_far_as_bus, ways_with_bus
from logistics.transport.plans import Action, Handling, Plan, PlanState, Stop, Trip, TripState
from logistics.transport.shipments import Direction, Shipment, ShipmentState

OPEN = frozenset(
    {
        ShipmentState.WAITING,
        ShipmentState.PLANNED,
        ShipmentState.ABOARD,
        ShipmentState.AT_HUB,
        ShipmentState.ASTRAY,
    }
)
"""States of a shipment that has not reached its goal."""

MOVING = OPEN - {ShipmentState.WAITING, ShipmentState.PLANNED}
"""States of a shipment that has left and has not reached its goal."""

THERE = frozenset({ShipmentState.ARRIVED, ShipmentState.RECEIVED})


@dataclass(frozen=True, slots=True)
class Pending:
    """A shipment to be planned.

    Attributes:
        place_id: where it lies, or will lie.
        free_at: from when it can be taken up there.
        goal_id, due_at: where vans take it, and by when: its own goal, or the hub at which a bookmobile takes it over.
    """

    shipment: Shipment
    place_id: str
    free_at: datetime
    goal_id: str
    due_at: datetime


def pending(session: Session, network: Network, day: date, now: datetime, made_at: datetime) -> list[Pending]:
    """The shipments that a plan of `day`, made at a moment, has to move, by code.

    Left out are those that were made after the day's cut-off and after the plan, those on a published plan of a later
    day, those that will be there before `day`, those aboard of which no plan says where they end, a way home,
    or on to the next borrower, that begins where an earlier way has not ended by then, and what a bookmobile takes
    next and may still do; what it puts down at a hub by the end of `day` is planned from there.
    """
    known_by = max(made_at, cutoff_of(network, day))
    ends = _ends_of_published(session, network, day, now)
    later = _published_later(session, network, day)
    rows = session.scalars(
        select(Shipment)
        .where(
            Shipment.network_id == network.id,
            Shipment.state.in_(OPEN),
            Shipment.created_at <= known_by,
            Shipment.id.not_in(later),
        )
        .order_by(Shipment.code)
    ).all()
    before = _ways_before(session, network)
    with_bus = ways_with_bus(session, network, rows)
    sorting = timedelta(seconds=network.sort_seconds)
    day_ends = wall_clock(network, day + timedelta(days=1), 0)
    found = []
    for shipment in rows:
        end = None if shipment.state is ShipmentState.ASTRAY else ends.get(shipment.id)
        parts = with_bus.get((shipment.booking_id, shipment.direction), ()) if shipment.state in AT_REST else ()
        lies = (end.place_id, end.leaves_at + sorting) if end else (shipment.at_place_id, shipment.free_at)
        then = after_bus(parts, lies, now=now, until=day_ends, sorting=sorting)
        if then is None or then[0] is None or then[0] == shipment.to_place_id:
            continue
        earlier = before.get((shipment.booking_id, shipment.direction))
        if earlier is not None and earlier.state not in THERE and shipment.ready_at < day_ends:
            continue
        place_id, free_at = then[0], max(then[1], shipment.ready_at)
        hub = as_far_as_bus(parts, place_id, max(free_at, now), sorting)
        goal_id, due_at = (hub.place_id, hub.due_at) if hub else (shipment.to_place_id, shipment.due_at)
        found.append(Pending(shipment, place_id, free_at, goal_id, due_at))
    return found


def _ends_of_published(session: Session, network: Network, day: date, now: datetime) -> dict[str, Stop]:
    """The stop at which published trips, from today until the day before `day`, leave each shipment."""
    rows = session.execute(
        select(Handling.shipment_id, Stop)
        .join(Stop, Handling.stop_id == Stop.id)
        .join(Trip, Stop.trip_id == Trip.id)
        .join(Plan, Trip.plan_id == Plan.id)
        .where(
            Plan.network_id == network.id,
            Plan.state == PlanState.PUBLISHED,
            Trip.day == Plan.day,
            Trip.state == TripState.PLANNED,
            Plan.day >= local_day(network, now),
            Plan.day < day,
            Handling.action == Action.UNLOAD,
        )
        .order_by(Stop.starts_at)
    )
    return dict(iter(rows))


def _published_later(session: Session, network: Network, day: date) -> list[str]:
    """Shipments that a published plan of a later day moves."""
    rows = session.scalars(
        select(Handling.shipment_id)
        .join(Stop, Handling.stop_id == Stop.id)
        .join(Trip, Stop.trip_id == Trip.id)
        .join(Plan, Trip.plan_id == Plan.id)
        .where(
            Plan.network_id == network.id,
            Plan.state == PlanState.PUBLISHED,
            Trip.day == Plan.day,
            Plan.day > day,
        )
        .distinct()
    )
    return list(rows)


def _ways_before(session: Session, network: Network) -> dict[tuple[str | None, Direction], Shipment]:
    """The way that has to end before another of a booking can begin, by booking and direction of the later one."""
    still_open = select(Shipment.booking_id).where(Shipment.network_id == network.id, Shipment.state.in_(OPEN))
    ways_out = session.scalars(
        select(Shipment).where(
            Shipment.direction == Direction.OUT,
            Shipment.booking_id.in_(still_open.where(Shipment.direction == Direction.BACK)),
        )
    )
    before = {(shipment.booking_id, Direction.BACK): shipment for shipment in ways_out}
    rests = session.scalars(
        select(Shipment).where(
            Shipment.network_id == network.id, Shipment.direction == Direction.REST, Shipment.state.in_(MOVING)
        )
    )
    before |= {(rest.booking_id, Direction.BACK): rest for rest in rests}
    handed_on = session.execute(
        select(HandOn.to_booking_id, Shipment)
        .join(Shipment, Shipment.booking_id == HandOn.from_booking_id)
        .where(
            Shipment.direction == Direction.OUT,
            HandOn.to_booking_id.in_(still_open.where(Shipment.direction == Direction.OUT)),
        )
    )
    return before | {(taker_id, Direction.OUT): way for taker_id, way in handed_on}
