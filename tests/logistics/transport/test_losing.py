from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.bookings.booking import ENDS, HOLDING, Booking, BookingState
from logistics.bookings.decisions import decline
from logistics.bookings.refusals import PromisedMeanwhile
from logistics.bookings.requests import ask
from logistics.errors import LogisticsError, NotAllowed, NotFound, WrongState
from logistics.transport.approvals import approve, cancel
from logistics.transport.building import build
from logistics.transport.clearing import open_deviations
from logistics.transport.custody import ScanKind
from logistics.transport.deviations import Deviation, DeviationKind
from logistics.transport.from_bookings import shipments_of
from logistics.transport.losing import declare_found, declare_lost
from logistics.transport.scanning import record
from logistics.transport.shipments import Shipment, ShipmentState
from tests.logistics.conftest import World

LOAD, RECEIVED = ScanKind.LOAD, ScanKind.RECEIVED
WEDNESDAY = date(2026, 11, 25)
WEEK = timedelta(days=7)


def asked(session: Session, world: World, now: datetime, first_day: date = WEDNESDAY) -> Booking:
    """South's request for North's crate, for one day."""
    return ask(
        session,
        collection_id="crate",
        place_id=world.south.id,
        first_day=first_day,
        last_day=first_day,
        by=world.borrower,
        now=now,
    )


def seen(session: Session, shipment: Shipment, kind: ScanKind, place_id: str, by: Person, at: datetime) -> None:
    record(
        session,
        scan_id=str(UUID(int=round(at.timestamp()))),
        shipment_code=shipment.code,
        kind=kind,
        place_id=place_id,
        seen_at=at,
        by=by,
        now=at,
    )


@pytest.fixture
def lent(session: Session, world: World, now: datetime) -> Booking:
    """North's crate has been received at south."""
    booking = approve(session, asked(session, world, now).id, by=world.owner, now=now)
    out, _ = shipments_of(session, booking.id)
    seen(session, out, LOAD, world.north.id, world.driver, now)
    seen(session, out, RECEIVED, world.south.id, world.borrower, now + timedelta(minutes=1))
    return booking


@pytest.mark.parametrize("who", ["owner", "coordinator"])
def test_owner_and_coordinator_declare_a_collection_lost(
    session: Session, world: World, now: datetime, lent: Booking, who: str
) -> None:
    assert declare_lost(session, lent.id, by=getattr(world, who), now=now).state is BookingState.LOST


@pytest.mark.parametrize("act", [declare_lost, declare_found])
@pytest.mark.parametrize("who", ["borrower", "driver"])
def test_nobody_else_does(
    session: Session, world: World, now: datetime, lent: Booking, who: str, act: Callable[..., Booking]
) -> None:
    with pytest.raises(NotAllowed):
        act(session, lent.id, by=getattr(world, who), now=now)


@pytest.mark.parametrize("act", [declare_lost, declare_found])
def test_an_unknown_booking_is_neither_lost_nor_found(
    session: Session, world: World, now: datetime, act: Callable[..., Booking]
) -> None:
    with pytest.raises(NotFound):
        act(session, "none", by=world.owner, now=now)


def test_what_has_not_left_is_not_lost(session: Session, world: World, now: datetime) -> None:
    booking = approve(session, asked(session, world, now).id, by=world.owner, now=now)
    with pytest.raises(WrongState):
        declare_lost(session, booking.id, by=world.owner, now=now)


def test_what_is_lost_is_not_lost_again(session: Session, world: World, now: datetime, lent: Booking) -> None:
    declare_lost(session, lent.id, by=world.owner, now=now)
    with pytest.raises(WrongState):
        declare_lost(session, lent.id, by=world.owner, now=now)


def test_the_way_that_was_still_to_come_is_cancelled(
    session: Session, world: World, now: datetime, lent: Booking
) -> None:
    declare_lost(session, lent.id, by=world.owner, now=now)
    states = [shipment.state for shipment in shipments_of(session, lent.id)]
    assert states == [ShipmentState.RECEIVED, ShipmentState.CANCELLED]


