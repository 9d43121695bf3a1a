"""The annual wheel, for programs: a mark is changed by whoever has read it last."""

from __future__ import annotations

from tests.api.rest.program import Program

ENTRY = {
    "network_id": "test",
    "kind": "meeting",
    "title": "Spring meeting",
    "first_day": "2027-03-01",
    "last_day": "2027-03-01",
    "remind_days": [7],
}


def test_a_mark_is_read_and_changed_once_for_each_reading(coordinator: Program) -> None:
    made = coordinator.post("/api/v1/wheel-entries", json=ENTRY).get_json()
    where = f"/api/v1/wheel-entries/{made['id']}"
    read = {"If-Match": coordinator.get(where).headers["ETag"]}
    changed = coordinator.patch(where, json={"title": "Summer meeting"}, headers=read)
    assert changed.get_json() == made | {"title": "Summer meeting"}
    assert coordinator.patch(where, json={"title": "Autumn meeting"}, headers=read).status_code == 412


def test_a_mark_is_wiped_by_whoever_has_read_it_last(coordinator: Program) -> None:
    made = coordinator.post("/api/v1/wheel-entries", json=ENTRY).get_json()
    where = f"/api/v1/wheel-entries/{made['id']}"
    read = coordinator.get(where).headers["ETag"]
    changed = coordinator.patch(where, json={"title": "Summer meeting"}, headers={"If-Match": read})
    assert coordinator.delete(where, headers={"If-Match": read}).status_code == 412
    assert coordinator.delete(where, headers={"If-Match": changed.headers["ETag"]}).status_code == 204
