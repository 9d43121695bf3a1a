from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from logistics.bookings.requests import ask
from logistics.database import new_id
from logistics.errors import NotFound
from logistics.network.places import Closure
from logistics.transport.approvals import approve
from logistics.transport.building import NOTICE, Brief, build
from logistics.transport.shipments import Direction, Shipment, ShipmentState
from routing.files import read_problem, write_problem
from routing.problem import DAY, BreakRule
from tests.builders import a_vehicle
from tests.logistics.conftest import World
from tests.logistics.transport.conftest import TUESDAY

HOUR = 3600


def built(session: Session, world: World, now: datetime, day: date = TUESDAY) -> Brief:
    return build(session, world.network.id, day, now=now)


def test_a_shipment_is_told_in_seconds_from_the_first_midnight(
    session: Session, world: World, now: datetime, shipment: Shipment
) -> None:
    told = built(session, world, now).problem.shipment[shipment.code]
    assert (told.origin, told.to, told.crates) == (world.north.id, world.south.id, 2)
    assert (told.ready, told.due) == (8 * HOUR, DAY + 16 * HOUR)


def test_a_problem_holds_what_its_file_can_hold(
    session: Session, world: World, now: datetime, shipment: Shipment
) -> None:
    problem = built(session, world, now).problem
    assert read_problem(write_problem(problem)) == problem


def test_the_same_rows_have_the_same_fingerprint(
    session: Session, world: World, now: datetime, shipment: Shipment
) -> None:
    later = now + timedelta(minutes=1)
    assert built(session, world, now).fingerprint == built(session, world, later).fingerprint


def test_a_closure_changes_the_fingerprint(session: Session, world: World, now: datetime, shipment: Shipment) -> None:
    before = built(session, world, now).fingerprint
    world.south.closures.append(Closure(first_day=TUESDAY, last_day=TUESDAY))
    assert built(session, world, now).fingerprint != before


def test_a_closed_day_has_no_window(session: Session, world: World, now: datetime) -> None:
    world.south.closures.append(Closure(first_day=TUESDAY, last_day=TUESDAY))
    windows = built(session, world, now).problem.place(world.south.id).windows
    assert windows == ((DAY + 8 * HOUR, DAY + 16 * HOUR), (2 * DAY + 8 * HOUR, 2 * DAY + 16 * HOUR))


def test_nothing_drives_at_the_weekend(session: Session, world: World, now: datetime) -> None:
    problem = built(session, world, now, date(2026, 11, 27)).problem
    assert problem.days == 3
    assert problem.vehicle[world.van.id].shifts == ((7 * HOUR, 18 * HOUR),)


def test_hours_that_touch_are_one_window(session: Session, world: World, now: datetime) -> None:
    hours = world.south.receiving_hours
    hours[1].closes_minute = 12 * 60
    hours.append(type(hours[1])(weekday=1, opens_minute=12 * 60, closes_minute=16 * 60))
    session.flush()
    session.refresh(world.south)
    assert built(session, world, now).problem.place(world.south.id).windows[0] == (8 * HOUR, 16 * HOUR)


def test_a_van_that_is_out_of_use_drives_nothing(session: Session, world: World, now: datetime) -> None:
    a_vehicle(session, world.network, "old-van", active=False)
    session.expire(world.network)
    assert [van.id for van in built(session, world, now).problem.vehicles] == [world.van.id]


def test_on_a_day_that_has_begun_nothing_leaves_before_the_plan_can_reach_its_driver(
    session: Session, world: World, now: datetime
) -> None:
    first, _ = built(session, world, now, date(2026, 11, 23)).problem.vehicles[0].shifts[0]
    assert first == 8 * HOUR + NOTICE.seconds


def test_what_was_known_then_can_be_built_again_later(session: Session, world: World, now: datetime) -> None:
    today = date(2026, 11, 23)
    then = built(session, world, now, today)
    later = build(session, world.network.id, today, now=now + timedelta(hours=2), made_at=now)
    assert later.fingerprint == then.fingerprint