def test_no_plan_fetches_what_is_lost(session: Session, world: World, now: datetime, lent: Booking) -> None:
    declare_lost(session, lent.id, by=world.owner, now=now)
    assert build(session, world.network.id, date(2026, 11, 26), now=now).problem.shipments == ()


def test_a_loss_opens_a_deviation_on_the_way_that_was_to_come(
    session: Session, world: World, now: datetime, lent: Booking
) -> None:
    declare_lost(session, lent.id, by=world.owner, now=now)
    (loss,) = open_deviations(session, world.network.id, world.coordinator)
    assert (loss.kind, loss.expected, loss.found) == (DeviationKind.LOST, world.north.id, "")
    assert loss.shipment_id == shipments_of(session, lent.id)[1].id


def test_nobody_can_ask_for_what_is_lost(session: Session, world: World, now: datetime, lent: Booking) -> None:
    declare_lost(session, lent.id, by=world.owner, now=now)
    with pytest.raises(NotFound):
        asked(session, world, now, WEDNESDAY + WEEK)


def test_a_promise_that_a_loss_breaks_is_taken_back_with_its_transport(
    session: Session, world: World, now: datetime, lent: Booking
) -> None:
    promised = approve(session, asked(session, world, now, WEDNESDAY + WEEK).id, by=world.owner, now=now)
    request = asked(session, world, now, WEDNESDAY + 2 * WEEK)
    declare_lost(session, lent.id, by=world.owner, now=now)
    assert (promised.state, request.state) == (BookingState.CANCELLED, BookingState.DECLINED)
    assert {shipment.state for shipment in shipments_of(session, promised.id)} == {ShipmentState.CANCELLED}


def test_a_collection_that_is_replaced_is_free_at_once(
    session: Session, world: World, now: datetime, lent: Booking
) -> None:
    promised = approve(session, asked(session, world, now, WEDNESDAY + WEEK).id, by=world.owner, now=now)
    declare_lost(session, lent.id, stays_in_use=True, by=world.owner, now=now)
    assert promised.state is BookingState.APPROVED
    assert approve(session, asked(session, world, now).id, by=world.owner, now=now).state is BookingState.APPROVED


def test_what_is_found_again_is_where_it_was_last_seen(
    session: Session, world: World, now: datetime, lent: Booking
) -> None:
    declare_lost(session, lent.id, by=world.owner, now=now)
    declare_found(session, lent.id, by=world.owner, now=now)
    out, back = shipments_of(session, lent.id)
    assert lent.state is BookingState.ON_LOAN
    assert (out.state, back.state, back.at_place_id) == (
        ShipmentState.RECEIVED,
        ShipmentState.WAITING,
        world.south.id,
    )


def test_what_is_found_again_can_be_asked_for(session: Session, world: World, now: datetime, lent: Booking) -> None:
    declare_lost(session, lent.id, by=world.owner, now=now)
    declare_found(session, lent.id, by=world.owner, now=now)
    assert asked(session, world, now, WEDNESDAY + WEEK).state is BookingState.REQUESTED


def test_finding_it_again_clears_the_loss_up(session: Session, world: World, now: datetime, lent: Booking) -> None:
    declare_lost(session, lent.id, by=world.owner, now=now)
    declare_found(session, lent.id, by=world.owner, now=now)
    assert open_deviations(session, world.network.id, world.coordinator) == []


def test_what_is_lost_once_more_is_one_open_deviation(
    session: Session, world: World, now: datetime, lent: Booking
) -> None:
    for _ in range(2):
        declare_lost(session, lent.id, by=world.owner, now=now)
        declare_found(session, lent.id, by=world.owner, now=now)
    declare_lost(session, lent.id, by=world.owner, now=now)
    assert session.scalars(select(Deviation.resolved_at)).all() == [None]


