from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from logistics.access.notices import notices_of
from logistics.access.people import Person
from logistics.bookings.booking import Booking
from logistics.bookings.decisions import approve, cancel, decline
from logistics.transport.approvals import request
from tests.logistics.conftest import World


@pytest.fixture
def booking(session: Session, world: World, now: datetime) -> Booking:
    """South's request for North's crate."""
    days = {"first_day": date(2026, 11, 26), "last_day": date(2026, 11, 27)}
    return request(session, collection_id="crate", place_id=world.south.id, by=world.borrower, now=now, **days)


def told(session: Session, person: Person) -> list[str]:
    return [notice.code for notice in notices_of(session, person).items]


def test_a_request_is_news_for_the_owner_only(session: Session, world: World, booking: Booking) -> None:
    assert told(session, world.owner) == ["request-made"]
    assert told(session, world.borrower) == told(session, world.hub_staff) == []


def test_news_leads_to_its_booking(session: Session, world: World, booking: Booking) -> None:
    assert notices_of(session, world.owner).items[0].about == f"booking:{booking.id}"


@pytest.mark.parametrize(("act", "code"), [(approve, "request-approved"), (decline, "request-declined")])
def test_an_answer_is_news_for_the_borrower(
    session: Session, world: World, now: datetime, booking: Booking, act: object, code: str
) -> None:
    act(session, booking.id, by=world.owner, now=now)  # type: ignore[operator]
    assert told(session, world.borrower) == [code]


def test_a_withdrawn_request_is_news_for_the_owner(
    session: Session, world: World, now: datetime, booking: Booking
) -> None:
    cancel(session, booking.id, by=world.borrower, now=now)
    assert "request-withdrawn" in told(session, world.owner)


def test_who_did_it_is_not_told_of_it(session: Session, world: World, now: datetime, booking: Booking) -> None:
    cancel(session, booking.id, by=world.borrower, now=now)
    assert told(session, world.borrower) == []


def test_a_cancelled_loan_is_news_for_both_when_the_coordinator_does_it(
    session: Session, world: World, now: datetime, booking: Booking
) -> None:
    approve(session, booking.id, by=world.owner, now=now)
    cancel(session, booking.id, by=world.coordinator, now=now)
    assert "booking-cancelled" in told(session, world.owner)
    assert "booking-cancelled" in told(session, world.borrower)
