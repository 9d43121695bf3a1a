"""Marks on the annual wheel: when they come, and who may make them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from logistics.errors import EndsBeforeItBegins, NotAllowed
from logistics.network.wheel import EntryKind, WheelEntry, change_entry, entries_of, mark, wipe
from tests.logistics.conftest import World

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def an_entry(first: date, last: date, *, yearly: bool = True, ends_year: int | None = None) -> WheelEntry:
    return WheelEntry(first_day=first, last_day=last, yearly=yearly, ends_year=ends_year)


def test_what_comes_once_comes_once() -> None:
    entry = an_entry(date(2026, 5, 4), date(2026, 5, 8), yearly=False)
    assert list(entry.occurrences(date(2026, 1, 1), date(2028, 12, 31))) == [(date(2026, 5, 4), date(2026, 5, 8))]


def test_what_comes_every_year_comes_on_the_same_days() -> None:
    entry = an_entry(date(2026, 5, 4), date(2026, 5, 8), ends_year=2027)
    found = [first.year for first, _ in entry.occurrences(date(2025, 1, 1), date(2029, 12, 31))]
    assert found == [2026, 2027]


def test_what_runs_over_new_year_is_seen_in_both_years() -> None:
    entry = an_entry(date(2026, 12, 20), date(2027, 1, 10))
    assert len(list(entry.occurrences(date(2027, 1, 1), date(2027, 12, 31)))) == 2


def test_a_leap_day_falls_on_the_day_before_in_other_years() -> None:
    entry = an_entry(date(2028, 2, 29), date(2028, 2, 29))
    assert [first for first, _ in entry.occurrences(date(2029, 1, 1), date(2029, 12, 31))] == [date(2029, 2, 28)]


@given(DAYS, st.integers(0, 300), DAYS, st.integers(0, 400), st.booleans())
def test_every_occurrence_touches_the_days_asked_for(
    first: date, length: int, asked: date, span: int, yearly: bool
) -> None:
    last = asked + timedelta(days=span)
    for begins, ends in an_entry(first, first + timedelta(days=length), yearly=yearly).occurrences(asked, last):
        assert begins <= last
        assert ends >= asked
        assert (ends - begins).days == length


def marked(session: Session, world: World, now: datetime, **values: object) -> WheelEntry:
    wanted = {
        "network_id": world.network.id,
        "kind": EntryKind.MEETING,
        "title": "Spring meeting",
        "first_day": date(2027, 3, 1),
        "last_day": date(2027, 3, 1),
        "by": world.coordinator,
        "now": now,
    }
    return mark(session, **wanted | values)  # type: ignore[arg-type]  # as `mark` takes them


def test_a_librarian_marks_for_the_own_place_only(session: Session, world: World, now: datetime) -> None:
    assert marked(session, world, now, by=world.owner, place_id=world.north.id).place_id == world.north.id
    for place_id in (world.south.id,):
        with pytest.raises(NotAllowed):
            marked(session, world, now, by=world.owner, place_id=place_id)


def test_the_last_day_may_not_come_before_the_first(session: Session, world: World, now: datetime) -> None:
    with pytest.raises(EndsBeforeItBegins):
        marked(session, world, now, last_day=date(2027, 2, 28))


def test_what_is_changed_is_as_said_and_the_rest_as_it_was(session: Session, world: World, now: datetime) -> None:
    made = marked(session, world, now, remind_days=(7, 30))
    changed = change_entry(
        session, made.id, by=world.coordinator, first_day=date(2027, 2, 26), title=" Winter meeting "
    )
    assert (changed.title, changed.first_day, changed.last_day, changed.remind_days) == (
        "Winter meeting",
        date(2027, 2, 26),
        date(2027, 3, 1),
        [30, 7],
    )


def test_a_librarian_gives_no_mark_to_another_place_and_takes_none(
    session: Session, world: World, now: datetime
) -> None:
    own = marked(session, world, now, by=world.owner, place_id=world.north.id)
    with pytest.raises(NotAllowed):
        change_entry(session, own.id, by=world.owner, place_id=world.south.id)
    with pytest.raises(NotAllowed):
        change_entry(session, marked(session, world, now).id, by=world.owner, place_id=world.north.id)
    assert own.place_id == world.north.id


def test_what_is_wiped_is_gone(session: Session, world: World, now: datetime) -> None:
    wipe(session, marked(session, world, now).id, by=world.coordinator)
    assert entries_of(session, world.network.id) == []
