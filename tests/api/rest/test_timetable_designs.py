"""Timetable designs over REST."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.rest.program import Program

WISH: dict[str, Any] = {
    "network_id": "test",
    "transit_days": 3,
    "demand": [{"from_place_id": "test-north", "to_place_id": "test-south", "crates": 4}],
    "limits": [{"from_place_id": "test-north", "to_place_id": "test-south", "transit_days": 2}],
}


def test_a_design_is_asked_for_read_and_stopped(coordinator: Program) -> None:
    asked = coordinator.post("/api/v1/timetable-designs", json=WISH)
    assert (asked.status_code, asked.json["state"], asked.json["answer"]) == (202, "waiting", None)
    assert asked.json["asked"]["wish"]["limits"] == [{"from": "test-north", "to": "test-south", "transit_days": 2}]
    address = f"/api/v1/timetable-designs/{asked.json['id']}"
    assert coordinator.get(address).json == asked.json
    season = {"name": "Spring", "first_day": "2027-01-11", "last_day": "2027-06-04"}
    assert coordinator.post(f"{address}/adopt", json=season).json["code"] == "wrong-state"
    assert coordinator.post(f"{address}/cancel").json["state"] == "cancelled"
    assert coordinator.delete(address).status_code == 204
    assert coordinator.get("/api/v1/timetable-designs?network_id=test").json["total"] == 0


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"demand": None}, 422, "no-demand"),
        ({"transit_days": 15}, 422, "bad-input"),
        ({"today_season": "none"}, 404, "not-found"),
    ],
)
def test_a_wish_that_can_not_be_taken_is_refused(
    coordinator: Program, changed: dict[str, Any], status: int, code: str
) -> None:
    refused = coordinator.post("/api/v1/timetable-designs", json=WISH | changed)
    assert (refused.status_code, refused.json["code"]) == (status, code)
