"""A crossing's timetable as people write it, a line a rule: read, and written the same way again.

mon-fri 06:15, 07:40                 two departures
daily 08:00-20:00/30                 every 30 minutes, the last at 20:00 or before
sat-sun 10:00-18:00                  open: at any time between
daily 09:00 06-15/08-20              in a season of every year
mon-fri 06:15 2026-08-17..2027-06-18 between two dates
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from logistics.errors import LogisticsError
from logistics.network.crossings import CrossingService
from logistics.network.roads import WHOLE_YEAR

LEAP_YEAR = 2028
LONGEST_LINE = 300
WORDS: dict[str, tuple[str, ...]] = {
    "en": ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "daily"),
    "sv": ("mån", "tis", "ons", "tor", "fre", "lör", "sön", "dagligen"),
    "nb": ("man", "tir", "ons", "tor", "fre", "lør", "søn", "daglig"),
}
"""The weekdays, Monday first, and every day, in each language that is written; all of them are read."""

ALL_DAYS = ("daily", "dagligen", "daglig", "alla", "alle")
EVERY_DAY = list(range(7))
_NUMBER = {word: number for words in WORDS.values() for number, word in enumerate(words[:7])}
_TIMES = re.compile(r"(\d\d?)[:.](\d\d)(?:-(\d\d?)[:.](\d\d)(?:/(\d{1,4}))?)?")
_SEASON = re.compile(r"(\d\d)-(\d\d)/(\d\d)-(\d\d)")
_DATES = re.compile(r"(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?")


class BadTimetable(LogisticsError):
    """A line can't be read. Facts: `line`, its `text`, and the `part` that can't be."""

    code = "bad-timetable"


@dataclass(frozen=True, slots=True)
class Rule:
    """What one line says of one departure or row of departures; as in `CrossingService`."""

    weekdays: tuple[int, ...]
    first_minute: int
    last_minute: int
    every_minutes: int
    season: tuple[int, int] = WHOLE_YEAR
    valid_from: date | None = None
    valid_until: date | None = None

    def service(self, *, back: bool) -> CrossingService:
        """A row of it."""
        return CrossingService(
            back=back,
            weekdays=list(self.weekdays),
            first_minute=self.first_minute,
            last_minute=self.last_minute,
            every_minutes=self.every_minutes,
            first_day=self.season[0],
            last_day=self.season[1],
            valid_from=self.valid_from,
            valid_until=self.valid_until,
        )


class _Unread(Exception):
    """A part of a line that says nothing."""


def read_timetable(lines: Iterable[str], *, field: str | None = None) -> list[Rule]:
    """Read lines; empty ones are passed over.

    Args:
        field: the input they came from.

    Raises:
        BadTimetable: the first line that can't be read; `line` counts from 1.
    """
    rules: list[Rule] = []
    for number, line in enumerate(lines, start=1):
        text = " ".join(line.split())
        if not text:
            continue
        try:
            rules += _rules(text)
        except _Unread as unread:
            shown = text[:LONGEST_LINE]
            raise BadTimetable(field=field, line=number, text=shown, part=str(unread)[:LONGEST_LINE]) from None
    return rules


def write_timetable(services: Sequence[CrossingService], language: str = "en") -> list[str]:
    """The lines of rows of one direction; single departures that share their days are on one line.

    Args:
        language: of the weekdays, one of `WORDS`.
    """
    lines: dict[tuple[str, str], list[str]] = {}
    for service in sorted(services, key=lambda row: (row.weekdays, row.first_minute, row.last_minute)):
        days = _days_written(service.weekdays, WORDS[language])
        end = [_season_written(service)] if (service.first_day, service.last_day) != WHOLE_YEAR else []
        if service.valid_from or service.valid_until:
            ends = (day.isoformat() if day else "" for day in (service.valid_from, service.valid_until))
            end.append("..".join(ends))
        lines.setdefault((days, " ".join(end)), []).append(_times_written(service))
    return [" ".join(filter(None, (days, ", ".join(times), end))) for (days, end), times in lines.items()]


def _rules(text: str) -> list[Rule]:
    if len(text) > LONGEST_LINE:
        raise _Unread(text)
    days, _, rest = text.partition(" ")
    weekdays = _weekdays(days)
    season = WHOLE_YEAR
    dates: tuple[date | None, date | None] = (None, None)
    times = []
    for part in rest.replace(",", " ").split():
        if found := _TIMES.fullmatch(part):
            times.append(_times(part, found))
        elif found := _SEASON.fullmatch(part):
            season = _season(part, found)
        elif found := _DATES.fullmatch(part):
            dates = _dates(part, found)
        else:
            raise _Unread(part)
    if not times:
        raise _Unread(text)
    return [Rule(weekdays, *each, season, *dates) for each in times]


def _weekdays(text: str) -> tuple[int, ...]:
    if text.lower() in ALL_DAYS:
        return tuple(EVERY_DAY)
    numbers: set[int] = set()
    for entry in text.lower().split(","):
        first, dash, last = entry.partition("-")
        if first not in _NUMBER or (dash and last not in _NUMBER):
            raise _Unread(text)
        begin, end = _NUMBER[first], _NUMBER[last if dash else first]
        numbers.update(range(begin, end + 1) if begin <= end else {*range(begin, 7), *range(end + 1)})
    return tuple(sorted(numbers))


def _times(part: str, found: re.Match[str]) -> tuple[int, int, int]:
    first = _minute(part, found[1], found[2])
    if found[3] is None:
        return first, first, 0
    last, every = _minute(part, found[3], found[4]), int(found[5] or 0)
    if last < first or (found[5] is not None and not every):
        raise _Unread(part)
    return first, last, every


def _minute(part: str, hours: str, minutes: str) -> int:
    minute = 60 * int(hours) + int(minutes)
    if int(minutes) > 59 or minute > 1440:
        raise _Unread(part)
    return minute


def _season(part: str, found: re.Match[str]) -> tuple[int, int]:
    months_and_days = [int(number) for number in found.groups()]
    for month, day in zip(months_and_days[::2], months_and_days[1::2], strict=True):
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(LEAP_YEAR, month)[1]:
            raise _Unread(part)
    return 100 * months_and_days[0] + months_and_days[1], 100 * months_and_days[2] + months_and_days[3]


def _dates(part: str, found: re.Match[str]) -> tuple[date | None, date | None]:
    try:
        first, last = (date.fromisoformat(text) if text else None for text in found.groups())
    except ValueError:
        raise _Unread(part) from None
    if first and last and last < first:
        raise _Unread(part)
    return first, last


def _days_written(weekdays: Sequence[int], words: Sequence[str]) -> str:
    if list(weekdays) == EVERY_DAY:
        return words[7]
    runs: list[list[int]] = []
    for number in weekdays:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ",".join("-".join(words[number] for number in dict.fromkeys((run[0], run[-1]))) for run in runs)


def _times_written(service: CrossingService) -> str:
    first, last = (f"{minute // 60:02}:{minute % 60:02}" for minute in (service.first_minute, service.last_minute))
    if service.first_minute == service.last_minute:
        return first
    return f"{first}-{last}" + (f"/{service.every_minutes}" if service.every_minutes else "")


def _season_written(service: CrossingService) -> str:
    first, last = (f"{number // 100:02}-{number % 100:02}" for number in (service.first_day, service.last_day))
    return f"{first}/{last}"
