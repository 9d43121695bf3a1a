"""A crate's whole way: no room of its own, but all rooms up to transport in their order."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.bookings.booking import JOURNEY
from logistics.bookings.requests import ask
from logistics.network.places import Place
from logistics.transport.approvals import approve
from logistics.transport.building import build
from logistics.transport.custody import ScanKind
from logistics.transport.day_sheet import sheet_of_day
from logistics.transport.drafts import store
from logistics.transport.driving import finish_trip
from logistics.transport.from_bookings import shipments_of
from logistics.transport.plans import Plan
from logistics.transport.publishing import publish
from logistics.transport.runs import claim, request_run
from logistics.transport.scanning import record
from logistics.transport.shipments import Shipment, ShipmentState
from tests.logistics.conftest import World
from tests.logistics.transport.conftest import straight_rides


def planned(session: Session, world: World, day: date, now: datetime) -> Plan:
    """The published plan of a day."""
    run = request_run(session, network_id=world.network.id, day=day, by=world.coordinator, now=now)
    taken = claim(session, run.id, 0, now)
    assert taken is not None
    brief = build(session, world.network.id, day, now=now)
    plan = store(session, taken, brief, straight_rides(brief.problem), now)
    return publish(session, plan.id, by=world.coordinator, now=now)


def driven(session: Session, world: World, day: date) -> None:
    """The driver does and scans what the sheet says, stop by stop, and comes home."""
    for van in sheet_of_day(session, world.network.id, day, world.driver).vans:
        for trip in van.trips:
            for stop in trip.stops:
                for kind, items in ((ScanKind.UNLOAD, stop.unload), (ScanKind.LOAD, stop.load)):
                    for item in items:
                        record(
                            session,
                            scan_id=str(uuid4()),
                            shipment_code=item.code,
                            kind=kind,
                            place_id=stop.place.id,
                            stop_id=stop.id,
                            seen_at=stop.arrives_at,
                            by=world.driver,
                            now=stop.leaves_at,
                        )
            finish_trip(session, trip.id, by=world.driver, now=trip.ends_at)


def received(session: Session, shipment: Shipment, place: Place, by: Person, at: datetime) -> None:
    record(
        session,
        scan_id=str(uuid4()),
        shipment_code=shipment.code,
        kind=ScanKind.RECEIVED,
        place_id=place.id,
        crates=shipment.crates,
        seen_at=at,
        by=by,
        now=at,
    )


def test_a_crate_goes_out_is_lent_and_comes_home(session: Session, world: World, now: datetime) -> None:
    wednesday, friday = date(2026, 11, 25), date(2026, 11, 27)
    booking = ask(
        session,
        collection_id="crate",
        place_id=world.south.id,
        first_day=date(2026, 11, 26),
        last_day=date(2026, 11, 26),
        by=world.borrower,
        now=now,
    )
    approve(session, booking.id, by=world.owner, now=now)
    out, back = shipments_of(session, booking.id)

    states = [booking.state]

    planned(session, world, wednesday, now)
    driven(session, world, wednesday)
    states.append(booking.state)
    received(session, out, world.south, world.borrower, datetime(2026, 11, 25, 14, 0, tzinfo=UTC))
    states.append(booking.state)

    planned(session, world, friday, datetime(2026, 11, 26, 14, 0, tzinfo=UTC))
    driven(session, world, friday)
    states.append(booking.state)
    received(session, back, world.north, world.owner, datetime(2026, 11, 27, 14, 0, tzinfo=UTC))
    assert (*states, booking.state) == JOURNEY
    assert (out.state, back.state) == (ShipmentState.RECEIVED, ShipmentState.RECEIVED)
