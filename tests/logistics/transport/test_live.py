"""A day on the road: what is done, what comes next and what is late is read off scans and the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from logistics.transport.custody import ScanKind
from logistics.transport.live import LiveVan, live_day
from logistics.transport.plans import Plan, TripState
from logistics.transport.publishing import publish
from logistics.transport.scanning import record
from logistics.transport.shipments import Shipment
from tests.logistics.conftest import World
from tests.logistics.transport.conftest import TUESDAY, Draft

MINUTE = timedelta(minutes=1)
HOME, NORTH, SOUTH, BACK = range(4)


@pytest.fixture
def plan(session: Session, world: World, now: datetime, draft: Draft) -> Plan:
    """Tuesday's published plan: from the hub to north, two crates to south, and home."""
    return publish(session, draft().id, by=world.coordinator, now=now)


def van(session: Session, world: World, at: datetime) -> LiveVan:
    (only,) = live_day(session, world.network.id, TUESDAY, world.coordinator, at).vans
    return only


def progress(session: Session, world: World, at: datetime) -> list[str]:
    return [stop.progress.value for stop in van(session, world, at).stops]


def scan(
    session: Session, world: World, plan: Plan, shipment: Shipment, stop: int, kind: ScanKind, seen_at: datetime
) -> None:
    record(
        session,
        scan_id=str(UUID(int=stop)),
        shipment_code=shipment.code,
        kind=kind,
        place_id=plan.trips[0].stops[stop].place_id,
        stop_id=plan.trips[0].stops[stop].id,
        seen_at=seen_at,
        by=world.driver,
        now=seen_at,
    )


def test_before_anything_moves_the_first_stop_is_next(session: Session, world: World, plan: Plan) -> None:
    early = plan.trips[0].starts_at - MINUTE
    assert progress(session, world, early) == ["next", "to-come", "to-come", "to-come"]
    assert van(session, world, early).seen is None


def test_where_nothing_is_scanned_the_clock_says_that_the_van_has_left(
    session: Session, world: World, plan: Plan
) -> None:
    on_the_way = plan.trips[0].stops[NORTH].starts_at - MINUTE
    assert progress(session, world, on_the_way) == ["done", "next", "to-come", "to-come"]


def test_a_stop_that_is_not_begun_ten_minutes_after_its_time_is_late_and_so_is_the_van(
    session: Session, world: World, plan: Plan
) -> None:
    due = plan.trips[0].stops[NORTH].starts_at
    assert progress(session, world, due + 10 * MINUTE)[NORTH] == "next"
    late = van(session, world, due + 25 * MINUTE)
    assert [stop.progress.value for stop in late.stops] == ["done", "late", "to-come", "to-come"]
    assert late.late_minutes == 25
    assert late.stops[SOUTH].expected_at == plan.trips[0].stops[SOUTH].starts_at + 25 * MINUTE


def test_a_scanned_stop_is_done_and_says_where_the_van_was_seen_and_how_late(
    session: Session, world: World, plan: Plan, shipment: Shipment
) -> None:
    seen_at = plan.trips[0].stops[NORTH].leaves_at + 7 * MINUTE
    scan(session, world, plan, shipment, NORTH, ScanKind.LOAD, seen_at)
    found = van(session, world, seen_at)
    assert [stop.progress.value for stop in found.stops] == ["done", "done", "next", "to-come"]
    assert found.seen is not None
    assert (found.seen.place, found.seen.at, found.seen.by) == ("North", seen_at, world.driver.name)
    assert (found.late_minutes, found.done) == (7, 2)


def test_a_stop_that_was_driven_past_without_a_scan_is_told_apart(
    session: Session, world: World, plan: Plan, shipment: Shipment
) -> None:
    at = plan.trips[0].stops[SOUTH].starts_at
    scan(session, world, plan, shipment, SOUTH, ScanKind.UNLOAD, at)
    assert progress(session, world, at) == ["done", "passed", "done", "next"]


def test_a_driven_trip_is_over(session: Session, world: World, plan: Plan) -> None:
    plan.trips[0].state = TripState.DRIVEN
    found = van(session, world, plan.trips[0].ends_at + 60 * MINUTE)
    assert (found.over, found.next, found.late_minutes) == (True, None, 0)
    assert [stop.progress.value for stop in found.stops] == ["done", "passed", "passed", "done"]
