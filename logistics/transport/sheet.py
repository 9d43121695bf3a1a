"""The route sheet: a plan's day van by van, stop by stop, as page, print and JSON all show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.transport.custody import Scan, ScanKind
from logistics.transport.handled import SCAN_OF
from logistics.transport.plans import Action, Handling, Plan, PlanState, Stop, Trip, TripState
from logistics.transport.sheet_sailings import SheetSailing, sailings_to
from logistics.transport.sheet_ways import SheetPiece, ways_to
from logistics.transport.shipments import Direction, Shipment, ShipmentState


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """Where a stop is; `library_number` has seven digits, where there is one."""

    id: str
    name: str
    address: str
    lat: float
    lon: float
    library_number: str | None
    hub: bool


@dataclass(frozen=True, slots=True)
class SheetItem:
    """A shipment that is loaded or unloaded.

    Attributes:
        title: of the collection; "" for loose crates, which have only their note.
        origin, goal: where the shipment began and where it ends, whichever trip takes it there.
        state: where it stands now; a cancelled one is not to be taken.
        done: it has been scanned at this stop.
    """

    shipment_id: str
    code: str
    title: str
    note: str
    crates: int
    weight_grams: int
    direction: Direction
    origin: SheetPlace
    goal: SheetPlace
    state: ShipmentState
    done: bool


@dataclass(frozen=True, slots=True)
class SheetStop:
    """One visit; unloading comes before loading.

    Attributes:
        position: from 0 at the van's home.
        crates_aboard: when it leaves.
        crossings: on the way to it.
        way: where the way to it goes; empty: not measured.
    """

    id: str
    position: int
    place: SheetPlace
    arrives_at: datetime
    leaves_at: datetime
    unload: tuple[SheetItem, ...]
    load: tuple[SheetItem, ...]
    crates_aboard: int
    crossings: tuple[SheetSailing, ...] = ()
    way: tuple[SheetPiece, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetTrip:
    """From home to home; `number` counts the van's trips of the day from 1, `tour` names a bookmobile's.

    Attributes:
        metres: driven.
        sailed_metres, sailed_seconds: by ferry.
    """

    id: str
    number: int
    starts_at: datetime
    ends_at: datetime
    metres: int
    state: TripState
    stops: tuple[SheetStop, ...]
    most_aboard: int
    tour: str = ""
    sailed_metres: int = 0
    sailed_seconds: int = 0


@dataclass(frozen=True, slots=True)
class SheetVan:
    """One van's day, or a bookmobile's.

    Attributes:
        keeps_tours: a bookmobile: its trips are its tours, their length is not measured, and nobody says that they are
            driven.
    """

    vehicle_id: str
    name: str
    capacity: int
    trips: tuple[SheetTrip, ...]
    keeps_tours: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole day; `state` tells a draft from what is to be driven. `plan_id` None: only bookmobiles drive."""

    network_id: str
    network: str
    time_zone: str
    plan_id: str | None
    day: date
    state: PlanState
    vans: tuple[SheetVan, ...]


def route_sheet(session: Session, plan_id: str, by: Person, *, vehicle_id: str | None = None) -> Sheet:
    """The sheet of a plan's day, drafts included; of one van where it is named.

    Raises:
        NotFound: no such plan.
        NotAllowed: `by` sees no route sheets there, or no drafts.
    """
    plan = fetch(session, Plan, plan_id)
    allow(by, Act.SEE_SHEETS, network_id=plan.network_id)
    if plan.state is not PlanState.PUBLISHED:
        allow(by, Act.SEE_PLANS, network_id=plan.network_id)
    return sheet_of_plan(session, plan, vehicle_id)


