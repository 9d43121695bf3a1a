"""What only shows between school years, seasons and tours, and the places that they name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from logistics.files.document import Document
from logistics.files.faults import Fault


def check_timetable(document: Document) -> Iterator[Fault]:
    """Every fault of the timetable whose entries are each right in themselves."""
    yield from _spans(document)
    yield from _school_years(document)
    yield from _stops(document)
    yield from _days(document)


def _spans(document: Document) -> Iterator[Fault]:
    for chapter in ("school_year", "season"):
        for entry in document.entries[chapter]:
            if entry.values["last_day"] < entry.values["first_day"]:
                yield Fault(
                    f"{entry.path}.last_day",
                    "ends-before-it-begins",
                    {"value": entry.values["last_day"].isoformat()},
                )


def _school_years(document: Document) -> Iterator[Fault]:
    """A day lies in one school year at most, and a break within its own."""
    years = sorted(document.entries["school_year"], key=lambda entry: entry.values["first_day"])
    for one, other in pairwise(years):
        if other.values["first_day"] <= one.values["last_day"]:
            yield Fault(f"{other.path}.first_day", "overlap", {"value": other.values["first_day"].isoformat()})
    for entry in years:
        for _, first, last in entry.values["breaks"]:
            if first < entry.values["first_day"] or last > entry.values["last_day"]:
                yield Fault(f"{entry.path}.breaks", "outside-season", {"value": first.isoformat()})


def _stops(document: Document) -> Iterator[Fault]:
    places = {entry.values["id"] for entry in document.entries["place"]}
    crossings = {entry.values["id"] for entry in document.entries["crossing"]}
    for entry in document.entries["tour"]:
        for position, (place, _, _, crossing, _) in enumerate(entry.values["stops"]):
            for named, known in ((place, places), (crossing, crossings)):
                if named is not None and named not in known:
                    yield Fault(f"{entry.path}.stops[{position}]", "unknown-reference", {"value": named})


def _days(document: Document) -> Iterator[Fault]:
    """A day that a tour names lies in its season, and is named once."""
    seasons = {entry.values["id"]: entry.values for entry in document.entries["season"]}
    for entry in document.entries["tour"]:
        season = seasons.get(entry.values["season"])
        for key in ("also_on", "not_on"):
            for day in entry.values[key]:
                if season and not season["first_day"] <= day <= season["last_day"]:
                    yield Fault(f"{entry.path}.{key}", "outside-season", {"value": day.isoformat()})
        for day in sorted(set(entry.values["also_on"]) & set(entry.values["not_on"])):
            yield Fault(f"{entry.path}.not_on", "duplicate", {"value": day.isoformat()})
        if not entry.values["weekdays"] and not entry.values["also_on"]:
            yield Fault(f"{entry.path}.weekdays", "empty")
