"""Counting on the shelf and as a collection is received, and what came of what was missing."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from logistics.bookings.requests import ask
from logistics.database import Sessions
from logistics.holdings.part_loans import PartLoan
from logistics.holdings.shortfalls import Shortfall, ShortfallState
from logistics.transport.approvals import approve
from logistics.transport.from_bookings import shipments_of
from tests.api.pages.conftest import Hands, Visitor

WEDNESDAY = date(2026, 11, 25)


def shortfalls(sessions: Sessions) -> list[tuple[str, int, str]]:
    with sessions() as session:
        rows = session.scalars(select(Shortfall).order_by(Shortfall.position))
        return [(row.title, row.copies, row.state.value) for row in rows]


@pytest.fixture
def out_id(sessions: Sessions, owner: Visitor, borrower: Visitor, clock: Hands) -> str:
    """The shipment that brings the crate to south."""
    with sessions.begin() as session:
        booking = ask(
            session,
            collection_id="crate",
            place_id="test-south",
            first_day=WEDNESDAY,
            last_day=WEDNESDAY,
            by=borrower.person,
            now=clock.now,
        )
        approve(session, booking.id, by=owner.person, now=clock.now)
        return shipments_of(session, booking.id)[0].id


def test_a_shelf_is_counted_and_all_is_there(owner: Visitor, sessions: Sessions) -> None:
    answer = owner.post("/library/shelves/crate/count", stocktake_id=str(uuid4()), contents="all")
    assert "Counted: all is there." in answer.text
    assert shortfalls(sessions) == []


def test_what_is_missing_shows_to_whoever_asks_next(owner: Visitor, borrower: Visitor) -> None:
    owner.post("/library/shelves/crate/count", stocktake_id=str(uuid4()), contents="some", **{"missing-1": "1"})
    page = borrower.get("/library/collections/crate").text
    assert "Not all of it is there" in page
    assert "1 × Title 1: Missing" in re.sub(r"\s+", " ", page)


def test_all_there_means_all_whatever_was_typed(owner: Visitor, sessions: Sessions) -> None:
    owner.post("/library/shelves/crate/count", stocktake_id=str(uuid4()), contents="all", **{"missing-1": "1"})
    assert shortfalls(sessions) == []


def test_more_than_there_is_can_not_be_missing(owner: Visitor, sessions: Sessions) -> None:
    typed = {"missing-1": "2"}
    answer = owner.post("/library/shelves/crate/count", stocktake_id=str(uuid4()), contents="some", **typed)
    assert 'id="missing-1-error"' in answer.text
    assert shortfalls(sessions) == []


def test_receiving_and_counting_is_one_act(borrower: Visitor, out_id: str, sessions: Sessions) -> None:
    answer = borrower.post(
        f"/library/crates/{out_id}/receive",
        scan_id=str(uuid4()),
        stocktake_id=str(uuid4()),
        crates="2",
        contents="some",
        **{"missing-1": "1", "damaged-2": "1"},
    )
    assert "is received." in answer.text
    assert shortfalls(sessions) == [("Title 1", 1, "missing"), ("Title 2", 1, "damaged")]


def test_a_bad_count_receives_nothing(borrower: Visitor, out_id: str, sessions: Sessions) -> None:
    borrower.post(
        f"/library/crates/{out_id}/receive",
        scan_id=str(uuid4()),
        stocktake_id="no uuid",
        crates="2",
        contents="all",
    )
    assert "Nobody has scanned it yet." in borrower.get(f"/library/crates/{out_id}").text


def test_what_is_received_can_be_counted_later(borrower: Visitor, out_id: str) -> None:
    borrower.post(f"/library/crates/{out_id}/receive", scan_id=str(uuid4()), crates="2", contents="later")
    assert "Count what is in it" in borrower.get(f"/library/crates/{out_id}").text
    page = borrower.post(f"/library/crates/{out_id}/count", stocktake_id=str(uuid4()), contents="all").text
    assert "Counted on arrival: South" in page
    assert "Count what is in it" not in page


def test_a_shortfall_is_settled(owner: Visitor, sessions: Sessions) -> None:
    owner.post("/library/shelves/crate/count", stocktake_id=str(uuid4()), contents="some", **{"missing-1": "1"})
    with sessions() as session:
        shortfall_id = session.scalar(select(Shortfall.id))
    assert "Title 1" in owner.get("/library/missing").text
    assert "Title 1 is settled." in owner.post(f"/library/missing/{shortfall_id}/settle", state="found").text
    with sessions() as session:
        assert session.scalar(select(Shortfall.state)) is ShortfallState.FOUND
    assert "Title 1" in owner.get("/library/missing?shown=settled").text


def test_nobody_settles_anothers_shortfall(owner: Visitor, borrower: Visitor, sessions: Sessions) -> None:
    owner.post("/library/shelves/crate/count", stocktake_id=str(uuid4()), contents="some", **{"missing-1": "1"})
    with sessions() as session:
        shortfall_id = session.scalar(select(Shortfall.id))
    borrower.post(f"/library/missing/{shortfall_id}/settle", state="found")
    assert shortfalls(sessions) == [("Title 1", 1, "missing")]


def test_a_part_is_lent_alone_and_comes_back(owner: Visitor, borrower: Visitor, sessions: Sessions) -> None:
    owner.post("/library/shelves/crate/parts/1/lend", copies="1", borrower="Sunne skola", due_on="2026-12-18")
    assert "lent alone to Sunne skola" in borrower.get("/library/collections/crate").text
    with sessions() as session:
        loan_id = session.scalar(select(PartLoan.id))
    assert "Title 1 is back." in owner.post(f"/library/part-loans/{loan_id}/back").text


@pytest.mark.parametrize(("field", "value"), [("copies", "2"), ("borrower", ""), ("due_on", "2026-11-01")])
def test_a_bad_part_loan_is_refused_by_its_field(owner: Visitor, sessions: Sessions, field: str, value: str) -> None:
    loan = {"copies": "1", "borrower": "Sunne skola", "due_on": "2026-12-18"}
    answer = owner.post("/library/shelves/crate/parts/1/lend", **(loan | {field: value}))
    assert answer.status_code == 422
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(PartLoan)) == 0
