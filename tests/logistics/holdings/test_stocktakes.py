"""A collection is looked through: all is there, or what is not is known from then on."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from logistics.errors import BadValue, DateInThePast, NotAllowed, NotFound, WrongState
from logistics.holdings.collections import Collection, Part, PartKind
from logistics.holdings.contents import PartInUse, remove_part
from logistics.holdings.part_loans import lend_part, open_part_loans, take_back
from logistics.holdings.shortfalls import MOVES, OPEN, Shortfall, ShortfallState, open_shortfalls, settle
from logistics.holdings.stocktakes import (
    Finding,
    Occasion,
    Standing,
    lacking,
    last_stocktake,
    standings,
    take_stock,
)
from tests.builders import a_collection
from tests.logistics.conftest import World

SOON = date(2026, 12, 1)


@pytest.fixture
def kit(session: Session, world: World) -> Collection:
    """Four djembes, essential, worth 900 each, and a guide."""
    djembe = Part(position=1, kind=PartKind.INSTRUMENT, title="Djembe", copies=4, value=90_000, essential=True)
    guide = Part(position=2, kind=PartKind.TEACHERS_GUIDE, title="Guide", copies=1)
    return a_collection(session, world.north, id="kit", parts=[djembe, guide])


def counted(session: Session, world: World, now: datetime, *findings: Finding) -> list[Shortfall]:
    _, opened = take_stock(session, "kit", findings, stocktake_id=str(uuid4()), by=world.owner, now=now)
    return opened


def standing(session: Session, kit: Collection, position: int = 1) -> Standing:
    return standings(session, kit)[position]


def test_all_there_opens_nothing(session: Session, world: World, kit: Collection, now: datetime) -> None:
    assert counted(session, world, now) == []
    last = last_stocktake(session, kit.id)
    assert last is not None
    assert (last.occasion, last.person) == (Occasion.SHELF, world.owner)


def test_what_is_missing_keeps_the_value_it_had(session: Session, world: World, kit: Collection, now: datetime) -> None:
    (shortfall,) = counted(session, world, now, Finding(1, missing=3))
    kit.parts[0].value = 5
    assert (shortfall.title, shortfall.copies, shortfall.value) == ("Djembe", 3, 270_000)


def test_missing_and_damaged_copies_are_told_apart(
    session: Session, world: World, kit: Collection, now: datetime
) -> None:
    counted(session, world, now, Finding(1, missing=1, damaged=2))
    djembe = standing(session, kit)
    assert (djembe.copies, djembe.there, djembe.whole) == (4, 3, 1)


def test_what_is_known_to_be_missing_is_not_missed_again(
    session: Session, world: World, kit: Collection, now: datetime
) -> None:
    counted(session, world, now, Finding(1, missing=3))
    with pytest.raises(BadValue) as refused:
        counted(session, world, now, Finding(1, missing=2))
    assert refused.value.field == "missing-1"


def test_a_stocktake_sent_twice_counts_once(session: Session, world: World, kit: Collection, now: datetime) -> None:
    once = str(uuid4())
    for _ in range(2):
        take_stock(session, kit.id, [Finding(1, missing=1)], stocktake_id=once, by=world.owner, now=now)
    assert [row.copies for row in open_shortfalls(session, kit.id)] == [1]


def test_an_id_is_not_used_for_two_collections(session: Session, world: World, kit: Collection, now: datetime) -> None:
    once = str(uuid4())
    take_stock(session, kit.id, [], stocktake_id=once, by=world.owner, now=now)
    with pytest.raises(BadValue):
        take_stock(session, "crate", [], stocktake_id=once, by=world.owner, now=now)


def test_a_kit_without_a_whole_copy_of_what_is_essential_is_of_no_use(
    session: Session, world: World, kit: Collection, now: datetime
) -> None:
    counted(session, world, now, Finding(1, missing=3))
    assert lacking(standings(session, kit).values()) == []
    counted(session, world, now, Finding(1, damaged=1), Finding(2, missing=1))
    assert [part.title for part in lacking(standings(session, kit).values())] == ["Djembe"]


def test_a_neighbour_does_not_count_our_shelf(session: Session, world: World, kit: Collection, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        take_stock(session, kit.id, [], stocktake_id=str(uuid4()), by=world.borrower, now=now)


def test_a_part_that_is_not_there_is_not_missed(session: Session, world: World, kit: Collection, now: datetime) -> None:
    with pytest.raises(NotFound):
        counted(session, world, now, Finding(9, missing=1))


def settled(
    session: Session, world: World, shortfall: Shortfall, state: ShortfallState, copies: int | None = None
) -> Shortfall:
    later = shortfall.opened_at + timedelta(days=1)
    return settle(session, shortfall.id, state, copies=copies, by=world.owner, now=later)


@pytest.mark.parametrize("state", [ShortfallState.FOUND, ShortfallState.REPLACED])
def test_what_is_found_or_replaced_is_there_again(
    session: Session, world: World, kit: Collection, now: datetime, state: ShortfallState
) -> None:
    (shortfall,) = counted(session, world, now, Finding(1, missing=2))
    settled(session, world, shortfall, state)
    assert standing(session, kit).whole == 4


def test_some_copies_are_found_and_the_rest_stays_missing(
    session: Session, world: World, kit: Collection, now: datetime
) -> None:
    (shortfall,) = counted(session, world, now, Finding(1, missing=3))
    found = settled(session, world, shortfall, ShortfallState.FOUND, copies=1)
    assert (found.copies, found.state, shortfall.copies, shortfall.state) == (
        1,
        ShortfallState.FOUND,
        2,
        ShortfallState.MISSING,
    )


def test_what_is_written_off_leaves_the_contents(
    session: Session, world: World, kit: Collection, now: datetime
) -> None:
    djembe, guide = counted(session, world, now, Finding(1, missing=1), Finding(2, missing=1))
    settled(session, world, djembe, ShortfallState.WRITTEN_OFF)
    settled(session, world, guide, ShortfallState.WRITTEN_OFF)
    assert [(part.title, part.copies) for part in kit.parts] == [("Djembe", 3)]
    assert standing(session, kit).whole == 3


@pytest.mark.parametrize("state", [s for s in ShortfallState if s not in OPEN])
def test_a_settled_shortfall_stays_settled(
    session: Session, world: World, kit: Collection, now: datetime, state: ShortfallState
) -> None:
    first = next(s for s in OPEN if state in MOVES[s])
    missing = first is ShortfallState.MISSING
    (shortfall,) = counted(session, world, now, Finding(1, missing=int(missing), damaged=int(not missing)))
    settled(session, world, shortfall, state)
    with pytest.raises(WrongState):
        settled(session, world, shortfall, ShortfallState.FOUND)


def test_what_is_damaged_is_not_found(session: Session, world: World, kit: Collection, now: datetime) -> None:
    (shortfall,) = counted(session, world, now, Finding(1, damaged=1))
    with pytest.raises(WrongState):
        settled(session, world, shortfall, ShortfallState.FOUND)


def test_every_open_state_leads_to_an_end() -> None:
    assert all(MOVES[state] and not MOVES[state] & OPEN for state in OPEN)


def test_a_part_lent_alone_is_not_there_but_the_rest_is(
    session: Session, world: World, kit: Collection, now: datetime
) -> None:
    loan = lend_part(session, kit.id, 1, copies=3, borrower="Band", due_on=SOON, by=world.owner, now=now)
    assert (standing(session, kit).there, standing(session, kit, 2).there) == (1, 1)
    take_back(session, loan.id, by=world.owner, now=now)
    assert open_part_loans(session, kit.id) == []


def test_no_more_copies_are_lent_than_there_are(session: Session, world: World, kit: Collection, now: datetime) -> None:
    counted(session, world, now, Finding(1, missing=2))
    lend_part(session, kit.id, 1, copies=1, borrower="Band", due_on=SOON, by=world.owner, now=now)
    with pytest.raises(BadValue):
        lend_part(session, kit.id, 1, copies=2, borrower="School", due_on=SOON, by=world.owner, now=now)


def test_a_part_is_not_lent_until_yesterday(session: Session, world: World, kit: Collection, now: datetime) -> None:
    yesterday = now.date() - timedelta(days=1)
    with pytest.raises(DateInThePast):
        lend_part(session, kit.id, 1, copies=1, borrower="Band", due_on=yesterday, by=world.owner, now=now)


def test_a_part_loan_ends_once(session: Session, world: World, kit: Collection, now: datetime) -> None:
    loan = lend_part(session, kit.id, 1, copies=1, borrower="Band", due_on=SOON, by=world.owner, now=now)
    take_back(session, loan.id, by=world.owner, now=now)
    with pytest.raises(WrongState):
        take_back(session, loan.id, by=world.owner, now=now)


def test_a_part_of_which_copies_are_missing_is_not_taken_out(
    session: Session, world: World, kit: Collection, now: datetime
) -> None:
    counted(session, world, now, Finding(1, missing=1))
    with pytest.raises(PartInUse):
        remove_part(session, kit.id, 1, by=world.owner)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=6))
@settings(max_examples=30)
def test_copies_never_vanish_from_the_books(
    session: Session, world: World, now: datetime, found: list[tuple[int, int]]
) -> None:
    part = Part(position=1, kind=PartKind.BOOK, title="Book", copies=4)
    crate = a_collection(session, world.north, parts=[part])
    for missing, damaged in found:
        try:
            take_stock(
                session,
                crate.id,
                [Finding(1, missing, damaged)],
                stocktake_id=str(uuid4()),
                by=world.owner,
                now=now,
            )
        except BadValue:
            continue
    now_there = standings(session, crate)[1]
    assert now_there.there + now_there.missing == 4
    assert now_there.there >= 0
