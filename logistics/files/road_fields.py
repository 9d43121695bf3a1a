"""Readers of crossings in a network's file."""

from __future__ import annotations

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
