"""A state machine of one crate's loans: whatever people do, in whatever order, at whatever time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import event as changes
from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.bookings import serving, waiting
from logistics.bookings.booking import ENDS, HOLDING, MOVES, NOT_LEFT, Booking, BookingState
from logistics.bookings.changes import BookingChange, ChangeState
from logistics.bookings.handing_on import HandOn, handed_on_from
from logistics.bookings.waiting import WaitingEntry, WaitingState
from logistics.errors import LogisticsError
from logistics.network.calendar import local_day
from logistics.transport import approvals, changing, losing, offers, splitting
from logistics.transport.custody import ScanKind
from logistics.transport.from_bookings import shipments_of
from logistics.transport.scanning import record
from logistics.transport.shipments import Direction, Shipment, ShipmentState
from tests.logistics.conftest import World

BOTH = {Direction.OUT, Direction.BACK}
ANY = st.integers(0, 30)
Move = tuple[BookingState, BookingState]

SIDES = st.sampled_from(["owner", "theirs", "theirs", "coordinator"])


DONE = frozenset({ShipmentState.RECEIVED, ShipmentState.CANCELLED})

DECISIONS: dict[BookingState, Callable[..., Any]] = {
    BookingState.APPROVED: approvals.approve,
    BookingState.DECLINED: approvals.decline,
    BookingState.CANCELLED: approvals.cancel,
}
"""Acts that bring a booking to a state."""


class Loans(RuleBasedStateMachine):
    """Acts on bookings chosen by number; what the domain refuses changes nothing, and is no fault."""

    session: Session
    world: World
    now: datetime
    made: Counter[Move]

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0
        self.trying: list[Move] = []
        changes.listen(Booking.state, "set", self.hear)

    def hear(self, _booking: Booking, new: BookingState, old: object, _event: object) -> None:
        if isinstance(old, BookingState) and old is not new:
            self.trying.append((old, new))

    def people(self, name: str, booking: Booking | None = None) -> Person:
        """Somebody by name; "theirs": who works where the booking is for."""
        if name == "theirs":
            assert booking is not None
            name = "borrower" if booking.place_id == self.world.south.id else "hub_staff"
        found: Person = getattr(self.world, name)
        return found

    def bookings(self, *, ended: bool = True) -> list[Booking]:
        every = self.session.scalars(select(Booking))
        in_order = sorted(every, key=lambda booking: int(booking.note))  # ids are not the same each time
        return [booking for booking in in_order if ended or booking.state not in ENDS]

    def chosen(self, number: int) -> Booking:
        open_ones = self.bookings(ended=False)
        return open_ones[number % len(open_ones)]

    def do(self, act: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        """Try an act as a unit of work of its own; whether it was done."""
        self.trying.clear()
        try:
            with self.session.begin_nested():
                act(self.session, *args, now=self.now, **kwargs)
        except LogisticsError:
            self.session.expire_all()
            return False
        self.made.update(self.trying)
        return True

    def anything_open(self) -> bool:
        return bool(self.bookings(ended=False))

    @initialize()
    def two_loans(self) -> None:
        """One at each place, a week apart."""
        for place, ahead in (("south", 3), ("hub", 14)):
            self.ask(place, ahead, 4)
        for booking in self.bookings():
            self.do(approvals.approve, booking.id, by=self.people("owner"))

    @rule(place=st.sampled_from(["south", "hub"]), ahead=st.integers(1, 25), length=st.integers(0, 9))
    def ask(self, place: str, ahead: int, length: int) -> None:
        first = local_day(self.world.network, self.now) + timedelta(days=ahead)
        by = self.people("borrower" if place == "south" else "hub_staff")
        where = self.world.south if place == "south" else self.world.hub
        days = {"first_day": first, "last_day": first + timedelta(days=length)}
        self.asked += 1
        self.do(approvals.request, note=str(self.asked), collection_id="crate", place_id=where.id, by=by, **days)

    @precondition(anything_open)
    @rule(number=ANY, act=st.sampled_from([approvals.approve, approvals.decline, approvals.cancel]), side=SIDES)
    def decide(self, number: int, act: Callable[..., Any], side: str) -> None:
        booking = self.chosen(number)
        self.do(act, booking.id, by=self.people(side, booking))

    @precondition(anything_open)
    @rule(number=ANY)
    def approve(self, number: int) -> None:
        self.do(approvals.approve, self.chosen(number).id, by=self.people("owner"))

    @precondition(anything_open)
    @rule(number=ANY, days=st.integers(-8, 12), side=SIDES)
    def end_otherwise(self, number: int, days: int, side: str) -> None:
        booking = self.chosen(number)
        self.do(
            changing.change_last_day, booking.id, booking.last_day + timedelta(days=days), by=self.people(side, booking)
        )

    @rule(number=ANY, side=SIDES)
    def hand_on(self, number: int, side: str) -> None:
        pairs = [
            (giver, taker)
            for giver in self.bookings(ended=False)
            for taker in self.bookings(ended=False)
            if giver.place_id != taker.place_id and giver.last_day < taker.first_day
        ]
        if pairs:
            giver, taker = pairs[number % len(pairs)]
            self.do(changing.hand_on, giver.id, taker.id, by=self.people(side, giver))

    @rule(side=SIDES)
    def take_hand_on_back(self, side: str) -> None:
        for onward in self.session.scalars(select(HandOn)).all():
            by = self.people(side, onward.to_booking)
            self.do(changing.take_hand_on_back, onward.from_booking_id, by=by)

    @rule(act=st.sampled_from([changing.agree, changing.refuse]))
    def answer_change(self, act: Callable[..., Any]) -> None:
        proposed = select(BookingChange).where(BookingChange.state == ChangeState.PROPOSED)
        for change in self.session.scalars(proposed).all():
            self.do(act, change.id, by=self.people("owner"))

    @precondition(anything_open)
    @rule(number=ANY, which=st.integers(0, 2), kind=st.sampled_from(ScanKind))
    def scan(self, number: int, which: int, kind: ScanKind) -> None:
        shipments = shipments_of(self.session, self.chosen(number).id)
        if shipments:
            self.see(shipments[which % len(shipments)], kind)

    @precondition(anything_open)
    @rule(number=ANY)
    def travel(self, number: int) -> None:
        """The next way of a booking, from door to door."""
        for shipment in shipments_of(self.session, self.chosen(number).id):
            if shipment.state not in (ShipmentState.RECEIVED, ShipmentState.CANCELLED):
                self.see(shipment, ScanKind.LOAD)
                self.see(shipment, ScanKind.RECEIVED)
                break

    @precondition(anything_open)
    @rule(number=ANY, replaced=st.booleans())
    def lose(self, number: int, replaced: bool) -> None:
        self.do(losing.declare_lost, self.chosen(number).id, stays_in_use=replaced, by=self.people("owner"))

    @rule()
    def find(self) -> None:
        for booking in self.bookings():
            if booking.state is BookingState.LOST:
                self.do(losing.declare_found, booking.id, by=self.people("owner"))

    @rule(number=ANY, which=ANY)
    def go_on(self, number: int, which: int) -> None:
        """Try one of the moves that the table allows."""
        going = [booking for booking in self.bookings() if MOVES[booking.state]]
        if going:
            booking = going[number % len(going)]
            following = sorted(MOVES[booking.state], key=lambda state: state.value)
            self.move(booking, following[which % len(following)])

    def move(self, booking: Booking, new: BookingState) -> None:
        """Do what brings a booking from where it stands to a state that may follow."""
        was = booking.state
        owner, coordinator = self.people("owner"), self.people("coordinator")
        if was is BookingState.OFFERED:
            self.answer_offers("take" if new is BookingState.APPROVED else "leave")
        elif new in DECISIONS:
            self.do(DECISIONS[new], booking.id, by=coordinator)
        elif new is BookingState.LOST:
            self.do(losing.declare_lost, booking.id, stays_in_use=True, by=owner)
        elif was is BookingState.LOST:
            if new is BookingState.RETURNED:
                self.see(shipments_of(self.session, booking.id)[-1], ScanKind.RECEIVED)
            self.do(losing.declare_found, booking.id, by=owner)
        else:
            self.see_next(booking)

    def see_next(self, booking: Booking) -> None:
        """The next scan of a booking's shipments, in the order of its way."""
        for shipment in shipments_of(self.session, booking.id):
            if shipment.state not in DONE:
                self.see(shipment, ScanKind.RECEIVED if shipment.state is ShipmentState.ABOARD else ScanKind.LOAD)
                return

    @precondition(anything_open)
    @rule(number=ANY)
    def wait_for_what_is_given_back(self, number: int) -> None:
        """Somebody stands in line for days that another has, and gets them when the loan is called off."""
        booking = self.chosen(number)
        if booking.state is BookingState.APPROVED:
            self.line_up(booking)

    def line_up(self, booking: Booking) -> None:
        souths = booking.place_id == self.world.south.id
        where, who = (self.world.hub, "hub_staff") if souths else (self.world.south, "borrower")
        span = {"first_day": booking.first_day, "last_day": booking.last_day}
        self.asked += 1
        joined = {"collection_id": "crate", "place_id": where.id, "note": str(self.asked)}
        self.do(waiting.join, by=self.people(who), **joined, **span)
        self.do(approvals.cancel, booking.id, by=self.people("coordinator"))
        self.do(lambda session, now: serving.serve(session, "crate", now))

    @rule(place=st.sampled_from(["south", "hub"]), ahead=st.integers(1, 25), length=st.integers(0, 9))
    def stand_in_line(self, place: str, ahead: int, length: int) -> None:
        first = local_day(self.world.network, self.now) + timedelta(days=ahead)
        by = self.people("borrower" if place == "south" else "hub_staff")
        where = self.world.south if place == "south" else self.world.hub
        self.asked += 1
        span = {"first_day": first, "last_day": first + timedelta(days=length)}
        self.do(waiting.join, note=str(self.asked), collection_id="crate", place_id=where.id, by=by, **span)

    @rule(answer=st.sampled_from(["take", "leave", "lapse", "serve"]))
    def answer_offers(self, answer: str) -> None:
        self.do(lambda session, now: serving.serve(session, "crate", now))
        for entry in self.session.scalars(select(WaitingEntry).where(WaitingEntry.state == WaitingState.OFFERED)).all():
            by = self.people("coordinator")
            if answer == "take":
                self.do(offers.take_offer, entry.id, by=by)
            elif answer == "leave":
                self.do(serving.leave, entry.id, by=by)
            elif answer == "lapse":
                self.do(serving.lapse, entry.id)

    @precondition(anything_open)
    @rule(number=ANY, days=st.integers(1, 6), act=st.sampled_from(["split", "whole", "keep"]))
    def deliver(self, number: int, days: int, act: str) -> None:
        booking, by = self.chosen(number), self.people("owner")
        if act == "split":
            later = booking.first_day + timedelta(days=days)
            self.do(splitting.deliver_in_parts, booking.id, copies_now=18, copies_later=12, later_day=later, by=by)
        elif act == "whole":
            self.do(splitting.deliver_whole, booking.id, by=by)
        else:
            self.do(splitting.keep_the_rest, booking.id, by=by)

    @rule(days=st.integers(1, 6))
    def wait(self, days: int) -> None:
        type(self).now = self.now + timedelta(days=days)

    def see(self, shipment: Shipment, kind: ScanKind) -> None:
        place = shipment.from_place_id if kind is ScanKind.LOAD else shipment.to_place_id
        seen = {"shipment_code": shipment.code, "kind": kind, "place_id": place, "seen_at": self.now}
        self.do(record, scan_id=str(uuid4()), by=self.people("coordinator"), **seen)

    @invariant()
    def no_two_loans_overlap(self) -> None:
        """But for the day on which one borrower hands on to the next."""
        self.session.flush()
        held = sorted((b for b in self.bookings() if b.state in HOLDING), key=lambda b: (b.leaves_on, b.home_on))
        for earlier, later in pairwise(held):
            onward = self.session.get(HandOn, later.id)
            if onward is not None and onward.from_booking_id == earlier.id:
                assert earlier.home_on == earlier.collected_on == later.leaves_on
            else:
                assert earlier.home_on < later.leaves_on

    @invariant()
    def shipments_keep_the_promise(self) -> None:
        moving = select(Shipment).where(Shipment.state != ShipmentState.CANCELLED, Shipment.booking_id.is_not(None))
        ways: dict[str | None, set[Direction]] = defaultdict(set)
        for shipment in self.session.scalars(moving):
            assert shipment.ready_at < shipment.due_at
            ways[shipment.booking_id].add(shipment.direction)
        for booking in self.bookings():
            if booking.state is BookingState.APPROVED:
                wanted = {Direction.OUT} if handed_on_from(self.session, booking.id) else BOTH
                assert ways[booking.id] - {Direction.REST} == wanted

    def teardown(self) -> None:
        changes.remove(Booking.state, "set", self.hear)
        self.end_everything()

    def end_everything(self) -> None:
        """Every booking can end from wherever it is."""
        for _ in range(4 * len(self.bookings()) + 4):
            for booking in self.bookings(ended=False):
                if not self.do(approvals.cancel, booking.id, by=self.people("coordinator")):
                    self.travel_home(booking)
        assert self.bookings(ended=False) == []

    def travel_home(self, booking: Booking) -> None:
        for shipment in shipments_of(self.session, booking.id):
            if booking.state not in NOT_LEFT and shipment.state not in DONE:
                self.see(shipment, ScanKind.LOAD)
                self.see(shipment, ScanKind.RECEIVED)
