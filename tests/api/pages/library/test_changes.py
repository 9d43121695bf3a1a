"""A loan made longer, shorter and handed on, from its page."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest

from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.bookings.booking import Booking
from logistics.bookings.handing_on import handed_on_from
from logistics.database import Sessions
from logistics.transport.approvals import approve, request
from tests.api.pages.conftest import SignedIn, Visitor


@pytest.fixture
def hub(signed_in: SignedIn) -> Visitor:
    return signed_in(Role.LIBRARIAN, "hub")


@pytest.fixture
def loans(sessions: Sessions, owner: Visitor, borrower: Visitor, hub: Visitor, now: datetime) -> tuple[str, str]:
    """South has the crate until Friday, approved; the hub wants it on Thursday after that."""
    made = []
    for visitor, place, first, last in (
        (borrower, "test-south", date(2026, 12, 2), date(2026, 12, 4)),
        (hub, "test-hub", date(2026, 12, 10), date(2026, 12, 11)),
    ):
        with sessions.begin() as session:
            by = session.get_one(Person, visitor.person.id)
            span = {"first_day": first, "last_day": last}
            made.append(request(session, collection_id="crate", place_id=place, by=by, now=now, **span).id)
    with sessions.begin() as session:
        approve(session, made[0], by=session.get_one(Person, owner.person.id), now=now)
    return made[0], made[1]


def last_day(sessions: Sessions, booking_id: str) -> date:
    with sessions() as session:
        return session.get_one(Booking, booking_id).last_day


def test_an_owner_makes_it_longer(owner: Visitor, sessions: Sessions, loans: tuple[str, str]) -> None:
    owner.post(f"/library/bookings/{loans[0]}/last-day", last_day="2026-12-07")
    assert last_day(sessions, loans[0]) == date(2026, 12, 7)


def test_a_borrowers_proposal_waits_on_the_owners_desk(
    owner: Visitor, borrower: Visitor, sessions: Sessions, loans: tuple[str, str]
) -> None:
    page = borrower.post(f"/library/bookings/{loans[0]}/last-day", last_day="2026-12-07").text
    assert "The owner is asked" in page
    found = re.search(r"/library/changes/\w+/agree", owner.get("/library/").text)
    assert found
    owner.post(found[0])
    assert last_day(sessions, loans[0]) == date(2026, 12, 7)


def test_a_proposal_is_taken_back_by_who_made_it(borrower: Visitor, loans: tuple[str, str]) -> None:
    page = borrower.post(f"/library/bookings/{loans[0]}/last-day", last_day="2026-12-07").text
    found = re.search(r"/library/changes/\w+/withdraw", page)
    assert found
    assert "The loan stays as it was" in borrower.post(found[0]).text


def test_a_refused_proposal_is_told(owner: Visitor, borrower: Visitor, loans: tuple[str, str]) -> None:
    borrower.post(f"/library/bookings/{loans[0]}/last-day", last_day="2026-12-07")
    found = re.search(r"/library/changes/\w+/refuse", owner.get(f"/library/bookings/{loans[0]}").text)
    assert found
    owner.post(found[0])
    assert "does not agree to the change" in borrower.get("/notices").text


def test_a_day_that_can_not_be_is_told_beside_the_form(borrower: Visitor, loans: tuple[str, str]) -> None:
    answer = borrower.post(f"/library/bookings/{loans[0]}/last-day", last_day="2026-12-01")
    assert answer.status_code == 422
    assert "The last day lies before the first." in answer.text


def test_it_is_handed_on_and_taken_back(owner: Visitor, sessions: Sessions, loans: tuple[str, str]) -> None:
    page = owner.post(f"/library/bookings/{loans[0]}/hand-on", to_booking_id=loans[1]).text
    assert "it goes straight on to Hub" in page
    assert "At home again" not in page
    assert "Leaves South" in owner.get(f"/library/bookings/{loans[1]}").text
    owner.post(f"/library/bookings/{loans[0]}/take-hand-on-back")
    with sessions() as session:
        assert handed_on_from(session, loans[0]) is None


def test_an_owner_takes_an_approval_back(owner: Visitor, loans: tuple[str, str]) -> None:
    assert "Take the approval back" in owner.get(f"/library/bookings/{loans[0]}").text
    assert '<span class="badge declined">' in owner.post(f"/library/bookings/{loans[0]}/decline").text
