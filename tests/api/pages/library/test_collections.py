"""Looking for a collection, and asking for it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from logistics.bookings.booking import Booking
from logistics.database import Sessions
from tests.api.pages.conftest import Visitor

LOAN = {"place_id": "test-south", "first_day": "2026-11-26", "last_day": "2026-12-10"}


def bookings(sessions: Sessions) -> int:
    with sessions() as session:
        return session.scalar(select(func.count()).select_from(Booking)) or 0


def test_a_collection_is_found_by_a_title_in_it(borrower: Visitor) -> None:
    assert "Deckare" in borrower.get("/library/collections?text=title+2").text


def test_what_fits_nothing_says_what_to_do(borrower: Visitor) -> None:
    assert "Nothing fits." in borrower.get("/library/collections?text=xyzzy").text


def test_a_search_while_typing_gets_only_the_list(borrower: Visitor) -> None:
    assert "<html" not in borrower.get("/library/collections", **{"HX-Request": "true"}).text


def test_a_collection_shows_its_contents(borrower: Visitor) -> None:
    assert "Title 1" in borrower.get("/library/collections/crate").text


def test_an_unknown_collection_is_told(borrower: Visitor) -> None:
    assert borrower.get("/library/collections/nothing").status_code == 404


def test_the_promise_is_there_before_anybody_asks(borrower: Visitor) -> None:
    answer = borrower.get("/library/collections/crate/promise?" + "&".join(f"{k}={v}" for k, v in LOAN.items()))
    assert "Arrives Thu 26 Nov" in answer.text


def test_the_promise_tells_why_there_is_none(borrower: Visitor) -> None:
    answer = borrower.get(
        "/library/collections/crate/promise?place_id=test-south&first_day=2026-11-28&last_day=2026-12-10"
    )
    assert "South receives no crates on Saturday" in answer.text


def test_a_request_is_stored_and_told(borrower: Visitor, sessions: Sessions) -> None:
    answer = borrower.post("/library/collections/crate/request", note="for us", **LOAN)
    assert "Your request is on its way to North." in answer.text
    assert bookings(sessions) == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"first_day": "2026-11-20"}, "first_day"),
        ({"first_day": "26/11"}, "first_day"),
        ({"first_day": "2026-11-28"}, "first_day"),
        ({"last_day": "2026-11-25"}, "last_day"),
        ({"last_day": ""}, "last_day"),
        ({"note": "x" * 1001}, "note"),
    ],
)
def test_a_fault_stands_by_its_field_and_nothing_is_stored(
    borrower: Visitor, sessions: Sessions, wrong: dict[str, str], field: str
) -> None:
    answer = borrower.post("/library/collections/crate/request", **(LOAN | wrong))
    assert (answer.status_code, f'id="{field}-error"' in answer.text) == (422, True)
    assert bookings(sessions) == 0


@pytest.mark.parametrize("place", ["test-nowhere", "test-hub", ""])
def test_nobody_asks_for_another_place(borrower: Visitor, sessions: Sessions, place: str) -> None:
    borrower.post("/library/collections/crate/request", **(LOAN | {"place_id": place}))
    assert bookings(sessions) == 0


def test_what_people_write_is_shown_as_text(borrower: Visitor) -> None:
    answer = borrower.post("/library/collections/crate/request", **LOAN, note="<script>alert(1)</script>")
    assert "<script>alert" not in answer.text