def test_what_came_home_while_it_was_lost_has_been_returned(
    session: Session, world: World, now: datetime, lent: Booking
) -> None:
    declare_lost(session, lent.id, by=world.owner, now=now)
    back = shipments_of(session, lent.id)[1]
    seen(session, back, RECEIVED, world.north.id, world.owner, now + timedelta(hours=1))
    assert declare_found(session, lent.id, by=world.owner, now=now).state is BookingState.RETURNED


def test_what_is_not_lost_is_not_found(session: Session, world: World, now: datetime, lent: Booking) -> None:
    with pytest.raises(WrongState):
        declare_found(session, lent.id, by=world.owner, now=now)


def test_what_was_replaced_and_promised_anew_is_not_promised_twice(
    session: Session, world: World, now: datetime, lent: Booking
) -> None:
    declare_lost(session, lent.id, stays_in_use=True, by=world.owner, now=now)
    approve(session, asked(session, world, now).id, by=world.owner, now=now)
    with pytest.raises(PromisedMeanwhile):
        declare_found(session, lent.id, by=world.owner, now=now)
    assert lent.state is BookingState.LOST


class Loan(RuleBasedStateMachine):
    """Everything that can happen to a booking, by anybody and in any order; what is refused changes nothing."""

    def __init__(self, session: Session, world: World, now: datetime) -> None:
        super().__init__()
        self.session, self.world, self.now = session, world, now
        self.attempt = session.begin_nested()
        self.booking = asked(session, world, now)

    def teardown(self) -> None:
        self.attempt.rollback()

    def act(self, service: Callable[..., object], *given: Any, **more: Any) -> None:
        try:
            with self.session.begin_nested():
                service(self.session, *given, **more)
        except LogisticsError:
            self.session.expire_all()

    def decide(self, service: Callable[..., object], **more: Any) -> None:
        self.act(service, self.booking.id, by=self.world.owner, now=self.now, **more)

    @rule(service=st.sampled_from([approve, approve, decline, cancel, declare_found]))
    def answer(self, service: Callable[..., object]) -> None:
        self.decide(service)

    @rule(stays_in_use=st.booleans())
    def lose(self, stays_in_use: bool) -> None:
        self.decide(declare_lost, stays_in_use=stays_in_use)

    @rule(way=st.integers(0, 1), kind=st.sampled_from(ScanKind), place=st.sampled_from(["north", "hub", "south"]))
    def scan(self, way: int, kind: ScanKind, place: str) -> None:
        for shipment in shipments_of(self.session, self.booking.id)[way : way + 1]:
            self.now += timedelta(minutes=1)
            self.act(seen, shipment, kind, f"test-{place}", self.world.coordinator, self.now)

    @invariant()
    def an_end_can_be_reached(self) -> None:
        with self.session.begin_nested() as look:
            if self.booking.state is BookingState.REQUESTED:
                self.decide(decline)
            elif self.booking.state is BookingState.APPROVED:
                self.decide(cancel)
            elif self.booking.state in HOLDING:
                for shipment in shipments_of(self.session, self.booking.id):
                    at = self.now + timedelta(minutes=len(shipment.direction.value))
                    self.act(seen, shipment, RECEIVED, shipment.to_place_id, self.world.coordinator, at)
            assert self.booking.state in ENDS
            look.rollback()

    @invariant()
    def what_is_under_way_can_be_given_up(self) -> None:
        if self.booking.state in HOLDING - {BookingState.APPROVED}:
            with self.session.begin_nested() as look:
                self.decide(declare_lost)
                assert self.booking.state is BookingState.LOST
                look.rollback()


def test_whatever_happens_to_a_booking_it_can_still_reach_an_end(session: Session, world: World, now: datetime) -> None:
    run_state_machine_as_test(
        lambda: Loan(session, world, now),  # type: ignore[arg-type]  # any callable that makes one will do
        settings=settings(max_examples=10, stateful_step_count=8),
    )
