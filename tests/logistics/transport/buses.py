"""A crate that rides the bookmobile."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from logistics.bookings.booking import Booking
from logistics.bookings.requests import ask
from logistics.network.fleet import VehicleKind
from logistics.transport.approvals import approve
from tests.builders import a_season, a_tour, a_vehicle
from tests.logistics.conftest import World


def loan_by_bookmobile(session: Session, world: World, now: datetime, *kinds: VehicleKind) -> Booking:
    """North's crate, promised to south with a bus of each kind that meets the others at the hub."""
    season = a_season(session, world.network)
    ways = [("north", "hub", "south", "north")] if len(kinds) == 1 else [("north", "hub"), ("hub", "south", "north")]
    for number, (kind, stops) in enumerate(zip(kinds, ways, strict=True)):
        bus = a_vehicle(session, world.network, f"bus-{number}", kind=kind)
        times = range(500 + 150 * number, 1000, 60)
        a_tour(session, season, bus, f"Tour {number}", *zip(stops, times, strict=False))
    session.expire(world.network)
    booking = ask(
        session,
        collection_id=world.crate.id,
        place_id=world.south.id,
        first_day=date(2026, 11, 26),
        last_day=date(2026, 12, 3),
        by=world.borrower,
        now=now,
    )
    return approve(session, booking.id, by=world.owner, now=now)
