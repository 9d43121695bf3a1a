from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from logistics.bookings.booking import Booking
from logistics.bookings.requests import ask
from logistics.network.fleet import VehicleKind
from logistics.network.places import Place
from logistics.transport.approvals import approve
from logistics.transport.custody import ScanKind
from logistics.transport.driving import finish_trip
from logistics.transport.from_bookings import shipments_of
from logistics.transport.pending import Pending, pending
from logistics.transport.plans import Action, Handling, Plan, PlanState, Stop, Trip, TripState
from logistics.transport.scanning import record
from logistics.transport.shipments import Direction, Shipment, ShipmentState
from tests.logistics.conftest import World
from tests.logistics.transport.buses import loan_by_bookmobile
from tests.logistics.transport.conftest import TUESDAY

WEDNESDAY = date(2026, 11, 25)
TUESDAY_MORNING = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
WEDNESDAY_MORNING = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)


def published(
    session: Session,
    world: World,
    shipment: Shipment,
    end: Place,
    day: date = TUESDAY,
    state: PlanState = PlanState.PUBLISHED,
) -> Plan:
    """A plan of a day that brings a shipment from where it begins to a place, at ten o'clock."""
    ten = datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC)
    stops = [
        Stop(position=position, place=place, starts_at=at, leaves_at=at + timedelta(minutes=10), handlings=handled)
        for position, (place, at, handled) in enumerate(
            [
                (world.north, ten - timedelta(hours=1), [Handling(shipment=shipment, action=Action.LOAD)]),
                (end, ten, [Handling(shipment=shipment, action=Action.UNLOAD)]),
            ]
        )
    ]
    trip = Trip(
        vehicle=world.van,
        day=day,
        starts_at=ten - timedelta(hours=2),
        ends_at=ten + timedelta(hours=1),
        metres=0,
        day_cost=0,
        km_cost=0,
        hour_cost=0,
        state=TripState.PLANNED,
        stops=stops,
    )
    plan = Plan(
        network_id=world.network.id,
        day=day,
        state=state,
        fingerprint="",
        problem={},
        cost=0,
        roads="",
        made_at=TUESDAY_MORNING,
        trips=[trip],
    )
    session.add(plan)
    session.flush()
    return plan


def found(session: Session, world: World, day: date, now: datetime) -> list[Pending]:
    return pending(session, world.network, day, now, now)


def test_what_waits_is_planned_from_where_it_lies(
    session: Session, world: World, now: datetime, shipment: Shipment
) -> None:
    assert found(session, world, TUESDAY, now) == [
        Pending(shipment, world.north.id, shipment.ready_at, world.south.id, shipment.due_at)
    ]


def test_what_was_made_after_the_cutoff_and_after_the_plan_waits_for_another_day(
    session: Session, world: World, now: datetime, shipment: Shipment
) -> None:
    shipment.created_at = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
    at_cutoff, later = (datetime(2026, 11, 23, 14, minute, tzinfo=UTC) for minute in (0, 10))
    assert pending(session, world.network, TUESDAY, later, at_cutoff) == []
    assert [one.shipment for one in pending(session, world.network, TUESDAY, later, later)] == [shipment]
    assert [one.shipment for one in pending(session, world.network, WEDNESDAY, later, at_cutoff)] == [shipment]


@pytest.mark.parametrize("state", [ShipmentState.ARRIVED, ShipmentState.RECEIVED, ShipmentState.CANCELLED])
def test_what_has_ended_is_not_planned(
    session: Session, world: World, now: datetime, shipment: Shipment, state: ShipmentState
) -> None:
    shipment.state = state
    assert found(session, world, TUESDAY, now) == []


def test_what_today_brings_home_is_not_planned_for_tomorrow(session: Session, world: World, shipment: Shipment) -> None:
    published(session, world, shipment, world.south)
    assert found(session, world, WEDNESDAY, TUESDAY_MORNING) == []


def test_what_today_brings_to_the_hub_is_planned_from_there_tomorrow(
    session: Session, world: World, shipment: Shipment
) -> None:
    published(session, world, shipment, world.hub)
    sorted_at = datetime(2026, 11, 24, 9, 40, tzinfo=UTC)
    assert found(session, world, WEDNESDAY, TUESDAY_MORNING) == [
        Pending(shipment, world.hub.id, sorted_at, world.south.id, shipment.due_at)
    ]


def test_a_draft_moves_nothing(session: Session, world: World, shipment: Shipment) -> None:
    published(session, world, shipment, world.south, state=PlanState.DRAFT)
    assert len(found(session, world, WEDNESDAY, TUESDAY_MORNING)) == 1


def test_what_yesterdays_plan_has_not_moved_is_planned_again(
    session: Session, world: World, shipment: Shipment
) -> None:
    published(session, world, shipment, world.south)
    assert [one.place_id for one in found(session, world, WEDNESDAY, WEDNESDAY_MORNING)] == [world.north.id]


def test_what_a_finished_trip_has_not_moved_is_planned_again(
    session: Session, world: World, shipment: Shipment
) -> None:
    plan = published(session, world, shipment, world.south)
    finish_trip(session, plan.trips[0].id, by=world.driver, now=TUESDAY_MORNING)
    assert [one.place_id for one in found(session, world, WEDNESDAY, TUESDAY_MORNING)] == [world.north.id]


