"""Contacts over REST."""

from __future__ import annotations

from tests.api.rest.borrowing import CONTACT, LOAN
from tests.api.rest.program import Program


def test_a_contact_is_kept_used_and_deleted(coordinator: Program) -> None:
    contact = coordinator.post("/api/v1/contacts", json=CONTACT).get_json()
    assert coordinator.get("/api/v1/contacts?library_id=test-south").get_json()["items"] == [contact]
    booking = coordinator.post("/api/v1/bookings", json=LOAN | {"contact_id": contact["id"]}).get_json()
    assert booking["behalf"] == {"kind": "school", "library": {"id": "test-south", "name": "South"}}
    assert coordinator.delete(f"/api/v1/contacts/{contact['id']}").status_code == 204
    assert coordinator.get(f"/api/v1/bookings/{booking['id']}").get_json()["behalf"]["kind"] == "school"


def test_a_contact_is_written_anew(coordinator: Program) -> None:
    contact = coordinator.post("/api/v1/contacts", json=CONTACT).get_json()["id"]
    changed = coordinator.post(f"/api/v1/contacts/{contact}", json={"kind": "choir", "organisation": "Kor"}).get_json()
    assert (changed["kind"], changed["organisation"], changed["person"]) == ("choir", "Kor", "")


def test_a_librarian_does_not_see_another_librarys_contacts(librarian: Program) -> None:
    assert librarian.get("/api/v1/contacts?library_id=test-south").status_code == 403
