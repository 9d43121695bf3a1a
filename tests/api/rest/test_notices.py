"""Notices over REST: listed, and marked as read."""

from __future__ import annotations

from datetime import datetime

import pytest

from logistics.access.notices import tell
from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.database import Sessions
from tests.api.rest.program import Program

FACTS: dict[str, str | int] = {"place": "South", "collection": "Deckare", "first_day": "2026-11-26"}


@pytest.fixture(autouse=True)
def two(sessions: Sessions, people: dict[Role, Person], now: datetime) -> None:
    """Two notices for the librarian."""
    with sessions.begin() as session:
        for key in ("a", "b"):
            who = session.get_one(Person, people[Role.LIBRARIAN].id)
            tell(session, [who], code="request-made", facts=FACTS, about="booking:b", key=key, now=now)


def unread(program: Program) -> int:
    return int(program.get("/api/v1/notices?show=unread").get_json()["total"])


def test_a_notice_comes_with_its_sentence(librarian: Program) -> None:
    found = librarian.get("/api/v1/notices", headers={"Accept-Language": "nb"}).get_json()["items"][0]
    assert found["title"] == "South ber om å få låne Deckare fra torsdag 26. november 2026."
    assert (found["code"], found["about"], found["facts"]) == ("request-made", "booking:b", FACTS)


def test_one_is_marked(librarian: Program) -> None:
    first = librarian.get("/api/v1/notices").get_json()["items"][0]["id"]
    assert librarian.post(f"/api/v1/notices/{first}/read").get_json()["read_at"] is not None
    assert unread(librarian) == 1
    librarian.post(f"/api/v1/notices/{first}/unread")
    assert unread(librarian) == 2


def test_all_are_marked_at_once(librarian: Program) -> None:
    assert librarian.post("/api/v1/notices/read").get_json() == {"marked": 2}
    assert unread(librarian) == 0


def test_others_have_their_own(coordinator: Program) -> None:
    assert unread(coordinator) == 0
