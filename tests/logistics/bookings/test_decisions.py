from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.bookings import decisions
from logistics.bookings.availability import busy_spans
from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.decisions import approve, cancel, decline
from logistics.bookings.promise import Promise
from logistics.bookings.refusals import AlreadyPromised, TooSoon
from logistics.bookings.requests import ask, offer
from logistics.database import Sessions, session_factory, unit_of_work
from logistics.errors import NotAllowed, NotFound, WrongState
from logistics.holdings.collections import Collection
from logistics.network.places import Closure
from tests.logistics.conftest import World

THURSDAY, FRIDAY = date(2026, 11, 26), date(2026, 11, 27)

RIVALS = 200
AT_ONCE = 40
"""Threads that ask at the same moment; a server has no more connections than that, and the rest wait in line."""


def request(session: Session, world: World, now: datetime, first_day: date = THURSDAY) -> Booking:
    return ask(
        session,
        collection_id="crate",
        place_id=world.south.id,
        first_day=first_day,
        last_day=first_day + timedelta(days=1),
        by=world.borrower,
        now=now,
    )


@pytest.fixture
def booking(session: Session, world: World, now: datetime) -> Booking:
    """South's request for North's crate."""
    return request(session, world, now)


def test_an_owner_approves(session: Session, world: World, now: datetime, booking: Booking) -> None:
    assert approve(session, booking.id, by=world.owner, now=now).state is BookingState.APPROVED


def test_an_approval_says_who_decided_and_when(session: Session, world: World, now: datetime, booking: Booking) -> None:
    approve(session, booking.id, by=world.owner, now=now)
    assert (booking.decided_by, booking.decided_at) == (world.owner, now)


def test_a_borrower_does_not_approve_the_own_request(
    session: Session, world: World, now: datetime, booking: Booking
) -> None:
    with pytest.raises(NotAllowed):
        approve(session, booking.id, by=world.borrower, now=now)


def test_a_collection_that_is_no_longer_used_is_promised_to_nobody(
    session: Session, world: World, now: datetime, booking: Booking
) -> None:
    world.crate.active = False
    session.flush()
    with pytest.raises(NotFound):
        approve(session, booking.id, by=world.owner, now=now)
    assert booking.state is BookingState.REQUESTED


def test_a_request_is_decided_once(session: Session, world: World, now: datetime, booking: Booking) -> None:
    decline(session, booking.id, by=world.owner, now=now)
    with pytest.raises(WrongState):
        approve(session, booking.id, by=world.owner, now=now)


def test_of_two_overlapping_requests_one_is_approved(session: Session, world: World, now: datetime) -> None:
    first, second = request(session, world, now), request(session, world, now)
    approve(session, first.id, by=world.owner, now=now)
    with pytest.raises(AlreadyPromised):
        approve(session, second.id, by=world.owner, now=now)
    assert second.state is BookingState.REQUESTED


def test_an_answer_that_comes_too_late_promises_nothing(
    session: Session, world: World, now: datetime, booking: Booking
) -> None:
    with pytest.raises(TooSoon):
        approve(session, booking.id, by=world.owner, now=datetime(2026, 11, 24, 14, 1, tzinfo=UTC))


def test_a_closure_since_the_request_makes_the_promise_anew(
    session: Session, world: World, now: datetime, booking: Booking
) -> None:
    world.south.closures.append(Closure(first_day=date(2026, 11, 30), last_day=date(2026, 11, 30)))
    approve(session, booking.id, by=world.owner, now=now)
    assert (booking.collected_on, booking.home_on) == (date(2026, 12, 1), date(2026, 12, 2))


@pytest.mark.parametrize("side", ["borrower", "owner", "coordinator"])
def test_either_side_and_the_coordinator_take_an_approved_booking_back(
    session: Session, world: World, now: datetime, booking: Booking, side: str
) -> None:
    approve(session, booking.id, by=world.owner, now=now)
    assert cancel(session, booking.id, by=getattr(world, side), now=now).state is BookingState.CANCELLED


def test_nobody_else_takes_a_booking_back(session: Session, world: World, now: datetime, booking: Booking) -> None:
    with pytest.raises(NotAllowed):
        cancel(session, booking.id, by=world.hub_staff, now=now)


def test_a_collection_that_has_left_can_not_be_taken_back(
    session: Session, world: World, now: datetime, booking: Booking
) -> None:
    approve(session, booking.id, by=world.owner, now=now)
    booking.advance_to(BookingState.ON_THE_WAY)
    with pytest.raises(WrongState):
        cancel(session, booking.id, by=world.borrower, now=now)


def test_a_cancelled_booking_frees_its_collection(session: Session, world: World, now: datetime) -> None:
    first, second = request(session, world, now), request(session, world, now)
    approve(session, first.id, by=world.owner, now=now)
    cancel(session, first.id, by=world.borrower, now=now)
    assert approve(session, second.id, by=world.owner, now=now).state is BookingState.APPROVED


def race(sessions: Sessions, ids: list[str], owner_id: str, now: datetime) -> Counter[str]:
    """Approve each booking in a thread and a session of its own, all at once; how many came to which end."""
    at_once = min(len(ids), AT_ONCE)
    start = Barrier(at_once)
    first = set(ids[:at_once])

    def one(booking_id: str) -> str:
        if booking_id in first:
            start.wait()
        try:
            with unit_of_work(sessions) as session:
                approve(session, booking_id, by=session.get_one(Person, owner_id), now=now)
        except AlreadyPromised:
            return "refused"
        return "approved"

    with ThreadPoolExecutor(at_once) as pool:
        return Counter(pool.map(one, ids))


def promised(sessions: Sessions) -> int:
    """How many bookings have the crate at the same time."""
    with sessions() as session:
        return len(busy_spans(session, "crate", THURSDAY, THURSDAY))


def test_of_two_hundred_overlapping_approvals_at_once_one_wins(
    sessions: Sessions, session: Session, world: World, now: datetime
) -> None:
    ids = [request(session, world, now, THURSDAY - timedelta(days=n % 2)).id for n in range(RIVALS)]
    session.commit()
    assert race(sessions, ids, world.owner.id, now) == {"approved": 1, "refused": RIVALS - 1}
    assert promised(sessions) == 1


def test_without_the_locks_the_same_check_promises_a_crate_to_everybody(
    database_url: str, session: Session, world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what the test above would let through if it proved nothing."""
    few = 5
    ids = [request(session, world, now).id for _ in range(few)]
    session.commit()
    all_have_looked = Barrier(few)

    def look_and_wait(*args: Any, **kwargs: Any) -> Promise:
        given = offer(*args, **kwargs)
        all_have_looked.wait(timeout=30)
        return given

    monkeypatch.setattr(decisions, "keep_for_us", lambda session, row_id: session.get_one(Collection, row_id))
    monkeypatch.setattr(decisions, "keep_room", lambda session, network_id: None)
    monkeypatch.setattr(decisions, "offer", look_and_wait)
    careless = sa.create_engine(database_url)  # transactions as the driver begins them by itself
    try:
        assert race(session_factory(careless), ids, world.owner.id, now) == {"approved": few}
        assert promised(session_factory(careless)) == few
    finally:
        careless.dispose()
