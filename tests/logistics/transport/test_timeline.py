from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics.network.networks import Network
from logistics.transport.timeline import Timeline
from routing.problem import DAY

NETWORK = Network(id="test", time_zone="Europe/Stockholm")
BEFORE_SUMMER, BEFORE_WINTER = date(2027, 3, 27), date(2026, 10, 24)


@pytest.mark.parametrize("first", [BEFORE_SUMMER, BEFORE_WINTER])
def test_eight_in_the_morning_stays_eight_when_the_clocks_are_changed(first: date) -> None:
    timeline = Timeline(NETWORK, first)
    shown = [timeline.moment(DAY * number + 8 * 3600).astimezone(NETWORK.clock).hour for number in range(3)]
    assert shown == [8, 8, 8]


def test_a_moment_before_the_first_day_has_a_negative_second() -> None:
    assert Timeline(NETWORK, date(2026, 11, 24)).second(datetime(2026, 11, 23, 22, 59, tzinfo=UTC)) == -60


@given(st.sampled_from([BEFORE_SUMMER, BEFORE_WINTER, date(2026, 11, 24)]), st.integers(0, 10 * DAY))
def test_a_second_comes_back_from_its_moment_except_in_the_hour_that_is_skipped(first: date, second: int) -> None:
    timeline = Timeline(NETWORK, first)
    skipped = first == BEFORE_SUMMER and second // 3600 == 26
    assert timeline.second(timeline.moment(second)) == second + (3600 if skipped else 0)
