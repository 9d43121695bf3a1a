"""Standing in line for a collection, and answering what is offered."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest

from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.bookings.booking import Booking, BookingState
from logistics.database import Sessions
from logistics.transport.approvals import approve, cancel, request
from tests.api.pages.conftest import SignedIn, Visitor

WANTED = {"place_id": "test-hub", "first_day": "2026-12-09", "last_day": "2026-12-11"}


@pytest.fixture
def hub(signed_in: SignedIn) -> Visitor:
    return signed_in(Role.LIBRARIAN, "hub")


@pytest.fixture
def loan(sessions: Sessions, owner: Visitor, borrower: Visitor, now: datetime) -> str:
    """South has the crate in the second week of December."""
    with sessions.begin() as session:
        by = session.get_one(Person, borrower.person.id)
        span = {"first_day": date(2026, 12, 7), "last_day": date(2026, 12, 11)}
        made = request(session, collection_id="crate", place_id="test-south", by=by, now=now, **span)
        approve(session, made.id, by=session.get_one(Person, owner.person.id), now=now)
        return made.id


@pytest.fixture
def waits(hub: Visitor, loan: str) -> str:
    """The page after the hub has got in line."""
    return hub.post("/library/collections/crate/wait", **WANTED).text


@pytest.fixture
def offered(waits: str, loan: str, sessions: Sessions, borrower: Visitor, now: datetime) -> None:
    """South's loan is cancelled."""
    with sessions.begin() as session:
        cancel(session, loan, by=session.get_one(Person, borrower.person.id), now=now)


def test_days_that_somebody_else_has_lead_to_the_line(hub: Visitor, loan: str) -> None:
    days = "&".join(f"{name}={value}" for name, value in WANTED.items())
    assert "/library/collections/crate/wait" in hub.get(f"/library/collections/crate/promise?{days}").text


def test_who_waits_sees_the_own_number(waits: str) -> None:
    assert "number 1" in waits
    assert 'id="line"' in waits


def test_the_line_is_seen_by_everybody_at_the_collection(owner: Visitor, waits: str) -> None:
    assert '<ol id="line"><li>Hub' in owner.get("/library/collections/crate").text


def test_nobody_waits_for_what_is_free(hub: Visitor, loan: str) -> None:
    free = WANTED | {"first_day": "2027-01-11", "last_day": "2027-01-15"}
    answer = hub.post("/library/collections/crate/wait", **free)
    assert answer.status_code == 422
    assert "is free on these days" in answer.text


def test_an_offer_is_on_the_desk_and_can_be_taken(hub: Visitor, sessions: Sessions, offered: None) -> None:
    assert "is free for you" in hub.get("/library/").text
    found = re.search(r"/library/waiting/\w+/take", hub.get("/library/waiting").text)
    assert found
    assert '<span class="badge approved">' in hub.post(found[0]).text


def test_no_thanks_ends_the_offer(hub: Visitor, sessions: Sessions, offered: None) -> None:
    found = re.search(r"/library/waiting/\w+/leave", hub.get("/library/waiting").text)
    assert found
    assert "You have left the waiting list." in hub.post(found[0]).text
    with sessions() as session:
        assert not session.query(Booking).filter_by(state=BookingState.OFFERED).all()


def test_who_waits_for_nothing_is_told_how_to(hub: Visitor) -> None:
    assert "You stand in no line." in hub.get("/library/waiting").text


def test_an_owner_sends_a_set_in_two_parts_and_whole_again(owner: Visitor, loan: str) -> None:
    parts = {"copies_now": "18", "copies_later": "12", "later_day": "2026-12-10"}
    page = owner.post(f"/library/bookings/{loan}/in-parts", **parts).text
    assert "18 copies now, and 12 more" in page
    assert "Everything goes out at once." in owner.post(f"/library/bookings/{loan}/whole").text


def test_the_rest_can_stay_at_home(owner: Visitor, loan: str) -> None:
    parts = {"copies_now": "18", "copies_later": "12", "later_day": "2026-12-10"}
    owner.post(f"/library/bookings/{loan}/in-parts", **parts)
    assert "The rest stays at home." in owner.post(f"/library/bookings/{loan}/keep-the-rest").text


def test_parts_that_can_not_be_are_told_beside_the_form(owner: Visitor, loan: str) -> None:
    parts = {"copies_now": "18", "copies_later": "0", "later_day": "2026-12-10"}
    answer = owner.post(f"/library/bookings/{loan}/in-parts", **parts)
    assert answer.status_code == 422
    assert "Give a whole number" in answer.text
