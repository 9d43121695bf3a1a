"""The waiting list and part deliveries over REST."""

from __future__ import annotations

import pytest

from tests.api.rest.program import Program

WANTED = {
    "collection_id": "test-bk-01",
    "place_id": "test-south",
    "first_day": "2026-12-09",
    "last_day": "2026-12-16",
}


@pytest.fixture
def loan(coordinator: Program) -> str:
    """South's loan of the crate, approved."""
    booking_id = str(coordinator.post("/api/v1/bookings", json=WANTED).get_json()["id"])
    coordinator.post(f"/api/v1/bookings/{booking_id}/approve")
    return booking_id


@pytest.fixture
def entry(coordinator: Program, loan: str) -> str:
    """The hub stands in line for it."""
    made = coordinator.post("/api/v1/waiting-list", json=WANTED | {"place_id": "test-hub"})
    assert made.status_code == 201
    return str(made.get_json()["id"])


def test_an_offer_is_made_and_taken(coordinator: Program, loan: str, entry: str) -> None:
    coordinator.post(f"/api/v1/bookings/{loan}/cancel")
    mine = coordinator.get("/api/v1/waiting-list?place_id=test-hub").get_json()["items"][0]
    assert (mine["id"], mine["state"]) == (entry, "offered")
    booking = coordinator.post(f"/api/v1/waiting-list/{entry}/take").get_json()
    assert (booking["id"], booking["state"]) == (mine["booking_id"], "approved")


def test_the_line_is_left(coordinator: Program, entry: str) -> None:
    assert coordinator.post(f"/api/v1/waiting-list/{entry}/leave").get_json()["state"] == "left"
    assert coordinator.post(f"/api/v1/waiting-list/{entry}/take").status_code == 409


def test_a_set_goes_out_in_two_parts(coordinator: Program, loan: str) -> None:
    parts = {"copies_now": 18, "copies_later": 12, "later_day": "2026-12-14"}
    assert coordinator.post(f"/api/v1/bookings/{loan}/deliver-in-parts", json=parts).status_code == 200
    ways = coordinator.get("/api/v1/shipments?network_id=test").get_json()["items"]
    assert sorted(way["direction"] for way in ways) == ["back", "out", "rest"]
    assert coordinator.post(f"/api/v1/bookings/{loan}/keep-the-rest").status_code == 200
    assert coordinator.post(f"/api/v1/bookings/{loan}/deliver-whole").status_code == 200
