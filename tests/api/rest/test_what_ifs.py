"""What ifs over REST."""

from __future__ import annotations

from collections.abc import Callable

from logistics.transport.plans import Plan
from tests.api.rest.program import Program

WITHOUT_THE_VAN = {"without_vehicles": ["test-van-1"]}


def test_a_question_is_asked_read_and_stopped(coordinator: Program, draft: Callable[[], Plan]) -> None:
    wanted = {"plan_id": draft().id, "circumstances": WITHOUT_THE_VAN, "seconds": 5}
    asked = coordinator.post("/api/v1/what-ifs", json=wanted)
    assert (asked.status_code, asked.json["state"], asked.json["answer"]) == (202, "waiting", None)
    assert asked.json["circumstances"]["without_vehicles"] == ["test-van-1"]
    address = f"/api/v1/what-ifs/{asked.json['id']}"
    assert coordinator.get(address).json == asked.json
    assert coordinator.post(f"{address}/cancel").json["state"] == "cancelled"
    assert coordinator.delete(address).status_code == 204
    assert coordinator.get("/api/v1/what-ifs?network_id=test").json["total"] == 0


def test_what_is_not_there_is_refused_by_its_field(coordinator: Program, draft: Callable[[], Plan]) -> None:
    wanted = {"plan_id": draft().id, "circumstances": {"hubs": ["test-moon"]}}
    refused = coordinator.post("/api/v1/what-ifs", json=wanted)
    assert (refused.status_code, refused.json["code"], refused.json["field"]) == (404, "not-found", "hubs")


def test_nothing_different_is_no_question(coordinator: Program, draft: Callable[[], Plan]) -> None:
    refused = coordinator.post("/api/v1/what-ifs", json={"plan_id": draft().id, "circumstances": {}})
    assert (refused.status_code, refused.json["code"]) == (422, "nothing-differs")
