"""Wishes and series, from their pages."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from logistics.bookings.booking import Booking
from logistics.bookings.series import Series
from logistics.bookings.wishes import Wish, WishState
from logistics.database import Sessions
from tests.api.pages.conftest import SignedIn, Visitor

WISH = {"place_id": "test-south", "first_day": "2026-12-02", "last_day": "2026-12-10", "kind": "book-crate"}
SERIES = {
    "place_id": "test-south",
    "collection_id": "crate",
    "rhythm": "monthly",
    "starts_on": "2026-12-01",
    "loan_days": "5",
    "days_ahead": "30",
}


def test_a_wish_shows_what_is_free_and_one_is_chosen(borrower: Visitor, sessions: Sessions) -> None:
    page = borrower.post("/library/wishes", **WISH).text
    assert "Deckare" in page
    found = re.search(r"/library/wishes/\w+/choose", page)
    assert found
    assert '<span class="badge requested">' in borrower.post(found[0], collection_id="crate").text
    with sessions() as session:
        assert session.scalars(select(Wish)).one().state is WishState.FULFILLED


def test_the_first_that_is_free_is_asked_for(borrower: Visitor) -> None:
    assert "Found: the first that is free" in borrower.post("/library/wishes", **WISH, take_first="on").text


def test_a_wish_for_which_nothing_is_free_says_what_happens_then(borrower: Visitor) -> None:
    page = borrower.post("/library/wishes", **WISH | {"kind": "music-kit"}).text
    assert "You are told as soon as something is." in page


def test_a_wish_is_taken_back(borrower: Visitor, sessions: Sessions) -> None:
    page = borrower.post("/library/wishes", **WISH).text
    found = re.search(r"/library/wishes/\w+/withdraw", page)
    assert found
    assert "The wish is taken back." in borrower.post(found[0]).text


@pytest.mark.parametrize("wrong", [{"first_day": ""}, {"last_day": "2026-12-01"}, {"age_from": "old"}])
def test_a_wish_that_can_not_be_is_shown_again(borrower: Visitor, wrong: dict[str, str]) -> None:
    assert borrower.post("/library/wishes", **(WISH | wrong)).status_code == 422


def test_nobody_sees_another_librarys_wish(borrower: Visitor, owner: Visitor, sessions: Sessions) -> None:
    borrower.post("/library/wishes", **WISH)
    with sessions() as session:
        wish_id = session.scalars(select(Wish.id)).one()
    assert owner.get(f"/library/wishes/{wish_id}").status_code == 403


def test_a_series_asks_at_once_for_what_is_near(borrower: Visitor, sessions: Sessions) -> None:
    page = borrower.post("/library/series", **SERIES).text
    assert "Tuesday, 1 December 2026" in page
    with sessions() as session:
        assert session.scalars(select(Booking)).one().place_id == "test-south"


def test_a_series_is_ended_and_goes_on(borrower: Visitor, sessions: Sessions) -> None:
    borrower.post("/library/series", **SERIES)
    with sessions() as session:
        series_id = session.scalars(select(Series.id)).one()
    assert "The series asks no more." in borrower.post(f"/library/series/{series_id}/end").text
    assert "The series goes on." in borrower.post(f"/library/series/{series_id}/resume").text
    assert "Deckare" in borrower.get("/library/series").text


def test_a_series_that_can_not_be_is_shown_again(borrower: Visitor) -> None:
    assert borrower.post("/library/series", **SERIES | {"loan_days": "0"}).status_code == 422


def test_pages_without_wishes_and_series_say_what_they_are_for(borrower: Visitor) -> None:
    assert "Say what you need" in borrower.get("/library/wishes").text
    assert "Nothing comes again yet." in borrower.get("/library/series").text


def test_all_of_it_is_one_click_from_the_bookings(borrower: Visitor, signed_in: SignedIn) -> None:
    page = borrower.get("/library/bookings").text
    assert all(f"/library/{name}" in page for name in ("waiting", "wishes", "series", "rules"))
