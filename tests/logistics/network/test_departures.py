"""Departures by weekday, season and date; holidays; the first one that somebody is in time for."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics.network.crossings import Crossing, CrossingKind, CrossingService
from logistics.network.departures import departure_after, departures_on, joined, landing_after
from logistics.network.networks import Network

NETWORK = Network(id="test", time_zone="Europe/Oslo", country="NO", subdivision=None, service_weekdays=[0, 1, 2, 3, 4])
MONDAY = date(2026, 11, 23)
EVERY_DAY = [0, 1, 2, 3, 4, 5, 6]


def service(first: int, last: int | None = None, every: int = 0, **values: object) -> CrossingService:
    """Both ends in minutes; one departure where no last one is named."""
    plain: dict[str, object] = {"back": False, "weekdays": EVERY_DAY, "first_day": 101, "last_day": 1231}
    until = first if last is None else last
    return CrossingService(first_minute=first, last_minute=until, every_minutes=every, **plain | values)


def crossing(*services: CrossingService, ahead: int = 0) -> Crossing:
    """A ferry of 25 minutes."""
    return Crossing(
        id="test-ferry",
        name="Here–There",
        kind=CrossingKind.FERRY,
        seconds=1500,
        ahead_seconds=ahead,
        services=list(services),
    )


def test_departures_every_so_many_minutes_end_with_the_last_that_fits() -> None:
    ferry = crossing(service(6 * 60, 7 * 60 + 10, 30))
    assert departures_on(NETWORK, ferry, MONDAY) == [(360, 360), (390, 390), (420, 420)]


def test_a_road_is_open_from_its_first_minute_to_its_last() -> None:
    assert departures_on(NETWORK, crossing(service(7 * 60, 20 * 60)), MONDAY) == [(420, 1200)]


def test_one_direction_says_nothing_of_the_other() -> None:
    ferry = crossing(service(600), service(660, back=True))
    assert departures_on(NETWORK, ferry, MONDAY) == [(600, 600)]
    assert departures_on(NETWORK, ferry, MONDAY, back=True) == [(660, 660)]


@pytest.mark.parametrize(
    ("values", "runs"),
    [
        ({"weekdays": [0]}, True),
        ({"weekdays": [1, 2]}, False),
        ({"first_day": 1101, "last_day": 430}, True),
        ({"first_day": 501, "last_day": 1031}, False),
        ({"valid_from": MONDAY, "valid_until": MONDAY}, True),
        ({"valid_from": MONDAY + timedelta(days=1)}, False),
        ({"valid_until": MONDAY - timedelta(days=1)}, False),
    ],
)
def test_a_line_runs_on_its_weekdays_in_its_season_between_its_dates(values: dict[str, object], runs: bool) -> None:
    assert bool(departures_on(NETWORK, crossing(service(600, **values)), MONDAY)) is runs


def test_a_public_holiday_counts_as_a_sunday() -> None:
    ferry = crossing(service(600, weekdays=[0, 1, 2, 3, 4]), service(720, weekdays=[6]))
    assert departures_on(NETWORK, ferry, date(2026, 5, 1)) == [(720, 720)]  # a Friday, Labour Day


def test_who_comes_too_late_to_be_there_in_time_takes_the_next() -> None:
    ferry = crossing(service(10 * 60, 12 * 60, 60), ahead=600)
    at = datetime(2026, 11, 23, 8, 51, tzinfo=UTC)  # 09:51 in Oslo
    assert departure_after(NETWORK, ferry, at) == datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    assert landing_after(NETWORK, ferry, at) == datetime(2026, 11, 23, 10, 25, tzinfo=UTC)


def test_after_the_last_of_the_day_comes_the_first_of_the_next_on_which_it_runs() -> None:
    ferry = crossing(service(10 * 60, weekdays=[0, 3]))
    at = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    assert departure_after(NETWORK, ferry, at) == datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


def test_what_never_goes_is_not_waited_for() -> None:
    ferry = crossing(service(600, valid_until=MONDAY - timedelta(days=1)))
    assert departure_after(NETWORK, ferry, datetime(2026, 11, 23, 8, 0, tzinfo=UTC)) is None
    assert landing_after(NETWORK, ferry, datetime(2026, 11, 23, 8, 0, tzinfo=UTC)) is None


SPANS = st.tuples(st.integers(0, 1440), st.integers(0, 120)).map(lambda span: (span[0], min(1440, span[0] + span[1])))


@given(st.lists(SPANS, max_size=12))
def test_joined_spans_hold_the_same_minutes_and_lie_apart(spans: list[tuple[int, int]]) -> None:
    apart = joined(spans)
    minutes = {minute for first, last in spans for minute in range(first, last + 1)}
    assert {minute for first, last in apart for minute in range(first, last + 1)} == minutes
    assert all(before[1] < after[0] for before, after in pairwise(apart))
