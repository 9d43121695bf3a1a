"""School years kept by hand: what can't be, and what follows the schools."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from logistics.errors import BadValue, EndsBeforeItBegins, LogisticsError, NotAllowed
from logistics.network.school_years import (
    BreaksOverlap,
    Pause,
    YearsOverlap,
    YearText,
    add_school_year,
    change_school_year,
    remove_school_year,
)
from logistics.network.terms import BreakKind, in_session
from logistics.network.timetables import OutsideSeason
from tests.logistics.conftest import World

AUTUMN = Pause(BreakKind.AUTUMN, date(2026, 9, 30), date(2026, 10, 2))
YEAR = YearText("2026/27", date(2026, 8, 17), date(2027, 6, 18), [AUTUMN])


def changed(**values: object) -> YearText:
    return YearText(**{"name": YEAR.name, "first_day": YEAR.first_day, "last_day": YEAR.last_day} | values)  # type: ignore[arg-type]


def test_a_break_that_is_moved_opens_the_schools_on_its_old_days(session: Session, world: World, now: datetime) -> None:
    made = add_school_year(session, "test", YEAR, by=world.coordinator, now=now)
    assert not in_session(world.network.school_years, date(2026, 9, 30))
    later = Pause(BreakKind.AUTUMN, date(2026, 10, 2), date(2026, 10, 5))
    change_school_year(session, made.id, changed(breaks=[later]), by=world.coordinator, now=now)
    assert [in_session(world.network.school_years, day) for day in (date(2026, 9, 30), date(2026, 10, 5))] == [
        True,
        False,
    ]
    assert (made.written_by, made.written_at) == (world.coordinator, now)


def test_a_year_that_is_taken_back_is_known_no_more(session: Session, world: World, now: datetime) -> None:
    made = add_school_year(session, "test", YEAR, by=world.coordinator, now=now)
    remove_school_year(session, made.id, by=world.coordinator)
    assert world.network.school_years == []


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (changed(name=" "), BadValue),
        (changed(last_day=date(2026, 8, 16)), EndsBeforeItBegins),
        (changed(last_day=date(2028, 8, 16)), BadValue),
        (changed(breaks=[Pause(BreakKind.OTHER, date(2026, 8, 10), date(2026, 8, 18))]), OutsideSeason),
        (changed(breaks=[Pause(BreakKind.OTHER, date(2026, 10, 2), date(2026, 10, 1))]), EndsBeforeItBegins),
        (changed(breaks=[AUTUMN, Pause(BreakKind.OTHER, date(2026, 10, 2), date(2026, 10, 9))]), BreaksOverlap),
    ],
)
def test_what_can_not_be_a_school_year_is_refused(
    session: Session, world: World, now: datetime, text: YearText, refusal: type[LogisticsError]
) -> None:
    with pytest.raises(refusal):
        add_school_year(session, "test", text, by=world.coordinator, now=now)


def test_a_day_lies_in_one_school_year_at_most(session: Session, world: World, now: datetime) -> None:
    add_school_year(session, "test", YEAR, by=world.coordinator, now=now)
    with pytest.raises(YearsOverlap):
        add_school_year(
            session, "test", changed(first_day=YEAR.last_day, last_day=date(2027, 7, 1)), by=world.coordinator, now=now
        )


def test_a_librarian_tells_no_school_years(session: Session, world: World, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        add_school_year(session, "test", YEAR, by=world.owner, now=now)
