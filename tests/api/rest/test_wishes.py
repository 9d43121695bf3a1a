"""Wishes and series over REST."""

from __future__ import annotations

from tests.api.rest.borrowing import SERIES, WISH
from tests.api.rest.program import Program


def test_a_wish_is_matched_and_one_is_chosen(coordinator: Program) -> None:
    wish = coordinator.post("/api/v1/wishes", json=WISH).get_json()
    assert wish["state"] == "open"
    (match,) = coordinator.get(f"/api/v1/wishes/{wish['id']}/matches").get_json()["items"]
    assert (match["collection"]["code"], match["promise"]["arrives_on"]) == ("BK-01", "2026-11-30")
    chosen = {"collection_id": match["collection"]["id"]}
    booking = coordinator.post(f"/api/v1/wishes/{wish['id']}/choose", json=chosen).get_json()
    listed = coordinator.get("/api/v1/wishes?place_id=test-south").get_json()["items"][0]
    assert (listed["state"], listed["booking_id"]) == ("fulfilled", booking["id"])


def test_the_first_that_is_free_is_asked_for(coordinator: Program) -> None:
    wish = coordinator.post("/api/v1/wishes", json=WISH | {"take_first": True}).get_json()
    assert wish["state"] == "fulfilled"


def test_a_series_tells_what_came_of_each_occasion(coordinator: Program) -> None:
    made = coordinator.post("/api/v1/series", json=SERIES | {"collection_id": "test-bk-01"}).get_json()
    (turn,) = coordinator.get(f"/api/v1/series/{made['id']}/turns").get_json()["items"]
    assert (turn["occasion"], turn["refusal"]) == ("2026-12-01", None)
    assert coordinator.get(f"/api/v1/bookings/{turn['booking_id']}").status_code == 200
    assert coordinator.post(f"/api/v1/series/{made['id']}/end").get_json()["active"] is False
    assert coordinator.post(f"/api/v1/series/{made['id']}/resume").get_json()["active"] is True
    listed = coordinator.get("/api/v1/series?place_id=test-south").get_json()["items"]
    assert [one["id"] for one in listed] == [made["id"]]
