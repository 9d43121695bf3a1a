"""Readers of school years and tours in a network's file."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from logistics.files.faults import Wrong
from logistics.files.fields import day, minute, text
from logistics.network.terms import BreakKind

Stop = tuple[str, int, int, str | None, bool]
"""Place, when the vehicle comes, when it goes, in minutes after midnight; the crossing before it, and whether back."""

_STOP = re.compile(
    r"(\d\d:\d\d)(?:-(\d\d:\d\d))? ([a-z0-9]+(?:-[a-z0-9]+)*)(?: over ([a-z0-9]+(?:-[a-z0-9]+)*)( back)?)?"
)
_BREAK = re.compile(r"([a-z]+) (\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)")


def days(value: object) -> list[date]:
    """A list of dates, sorted, none twice."""
    if not isinstance(value, list):
        raise Wrong("wrong-type", wanted="array")
    read = sorted(day(entry) for entry in value)
    for one, other in pairwise(read):
        if one == other:
            raise Wrong("duplicate", value=one.isoformat())
    return read


def school_breaks(value: object) -> list[tuple[BreakKind, date, date]]:
    """Lines such as "autumn 2026-09-30/2026-10-02", sorted by their first day; no two may overlap."""
    if not isinstance(value, list):
        raise Wrong("wrong-type", wanted="array")
    kinds = {kind.value: kind for kind in BreakKind}
    breaks = []
    for entry in value:
        line = text(60)(entry)
        found = _BREAK.fullmatch(line)
        if found is None:
            raise Wrong("bad-format", value=line, example="autumn 2026-09-30/2026-10-02")
        if found[1] not in kinds:
            raise Wrong("unknown-value", value=found[1], choices=", ".join(kinds))
        try:
            first, last = date.fromisoformat(found[2]), date.fromisoformat(found[3])
        except ValueError:
            raise Wrong("bad-format", value=line, example="autumn 2026-09-30/2026-10-02") from None
        if last < first:
            raise Wrong("ends-before-it-begins", value=line)
        breaks.append((kinds[found[1]], first, last))
    breaks.sort(key=lambda pause: pause[1])
    for (_, _, last), (_, first, _) in pairwise(breaks):
        if first <= last:
            raise Wrong("overlap", value=first.isoformat())
    return breaks


def tour_stops(value: object) -> list[Stop]:
    """Lines such as "08:40-08:55 sunne", in their order; each comes later than the one before goes.

    "11:50 ibestad over ferry" comes there over a crossing, "over ferry back" from its far side.
    """
    if not isinstance(value, list):
        raise Wrong("wrong-type", wanted="array")
    if len(value) < 2:
        raise Wrong("too-small", least=2)
    stops: list[Stop] = []
    for entry in value:
        line = text(120)(entry)
        found = _STOP.fullmatch(line)
        if found is None:
            raise Wrong("bad-format", value=line, example="08:40-08:55 sunne")
        arrives = minute(found[1])
        leaves = minute(found[2] or found[1])
        if leaves < arrives:
            raise Wrong("ends-before-it-begins", value=line)
        if stops and arrives <= stops[-1][2]:
            raise Wrong("overlap", value=line)
        stops.append((found[3], arrives, leaves, found[4], found[5] is not None))
    return stops
