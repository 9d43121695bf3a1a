"""What a bookmobile does on a day: its tour with what it takes and brings, read from timetable and promises.

A bookmobile keeps its tours and nobody plans it, so its day needs no plan: it follows the timetable as that changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from logistics.bookings.booking import HOLDING, Booking, BookingLeg, BookingState
from logistics.bookings.timetable import Timetable
from logistics.network.calendar import tour_runs, wall_clock
from logistics.network.departures import departures_on
from logistics.network.fleet import VehicleKind
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.network.tours import Tour, TourStop
from logistics.transport.custody import Scan, ScanKind
from logistics.transport.handled import SCAN_OF
from logistics.transport.plans import Action
from logistics.transport.sheet_sailings import SheetSailing
from logistics.transport.shipments import Direction, Shipment, ShipmentState

OVER = frozenset({ShipmentState.ARRIVED, ShipmentState.RECEIVED, ShipmentState.CANCELLED})
"""States of a shipment that a bus need not take any more."""


@dataclass(frozen=True, slots=True)
class BusItem:
    """A shipment that a bus takes up or hands over; `done`: that has been scanned there on that day."""

    shipment: Shipment
    done: bool


@dataclass(frozen=True, slots=True)
class BusStop:
    """A stop of a tour on a day; `id` is the same each time that it is asked for."""

    id: str
    position: int
    place: Place
    arrives_at: datetime
    leaves_at: datetime
    unload: tuple[BusItem, ...]
    load: tuple[BusItem, ...]
    crossings: tuple[SheetSailing, ...]


@dataclass(frozen=True, slots=True)
class BusDay:
    """A tour of a bookmobile on one day; where a crossing does not fit its times, only the stops that it reaches."""

    tour: Tour
    day: date
    stops: tuple[BusStop, ...]

    @property
    def id(self) -> str:
        """The same each time that it is asked for."""
        return uuid5(NAMESPACE_URL, f"{self.tour.id}:{self.day}").hex


def bus_days(session: Session, network: Network, day: date) -> list[BusDay]:
    """What the bookmobiles of a network do on a day, by the time of their first stops; empty where none drives."""
    tours = _running(network, day)
    if not tours:
        return []
    timetable = Timetable(network)
    handlings = _handlings(session, network, [tour.id for tour in tours], day)
    done = _done(session, network, {one.shipment.id for one in handlings}, day)
    found = [BusDay(tour, day, tuple(_stops(network, timetable, tour, day, handlings, done))) for tour in tours]
    return sorted((one for one in found if one.stops), key=lambda one: (one.stops[0].arrives_at, one.tour.id))


def _running(network: Network, day: date) -> list[Tour]:
    return [
        tour
        for season in network.seasons
        for tour in season.tours
        if tour.active
        and tour.vehicle.active
        and tour.vehicle.kind is VehicleKind.BOOKMOBILE
        and tour_runs(network, tour, day)
    ]


@dataclass(frozen=True, slots=True)
class _Handling:
    """A shipment that a tour takes up or hands over at a place, at about a moment."""

    shipment: Shipment
    tour_id: str
    place_id: str
    at: datetime
    action: Action


def _handlings(session: Session, network: Network, tour_ids: Iterable[str], day: date) -> list[_Handling]:
    """What rides with tours on a day, as promises say."""
    legs = session.scalars(
        select(BookingLeg)
        .join(Booking)
        .where(
            Booking.network_id == network.id,
            Booking.state.in_(HOLDING | {BookingState.RETURNED}),
            BookingLeg.day == day,
            BookingLeg.tour_id.in_(tour_ids),
        )
    ).all()
    ways = defaultdict(list)
    for leg in legs:
        ways[leg.booking_id, Direction.BACK if leg.back else Direction.OUT].append(leg)
    shipments = session.scalars(
        select(Shipment)
        .where(Shipment.booking_id.in_({booking_id for booking_id, _ in ways}))
        .options(joinedload(Shipment.booking))
        .order_by(Shipment.code)
    )
    return [
        handling
        for shipment in shipments
        for leg in ways[shipment.booking_id or "", shipment.direction]
        for handling in (
            _Handling(shipment, leg.tour_id, leg.from_place_id, leg.leaves_at, Action.LOAD),
            _Handling(shipment, leg.tour_id, leg.to_place_id, leg.arrives_at, Action.UNLOAD),
        )
    ]


def _done(session: Session, network: Network, shipment_ids: set[str], day: date) -> set[tuple[str, str, ScanKind]]:
    """What was scanned on a day: shipment, place and kind."""
    begins, ends = wall_clock(network, day, 0), wall_clock(network, day + timedelta(days=1), 0)
    rows = session.execute(
        select(Scan.shipment_id, Scan.place_id, Scan.kind).where(
            Scan.shipment_id.in_(shipment_ids), Scan.seen_at >= begins, Scan.seen_at < ends
        )
    )
    return {(shipment_id, place_id, kind) for shipment_id, place_id, kind in rows}


def _stops(
    network: Network,
    timetable: Timetable,
    tour: Tour,
    day: date,
    handlings: Iterable[_Handling],
    done: set[tuple[str, str, ScanKind]],
) -> Iterable[BusStop]:
    reached = tour.stops[: timetable.stops_reached(tour, day)]
    begins = wall_clock(network, day, 0)
    at_stop: dict[tuple[int, Action], list[BusItem]] = defaultdict(list)
    for one in handlings:
        minute = (one.at - begins).total_seconds() / 60
        here = [stop for stop in reached if stop.place_id == one.place_id and one.tour_id == tour.id]
        item = BusItem(one.shipment, any((one.shipment.id, one.place_id, kind) in done for kind in SCAN_OF[one.action]))
        if here and (item.done or one.shipment.state not in OVER):
            # Of several calls at a place the one that was promised, also where its time has changed a little since.
            nearest = min(here, key=lambda stop: abs(stop.arrives_minute - minute))
            at_stop[nearest.position, one.action].append(item)
    for position, (before, stop) in enumerate(zip((None, *reached), reached, strict=False)):
        yield BusStop(
            id=uuid5(NAMESPACE_URL, f"{tour.id}:{day}:{stop.position}").hex,
            position=position,
            place=stop.place,
            arrives_at=wall_clock(network, day, stop.arrives_minute),
            leaves_at=wall_clock(network, day, stop.leaves_minute),
            unload=tuple(at_stop[stop.position, Action.UNLOAD]),
            load=tuple(at_stop[stop.position, Action.LOAD]),
            crossings=tuple(_crossings(network, tour, before, stop, day)),
        )


def _crossings(
    network: Network, tour: Tour, before: TourStop | None, stop: TourStop, day: date
) -> Iterable[SheetSailing]:
    """The crossing on the way to a stop, with the first departure that the tour can take and be in time."""
    if before is None:
        return
    for named in tour.crossings:
        if named.position != stop.position:
            continue
        crossing = named.crossing
        first = before.leaves_minute + -(-crossing.ahead_seconds // 60)
        last = stop.arrives_minute - -(-crossing.seconds // 60)
        fitting = [
            (max(opens, first), opens == closes)
            for opens, closes in departures_on(network, crossing, day, back=named.back)
            if max(opens, first) <= min(closes, last)
        ]
        if fitting:
            departs, waits = fitting[0]
            departs_at = wall_clock(network, day, departs)
            yield SheetSailing(crossing.name, departs_at, departs_at + timedelta(seconds=crossing.seconds), waits)
