"""Languages: which one, and how it writes money, days and distances."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.languages import (
    LANGUAGES,
    best_of,
    clock,
    gettext,
    kilometres,
    known,
    long_day,
    moment,
    money,
    ngettext,
    speaking,
)


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("no", "nb"), ("nn-NO", "nb"), ("nb_NO.UTF-8", "nb"), ("da", "nb"), ("sv-FI", "sv"), ("EN-us", "en")],
)
def test_a_reader_gets_the_nearest_language(asked: str, spoken: str) -> None:
    assert known(asked) == spoken


@given(st.text(max_size=20))
def test_any_code_means_one_of_ours_or_none(code: str) -> None:
    assert known(code) is None or known(code) in LANGUAGES


def test_the_first_language_that_is_spoken_wins() -> None:
    assert best_of(["fi", "no", "sv"]) == "nb"


def test_who_asks_for_none_of_ours_gets_what_the_house_speaks() -> None:
    assert best_of(["fi", "se"], "sv") == "sv"


@pytest.mark.parametrize(
    ("language", "written"), [("sv", "1 234,50 kr"), ("nb", "1 234,50 SEK"), ("en", "SEK 1,234.50")]
)
def test_money_is_written_as_the_language_does(language: str, written: str) -> None:
    with speaking(language):
        assert money(123_450, "SEK").replace("\u00a0", " ").replace("\u202f", " ") == written


@given(st.integers(-(10**12), 10**12), st.sampled_from(sorted(LANGUAGES)))
def test_no_amount_loses_an_ore_when_it_is_written(amount: int, language: str) -> None:
    with speaking(language):
        digits = "".join(sign for sign in money(amount, "SEK") if sign.isdigit())
    assert int(digits) == abs(amount)


def test_a_moment_is_told_by_the_wall_clock_of_the_network() -> None:
    with speaking("sv", ZoneInfo("Europe/Stockholm")):
        assert clock(datetime(2026, 7, 1, 10, 0, tzinfo=UTC)) == "12:00"


def test_a_moment_near_midnight_falls_on_the_networks_day() -> None:
    with speaking("en", ZoneInfo("Europe/Stockholm")):
        assert moment(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)) == "Tue 24 Nov 00:30"


@pytest.mark.parametrize(
    ("language", "written"), [("sv", "måndag 23 november 2026"), ("nb", "mandag 23. november 2026")]
)
def test_a_day_is_written_as_the_language_does(language: str, written: str) -> None:
    with speaking(language):
        assert long_day(date(2026, 11, 23)) == written


def test_distance_is_rounded_to_the_nearest_kilometre() -> None:
    with speaking("sv"):
        assert kilometres(12_499) == "12\u00a0km"


def test_a_number_of_things_is_told_in_its_own_form() -> None:
    with speaking("sv"):
        assert [ngettext("%(num)s crate", "%(num)s crates", n) for n in (1, 2)] == ["1 låda", "2 lådor"]


def test_another_language_ends_with_its_block() -> None:
    with speaking("sv"), speaking("nb"):
        pass
    assert gettext("Crates") == "Crates"
