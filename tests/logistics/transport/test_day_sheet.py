"""What the bookmobile's driver does: read from its tour and from promises, without any plan."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from logistics.bookings.booking import Booking, BookingState
from logistics.network.fleet import VehicleKind
from logistics.transport.calls import calls
from logistics.transport.custody import ScanKind
from logistics.transport.day_sheet import sheet_of_day
from logistics.transport.live import LiveVan, live_day
from logistics.transport.refusals import NoPublishedPlan
from logistics.transport.scanning import record
from logistics.transport.sheet import SheetStop
from tests.logistics.conftest import World
from tests.logistics.transport.buses import loan_by_bookmobile


@pytest.fixture
def loan(session: Session, world: World, now: datetime) -> Booking:
    """North's crate in the south for a week; the bus drives north, hub, south, north, an hour each."""
    return loan_by_bookmobile(session, world, now, VehicleKind.BOOKMOBILE)


def stops(session: Session, world: World, day: date) -> list[SheetStop]:
    (bus,) = sheet_of_day(session, world.network.id, day, world.driver).vans
    return list(bus.trips[0].stops)


def work(found: list[SheetStop]) -> list[tuple[str, list[bool], list[bool]]]:
    """At each stop, whether each crate to be unloaded, and each to be loaded, has been."""
    return [(stop.place.name, [one.done for one in stop.unload], [one.done for one in stop.load]) for stop in found]


def drive(session: Session, world: World, day: date, receiver: str) -> None:
    """Scan as the sheet says, and receive where it is unloaded."""
    for stop in stops(session, world, day):
        seen = {"place_id": stop.place.id, "seen_at": stop.arrives_at, "now": stop.arrives_at}
        for kind, items in ((ScanKind.UNLOAD, stop.unload), (ScanKind.LOAD, stop.load)):
            for item in items:
                label = {"scan_id": str(uuid4()), "shipment_code": item.code, "stop_id": stop.id}
                record(session, kind=kind, by=world.driver, **label, **seen)  # type: ignore[arg-type]
        for item in stop.unload:
            label = {"scan_id": str(uuid4()), "shipment_code": item.code, "kind": ScanKind.RECEIVED}
            record(session, by=getattr(world, receiver), **label, **seen)  # type: ignore[arg-type]


def test_the_sheet_has_the_tours_stops_and_what_is_promised_to_ride(
    session: Session, world: World, loan: Booking
) -> None:
    found = stops(session, world, loan.leaves_on)
    minutes = [round((stop.arrives_at - found[0].arrives_at).total_seconds() / 60) for stop in found]
    assert minutes == [0, 60, 120, 180]
    assert work(found) == [("North", [], [False]), ("Hub", [], []), ("South", [False], []), ("North", [], [])]
    assert [stop.crates_aboard for stop in found] == [2, 2, 0, 0]


def test_scans_on_the_bus_take_the_loan_there_and_home(session: Session, world: World, loan: Booking) -> None:
    drive(session, world, loan.leaves_on, "borrower")
    assert loan.state is BookingState.ON_LOAN
    done = work(stops(session, world, loan.leaves_on))
    assert (done[0][2], done[2][1]) == ([True], [True])
    drive(session, world, loan.collected_on, "owner")
    assert loan.state is BookingState.RETURNED


def test_on_the_road_a_bookmobile_is_where_its_scans_and_its_timetable_say(
    session: Session, world: World, now: datetime, loan: Booking
) -> None:
    north, hub, south, home = stops(session, world, loan.leaves_on)

    def bus(at: datetime) -> LiveVan:
        (only,) = live_day(session, world.network.id, loan.leaves_on, world.coordinator, at).vans
        return only

    assert bus(north.arrives_at).seen is None
    assert [one.progress.value for one in bus(hub.arrives_at).stops] == ["late", "to-come", "to-come", "to-come"]
    drive(session, world, loan.leaves_on, "borrower")
    after = bus(south.leaves_at)
    assert [one.progress.value for one in after.stops] == ["done", "done", "done", "next"]
    assert after.seen is not None
    assert (after.seen.place, after.seen.by) == ("South", world.driver.name)
    assert [number for number, _ in after.trips[0].numbered] == [1, 2, 3, 4]
    assert (after.over, bus(home.leaves_at).over) == (False, True)


def test_a_library_sees_when_the_bus_comes_and_what_it_brings(session: Session, world: World, loan: Booking) -> None:
    (call,) = calls(session, world.south.id, loan.arrives_on, world.borrower)
    assert (call.vehicle, len(call.gets), call.hands_over) == ("bus-0", 1, ())


def test_a_day_without_plan_and_without_bus_has_no_sheet(session: Session, world: World, loan: Booking) -> None:
    saturday = loan.leaves_on + timedelta(days=(5 - loan.leaves_on.weekday()) % 7)
    with pytest.raises(NoPublishedPlan):
        sheet_of_day(session, world.network.id, saturday, world.driver)
