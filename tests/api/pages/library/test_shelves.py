"""What a library keeps for the network."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from logistics.database import Sessions
from logistics.holdings.collections import Collection, Part
from tests.api.pages.conftest import Visitor

KIT = {
    "home_id": "test-north",
    "kind": "music-kit",
    "title": "Körklang",
    "code": "mk-1",
    "crates": "2",
    "weight_grams": "14,5",
    "subject": "Kör",
    "audience": "SATB",
    "language": "sv",
    "description": "",
}
PART = {"kind": "score", "title": "Vårsång", "creator": "", "identifier": "", "copies": "40"}


def collections(sessions: Sessions) -> int:
    with sessions() as session:
        return session.scalar(select(func.count()).select_from(Collection)) or 0


def parts(sessions: Sessions) -> int:
    with sessions() as session:
        return session.scalar(select(func.count()).select_from(Part).where(Part.collection_id == "crate")) or 0


def test_a_kit_is_put_on_the_shelf(owner: Visitor, sessions: Sessions) -> None:
    assert "MK-1 is on the shelf." in owner.post("/library/shelves", **KIT).text
    assert collections(sessions) == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"code": "BK-01"}, "code"),
        ({"code": "x" * 25}, "code"),
        ({"kind": "cake"}, "kind"),
        ({"crates": "0"}, "crates"),
        ({"weight_grams": ""}, "weight_grams"),
    ],
)
def test_a_fault_stands_by_its_field_and_nothing_is_stored(
    owner: Visitor, sessions: Sessions, wrong: dict[str, str], field: str
) -> None:
    assert f'id="{field}-error"' in owner.post("/library/shelves", **(KIT | wrong)).text
    assert collections(sessions) == 1


def test_nobody_puts_anything_on_anothers_shelf(borrower: Visitor, sessions: Sessions) -> None:
    borrower.post("/library/shelves", **KIT)
    assert collections(sessions) == 1


def test_a_collection_is_changed(owner: Visitor) -> None:
    owner.post("/library/shelves/crate", **(KIT | {"active": "yes"}))
    assert "Körklang" in owner.get("/library/collections").text


def test_a_collection_that_is_out_of_use_is_no_longer_lent(owner: Visitor) -> None:
    owner.post("/library/shelves/crate", **KIT)
    assert "Körklang" not in owner.get("/library/collections").text


def test_something_is_put_in(owner: Visitor) -> None:
    assert "Vårsång" in owner.post("/library/shelves/crate/parts", **PART).text


def test_a_mistyped_isbn_is_told_by_its_field(owner: Visitor, sessions: Sessions) -> None:
    answer = owner.post("/library/shelves/crate/parts", **(PART | {"identifier": "978-91-0-012345-0"}))
    assert 'id="identifier-error"' in answer.text
    assert parts(sessions) == 2


def test_something_is_taken_out(owner: Visitor, sessions: Sessions) -> None:
    owner.post("/library/shelves/crate/parts/1/remove")
    assert parts(sessions) == 1


@pytest.mark.parametrize("path", ["/library/shelves/crate", "/library/shelves/nothing"])
def test_anothers_shelf_is_not_opened(borrower: Visitor, path: str) -> None:
    assert borrower.get(path).status_code in (403, 404)
