"""School years: when schools are open, and until when a class can keep a set."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from logistics.network.terms import BreakKind, SchoolBreak, SchoolYear, Term, break_on, in_session, term_on, year_on


def troms() -> SchoolYear:
    """The school year 2026/27 in Troms."""
    days = [
        (BreakKind.AUTUMN, date(2026, 9, 30), date(2026, 10, 2)),
        (BreakKind.CHRISTMAS, date(2026, 12, 21), date(2027, 1, 3)),
        (BreakKind.WINTER, date(2027, 2, 22), date(2027, 2, 26)),
        (BreakKind.EASTER, date(2027, 3, 22), date(2027, 3, 29)),
    ]
    return SchoolYear(
        id="troms",
        name="2026/27",
        first_day=date(2026, 8, 17),
        last_day=date(2027, 6, 18),
        breaks=[SchoolBreak(kind=kind, first_day=first, last_day=last) for kind, first, last in days],
    )


YEAR = troms()
DAYS = st.dates(date(2026, 7, 1), date(2027, 7, 31))


def test_the_first_and_the_last_day_belong_to_the_year() -> None:
    assert year_on([YEAR], YEAR.first_day) is year_on([YEAR], YEAR.last_day) is YEAR


def test_the_summer_belongs_to_no_year() -> None:
    assert year_on([YEAR], date(2027, 7, 1)) is None


def test_schools_are_closed_on_the_first_and_last_day_of_a_break() -> None:
    assert not in_session([YEAR], date(2026, 9, 30))
    assert not in_session([YEAR], date(2026, 10, 2))


def test_schools_are_open_on_the_weekdays_around_a_break() -> None:
    assert in_session([YEAR], date(2026, 9, 29))
    assert in_session([YEAR], date(2026, 10, 5))


def test_schools_are_closed_on_saturdays() -> None:
    assert not in_session([YEAR], date(2026, 9, 5))


def test_schools_of_a_year_that_nobody_has_told_are_closed() -> None:
    assert not in_session([], date(2026, 9, 1))


def test_a_day_of_a_break_names_it() -> None:
    found = break_on([YEAR], date(2027, 2, 24))
    assert found is not None
    assert found.kind is BreakKind.WINTER


def test_the_autumn_term_ends_at_christmas_though_a_shorter_break_lies_between() -> None:
    assert term_on([YEAR], date(2026, 9, 1)) == Term(date(2026, 8, 17), date(2026, 12, 20))


def test_the_spring_term_ends_with_the_year() -> None:
    assert term_on([YEAR], date(2027, 2, 24)) == Term(date(2027, 1, 4), date(2027, 6, 18))


def test_there_is_no_term_at_christmas() -> None:
    assert term_on([YEAR], date(2026, 12, 24)) is None


@given(day=DAYS)
def test_a_school_day_lies_in_a_term(day: date) -> None:
    term = term_on([YEAR], day)
    assert not in_session([YEAR], day) or (term is not None and term.first_day <= day <= term.last_day)


@given(day=DAYS)
def test_every_day_of_a_term_has_the_same_term(day: date) -> None:
    term = term_on([YEAR], day)
    if term is not None:
        length = (term.last_day - term.first_day).days
        assert all(term_on([YEAR], term.first_day + timedelta(days=ahead)) == term for ahead in (0, length))