def sheet_of_plan(session: Session, plan: Plan, vehicle_id: str | None = None) -> Sheet:
    """The sheet of a plan's day, whoever asks."""
    network = session.get_one(Network, plan.network_id)
    whole_stop = selectinload(Stop.handlings).selectinload(Handling.shipment)
    statement = (
        select(Trip)
        .where(Trip.plan_id == plan.id, Trip.day == plan.day)
        .options(selectinload(Trip.stops).options(whole_stop, selectinload(Stop.place)), selectinload(Trip.vehicle))
        .order_by(Trip.starts_at, Trip.id)
    )
    if vehicle_id is not None:
        statement = statement.where(Trip.vehicle_id == vehicle_id)
    trips = session.scalars(statement).all()
    along = Along(sailings_to(network, plan, trips), ways_to(session, network.id, trips))
    done = _done(session, [stop.id for trip in trips for stop in trip.stops])
    vans = sorted({trip.vehicle_id: trip.vehicle for trip in trips}.values(), key=lambda van: (van.name, van.id))
    return Sheet(
        network_id=network.id,
        network=network.name,
        time_zone=network.time_zone,
        plan_id=plan.id,
        day=plan.day,
        state=plan.state,
        vans=tuple(
            SheetVan(
                vehicle_id=van.id,
                name=van.name,
                capacity=van.capacity,
                trips=tuple(
                    _trip(number, trip, done, along)
                    for number, trip in enumerate((t for t in trips if t.vehicle_id == van.id), start=1)
                ),
            )
            for van in vans
        ),
    )


def _done(session: Session, stop_ids: list[str]) -> set[tuple[str | None, str, ScanKind]]:
    """What has been scanned at these stops: stop, shipment, kind."""
    rows = session.execute(select(Scan.stop_id, Scan.shipment_id, Scan.kind).where(Scan.stop_id.in_(stop_ids)))
    return {(stop_id, shipment_id, kind) for stop_id, shipment_id, kind in rows}


@dataclass(frozen=True, slots=True)
class Along:
    """What lies on the way to each stop, by the stop's id."""

    crossings: Mapping[str, tuple[SheetSailing, ...]]
    ways: Mapping[str, tuple[SheetPiece, ...]]


def _trip(
    number: int,
    trip: Trip,
    done: set[tuple[str | None, str, ScanKind]],
    along: Along,
) -> SheetTrip:
    stops: list[SheetStop] = []
    aboard = 0
    for stop in trip.stops:
        unload, load = (_items(stop, action, done) for action in (Action.UNLOAD, Action.LOAD))
        aboard += sum(item.crates for item in load) - sum(item.crates for item in unload)
        stops.append(
            SheetStop(
                id=stop.id,
                position=stop.position,
                place=place_of(stop.place),
                arrives_at=stop.starts_at,
                leaves_at=stop.leaves_at,
                unload=unload,
                load=load,
                crates_aboard=aboard,
                crossings=along.crossings.get(stop.id, ()),
                way=along.ways.get(stop.id, ()),
            )
        )
    return SheetTrip(
        id=trip.id,
        number=number,
        starts_at=trip.starts_at,
        ends_at=trip.ends_at,
        metres=trip.metres,
        sailed_metres=trip.sailed_metres,
        sailed_seconds=trip.sailed_seconds,
        state=trip.state,
        stops=tuple(stops),
        most_aboard=max((stop.crates_aboard for stop in stops), default=0),
    )


def _items(stop: Stop, action: Action, done: set[tuple[str | None, str, ScanKind]]) -> tuple[SheetItem, ...]:
    return tuple(
        item_of(shipment, any((stop.id, shipment.id, kind) in done for kind in SCAN_OF[action]))
        for shipment in stop.shipments(action)
    )


def item_of(shipment: Shipment, done: bool) -> SheetItem:
    """A shipment as a sheet tells of it."""
    return SheetItem(
        shipment_id=shipment.id,
        code=shipment.code,
        title=shipment.booking.collection.title if shipment.booking else "",
        note=shipment.note,
        crates=shipment.crates,
        weight_grams=shipment.weight_grams,
        direction=shipment.direction,
        origin=place_of(shipment.from_place),
        goal=place_of(shipment.to_place),
        state=shipment.state,
        done=done,
    )


def place_of(place: Place) -> SheetPlace:
    """A place as a sheet tells of it."""
    return SheetPlace(place.id, place.name, place.address, place.lat, place.lon, place.library_number, place.hub)
