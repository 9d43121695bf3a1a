"""Drives a published day of the demonstration as its plan says: every scan, every receipt, every trip paid for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.costs.settle import finish_and_post
from logistics.transport.custody import ScanKind
from logistics.transport.plans import Action, Plan, Stop
from logistics.transport.scanning import record
from logistics.transport.shipments import Shipment

KIND = {Action.UNLOAD: ScanKind.UNLOAD, Action.LOAD: ScanKind.LOAD}


def drive_day(session: Session, plan: Plan, people: Mapping[str, Person]) -> None:
    """Scan everything at the times of the plan, receive what arrives, and finish each trip.

    The first delivery of several crates is received with one crate missing, so that there is a deviation to look at.
    """
    drivers = [person for person in people.values() if person.role is Role.DRIVER]
    coordinator = next(person for person in people.values() if person.role is Role.COORDINATOR)
    staff = {person.place_id: person for person in people.values() if person.place_id}
    trips = [trip for trip in plan.trips if trip.day == plan.day]
    vans = sorted({trip.vehicle_id for trip in trips})
    short = False
    for stop in sorted((stop for trip in trips for stop in trip.stops), key=lambda stop: (stop.starts_at, stop.id)):
        trip = stop.trip
        driver = drivers[vans.index(trip.vehicle_id) % len(drivers)]
        for action in (Action.UNLOAD, Action.LOAD):
            for shipment in stop.shipments(action):
                _scan(session, stop, shipment, KIND[action], stop.leaves_at, driver)
                if action is Action.UNLOAD and shipment.to_place_id == stop.place_id:
                    missing = not short and shipment.crates > 1 and shipment.booking_id is None
                    short = short or missing
                    counted = shipment.crates - (1 if missing else 0)
                    later = stop.leaves_at + timedelta(minutes=12)
                    receiver = staff.get(stop.place_id, coordinator)
                    _scan(session, stop, shipment, ScanKind.RECEIVED, later, receiver, counted)
        if stop is trip.stops[-1]:
            finish_and_post(session, trip.id, by=driver, now=trip.ends_at)


def _scan(
    session: Session,
    stop: Stop,
    shipment: Shipment,
    kind: ScanKind,
    seen_at: datetime,
    by: Person,
    crates: int | None = None,
) -> None:
    record(
        session,
        scan_id=str(uuid5(NAMESPACE_URL, f"{stop.id}/{shipment.id}/{kind.value}")),
        shipment_code=shipment.code,
        kind=kind,
        place_id=stop.place_id,
        stop_id=stop.id,
        crates=crates,
        seen_at=seen_at,
        by=by,
        now=seen_at,
    )
