"""An owner's rules, and what they do to a request."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.rules import ApprovalRule
from logistics.database import Sessions
from tests.api.pages.conftest import Visitor

RULE = {"home_id": "test-north", "name": "Up to a month", "least_days_ahead": "2", "most_loan_days": "31"}
WANTED = {"place_id": "test-south", "first_day": "2026-12-02", "last_day": "2026-12-10"}


def test_an_owner_without_rules_is_told_what_that_means(owner: Visitor) -> None:
    assert "There is no rule" in owner.get("/library/rules").text


def test_a_rule_is_shown_with_what_it_is_for(owner: Visitor) -> None:
    page = owner.post("/library/rules", **RULE, kinds=["book-crate"], extends="on").text
    assert "Up to a month" in page
    assert "longer loans" in page


def test_a_request_that_it_covers_is_approved_and_names_it(owner: Visitor, borrower: Visitor) -> None:
    owner.post("/library/rules", **RULE)
    page = borrower.post("/library/collections/crate/request", **WANTED).text
    assert "Approved by the rule" in page
    assert '<span class="badge approved">' in page


def test_a_removed_rule_answers_no_more(owner: Visitor, borrower: Visitor, sessions: Sessions) -> None:
    owner.post("/library/rules", **RULE)
    with sessions() as session:
        rule_id = session.scalars(select(ApprovalRule.id)).one()
    owner.post(f"/library/rules/{rule_id}/remove")
    borrower.post("/library/collections/crate/request", **WANTED)
    with sessions() as session:
        assert session.scalars(select(Booking)).one().state is BookingState.REQUESTED


@pytest.mark.parametrize("wrong", [{"name": ""}, {"most_loan_days": "0"}, {"least_days_ahead": "soon"}])
def test_a_rule_that_can_not_be_is_shown_again(owner: Visitor, wrong: dict[str, str]) -> None:
    answer = owner.post("/library/rules", **(RULE | wrong))
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


def test_nobody_sets_a_rule_for_another_library(borrower: Visitor) -> None:
    assert "You have no right to do this." in borrower.post("/library/rules", **RULE).text
