from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from random import Random
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.requests import ask
from logistics.database import Sessions, unit_of_work
from logistics.errors import BadValue, LogisticsError, NotAllowed, NotFound
from logistics.transport.approvals import approve, cancel
from logistics.transport.custody import Scan, ScanKind
from logistics.transport.deviations import Deviation, DeviationKind
from logistics.transport.from_bookings import shipments_of
from logistics.transport.loose import send_crates
from logistics.transport.refusals import ScanIdReused
from logistics.transport.scanning import TOLERANCE, Recorded, Refused, Seen, record, record_many
from logistics.transport.shipments import Shipment, ShipmentState
from tests.builders import a_place
from tests.logistics.conftest import World

LOAD, UNLOAD, RECEIVED = ScanKind.LOAD, ScanKind.UNLOAD, ScanKind.RECEIVED


def scan_id(number: int) -> str:
    return str(UUID(int=number))


@pytest.fixture
def booking(session: Session, world: World, now: datetime) -> Booking:
    """North's crate is promised to south for Wednesday; two crate units."""
    asked = ask(
        session,
        collection_id="crate",
        place_id=world.south.id,
        first_day=date(2026, 11, 25),
        last_day=date(2026, 11, 25),
        by=world.borrower,
        now=now,
    )
    return approve(session, asked.id, by=world.owner, now=now)


@pytest.fixture
def out(session: Session, booking: Booking) -> Shipment:
    """The way out of the booking."""
    return shipments_of(session, booking.id)[0]


def scanned(session: Session, world: World, shipment: Shipment, now: datetime, **changed: Any) -> Recorded:
    """The driver loads the shipment at north, or what the test sees."""
    values = {
        "scan_id": scan_id(1),
        "shipment_code": shipment.code,
        "kind": LOAD,
        "place_id": world.north.id,
        "seen_at": now,
        "by": world.driver,
    }
    return record(session, **{**values, "now": now, **changed})


def test_a_loaded_crate_is_aboard_and_its_booking_on_the_way(
    session: Session, world: World, now: datetime, booking: Booking, out: Shipment
) -> None:
    scanned(session, world, out, now)
    assert (out.state, out.at_place_id) == (ShipmentState.ABOARD, None)
    assert booking.state is BookingState.ON_THE_WAY


def test_a_crate_received_at_its_goal_is_on_loan(
    session: Session, world: World, now: datetime, booking: Booking, out: Shipment
) -> None:
    scanned(session, world, out, now, kind=RECEIVED, place_id=world.south.id, by=world.borrower, crates=2)
    assert out.state is ShipmentState.RECEIVED
    assert booking.state is BookingState.ON_LOAN


def test_a_code_may_be_typed_in_small_letters(session: Session, world: World, now: datetime, out: Shipment) -> None:
    assert scanned(session, world, out, now, shipment_code=f" {out.code.lower()} ").shipment is out


def test_a_scan_sent_twice_counts_once(session: Session, world: World, now: datetime, out: Shipment) -> None:
    scanned(session, world, out, now)
    assert scanned(session, world, out, now + timedelta(hours=1), seen_at=now).repeated
    assert session.scalar(select(func.count()).select_from(Scan)) == 1


def test_a_scan_sent_twice_opens_one_deviation(session: Session, world: World, now: datetime, out: Shipment) -> None:
    for _ in range(2):
        scanned(session, world, out, now, kind=RECEIVED, place_id=world.south.id, by=world.borrower, crates=1)
    assert session.scalar(select(func.count()).select_from(Deviation)) == 1


def test_an_id_does_not_stand_for_two_scans(session: Session, world: World, now: datetime, out: Shipment) -> None:
    scanned(session, world, out, now)
    with pytest.raises(ScanIdReused):
        scanned(session, world, out, now, kind=UNLOAD)


def test_a_count_that_differs_opens_a_deviation(session: Session, world: World, now: datetime, out: Shipment) -> None:
    scanned(session, world, out, now, kind=RECEIVED, place_id=world.south.id, by=world.borrower, crates=1)
    found = session.scalars(select(Deviation)).one()
    assert (found.kind, found.expected, found.found) == (DeviationKind.COUNT, "2", "1")


def test_a_crate_put_down_where_nobody_expects_it_is_astray(
    session: Session, world: World, now: datetime, out: Shipment
) -> None:
    elsewhere = a_place(session, world.network, "west")
    scanned(session, world, out, now, kind=UNLOAD, place_id=elsewhere.id)
    assert (out.state, out.at_place_id) == (ShipmentState.ASTRAY, elsewhere.id)
    assert session.scalars(select(Deviation.kind)).one() is DeviationKind.WRONG_PLACE


def test_a_crate_put_down_at_the_hub_can_be_taken_up_when_it_is_sorted(
    session: Session, world: World, now: datetime, out: Shipment
) -> None:
    scanned(session, world, out, now, kind=UNLOAD, place_id=world.hub.id)
    assert (out.state, out.free_at) == (ShipmentState.AT_HUB, now + timedelta(minutes=30))


def test_a_crate_that_left_before_its_cancellation_was_known_is_followed_and_told_of(
    session: Session, world: World, now: datetime, booking: Booking, out: Shipment
) -> None:
    cancel(session, booking.id, by=world.owner, now=now)
    scanned(session, world, out, now)
    assert (out.state, booking.state) == (ShipmentState.ABOARD, BookingState.CANCELLED)
    assert session.scalars(select(Deviation.kind)).one() is DeviationKind.CANCELLED


