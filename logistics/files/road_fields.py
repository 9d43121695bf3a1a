"""Readers of crossings and closed roads in a network's file."""

from __future__ import annotations

from datetime import date

from logistics.files.faults import Wrong
from logistics.files.fields import number, text
from logistics.network.timetable_lines import BadTimetable, Rule, read_timetable

_LATITUDE, _LONGITUDE = number(-90, 90), number(-180, 180)


def timetable(value: object) -> list[Rule]:
    """Lines such as "mon-fri 06:15, 07:40" and "daily 08:00-20:00/30"; see `logistics.network.timetable_lines`."""
    if not isinstance(value, list):
        raise Wrong("wrong-type", wanted="array")
    line = text(300)
    try:
        return read_timetable([line(entry) for entry in value])
    except BadTimetable as refused:
        example = "mon-fri 08:00-20:00/30"
        raise Wrong("bad-format", value=refused.facts["text"], example=example) from None


def point(value: object) -> tuple[float, float]:
    """Latitude and longitude, [68.80, 16.54]."""
    if not isinstance(value, list):
        raise Wrong("wrong-type", wanted="array")
    if len(value) != 2:
        raise Wrong("bad-format", value=str(value), example="[68.80, 16.54]")
    return _LATITUDE(value[0]), _LONGITUDE(value[1])


def dates(value: object) -> tuple[date | None, date | None]:
    """From one day to another, both included, "2026-12-01/2026-12-14"; either may be left out: "2026-12-01/"."""
    written: str = text(21)(value)
    first, slash, last = written.partition("/")
    try:
        days = tuple(date.fromisoformat(part) if part else None for part in (first, last))
    except ValueError:
        days = ()
    if not slash or not any(days):
        raise Wrong("bad-format", value=written, example="2026-12-01/2026-12-14")
    if days[0] and days[1] and days[1] < days[0]:
        raise Wrong("ends-before-it-begins", value=written)
    return days[0], days[1]
