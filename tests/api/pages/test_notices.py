"""The page of one's own notices, and the count on every page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from logistics.access.notices import notices_of, tell, unread_count
from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.database import Sessions
from tests.api.pages.conftest import SignedIn, Visitor

FACTS: dict[str, str | int] = {"place": "South", "collection": "Deckare", "first_day": "2026-11-26"}


@pytest.fixture
def told(sessions: Sessions, now: datetime) -> Callable[[Visitor], str]:
    """Tells a visitor of a request; the notice's id."""

    def make(visitor: Visitor) -> str:
        with sessions.begin() as session:
            who = session.get_one(Person, visitor.person.id)
            tell(session, [who], code="request-made", facts=FACTS, about="booking:b", key="k", now=now)
            return notices_of(session, who).items[0].id

    return make


def unread(sessions: Sessions, visitor: Visitor) -> int:
    with sessions() as session:
        return unread_count(session, visitor.person)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LIBRARIAN])
def test_every_role_has_the_page(signed_in: SignedIn, told: Callable[[Visitor], str], role: Role) -> None:
    visitor = signed_in(role)
    told(visitor)
    assert "South asks for Deckare" in visitor.get("/notices").text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("sv", "South ber att få låna Deckare från torsdag 26 november 2026."),
        ("nb", "South ber om å få låne Deckare fra torsdag 26. november 2026."),
        ("en", "South asks for Deckare from Thursday, 26 November 2026."),
    ],
)
def test_news_is_told_in_the_readers_language(
    signed_in: SignedIn, told: Callable[[Visitor], str], language: str, sentence: str
) -> None:
    visitor = signed_in(Role.LIBRARIAN, "north", language)
    told(visitor)
    assert sentence in visitor.get("/notices").text


def test_the_unread_are_counted_on_every_page(owner: Visitor, told: Callable[[Visitor], str]) -> None:
    assert "unread)" not in owner.get("/library/").text
    told(owner)
    assert "(1 unread)" in owner.get("/library/").text


def test_looking_at_one_marks_it_and_leads_to_what_it_is_about(
    owner: Visitor, sessions: Sessions, told: Callable[[Visitor], str]
) -> None:
    answer = owner.post(f"/notices/{told(owner)}/read")
    assert answer.request.path == "/library/bookings/b"
    assert unread(sessions, owner) == 0


def test_one_can_be_kept_for_later(owner: Visitor, sessions: Sessions, told: Callable[[Visitor], str]) -> None:
    notice_id = told(owner)
    owner.post("/notices/read")
    owner.post(f"/notices/{notice_id}/unread")
    assert unread(sessions, owner) == 1


def test_nobody_marks_somebody_elses(owner: Visitor, borrower: Visitor, told: Callable[[Visitor], str]) -> None:
    assert borrower.post(f"/notices/{told(owner)}/read").status_code == 403


def test_a_page_without_news_says_so(owner: Visitor) -> None:
    assert "Nothing has happened yet" in owner.get("/notices").text


def test_a_stranger_is_sent_to_the_door(owner: Visitor) -> None:
    owner.post("/sign-out")
    assert owner.get("/notices").status_code == 302
