"""The owner's answer, and either side's change of mind."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select

from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.requests import ask
from logistics.database import Sessions
from logistics.transport.custody import ScanKind
from logistics.transport.scanning import record
from logistics.transport.shipments import Direction, Shipment
from tests.api.pages.conftest import SignedIn, Visitor


@pytest.fixture
def request_id(sessions: Sessions, borrower: Visitor, now: datetime) -> str:
    """South asks for the crate of North."""
    with sessions.begin() as session:
        return ask(
            session,
            collection_id="crate",
            place_id="test-south",
            first_day=date(2026, 11, 26),
            last_day=date(2026, 12, 10),
            by=session.get_one(Person, borrower.person.id),
            now=now,
        ).id


def state(sessions: Sessions, booking_id: str) -> BookingState:
    with sessions() as session:
        return session.get_one(Booking, booking_id).state


def test_a_request_waits_on_the_owners_desk(owner: Visitor, request_id: str) -> None:
    assert f"/library/bookings/{request_id}/approve" in owner.get("/library/").text


def test_an_approval_books_transport_both_ways(owner: Visitor, request_id: str) -> None:
    answer = owner.post(f"/library/bookings/{request_id}/approve")
    assert answer.text.count('<span class="badge waiting">') == 2


@pytest.mark.parametrize(
    ("act", "end"),
    [
        ("approve", BookingState.APPROVED),
        ("decline", BookingState.DECLINED),
        ("cancel", BookingState.CANCELLED),
    ],
)
def test_the_owner_can(owner: Visitor, sessions: Sessions, request_id: str, act: str, end: BookingState) -> None:
    owner.post(f"/library/bookings/{request_id}/{act}")
    assert state(sessions, request_id) is end


@pytest.mark.parametrize("act", ["approve", "decline"])
def test_the_borrower_does_not_decide(borrower: Visitor, sessions: Sessions, request_id: str, act: str) -> None:
    assert borrower.post(f"/library/bookings/{request_id}/{act}").status_code == 403
    assert state(sessions, request_id) is BookingState.REQUESTED


def test_a_library_that_has_nothing_to_do_with_it_does_not_see_it(signed_in: SignedIn, request_id: str) -> None:
    stranger = signed_in(Role.LIBRARIAN, "hub")
    assert stranger.get(f"/library/bookings/{request_id}").status_code == 403


def test_an_answer_given_twice_is_told(owner: Visitor, request_id: str) -> None:
    owner.post(f"/library/bookings/{request_id}/decline")
    assert owner.post(f"/library/bookings/{request_id}/approve").status_code == 409


def test_buttons_that_would_do_nothing_are_not_there(owner: Visitor, request_id: str) -> None:
    page = owner.post(f"/library/bookings/{request_id}/decline").text
    assert "/approve" not in page
    assert "/cancel" not in page


def test_both_sides_and_the_coordinator_find_it_in_their_lists(
    owner: Visitor, borrower: Visitor, coordinator: Visitor, request_id: str
) -> None:
    lists = [
        owner.get("/library/bookings"),
        borrower.get("/library/bookings?side=ours"),
        coordinator.get("/library/bookings"),
    ]
    assert all(request_id in page.text for page in lists)


@pytest.fixture
def left_id(owner: Visitor, sessions: Sessions, request_id: str, now: datetime) -> str:
    """The request, approved, and its crate aboard a van."""
    owner.post(f"/library/bookings/{request_id}/approve")
    with sessions.begin() as session:
        by = session.get_one(Person, owner.person.id)
        out = session.scalars(select(Shipment).where(Shipment.direction == Direction.OUT)).one()
        by.role = Role.COORDINATOR
        record(
            session,
            scan_id="1d0f7a52-93d1-4a1e-8f5f-6d2a1b0c9e77",
            shipment_code=out.code,
            kind=ScanKind.LOAD,
            place_id="test-north",
            seen_at=now,
            by=by,
            now=now,
        )
        by.role = Role.LIBRARIAN
    return request_id


def test_what_can_not_be_found_is_noted_as_lost(owner: Visitor, sessions: Sessions, left_id: str) -> None:
    owner.post(f"/library/bookings/{left_id}/lost")
    assert state(sessions, left_id) is BookingState.LOST


def test_what_is_lost_can_be_found_again(owner: Visitor, sessions: Sessions, left_id: str) -> None:
    owner.post(f"/library/bookings/{left_id}/lost")
    owner.post(f"/library/bookings/{left_id}/found")
    assert state(sessions, left_id) is BookingState.ON_THE_WAY


def test_the_borrower_does_not_give_it_up(borrower: Visitor, sessions: Sessions, left_id: str) -> None:
    borrower.post(f"/library/bookings/{left_id}/lost")
    assert state(sessions, left_id) is BookingState.ON_THE_WAY


def test_what_has_not_left_can_not_be_lost(owner: Visitor, request_id: str) -> None:
    assert "/lost" not in owner.get(f"/library/bookings/{request_id}").text