@pytest.mark.parametrize(
    ("changed", "refusal", "field"),
    [
        ({"scan_id": "not a uuid"}, BadValue, "scan_id"),
        ({"place_id": "none"}, NotFound, "place_id"),
        ({"shipment_code": "XX-22222"}, NotFound, "shipment_code"),
        ({"kind": RECEIVED, "crates": -1}, BadValue, "crates"),
    ],
)
def test_a_bad_scan_names_the_field_at_fault(
    session: Session,
    world: World,
    now: datetime,
    out: Shipment,
    changed: dict[str, Any],
    refusal: type[LogisticsError],
    field: str,
) -> None:
    with pytest.raises(refusal) as refused:
        scanned(session, world, out, now, **{"by": world.coordinator, **changed})
    assert refused.value.field == field


@pytest.mark.parametrize("off", [TOLERANCE, -TOLERANCE], ids=["fast", "slow"])
def test_a_clock_may_be_ten_minutes_off(
    session: Session, world: World, now: datetime, out: Shipment, off: timedelta
) -> None:
    assert not scanned(session, world, out, now, seen_at=now + off).repeated


@pytest.mark.parametrize("off", [TOLERANCE, -TOLERANCE], ids=["in the future", "before there was a shipment"])
def test_a_clock_that_is_further_off_is_not_believed(
    session: Session, world: World, now: datetime, out: Shipment, off: timedelta
) -> None:
    with pytest.raises(BadValue) as refusal:
        scanned(session, world, out, now, seen_at=now + off * 1.01)
    assert refusal.value.field == "seen_at"


def test_a_stop_that_is_gone_does_not_keep_a_scan_out(
    session: Session, world: World, now: datetime, out: Shipment
) -> None:
    assert scanned(session, world, out, now, stop_id="gone").scan.stop_id is None


def test_a_librarian_does_not_load(session: Session, world: World, now: datetime, out: Shipment) -> None:
    with pytest.raises(NotAllowed):
        scanned(session, world, out, now, by=world.owner)


def test_a_librarian_receives_at_the_own_place_only(
    session: Session, world: World, now: datetime, out: Shipment
) -> None:
    with pytest.raises(NotAllowed):
        scanned(session, world, out, now, kind=RECEIVED, place_id=world.south.id, by=world.hub_staff)


def outbox(session: Session, world: World, now: datetime) -> list[Seen]:
    """What the driver and south see of a crate over the hub and of its way back, each a minute apart."""
    booking = session.scalars(select(Booking)).one()
    out, back = shipments_of(session, booking.id)
    seen = [
        (out, LOAD, world.north),
        (out, UNLOAD, world.hub),
        (out, LOAD, world.hub),
        (out, UNLOAD, world.south),
        (out, RECEIVED, world.south),
        (back, LOAD, world.south),
        (back, UNLOAD, world.north),
        (back, RECEIVED, world.north),
    ]
    return [
        Seen(
            scan_id=scan_id(number),
            shipment_code=shipment.code,
            kind=kind,
            place_id=place.id,
            seen_at=now + timedelta(minutes=number),
            crates=1 if kind is RECEIVED else None,
        )
        for number, (shipment, kind, place) in enumerate(seen, start=1)
    ]


@settings(max_examples=25)
@given(data=st.data(), random=st.randoms(use_true_random=False))
def test_in_whatever_order_and_however_often_scans_arrive_all_ends_the_same(
    session: Session, world: World, now: datetime, booking: Booking, data: st.DataObject, random: Random
) -> None:
    with session.begin_nested() as attempt:
        sent = outbox(session, world, now)
        sent += data.draw(st.lists(st.sampled_from(sent), max_size=4))
        random.shuffle(sent)
        later = now + timedelta(hours=1)
        while sent:
            size = data.draw(st.integers(1, len(sent)))
            record_many(session, sent[:size], by=world.coordinator, now=later)
            sent = sent[size:]
        out, back = shipments_of(session, booking.id)
        assert [out.state, back.state] == [ShipmentState.RECEIVED] * 2
        assert [out.at_place_id, back.at_place_id] == [world.south.id, world.north.id]
        assert booking.state is BookingState.RETURNED
        assert session.scalar(select(func.count()).select_from(Scan)) == 8
        assert session.scalars(select(Deviation.scan_id).order_by(Deviation.scan_id)).all() == [scan_id(5), scan_id(8)]
        attempt.rollback()


def test_a_refused_scan_keeps_no_other_of_its_outbox_out(
    session: Session, world: World, now: datetime, out: Shipment
) -> None:
    good = Seen(scan_id(1), out.code, LOAD, world.north.id, now)
    bad = Seen(scan_id(2), "XX-22222", LOAD, world.north.id, now)
    also_good = Seen(scan_id(3), out.code, UNLOAD, world.hub.id, now + timedelta(minutes=1))
    results = record_many(session, [good, bad, also_good], by=world.driver, now=now)
    assert [type(result) for result in results] == [Recorded, Refused, Recorded]
    assert out.state is ShipmentState.AT_HUB


def test_two_outboxes_with_the_same_scans_in_opposite_order_at_once_count_each_scan_once(
    sessions: Sessions, session: Session, world: World, now: datetime
) -> None:
    shipments = [
        send_crates(
            session,
            from_place_id=world.north.id,
            to_place_id=world.south.id,
            crates=1,
            ready_on=date(2026, 11, 23),
            by=world.owner,
            now=now,
        )
        for _ in range(6)
    ]
    scans = [Seen(scan_id(n), s.code, LOAD, world.north.id, now) for n, s in enumerate(shipments, start=1)]
    driver_id = world.driver.id
    session.commit()
    start = Barrier(2)

    def send(seen: list[Seen]) -> int:
        start.wait()
        with unit_of_work(sessions) as own:
            results = record_many(own, seen, by=own.get_one(Person, driver_id), now=now)
            return sum(isinstance(result, Recorded) and not result.repeated for result in results)

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(send, [scans, scans[::-1]])) == len(scans)
