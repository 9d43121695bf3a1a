"""The month of everything that a search finds, and days on which a collection is kept at home."""

from __future__ import annotations

from tests.api.pages.conftest import Visitor


def test_a_month_has_a_row_for_each_collection(borrower: Visitor) -> None:
    page = borrower.get("/library/calendar").text
    assert "Deckare" in page
    assert "November 2026" in page


def test_a_month_leads_to_the_ones_before_and_after(borrower: Visitor) -> None:
    page = borrower.get("/library/calendar?month=2026-12").text
    assert "month=2026-11" in page
    assert "month=2027-01" in page


def test_a_month_keeps_the_filters_of_the_search(borrower: Visitor) -> None:
    assert "Nothing fits." in borrower.get("/library/calendar?text=nothing").text
    assert "text=deck" in borrower.get("/library/calendar?text=deck").text


def test_a_reader_of_the_page_hears_what_a_stretch_is(owner: Visitor) -> None:
    owner.post("/library/collections/crate/holds", first_day="2026-11-25", last_day="2026-11-26", reason="Stocktake")
    assert "kept at home: Wed 25 Nov – Thu 26 Nov" in owner.get("/library/calendar").text


def test_the_owner_keeps_a_collection_at_home_and_lends_it_again(owner: Visitor) -> None:
    page = owner.post(
        "/library/collections/crate/holds", first_day="2026-11-25", last_day="2026-11-26", reason="Stocktake"
    ).text
    assert "Stocktake" in page
    release = page.split('action="/library/holds/')[1].split('"')[0]
    assert "Stocktake" not in owner.post(f"/library/holds/{release}").text


def test_a_hold_that_ends_before_it_begins_is_shown_again(owner: Visitor) -> None:
    answer = owner.post("/library/collections/crate/holds", first_day="2026-11-26", last_day="2026-11-25")
    assert answer.status_code == 422
    assert 'id="hold-last-error"' in answer.text


def test_others_see_days_kept_at_home_and_set_none(owner: Visitor, borrower: Visitor) -> None:
    owner.post("/library/collections/crate/holds", first_day="2026-11-25", last_day="2026-11-26", reason="Stocktake")
    page = borrower.get("/library/collections/crate").text
    assert "Stocktake" in page
    assert "/holds" not in page
