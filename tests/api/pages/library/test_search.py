"""The search page: every filter in its address, and what can't be read is told."""

from __future__ import annotations

import pytest

from logistics.database import Sessions
from logistics.holdings.collections import Part, PartKind
from logistics.network.places import Place
from tests.api.pages.conftest import Visitor
from tests.builders import a_collection


@pytest.fixture(autouse=True)
def kit(sessions: Sessions, owner: Visitor) -> None:
    """Körklang, a kit for grades 3 to 6 with a choir set of four voices."""
    with sessions.begin() as session:
        choir_set = Part(position=1, kind=PartKind.CHOIR_SET, title="Aftonen", copies=40, voices=4)
        north = session.get_one(Place, "test-north")
        a_collection(
            session, north, title="Körklang", subject="kör", language="nb", grade_from=3, grade_to=6, parts=[choir_set]
        )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Deckare", "Körklang"}),
        ("text=aftonen", {"Körklang"}),
        ("subject=kör", {"Körklang"}),
        ("language=nb", {"Körklang"}),
        ("grade=3", {"Körklang"}),
        ("grade=7", set()),
        ("voices=4", {"Körklang"}),
        ("kind=music-kit", set()),
        ("free_from=2026-12-01&free_to=2026-12-04", {"Deckare", "Körklang"}),
        ("free_from=2026-12-01", {"Deckare", "Körklang"}),
        ("kind=nonsense", {"Deckare", "Körklang"}),
    ],
)
def test_a_search_finds_what_its_address_asks_for(borrower: Visitor, query: str, found: set[str]) -> None:
    page = borrower.get(f"/library/collections?{query}", **{"HX-Request": "true"}).text
    assert {title for title in ("Deckare", "Körklang") if title in page} == found


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("grade=many", "whole number"),
        ("free_from=soon", "not a date"),
        ("free_from=2026-12-04&free_to=2026-12-01", "The last day lies before the first."),
    ],
)
def test_a_filter_that_can_not_be_read_is_told(borrower: Visitor, query: str, told: str) -> None:
    assert told in borrower.get(f"/library/collections?{query}").text


def test_a_filter_that_is_hidden_is_shown_when_it_is_used(borrower: Visitor) -> None:
    assert "<details open>" in borrower.get("/library/collections?voices=4").text
