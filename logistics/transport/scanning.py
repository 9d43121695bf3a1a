"""Recording scans: append what was seen, then read shipment and booking off all that was seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow, may
from logistics.access.rights import Act
from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.handing_on import HandOn, handed_on_to
from logistics.database import fetch
from logistics.errors import BadValue, LogisticsError, NotFound
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.transport.custody import Scan, ScanKind
from logistics.transport.deviations import Deviation, DeviationKind
from logistics.transport.events import Journey, deviations, follow, reached
from logistics.transport.labels import normal
from logistics.transport.plans import Stop
from logistics.transport.refusals import ScanIdReused
from logistics.transport.shipments import Shipment, ShipmentState
from logistics.transport.splitting import leave_the_rest

TOLERANCE = timedelta(minutes=10)
"""How far a device's clock may be off."""

MOST_CRATES = 10_000


@dataclass(frozen=True, slots=True)
class Seen:
    """What a device tells; see `record` for each field."""

    scan_id: str
    shipment_code: str
    kind: ScanKind
    place_id: str
    seen_at: datetime
    stop_id: str | None = None
    crates: int | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A scan that counts; `repeated`: it counted before."""

    scan: Scan
    shipment: Shipment
    repeated: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """A scan that does not count, and why; sending it again changes nothing."""

    scan_id: str
    error: LogisticsError


def record(
    session: Session,
    *,
    scan_id: str,
    shipment_code: str,
    kind: ScanKind,
    place_id: str,
    seen_at: datetime,
    stop_id: str | None = None,
    crates: int | None = None,
    by: Person,
    now: datetime,
) -> Recorded:
    """Append a scan, and move its shipment and booking as far as all scans together say.

    A scan is truth: one that contradicts the plan, or a cancellation, is taken, and opens a deviation.

    Args:
        scan_id: a UUID made on the device; sent again with the same content it counts once.
        shipment_code: from the label, unique in the network of the place.
        seen_at: by the device's clock.
        stop_id: the stop of the route sheet; left out where it is gone or at another place.
        crates: counted by the receiver.

    Raises:
        NotFound: no such place, or no such shipment in its network.
        NotAllowed: `by` neither drives (load, unload) nor receives there (received).
        BadValue: an id that is no UUID, a count out of range, a time in the future or before the shipment was made.
        ScanIdReused: the id stands for another scan.
    """
    scan_id = _uuid(scan_id)
    place = fetch(session, Place, place_id, field="place_id")
    act = Act.RECEIVE if kind is ScanKind.RECEIVED else Act.DRIVE
    if not may(by, act, network_id=place.network_id, place_ids=(place.id,)):
        allow(by, act, network_id=place.network_id, place_ids=_receivers(session, place, shipment_code))
    shipment = _lock(session, place.network_id, [shipment_code]).get(normal(shipment_code))
    if shipment is None:
        raise NotFound(field="shipment_code", what="shipment", id=shipment_code[:40])
    same = (shipment.id, kind, place.id, crates, seen_at)
    known = session.get(Scan, scan_id)
    if known is not None:
        return _again(known, same)
    _check(shipment, seen_at, crates, now)
    stop = session.get(Stop, stop_id) if stop_id else None
    scan = Scan(
        id=scan_id,
        shipment=shipment,
        kind=kind,
        place=place,
        stop_id=stop.id if stop and stop.place_id == place.id else None,
        person_id=by.id,
        crates=crates,
        seen_at=seen_at,
        recorded_at=now,
    )
    try:
        with session.begin_nested():
            session.add(scan)
    except IntegrityError as fault:
        # Another shipment's scan took the id since it was looked up; a twin of this one waited for the lock.
        raise ScanIdReused(field="scan_id", scan_id=scan_id) from fault
    _settle(session, scan, now)
    return Recorded(scan, shipment, repeated=False)


def record_many(session: Session, scans: Sequence[Seen], *, by: Person, now: datetime) -> list[Recorded | Refused]:
    """Append a device's outbox; each scan has its own result, shape (scans,), and a refused one stops no other."""
    by_network: dict[str, set[str]] = defaultdict(set)
    for seen in scans:
        place = session.get(Place, seen.place_id)
        if place is not None:
            by_network[place.network_id].add(seen.shipment_code)
    for network_id, codes in sorted(by_network.items()):
        _lock(session, network_id, codes)
    results: list[Recorded | Refused] = []
    for seen in scans:
        try:
            with session.begin_nested():
                results.append(
                    record(
                        session,
                        scan_id=seen.scan_id,
                        shipment_code=seen.shipment_code,
                        kind=seen.kind,
                        place_id=seen.place_id,
                        seen_at=seen.seen_at,
                        stop_id=seen.stop_id,
                        crates=seen.crates,
                        by=by,
                        now=now,
                    )
                )
        except LogisticsError as error:
            results.append(Refused(seen.scan_id, error))
    return results


