"""Days and hours of a network by its own wall clock; pure functions over rows that are loaded.

A day is a date of the network's wall clock, a minute is counted from its midnight.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

import holidays

from logistics.errors import LogisticsError
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.network.terms import in_session
from logistics.network.tours import Tour

LOOK_AHEAD_DAYS = 400
"""How far a service day is looked for: no network rests for a year."""

_A_DAY = timedelta(days=1)
_HOLIDAY_LANGUAGES = {"en": ("en_US",), "nb": ("no", "nb"), "sv": ("sv", "sv_FI")}


class NoServiceDay(LogisticsError):
    """The network drives on no day within `LOOK_AHEAD_DAYS`. Facts: `network`, `after`."""

    code = "no-service-day"


def local_day(network: Network, moment: datetime) -> date:
    """The date on the network's wall clocks at an aware moment."""
    return moment.astimezone(network.clock).date()


def wall_clock(network: Network, day: date, minute: int) -> datetime:
    """The moment at which the network's wall clocks show a time, in UTC.

    Args:
        minute: after midnight, 0 to 1440; 1440 is the next midnight.

    Returns:
        In UTC, so that differences are true spans of time. When clocks go forward, a time that is skipped is
        as long after midnight as it says, by the clock before the change; when they go back, a time that comes
        twice is the first.
    """
    days, minute_of_day = divmod(minute, 24 * 60)
    shown = time(*divmod(minute_of_day, 60))
    return datetime.combine(day + days * _A_DAY, shown, network.clock).astimezone(UTC)


def is_holiday(network: Network, day: date, language: str = "en") -> str | None:
    """The name of the public holiday, in English unless told otherwise, or None on an ordinary day.

    Days that are free by custom, such as Midsummer Eve in Sweden, count. A language that the country's calendar
    does not speak gives the name in the country's own.

    Source: the `holidays` library, by the network's country and subdivision.
    """
    return _holidays(network.country, network.subdivision, day.year, language).get(day)


def receiving_spans(network: Network, place: Place, day: date) -> list[tuple[int, int]]:
    """When somebody at `place` receives crates on `day`: (opens, closes) in minutes, sorted.

    Empty on a holiday, during a closure, on a weekday without hours, for a place that is no longer served, and for a
    place that follows the school year on a day without school.
    """
    return [] if rests(network, place, day) else usual_spans(place, day.weekday())


def rests(network: Network, place: Place, day: date) -> bool:
    """Whether `place` receives nothing on `day`, whatever its hours say: why is told by `receiving_spans`."""
    if not place.active or is_holiday(network, day):
        return True
    if any(closure.first_day <= day <= closure.last_day for closure in place.closures):
        return True
    return place.school_days_only and not in_session(network.school_years, day)


def usual_spans(place: Place, weekday: int) -> list[tuple[int, int]]:
    """The hours of `place` on a weekday that is like others: (opens, closes) in minutes, sorted."""
    return sorted(
        (hours.opens_minute, hours.closes_minute) for hours in place.receiving_hours if hours.weekday == weekday
    )


def receives(network: Network, place: Place, day: date) -> bool:
    """Whether a crate can be handed over at `place` at any time of `day`."""
    return bool(receiving_spans(network, place, day))


def is_school_day(network: Network, day: date) -> bool:
    """Whether schools are open: a weekday in a school year that is known, in no break, and no public holiday."""
    return in_session(network.school_years, day) and not is_holiday(network, day)


def tour_runs(network: Network, tour: Tour, day: date) -> bool:
    """Whether a tour runs on a day.

    A day that the tour names decides; else it runs on its weekdays within its season, not on public holidays and, where
    it follows the school year, on school days only.
    """
    if not tour.active or not tour.vehicle.active or not tour.season.first_day <= day <= tour.season.last_day:
        return False
    named = next((named for named in tour.days if named.day == day), None)
    if named is not None:
        return named.runs
    if day.weekday() not in tour.weekdays or is_holiday(network, day):
        return False
    return not tour.school_days_only or in_session(network.school_years, day)


def is_service_day(network: Network, day: date) -> bool:
    """Whether vans drive: a weekday of service that is no holiday."""
    return day.weekday() in network.service_weekdays and not is_holiday(network, day)


def service_days(network: Network, first: date) -> Iterator[date]:
    """The service days from `first` on, `first` included if it is one, as far as `LOOK_AHEAD_DAYS`."""
    for ahead in range(LOOK_AHEAD_DAYS):
        day = first + ahead * _A_DAY
        if is_service_day(network, day):
            yield day


def next_service_day(network: Network, after: date) -> date:
    """The first service day later than `after`.

    Raises:
        NoServiceDay: there is none.
    """
    for day in service_days(network, after + _A_DAY):
        return day
    raise NoServiceDay(network=network.id, after=after)


def cutoff_of(network: Network, service_day: date) -> datetime:
    """Until when, in UTC, something can still be changed for a service day: a time of the calendar day before it."""
    return wall_clock(network, service_day - _A_DAY, network.cutoff_minute)


@lru_cache(maxsize=256)
def _holidays(country: str, subdivision: str | None, year: int, language: str) -> dict[date, str]:
    # A finished dictionary per year: the library's own object fills itself while others may be reading it.
    calendar = holidays.country_holidays(country, subdiv=subdivision)
    spoken = [name for name in _HOLIDAY_LANGUAGES.get(language, (language,)) if name in calendar.supported_languages]
    categories = tuple(kind for kind in ("public", "de_facto") if kind in calendar.supported_categories)
    return dict(
        holidays.country_holidays(
            country,
            subdiv=subdivision,
            years=year,
            language=spoken[0] if spoken else calendar.default_language,  # None would be the machine's own
            categories=categories,
        )
    )
