"""School years, for programs: told, changed by whoever has read them last, taken back."""

from __future__ import annotations

from tests.api.rest.program import Program

YEAR = {
    "name": "2026/27",
    "first_day": "2026-08-17",
    "last_day": "2027-06-18",
    "breaks": [{"kind": "autumn", "first_day": "2026-09-30", "last_day": "2026-10-02"}],
}


def test_a_school_year_is_told_changed_and_taken_back(coordinator: Program) -> None:
    made = coordinator.post("/api/v1/networks/test/school-years", json=YEAR).get_json()
    where = f"/api/v1/school-years/{made['id']}"
    etag = coordinator.get(where).headers["ETag"]
    changed = coordinator.patch(where, json=YEAR | {"last_day": "2027-06-17"}, headers={"If-Match": etag})
    assert (changed.status_code, changed.get_json()["last_day"]) == (200, "2027-06-17")
    assert coordinator.delete(where, headers={"If-Match": etag}).status_code == 412
    assert coordinator.delete(where, headers={"If-Match": changed.headers["ETag"]}).status_code == 204
    assert coordinator.get("/api/v1/networks/test/school-years").get_json() == {"items": []}