def journey_of(session: Session, shipment: Shipment) -> Journey:
    """What does not change while the shipment travels."""
    network = session.get_one(Network, shipment.network_id)
    hubs = select(Place.id).where(Place.network_id == network.id, Place.hub)
    return Journey(
        from_place_id=shipment.from_place_id,
        to_place_id=shipment.to_place_id,
        hub_ids=frozenset(session.scalars(hubs)),
        sorting=timedelta(seconds=network.sort_seconds),
        ready_at=shipment.ready_at,
    )


def scans_of(session: Session, shipment_id: str) -> list[Scan]:
    """Every scan of a shipment, in no particular order."""
    return list(session.scalars(select(Scan).where(Scan.shipment_id == shipment_id)))


def _receivers(session: Session, place: Place, code: str) -> tuple[str, ...]:
    """The places whose people receive at a borrower's own place on its behalf."""
    wanted = select(Shipment).where(
        Shipment.network_id == place.network_id, Shipment.code == normal(code), Shipment.to_place_id == place.id
    )
    shipment = session.scalars(wanted).first()
    booking = shipment.booking if shipment else None
    return booking.borrower_ids if booking is not None and booking.place_id == place.id else ()


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError as fault:
        raise BadValue(field="scan_id", value=text[:40]) from fault


def _lock(session: Session, network_id: str, codes: Iterable[str]) -> dict[str, Shipment]:
    """Shipments by their labels, locked, so that scans of one shipment are recorded one after the other.

    Everybody locks bookings before shipments, and each in the order of ids: two outboxes never wait for each other.
    """
    wanted = select(Shipment).where(Shipment.network_id == network_id, Shipment.code.in_({normal(c) for c in codes}))
    bookings = wanted.with_only_columns(Shipment.booking_id)
    givers = select(HandOn.from_booking_id).where(HandOn.to_booking_id.in_(bookings))
    fresh = {"populate_existing": True}
    session.scalars(
        select(Booking)
        .where(or_(Booking.id.in_(bookings), Booking.id.in_(givers)))
        .order_by(Booking.id)
        .with_for_update(),
        execution_options=fresh,
    ).all()
    locked = session.scalars(wanted.order_by(Shipment.id).with_for_update(), execution_options=fresh)
    return {shipment.code: shipment for shipment in locked}


def _again(known: Scan, same: tuple[object, ...]) -> Recorded:
    if (known.shipment_id, known.kind, known.place_id, known.crates, known.seen_at) != same:
        raise ScanIdReused(field="scan_id", scan_id=known.id)
    return Recorded(known, known.shipment, repeated=True)


def _check(shipment: Shipment, seen_at: datetime, crates: int | None, now: datetime) -> None:
    if crates is not None and not 0 <= crates <= MOST_CRATES:
        raise BadValue(field="crates", value=crates, least=0, most=MOST_CRATES)
    earliest, latest = shipment.created_at - TOLERANCE, now + TOLERANCE
    if not earliest <= seen_at <= latest:
        raise BadValue(field="seen_at", value=seen_at, least=earliest, most=latest)


def _settle(session: Session, scan: Scan, now: datetime) -> None:
    """Read shipment and booking off the custody, and open what deviates."""
    shipment = scan.shipment
    journey = journey_of(session, shipment)
    found = deviations(journey, shipment.crates, scan)
    here = follow(journey, scans_of(session, shipment.id))
    if shipment.state is ShipmentState.CANCELLED:
        found.append((DeviationKind.CANCELLED, shipment.state.value, here.state.value))
    shipment.state, shipment.at_place_id, shipment.free_at = here.state, here.place_id, here.free_at
    further = reached(journey, shipment.direction, scan)
    if shipment.booking is not None and further is not None:
        shipment.booking.advance_to(further)
        _pass_on(session, shipment.booking)
        if shipment.booking.state in (BookingState.RETURNING, BookingState.RETURNED):
            leave_the_rest(session, shipment.booking)
    for kind, expected, seen in found:
        session.add(
            Deviation(shipment_id=shipment.id, scan_id=scan.id, kind=kind, expected=expected, found=seen, opened_at=now)
        )
    session.flush()


def _pass_on(session: Session, taker: Booking) -> None:
    """With its first scan on the way to the next borrower, a collection is the giver's no more."""
    onward = handed_on_to(session, taker.id)
    if onward is not None and taker.state is not BookingState.APPROVED:
        onward.from_booking.advance_to(BookingState.RETURNED)
