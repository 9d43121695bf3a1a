"""Contacts, and asking on their behalf, from the pages."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from logistics.bookings.behalf import Contact
from logistics.database import Sessions
from tests.api.pages.conftest import Visitor

SCHOOL = {"library_id": "test-south", "kind": "school", "organisation": "Söderskolan", "person": "Kim Lund"}


@pytest.fixture
def contact_id(borrower: Visitor, sessions: Sessions) -> str:
    """A school of the library in the south."""
    borrower.post("/library/contacts", **SCHOOL)
    with sessions() as session:
        return session.scalars(select(Contact.id)).one()


def test_a_contact_is_added_changed_and_deleted(borrower: Visitor, contact_id: str) -> None:
    assert "Söderskolan" in borrower.get("/library/contacts").text
    changed = {"kind": "choir", "organisation": "Ti små kor"}
    assert "Ti små kor" in borrower.post(f"/library/contacts/{contact_id}", **changed).text
    assert "Nobody yet." in borrower.post(f"/library/contacts/{contact_id}/delete").text


def test_no_other_library_sees_it(owner: Visitor, contact_id: str) -> None:
    assert "Söderskolan" not in owner.get("/library/contacts").text
    assert owner.get(f"/library/contacts/{contact_id}").status_code == 403


def test_a_library_asks_on_its_behalf_and_the_owner_is_told_no_name(
    owner: Visitor, borrower: Visitor, contact_id: str
) -> None:
    assert "On behalf of" in borrower.get("/library/collections/crate").text
    wanted = {"place_id": "test-south", "first_day": "2026-12-02", "last_day": "2026-12-10", "contact_id": contact_id}
    answer = borrower.post("/library/collections/crate/request", **wanted)
    assert "Söderskolan" in answer.text
    page = owner.get(answer.request.path).text
    assert "through South" in page
    assert "Söderskolan" not in page


def test_a_library_lets_its_loan_come_again(borrower: Visitor, contact_id: str) -> None:
    assert "On behalf of" in borrower.get("/library/series").text
    when = {"rhythm": "monthly", "starts_on": "2026-12-01", "loan_days": "5", "days_ahead": "30"}
    wanted = {"place_id": "test-south", "contact_id": contact_id, "collection_id": "crate"}
    assert "Söderskolan" in borrower.post("/library/series", **wanted, **when).text
    assert "Söderskolan" in borrower.get("/library/series").text


def test_a_contact_without_a_name_is_shown_again(borrower: Visitor) -> None:
    assert borrower.post("/library/contacts", **SCHOOL | {"organisation": ""}).status_code == 422
