"""Rules and changes of loans over REST."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from logistics.access.rights import Role
from logistics.database import Sessions
from logistics.network.places import Place
from tests import builders
from tests.api.rest.program import Program, program_of

RULE = {"home_id": "test-north", "name": "Up to a month", "least_days_ahead": 2, "most_loan_days": 31}
WANTED = {
    "collection_id": "test-bk-01",
    "place_id": "test-south",
    "first_day": "2026-12-02",
    "last_day": "2026-12-04",
}


@pytest.fixture
def borrower(app: Flask, sessions: Sessions, now: datetime) -> Program:
    """A program of the librarian in the south."""
    with sessions() as session:
        person = builders.a_person(session, Role.LIBRARIAN, session.get_one(Place, "test-south"))
        session.commit()
        return program_of(app, session, person, now)


@pytest.fixture
def loan(librarian: Program, borrower: Program) -> str:
    """South's loan of the crate, approved."""
    booking_id = str(borrower.post("/api/v1/bookings", json=WANTED).get_json()["id"])
    librarian.post(f"/api/v1/bookings/{booking_id}/approve")
    return booking_id


def test_a_rule_approves_and_is_named(librarian: Program, borrower: Program) -> None:
    made = librarian.post("/api/v1/approval-rules", json=RULE)
    assert made.status_code == 201
    booking = borrower.post("/api/v1/bookings", json=WANTED).get_json()
    assert (booking["state"], booking["rule"]) == ("approved", "Up to a month")


def test_a_rule_is_listed_and_removed(librarian: Program) -> None:
    rule = librarian.post("/api/v1/approval-rules", json=RULE | {"kinds": ["class-set"]}).get_json()
    address = "/api/v1/approval-rules?home_id=test-north"
    assert librarian.get(address).get_json()["items"] == [rule]
    assert librarian.delete(f"/api/v1/approval-rules/{rule['id']}").status_code == 204
    assert librarian.get(address).get_json()["items"] == []


def test_a_longer_loan_is_proposed_and_agreed_to(librarian: Program, borrower: Program, loan: str) -> None:
    change = borrower.post(f"/api/v1/bookings/{loan}/change-last-day", json={"last_day": "2026-12-09"}).get_json()
    assert (change["state"], change["kind"]) == ("proposed", "extend")
    assert librarian.post(f"/api/v1/changes/{change['id']}/agree").get_json()["state"] == "agreed"
    assert borrower.get(f"/api/v1/bookings/{loan}").get_json()["last_day"] == "2026-12-09"
    assert [c["id"] for c in borrower.get(f"/api/v1/bookings/{loan}/changes").get_json()["items"]] == [change["id"]]


@pytest.mark.parametrize(
    ("who", "act", "state"), [("librarian", "refuse", "refused"), ("south", "withdraw", "withdrawn")]
)
def test_a_proposal_ends_otherwise(
    librarian: Program, borrower: Program, loan: str, who: str, act: str, state: str
) -> None:
    change = borrower.post(f"/api/v1/bookings/{loan}/change-last-day", json={"last_day": "2026-12-09"}).get_json()
    by = librarian if who == "librarian" else borrower
    assert by.post(f"/api/v1/changes/{change['id']}/{act}").get_json()["state"] == state


def test_it_is_handed_on_and_taken_back(coordinator: Program, loan: str) -> None:
    later = WANTED | {"place_id": "test-hub", "first_day": "2026-12-10", "last_day": "2026-12-11"}
    following = coordinator.post("/api/v1/bookings", json=later).get_json()["id"]
    change = coordinator.post(f"/api/v1/bookings/{loan}/hand-on", json={"to_booking_id": following}).get_json()
    assert (change["state"], change["to_booking_id"]) == ("agreed", following)
    back = coordinator.post(f"/api/v1/bookings/{loan}/take-hand-on-back").get_json()
    assert back["home_on"] == "2026-12-08"


def test_a_refusal_says_what_to_do(as_role: Callable[[Role], Program], loan: str) -> None:
    later = {"last_day": "2026-12-01"}
    refused = as_role(Role.COORDINATOR).post(f"/api/v1/bookings/{loan}/change-last-day", json=later)
    assert (refused.status_code, refused.get_json()["code"]) == (422, "ends-before-it-begins")
