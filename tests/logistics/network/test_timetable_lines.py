"""Timetables as people write them: read, refused, and written so that they read the same."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics.network.timetable_lines import WORDS, BadTimetable, Rule, read_timetable, write_timetable

WORK_DAYS = (0, 1, 2, 3, 4)


@pytest.mark.parametrize(
    ("line", "rules"),
    [
        ("mon-fri 06:15, 07:40", [Rule(WORK_DAYS, 375, 375, 0), Rule(WORK_DAYS, 460, 460, 0)]),
        ("daily 08:00-20:00/30", [Rule(tuple(range(7)), 480, 1200, 30)]),
        ("lör-sön 10.00-18.00", [Rule((5, 6), 600, 1080, 0)]),
        ("søn-man 9:00 06-15/08-20", [Rule((0, 6), 540, 540, 0, (615, 820))]),
        ("tir,tor 09:00 2026-08-17..", [Rule((1, 3), 540, 540, 0, valid_from=date(2026, 8, 17))]),
        ("  ", []),
    ],
)
def test_a_line_says_when_it_goes(line: str, rules: list[Rule]) -> None:
    assert read_timetable([line]) == rules


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("mon-fri", "mon-fri"),
        ("noday 06:15", "noday"),
        ("mon 25:00", "25:00"),
        ("mon 06:60", "06:60"),
        ("mon 10:00-09:00", "10:00-09:00"),
        ("mon 06:00-09:00/0", "06:00-09:00/0"),
        ("mon 06:00 02-30/03-01", "02-30/03-01"),
        ("mon 06:00 2026-08-17..2026-08-16", "2026-08-17..2026-08-16"),
        ("mon 06:00 2026-02-30..", "2026-02-30.."),
        ("mon 06:00 soon", "soon"),
    ],
)
def test_a_line_that_says_nothing_is_named_with_its_number_and_the_part(line: str, part: str) -> None:
    with pytest.raises(BadTimetable) as refused:
        read_timetable(["daily 05:00", line], field="there")
    assert refused.value.facts == {"line": 2, "text": line, "part": part}
    assert refused.value.field == "there"


MINUTES = st.integers(0, 1440)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    first, last = sorted((draw(MINUTES), draw(MINUTES)))
    every = draw(st.integers(0, 600)) if last > first else 0
    weekdays = tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=1))))
    season = draw(st.sampled_from([(101, 1231), (1101, 430), (615, 820), (229, 229)]))
    days = draw(st.none() | st.dates()), draw(st.none() | st.dates())
    if days[0] and days[1] and days[1] < days[0]:
        days = days[1], days[0]
    return Rule(weekdays, first, last, every, season, *days)


@given(st.lists(rules(), max_size=8), st.sampled_from(sorted(WORDS)))
def test_what_is_written_reads_the_same_in_every_language(written: list[Rule], language: str) -> None:
    lines = write_timetable([rule.service(back=False) for rule in written], language)
    assert sorted(read_timetable(lines), key=repr) == sorted(written, key=repr)


@given(st.text(max_size=40))
def test_no_text_is_anything_but_read_or_refused(text: str) -> None:
    with suppress(BadTimetable):
        read_timetable([text])
