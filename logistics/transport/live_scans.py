"""The last scan at each stop of a day: what a day on the road is read off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from logistics.database import fetch
from logistics.network.calendar import wall_clock
from logistics.network.networks import Network
from logistics.transport.custody import Scan, ScanKind
from logistics.transport.sheet import Sheet, SheetVan

SEEN = selectinload(Scan.person), selectinload(Scan.place)


def last_scans(session: Session, sheet: Sheet) -> Mapping[str, Scan]:
    """The last scan at each stop where there is one, by the stop's id."""
    vans = [van for van in sheet.vans if not van.keeps_tours]
    found = _of_vans(session, vans)
    buses = [van for van in sheet.vans if van.keeps_tours]
    return found | _of_bookmobiles(session, sheet, buses) if buses else found


def _of_vans(session: Session, vans: Iterable[SheetVan]) -> dict[str, Scan]:
    """A van's scans name the stop that they were made at."""
    stops = [stop.id for van in vans for trip in van.trips for stop in trip.stops]
    scans = select(Scan).where(Scan.stop_id.in_(stops)).options(*SEEN).order_by(Scan.seen_at, Scan.id)
    return {scan.stop_id or "": scan for scan in session.scalars(scans)}


def _of_bookmobiles(session: Session, sheet: Sheet, buses: Iterable[SheetVan]) -> dict[str, Scan]:
    """A bookmobile's stops are not stored: there it is what was handed over, and where, on that day."""
    stop_of = {
        (item.shipment_id, stop.place.id, kind): stop.id
        for bus in buses
        for trip in bus.trips
        for stop in trip.stops
        for kind, items in ((ScanKind.UNLOAD, stop.unload), (ScanKind.LOAD, stop.load))
        for item in items
    }
    network = fetch(session, Network, sheet.network_id)
    begins, ends = (wall_clock(network, sheet.day + timedelta(days=days), 0) for days in (0, 1))
    scans = (
        select(Scan)
        .where(Scan.shipment_id.in_({shipment_id for shipment_id, _, _ in stop_of}))
        .where(Scan.seen_at >= begins, Scan.seen_at < ends)
        .options(*SEEN)
        .order_by(Scan.seen_at, Scan.id)
    )
    found = {stop_of.get((scan.shipment_id, scan.place_id, scan.kind), ""): scan for scan in session.scalars(scans)}
    found.pop("", None)
    return found
