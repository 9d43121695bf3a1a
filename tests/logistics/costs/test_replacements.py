"""Missing parts: two reminders, then the value is charged once; what is found again is paid back, to the öre."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from logistics.access.notices import Notice
from logistics.costs.replacements import (
    BETWEEN,
    ChargeKind,
    Reminder,
    ReplacementCharge,
    charges_in,
    remind_and_charge,
    settle,
)
from logistics.errors import WrongState
from logistics.holdings.collections import Part, PartKind
from logistics.holdings.shortfalls import Shortfall, ShortfallState
from logistics.holdings.stocktakes import Finding, Occasion, note
from tests.builders import a_collection
from tests.logistics.conftest import World

A_DAY = timedelta(days=1)


def gone(
    session: Session, world: World, now: datetime, *, copies: int = 2, value: int = 12_950, liable: bool = True
) -> Shortfall:
    """Copies of a book that did not come home from south."""
    part = Part(position=1, kind=PartKind.BOOK, title="Book", copies=30, value=value)
    crate = a_collection(session, world.north, parts=[part])
    _, (shortfall,) = note(
        session,
        crate,
        [Finding(1, missing=copies)],
        stocktake_id=str(uuid4()),
        occasion=Occasion.HOME,
        place=world.north,
        liable_id=world.south.id if liable else None,
        by=world.owner,
        now=now,
    )
    return shortfall


def look_round(session: Session, now: datetime, days: int) -> datetime:
    """Look every day; the moment of the last look."""
    for day in range(days):
        remind_and_charge(session, now=now + day * A_DAY)
    return now + (days - 1) * A_DAY


def reminders(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Reminder)) or 0


def owed(session: Session) -> int:
    return int(session.scalar(select(func.sum(ReplacementCharge.amount))) or 0)


def test_nobody_is_reminded_at_once(session: Session, world: World, now: datetime) -> None:
    gone(session, world, now)
    assert remind_and_charge(session, now=now + BETWEEN - A_DAY) == []


@pytest.mark.parametrize(("days", "sent", "charged"), [(14, 0, 0), (15, 1, 0), (29, 2, 0), (42, 2, 0), (43, 2, 25_900)])
def test_two_reminders_then_the_value(
    session: Session, world: World, now: datetime, days: int, sent: int, charged: int
) -> None:
    gone(session, world, now)
    look_round(session, now, days)
    assert (reminders(session), owed(session)) == (sent, charged)


def test_the_charge_is_made_once(session: Session, world: World, now: datetime) -> None:
    gone(session, world, now)
    look_round(session, now, 120)
    assert owed(session) == 25_900


def test_the_borrowers_people_are_told_each_time(session: Session, world: World, now: datetime) -> None:
    gone(session, world, now)
    look_round(session, now, 60)
    codes = session.execute(select(Notice.code, Notice.person_id).order_by(Notice.told_at)).all()
    assert [tuple(row) for row in codes] == [
        ("part-reminder", world.borrower.id),
        ("part-reminder", world.borrower.id),
        ("part-charge-replacement", world.borrower.id),
    ]


def test_what_nobody_answers_for_is_charged_to_nobody(session: Session, world: World, now: datetime) -> None:
    gone(session, world, now, liable=False)
    look_round(session, now, 60)
    assert (reminders(session), owed(session)) == (0, 0)


def test_what_is_worth_nothing_is_asked_for_but_not_charged(session: Session, world: World, now: datetime) -> None:
    gone(session, world, now, value=0)
    look_round(session, now, 60)
    assert (reminders(session), owed(session)) == (2, 0)


def test_what_is_found_in_time_is_not_charged(session: Session, world: World, now: datetime) -> None:
    shortfall = gone(session, world, now)
    last = look_round(session, now, 30)
    settle(session, shortfall.id, ShortfallState.FOUND, by=world.owner, now=last)
    look_round(session, last, 60)
    assert owed(session) == 0


def test_what_is_found_later_is_paid_back_and_both_stay_in_the_books(
    session: Session, world: World, now: datetime
) -> None:
    shortfall = gone(session, world, now)
    last = look_round(session, now, 60)
    settle(session, shortfall.id, ShortfallState.FOUND, by=world.owner, now=last)
    kinds = sorted((row.kind.value, row.amount) for row in charges_in(session, "test", world.borrower))
    assert kinds == [("found", -25_900), ("replacement", 25_900)]


def test_what_is_replaced_after_the_charge_stays_charged(session: Session, world: World, now: datetime) -> None:
    shortfall = gone(session, world, now)
    last = look_round(session, now, 60)
    settle(session, shortfall.id, ShortfallState.REPLACED, by=world.owner, now=last)
    assert owed(session) == 25_900


def test_only_those_concerned_see_a_charge(session: Session, world: World, now: datetime) -> None:
    gone(session, world, now)
    look_round(session, now, 60)
    seen = {
        who: len(charges_in(session, "test", getattr(world, who)))
        for who in ("owner", "borrower", "hub_staff", "coordinator")
    }
    assert seen == {"owner": 1, "borrower": 1, "hub_staff": 0, "coordinator": 1}


@given(
    copies=st.integers(1, 30),
    value=st.integers(1, 10**6),
    found=st.lists(st.tuples(st.integers(0, 90), st.integers(1, 30)), max_size=6),
)
@settings(max_examples=25)
def test_whatever_is_found_when_the_borrower_owes_what_was_missing_at_the_charge(
    session: Session, world: World, now: datetime, copies: int, value: int, found: list[tuple[int, int]]
) -> None:
    before = owed(session)
    shortfall = gone(session, world, now, copies=copies, value=value)
    missing = copies
    for day in range(100):
        moment = now + day * A_DAY
        remind_and_charge(session, now=moment)
        for on, number in found:
            if on == day and number <= missing:
                try:
                    settle(session, shortfall.id, ShortfallState.FOUND, copies=number, by=world.owner, now=moment)
                    missing -= number
                except WrongState:
                    assert missing == 0
    assert owed(session) - before == missing * value
    kinds = select(ReplacementCharge.kind).where(ReplacementCharge.amount < 0)
    assert set(session.scalars(kinds)) <= {ChargeKind.FOUND}
