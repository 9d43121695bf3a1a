"""What only shows between the entries of a network's file: doubles, references, spans of days, check digits."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

import holidays

from logistics.files.document import Document, Entry
from logistics.files.faults import Fault
from logistics.files.fields import LEAP_YEAR
from logistics.files.timetable_checks import check_timetable
from logistics.holdings.identifiers import has_wrong_check_digit
from logistics.network.roads import WHOLE_YEAR

_NAMED_BY = {
    "municipality": "code",
    "place": "id",
    "vehicle": "id",
    "agreement": "id",
    "collection": "code",
    "school_year": "id",
    "season": "id",
    "tour": "id",
    "crossing": "id",
    "closed_road": "id",
}
_REFERENCES = (
    ("place", "municipality", "municipality"),
    ("vehicle", "home", "place"),
    ("collection", "home", "place"),
    ("road", "from", "place"),
    ("road", "to", "place"),
    ("road", "crossing", "crossing"),
    ("tour", "season", "season"),
    ("tour", "vehicle", "vehicle"),
)


def check(document: Document, today: date) -> list[Fault]:
    """Every fault between entries that are each right in themselves."""
    return [
        *_network(document),
        *_doubles(document),
        *_references(document),
        *_populations(document, today),
        *_agreements(document.entries["agreement"]),
        *_roads(document.entries["road"]),
        *_parts(document.entries["collection"]),
        *check_timetable(document),
    ]


def _network(document: Document) -> Iterator[Fault]:
    network = document.network
    if (network["max_drive_minutes"] is None) != (network["break_minutes"] is None):
        lacking = "break_minutes" if network["break_minutes"] is None else "max_drive_minutes"
        yield Fault(f"network.{lacking}", "only-one-of-two")
    try:
        holidays.country_holidays(network["country"], subdiv=network["subdivision"])
    except NotImplementedError:  # how `holidays` says that it knows no such country, or no such part of it
        named = [network["country"], network["subdivision"]]
        yield Fault("network.country", "unknown-value", {"value": "-".join(filter(None, named))})
    for chapter in ("municipality", "place"):
        if not document.entries[chapter]:
            yield Fault(chapter, "empty")


def _doubles(document: Document) -> Iterator[Fault]:
    for chapter, key in _NAMED_BY.items():
        seen: set[str] = set()
        for entry in document.entries[chapter]:
            name = entry.values[key]
            if name in seen:
                yield Fault(f"{entry.path}.{key}", "duplicate", {"value": name})
            seen.add(name)


def _references(document: Document) -> Iterator[Fault]:
    for chapter, key, wanted in _REFERENCES:
        known = {entry.values[_NAMED_BY[wanted]] for entry in document.entries[wanted]}
        for entry in document.entries[chapter]:
            if entry.values[key] is not None and entry.values[key] not in known:
                yield Fault(f"{entry.path}.{key}", "unknown-reference", {"value": entry.values[key]})


def _populations(document: Document, today: date) -> Iterator[Fault]:
    for entry in document.entries["municipality"]:
        counted = entry.values["population_on"]
        if counted > today:
            yield Fault(f"{entry.path}.population_on", "in-the-future", {"value": counted.isoformat()})


def _agreements(agreements: list[Entry]) -> Iterator[Fault]:
    """On any day one agreement at most says who pays."""
    spans = []
    for entry in agreements:
        first, last = entry.values["valid_from"], entry.values["valid_until"] or date.max
        if last < first:
            yield Fault(f"{entry.path}.valid_until", "ends-before-it-begins", {"value": last.isoformat()})
        if entry.values["subsidy_basis_points"] and not entry.values["funder"]:
            yield Fault(f"{entry.path}.funder", "missing")
        spans.append((first, last, entry.path))
    spans.sort()
    for (_, last, _), (first, _, path) in pairwise(spans):
        if first <= last:
            yield Fault(f"{path}.valid_from", "overlap", {"value": first.isoformat()})


def _roads(roads: list[Entry]) -> Iterator[Fault]:
    """On any day one entry at most with a season, and one at most without, says how far a place is from another."""
    told: set[tuple[str, str, bool, int]] = set()
    for entry in roads:
        values = entry.values
        if values["from"] == values["to"]:
            yield Fault(f"{entry.path}.to", "duplicate", {"value": values["to"]})
            continue
        if values["before_minutes"] > values["minutes"]:
            yield Fault(f"{entry.path}.before_minutes", "too-large", {"most": values["minutes"] // 60})
        all_year = values["season"] == WHOLE_YEAR
        ends = [(values["from"], values["to"])] + [(values["to"], values["from"])] * values["both_ways"]
        days = {(*pair, all_year, day) for pair in ends for day in days_of(values["season"])}
        if days & told:
            yield Fault(f"{entry.path}.season", "overlap", {"value": f"{values['from']}-{values['to']}"})
        told |= days


def days_of(season: tuple[int, int]) -> list[int]:
    """The days of a season, each as month and day in one number."""
    first, last = season
    numbers = [100 * month + day for month in range(1, 13) for day in range(1, monthrange(LEAP_YEAR, month)[1] + 1)]
    if first <= last:
        return [number for number in numbers if first <= number <= last]
    return [number for number in numbers if number >= first or number <= last]


def _parts(collections: list[Entry]) -> Iterator[Fault]:
    for entry in collections:
        if not entry.values["parts"]:
            yield Fault(f"{entry.path}.parts", "empty")
        for span in ("age", "grade"):
            first, last = entry.values[f"{span}_from"], entry.values[f"{span}_to"]
            if None not in (first, last) and first > last:
                yield Fault(f"{entry.path}.{span}_to", "ends-before-it-begins", {"value": last})
        yield from _check_digits(entry.values["parts"], f"{entry.path}.parts")


def _check_digits(parts: list[dict[str, Any]], path: str) -> Iterator[Fault]:
    for position, part in enumerate(parts):
        if has_wrong_check_digit(part["identifier"]):
            yield Fault(f"{path}[{position}].identifier", "bad-check-digit", {"value": part["identifier"]})
        yield from _check_digits(part.get("parts", []), f"{path}[{position}].parts")