def test_breaks_are_as_the_network_has_them(session: Session, world: World, now: datetime) -> None:
    world.network.max_drive_minutes, world.network.break_minutes = 270, 45
    assert built(session, world, now).problem.break_rule == BreakRule(16_200, 2_700)


def test_a_booked_collection_counts_by_itself_and_loose_crates_by_the_crate(
    session: Session, world: World, now: datetime, shipment: Shipment
) -> None:
    world.network.collection_penalty, world.network.crate_penalty = 500_000, 100_000
    booking = ask(
        session,
        collection_id="crate",
        place_id=world.south.id,
        first_day=date(2026, 11, 25),
        last_day=date(2026, 11, 27),
        by=world.borrower,
        now=now,
    )
    approve(session, booking.id, by=world.owner, now=now)
    penalties = sorted(told.penalty or 0 for told in built(session, world, now).problem.shipments)
    assert penalties == [200_000, 500_000]


def test_what_is_due_after_the_horizon_can_wait(
    session: Session, world: World, now: datetime, shipment: Shipment
) -> None:
    shipment.due_at = datetime(2026, 12, 24, 15, 0, tzinfo=UTC)
    told = built(session, world, now).problem.shipment[shipment.code]
    assert (told.due, told.penalty) == (3 * DAY - 1, 60_000)


def test_what_is_ready_after_the_horizon_is_left_out(
    session: Session, world: World, now: datetime, shipment: Shipment
) -> None:
    shipment.due_at = datetime(2026, 12, 24, 15, 0, tzinfo=UTC)
    shipment.ready_at = shipment.free_at = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
    assert built(session, world, now).problem.shipments == ()


def test_what_has_missed_its_day_is_due_as_soon_as_a_promise_allows(
    session: Session, world: World, now: datetime, shipment: Shipment
) -> None:
    thursday = date(2026, 11, 26)
    told = built(session, world, now, thursday).problem.shipment[shipment.code]
    assert (told.ready, told.due) == (0, 2 * DAY - 1)


def test_a_place_that_is_no_longer_served_is_there_as_long_as_something_goes_to_it(
    session: Session, world: World, now: datetime, shipment: Shipment
) -> None:
    world.south.active = False
    assert built(session, world, now).problem.place(world.south.id).windows == ()


def test_an_unknown_network_has_no_problem(session: Session, now: datetime) -> None:
    with pytest.raises(NotFound):
        build(session, "none", TUESDAY, now=now)


MINUTES = st.integers(-3 * 1440, 9 * 1440)
OPEN = [ShipmentState.WAITING, ShipmentState.PLANNED, ShipmentState.AT_HUB, ShipmentState.ASTRAY]
DRAWN = st.lists(st.tuples(MINUTES, st.integers(1, 9 * 1440), MINUTES, st.sampled_from(OPEN)), max_size=4)


@settings(max_examples=40)
@given(drawn=DRAWN, closed=st.none() | st.integers(0, 6))
def test_whatever_lies_where_and_however_late_it_is_there_is_a_problem_that_can_be_written_and_read(
    session: Session,
    world: World,
    now: datetime,
    drawn: list[tuple[int, int, int, ShipmentState]],
    closed: int | None,
) -> None:
    with session.begin_nested() as attempt:
        for ready, allowed, free, state in drawn:
            ready_at = now + timedelta(minutes=ready)
            session.add(
                Shipment(
                    network_id=world.network.id,
                    code=new_id()[:16],
                    direction=Direction.LOOSE,
                    from_place=world.north,
                    to_place=world.south,
                    crates=1,
                    ready_at=ready_at,
                    due_at=ready_at + timedelta(minutes=allowed),
                    state=state,
                    at_place=world.hub if state is ShipmentState.AT_HUB else world.north,
                    free_at=now + timedelta(minutes=free),
                    created_by_id=world.owner.id,
                    created_at=now,
                )
            )
        if closed is not None:
            session.add(Closure(place=world.south, first_day=TUESDAY, last_day=TUESDAY + timedelta(days=closed)))
        session.flush()
        problem = built(session, world, now).problem
        assert read_problem(write_problem(problem)) == problem
        attempt.rollback()