def test_what_a_later_day_has_taken_is_left_to_it(session: Session, world: World, shipment: Shipment) -> None:
    published(session, world, shipment, world.south, WEDNESDAY)
    assert found(session, world, TUESDAY, TUESDAY_MORNING) == []


def seen(session: Session, world: World, shipment: Shipment, kind: ScanKind, place: Place, at: datetime) -> None:
    record(
        session,
        scan_id=str(UUID(int=1)),
        shipment_code=shipment.code,
        kind=kind,
        place_id=place.id,
        seen_at=at,
        by=world.driver,
        now=at,
    )


def test_what_is_aboard_of_no_plan_is_nowhere_to_be_planned_from(
    session: Session, world: World, shipment: Shipment
) -> None:
    seen(session, world, shipment, ScanKind.LOAD, world.north, TUESDAY_MORNING)
    assert found(session, world, WEDNESDAY, TUESDAY_MORNING) == []


def test_what_is_aboard_ends_where_its_plan_puts_it_down(session: Session, world: World, shipment: Shipment) -> None:
    published(session, world, shipment, world.hub)
    seen(session, world, shipment, ScanKind.LOAD, world.north, TUESDAY_MORNING)
    assert [one.place_id for one in found(session, world, WEDNESDAY, TUESDAY_MORNING)] == [world.hub.id]


def test_what_went_astray_is_planned_from_where_it_is(session: Session, world: World, shipment: Shipment) -> None:
    published(session, world, shipment, world.south)
    shipment.to_place = world.hub
    seen(session, world, shipment, ScanKind.UNLOAD, world.south, TUESDAY_MORNING)
    assert [one.place_id for one in found(session, world, WEDNESDAY, TUESDAY_MORNING)] == [world.south.id]


def test_a_way_home_waits_for_its_way_out(session: Session, world: World, now: datetime) -> None:
    asked = ask(
        session,
        collection_id="crate",
        place_id=world.south.id,
        first_day=WEDNESDAY,
        last_day=WEDNESDAY,
        by=world.borrower,
        now=now,
    )
    out, back = shipments_of(session, approve(session, asked.id, by=world.owner, now=now).id)
    thursday = date(2026, 11, 26)
    assert [one.shipment for one in found(session, world, thursday, now)] == [out]
    out.state = ShipmentState.RECEIVED
    assert [one.shipment for one in found(session, world, thursday, now)] == [back]


def test_what_a_bookmobile_takes_the_whole_way_is_left_to_it(session: Session, world: World, now: datetime) -> None:
    booking = loan_by_bookmobile(session, world, now, VehicleKind.BOOKMOBILE)
    assert found(session, world, booking.leaves_on, now) == []


def test_what_the_bookmobile_did_not_take_is_planned(session: Session, world: World, now: datetime) -> None:
    booking = loan_by_bookmobile(session, world, now, VehicleKind.BOOKMOBILE)
    missed = max(leg.arrives_at for leg in booking.legs if not leg.back)
    planned = found(session, world, booking.leaves_on, missed)
    assert [one.shipment.direction for one in planned] == [Direction.OUT]


@pytest.fixture
def van_then_bus(session: Session, world: World, now: datetime) -> Booking:
    """North's crate, which a van brings to the hub and the bus from there to the south; back the same way."""
    return loan_by_bookmobile(session, world, now, VehicleKind.VAN, VehicleKind.BOOKMOBILE)


def going_out(session: Session, world: World, day: date, now: datetime) -> Pending:
    return next(one for one in found(session, world, day, now) if one.shipment.direction is Direction.OUT)


def ways(session: Session, world: World, day: date, now: datetime) -> list[tuple[str, str]]:
    """From where to where vans are to take what is planned for a day."""
    return [(one.place_id, one.goal_id) for one in found(session, world, day, now)]


def test_a_van_brings_to_the_hub_what_the_bus_takes_on_from_there(
    session: Session, world: World, van_then_bus: Booking, now: datetime
) -> None:
    out = going_out(session, world, van_then_bus.leaves_on, now)
    bus = next(leg for leg in van_then_bus.legs if leg.from_place_id == world.hub.id and not leg.back)
    assert (out.place_id, out.goal_id) == (world.north.id, world.hub.id)
    assert out.due_at == bus.leaves_at - timedelta(seconds=world.network.sort_seconds)


def test_what_lies_at_the_hub_is_left_to_the_bus_until_it_has_missed_it(
    session: Session, world: World, van_then_bus: Booking, now: datetime
) -> None:
    out, _ = shipments_of(session, van_then_bus.id)
    bus = next(leg for leg in van_then_bus.legs if leg.from_place_id == world.hub.id and not leg.back)
    out.state, out.at_place_id = ShipmentState.AT_HUB, world.hub.id
    assert (world.hub.id, world.south.id) not in ways(session, world, bus.day, bus.leaves_at)
    assert (world.hub.id, world.south.id) in ways(session, world, bus.day, bus.arrives_at)


def test_a_van_takes_on_the_same_day_what_the_bus_brings_to_the_hub(
    session: Session, world: World, now: datetime
) -> None:
    booking = loan_by_bookmobile(session, world, now, VehicleKind.BOOKMOBILE, VehicleKind.VAN)
    bus = next(leg for leg in booking.legs if leg.to_place_id == world.hub.id and not leg.back)
    out = going_out(session, world, bus.day, now)
    assert (out.place_id, out.goal_id) == (world.hub.id, world.south.id)
    assert out.free_at == bus.arrives_at + timedelta(seconds=world.network.sort_seconds)
