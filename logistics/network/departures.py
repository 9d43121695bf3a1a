"""When a crossing can be begun, by the network's calendar; pure functions over rows that are loaded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from logistics.network.calendar import LOOK_AHEAD_DAYS, is_holiday, local_day, wall_clock
from logistics.network.crossings import Crossing, Minutes
from logistics.network.networks import Network

SUNDAY = 6


def departures_on(network: Network, crossing: Crossing, day: date, *, back: bool = False) -> list[Minutes]:
    """When one can set off on a day: spans of minutes after midnight, sorted and apart; empty: not that day.

    A public holiday counts as a Sunday.

    Args:
        back: from the far side.
    """
    weekday = SUNDAY if is_holiday(network, day) else day.weekday()
    return joined(
        span
        for service in crossing.services
        if service.back == back and service.runs_on(day, weekday)
        for span in service.spans
    )


def joined(spans: Iterable[Minutes]) -> list[Minutes]:
    """Spans sorted, with those that touch made one."""
    apart: list[Minutes] = []
    for first, last in sorted(spans):
        if apart and first <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(last, apart[-1][1]))
        else:
            apart.append((first, last))
    return apart


def departure_after(network: Network, crossing: Crossing, at: datetime, *, back: bool = False) -> datetime | None:
    """The first departure for which somebody is in time who is there at a moment; None: none within a year.

    Args:
        at: aware; `ahead_seconds` are counted from it.
    """
    ready = at + timedelta(seconds=crossing.ahead_seconds)
    first = local_day(network, ready)
    for ahead in range(LOOK_AHEAD_DAYS):
        day = first + timedelta(days=ahead)
        for begins, ends in departures_on(network, crossing, day, back=back):
            if wall_clock(network, day, ends) >= ready:
                return max(ready, wall_clock(network, day, begins))
    return None


def landing_after(network: Network, crossing: Crossing, at: datetime, *, back: bool = False) -> datetime | None:
    """When somebody is on the other side who is at the crossing at a moment; None: it does not go within a year."""
    departs = departure_after(network, crossing, at, back=back)
    return None if departs is None else departs + timedelta(seconds=crossing.seconds)
