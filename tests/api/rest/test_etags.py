"""What is read again unchanged costs nothing; what somebody else has changed is not written over."""

from __future__ import annotations

from tests.api.rest.program import Program

COLLECTION = "/api/v1/collections/test-bk-01"


def test_what_has_not_changed_is_not_sent_again(librarian: Program) -> None:
    etag = librarian.get(COLLECTION).headers["ETag"]
    assert librarian.get(COLLECTION, headers={"If-None-Match": etag}).status_code == 304


def test_a_change_begins_with_what_was_read(librarian: Program) -> None:
    etag = librarian.get(COLLECTION).headers["ETag"]
    changed = librarian.patch(COLLECTION, json={"title": "Deckare"}, headers={"If-Match": etag})
    assert (changed.status_code, changed.get_json()["title"]) == (200, "Deckare")


def test_the_answer_to_a_change_has_the_etag_of_the_next(librarian: Program) -> None:
    etag = librarian.get(COLLECTION).headers["ETag"]
    changed = librarian.patch(COLLECTION, json={"title": "Deckare"}, headers={"If-Match": etag})
    assert changed.headers["ETag"] == librarian.get(COLLECTION).headers["ETag"] != etag


def test_a_change_of_what_was_never_read_is_refused(librarian: Program) -> None:
    assert librarian.patch(COLLECTION, json={"title": "Deckare"}).get_json()["code"] == "precondition-required"


def test_a_change_of_what_has_changed_meanwhile_is_refused(librarian: Program, coordinator: Program) -> None:
    etag = librarian.get(COLLECTION).headers["ETag"]
    coordinator.patch(COLLECTION, json={"title": "Deckare"}, headers={"If-Match": etag})
    answer = librarian.patch(COLLECTION, json={"title": "Romaner"}, headers={"If-Match": etag})
    assert answer.get_json()["title"].startswith("Somebody else has changed this meanwhile.")


def test_a_refused_change_changes_nothing(librarian: Program) -> None:
    before = librarian.get(COLLECTION)
    change = {"title": "Deckare", "crates": 0}
    librarian.patch(COLLECTION, json=change, headers={"If-Match": before.headers["ETag"]})
    assert librarian.get(COLLECTION).get_json() == before.get_json()


def test_a_change_that_changes_nothing_is_a_fault(librarian: Program) -> None:
    etag = librarian.get(COLLECTION).headers["ETag"]
    answer = librarian.patch(COLLECTION, json={}, headers={"If-Match": etag})
    assert answer.get_json()["errors"][0]["code"] == "nothing-to-change"


def test_a_part_is_taken_out_of_the_list_that_was_read(librarian: Program) -> None:
    etag = librarian.get(COLLECTION).headers["ETag"]
    assert librarian.delete(f"{COLLECTION}/parts/1", headers={"If-Match": etag}).status_code == 204
    assert [part["position"] for part in librarian.get(COLLECTION).get_json()["parts"]] == [2]


def test_a_part_is_not_taken_out_of_another_list(librarian: Program) -> None:
    etag = librarian.get(COLLECTION).headers["ETag"]
    librarian.post(f"{COLLECTION}/parts", json={"kind": "book", "title": "New", "copies": 1})
    assert librarian.delete(f"{COLLECTION}/parts/1", headers={"If-Match": etag}).status_code == 412


def test_a_crossing_is_written_anew_only_by_who_has_seen_it_as_it_is(coordinator: Program) -> None:
    ferry = {"name": "Here–There", "seconds": 900, "there": ["daily 08:00-20:00/30"], "back": []}
    made = coordinator.post("/api/v1/networks/test/crossings", json=ferry).get_json()
    path = f"/api/v1/crossings/{made['id']}"
    etag = coordinator.get(path).headers["ETag"]
    assert coordinator.patch(path, json=ferry | {"seconds": 960}).status_code == 428
    assert coordinator.patch(path, json=ferry | {"seconds": 960}, headers={"If-Match": etag}).status_code == 200
    assert coordinator.patch(path, json=ferry, headers={"If-Match": etag}).status_code == 412


def test_a_crossing_is_taken_away_only_by_who_has_seen_it_as_it_is(coordinator: Program) -> None:
    ferry = {"name": "Here–There", "seconds": 900, "there": ["daily 08:00-20:00/30"], "back": []}
    made = coordinator.post("/api/v1/networks/test/crossings", json=ferry).get_json()
    _removed_as_read(coordinator, f"/api/v1/crossings/{made['id']}", ferry | {"seconds": 960})


def test_a_closed_road_is_taken_away_only_by_who_has_seen_it_as_it_is(coordinator: Program) -> None:
    closed = {"name": "The pass", "at": {"lat": 60.1, "lon": 13.6}}
    made = coordinator.post("/api/v1/networks/test/closed-roads", json=closed).get_json()
    _removed_as_read(coordinator, f"/api/v1/closed-roads/{made['id']}", closed | {"name": "The other pass"})


def _removed_as_read(program: Program, path: str, change: dict[str, object]) -> None:
    first = {"If-Match": program.get(path).headers["ETag"]}
    second = {"If-Match": program.patch(path, json=change, headers=first).headers["ETag"]}
    assert [program.delete(path, headers=etag).status_code for etag in (first, second)] == [412, 204]
