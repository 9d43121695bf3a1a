"""Days and hours by the wall clock: holidays, closures, weekdays, and the two nights on which clocks are moved."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics.network.calendar import (
    NoServiceDay,
    cutoff_of,
    is_holiday,
    is_service_day,
    local_day,
    next_service_day,
    receives,
    receiving_spans,
    service_days,
    wall_clock,
)
from logistics.network.networks import Network
from logistics.network.places import Closure, Place, ReceivingHours

MONDAY = date(2026, 11, 23)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def network(**values: object) -> Network:
    """A Swedish network that drives Monday to Friday, with the cut-off at 15:00."""
    plain: dict[str, object] = {
        "id": "test",
        "time_zone": "Europe/Stockholm",
        "country": "SE",
        "subdivision": None,
        "service_weekdays": [0, 1, 2, 3, 4],
        "cutoff_minute": 15 * 60,
    }
    return Network(**plain | values)


def place(*closures: Closure, active: bool = True) -> Place:
    """Somebody receives on Mondays 09-12 and 13-16 and on Tuesdays 08-17."""
    hours = [(0, 13 * 60, 16 * 60), (0, 9 * 60, 12 * 60), (1, 8 * 60, 17 * 60)]
    return Place(
        id="test-place",
        active=active,
        closures=list(closures),
        receiving_hours=[ReceivingHours(weekday=day, opens_minute=o, closes_minute=c) for day, o, c in hours],
    )


def test_hours_of_a_day_come_in_their_order() -> None:
    assert receiving_spans(network(), place(), MONDAY) == [(9 * 60, 12 * 60), (13 * 60, 16 * 60)]


def test_a_weekday_without_hours_receives_nothing() -> None:
    assert not receives(network(), place(), MONDAY + timedelta(days=2))


def test_a_closure_counts_on_its_first_day() -> None:
    closed = place(Closure(first_day=MONDAY, last_day=MONDAY + timedelta(days=3)))
    assert not receives(network(), closed, MONDAY)


def test_a_closure_counts_on_its_last_day() -> None:
    closed = place(Closure(first_day=MONDAY - timedelta(days=3), last_day=MONDAY))
    assert not receives(network(), closed, MONDAY)


def test_the_day_after_a_closure_receives_again() -> None:
    closed = place(Closure(first_day=MONDAY - timedelta(days=3), last_day=MONDAY - timedelta(days=1)))
    assert receives(network(), closed, MONDAY)


def test_a_place_no_longer_served_receives_nothing() -> None:
    assert not receives(network(), place(active=False), MONDAY)


def test_a_holiday_receives_nothing() -> None:
    assert not receives(network(), place(), date(2026, 4, 6))


def test_an_ordinary_day_is_no_holiday() -> None:
    assert is_holiday(network(), MONDAY) is None


def test_a_sunday_is_no_holiday_by_itself() -> None:
    assert is_holiday(network(), date(2026, 11, 22)) is None


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "Good Friday"), ("sv", "Långfredagen"), ("nb", "Långfredagen"), ("xx", "Långfredagen")],
)
def test_a_holiday_has_a_name_in_a_language_its_calendar_speaks(language: str, name: str) -> None:
    assert is_holiday(network(), date(2026, 4, 3), language) == name


def test_days_free_by_custom_are_holidays() -> None:
    assert is_holiday(network(), date(2026, 6, 19), "sv") == "Midsommarafton"


def test_each_country_keeps_its_own_holidays() -> None:
    constitution_day = date(2027, 5, 17)
    kept = [is_holiday(network(country=country), constitution_day) is not None for country in ("NO", "SE")]
    assert kept == [True, False]


def test_no_van_drives_on_a_holiday() -> None:
    assert not is_service_day(network(), date(2026, 12, 25))


def test_the_service_day_after_christmas_leaps_over_holidays_and_weekend() -> None:
    assert next_service_day(network(), date(2026, 12, 23)) == date(2026, 12, 28)


def test_a_network_that_never_drives_is_told_so_rather_than_searched_forever() -> None:
    with pytest.raises(NoServiceDay):
        next_service_day(network(service_weekdays=[]), MONDAY)


@given(day=DAYS)
def test_the_next_service_day_is_later_and_nothing_drives_between(day: date) -> None:
    found = next_service_day(network(), day)
    between = [day + timedelta(days=n) for n in range(1, (found - day).days)]
    assert found > day
    assert is_service_day(network(), found)
    assert not any(is_service_day(network(), other) for other in between)


@given(first=DAYS)
def test_service_days_begin_with_the_first_one_asked_for(first: date) -> None:
    assert is_service_day(network(), first) == (next(service_days(network(), first)) == first)


@given(day=DAYS, minute=st.integers(0, 24 * 60))
def test_a_wall_clock_shows_what_was_asked_for_but_in_the_hour_that_is_skipped(day: date, minute: int) -> None:
    shown = wall_clock(network(), day, minute).astimezone(network().clock).replace(tzinfo=None)
    asked = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
    assert shown in (asked, asked + timedelta(hours=1))


@given(day=DAYS, minutes=st.tuples(st.integers(0, 1440), st.integers(0, 1440)))
def test_a_later_time_is_never_an_earlier_moment_but_in_the_hour_that_is_skipped(
    day: date, minutes: tuple[int, int]
) -> None:
    early, late = (wall_clock(network(), day, minute) for minute in sorted(minutes))
    assert early <= late or day.month == 3


def test_a_day_on_which_clocks_go_back_has_25_hours() -> None:
    day = date(2026, 10, 25)
    assert wall_clock(network(), day, 1440) - wall_clock(network(), day, 0) == timedelta(hours=25)


def test_a_day_on_which_clocks_go_forward_has_23_hours() -> None:
    day = date(2027, 3, 28)
    assert wall_clock(network(), day, 1440) - wall_clock(network(), day, 0) == timedelta(hours=23)


def test_an_hour_that_is_skipped_falls_after_the_change() -> None:
    assert wall_clock(network(), date(2027, 3, 28), 150) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_the_cutoff_is_a_time_of_the_day_before() -> None:
    assert cutoff_of(network(), MONDAY) == datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


def test_the_day_changes_at_the_midnight_of_the_network() -> None:
    moments = [datetime(2026, 11, 22, 22, 59, tzinfo=UTC), datetime(2026, 11, 22, 23, 0, tzinfo=UTC)]
    assert [local_day(network(), moment) for moment in moments] == [date(2026, 11, 22), date(2026, 11, 23)]
