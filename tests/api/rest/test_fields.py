"""Each field takes exactly what it says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError, fields

from api.rest.fields import FIRST_DAY, LAST_DAY, Choice, Day, Moment, OneOf, Text, Whole, WholeInQuery, YesNo
from logistics.access.rights import Role

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


def refused(field: fields.Field[Any], value: object) -> str:
    """The code of the fault."""
    with pytest.raises(ValidationError) as fault:
        field.deserialize(value)
    (code,) = fault.value.messages
    return str(code)


@given(st.dates(FIRST_DAY, LAST_DAY))
def test_a_day_is_read_as_it_is_written(day: date) -> None:
    assert Day().deserialize(Day().serialize("day", {"day": day})) == day


@pytest.mark.parametrize("text", ["20261123", "2026-W48-1", "2026-02-30", "26-11-23", "2026-11-23T00:00"])
def test_a_day_is_written_in_one_way_only(text: str) -> None:
    assert refused(Day(), text) == "not-a-day"


@pytest.mark.parametrize("text", ["1999-12-31", "2200-01-01", "9999-12-31", "0001-01-01"])
def test_a_day_beyond_all_calendars_is_out_of_range(text: str) -> None:
    assert refused(Day(), text) == "out-of-range"


@given(st.datetimes(datetime(2000, 1, 2), datetime(2199, 12, 30), timezones=OFFSETS))  # noqa: DTZ001  # zones are drawn
def test_a_moment_is_read_as_it_is_written_and_kept_in_utc(moment: datetime) -> None:
    read = Moment().deserialize(moment.isoformat())
    assert (read, read.tzinfo) == (moment, UTC)


@pytest.mark.parametrize("text", ["2026-11-23T07:00:00", "2026-11-23", "2026-11-23T25:00:00Z", "20261123T070000Z"])
def test_a_moment_needs_its_offset(text: str) -> None:
    assert refused(Moment(), text) == "not-a-moment"


@given(st.integers(-5, 5))
def test_a_whole_number_within_its_bounds_is_taken(number: int) -> None:
    assert Whole(least=-5, most=5).deserialize(number) == number


@given(st.integers().filter(lambda number: abs(number) > 5))
def test_a_whole_number_beyond_its_bounds_is_refused(number: int) -> None:
    assert refused(Whole(least=-5, most=5), number) == "out-of-range"


@pytest.mark.parametrize("value", ["1", 1.0, True, [1], {}])
def test_what_only_looks_like_a_whole_number_is_refused(value: object) -> None:
    assert refused(Whole(least=0), value) == "not-a-whole-number"


@pytest.mark.parametrize("text", ["1_000", "１２", " 1", "+1", "0x1", "1.0", "", "9" * 30])
def test_a_number_in_a_query_is_plain_digits(text: str) -> None:
    assert refused(WholeInQuery(least=0), text) == "not-a-whole-number"


@pytest.mark.parametrize("value", ["true", 1, 0, "yes"])
def test_only_true_and_false_are_yes_and_no(value: object) -> None:
    assert refused(YesNo(), value) == "not-yes-or-no"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=10))
def test_text_is_kept_as_it_is(text: str) -> None:
    assert Text(most=10).deserialize(text) == text


@pytest.mark.parametrize("text", ["a\x00b", "\x1b[31m", "\ud800", "\x7f"])
def test_text_that_no_database_takes_is_refused(text: str) -> None:
    assert refused(Text(most=10), text) == "unwritable-text"


def test_blank_text_is_as_good_as_none() -> None:
    assert refused(Text(least=1, most=10), "  ") == "wrong-length"


def test_a_choice_is_one_of_its_values() -> None:
    assert Choice(Role).deserialize("driver") is Role.DRIVER


@pytest.mark.parametrize("value", ["DRIVER", "pilot", 1, ["driver"]])
def test_what_is_not_among_the_choices_is_refused(value: object) -> None:
    assert refused(Choice(Role), value) == refused(OneOf(["driver"]), "pilot") == "not-a-choice"


@pytest.mark.parametrize("field", [Day, Moment, YesNo, lambda: Text(most=1), lambda: Whole(least=0)])
def test_null_is_told_as_such(field: Any) -> None:
    assert refused(field(), None) == "empty-field"
