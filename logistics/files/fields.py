"""Readers of single values: each takes what TOML gave and returns what a column wants, or raises Wrong."""

from __future__ import annotations

import math
import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from itertools import pairwise
from typing import Any
from unicodedata import category
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from logistics.files.faults import Fault, Wrong

Reader = Callable[[object], Any]

LEAP_YEAR = 2028
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class _Required:
    """Marks a field that must be there."""


REQUIRED = _Required()


@dataclass(frozen=True)
class Field:
    """How one key is read, and what stands in for it where it is missing."""

    read: Reader
    default: object = REQUIRED


def read_table(raw: object, fields: dict[str, Field], path: str, faults: list[Fault]) -> dict[str, Any]:
    """The values of one table of the file; what can't be read is added to `faults` and left out."""
    if not isinstance(raw, dict):
        faults.append(Fault(path, "wrong-type", {"wanted": "table"}))
        return {}
    prefix = f"{path}." if path else ""
    faults.extend(Fault(f"{prefix}{key}", "unknown-key") for key in raw if key not in fields)
    values: dict[str, Any] = {}
    for key, field in fields.items():
        if key not in raw:
            if field.default is REQUIRED:
                faults.append(Fault(f"{prefix}{key}", "missing"))
            else:
                values[key] = field.default
            continue
        try:
            values[key] = field.read(raw[key])
        except Wrong as wrong:
            faults.append(Fault(f"{prefix}{key}", wrong.code, wrong.facts))
    return values


def text(most: int, *, least: int = 1, pattern: str | None = None, example: str = "") -> Reader:
    """A string of a length, stripped; `pattern` must match all of it."""

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise Wrong("wrong-type", wanted="string")
        value = value.strip()
        if len(value) < least:
            raise Wrong("too-small", least=least)
        if len(value) > most:
            raise Wrong("too-large", most=most)
        if any(category(sign) == "Cc" and sign not in "\n\t" for sign in value):
            raise Wrong("bad-format", value=ascii(value), example=example)
        if pattern is not None and not re.fullmatch(pattern, value):
            raise Wrong("bad-format", value=value, example=example)
        return value

    return read


def integer(least: int, most: int = 2**31 - 1) -> Reader:
    """A whole number in a range."""

    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise Wrong("wrong-type", wanted="integer")
        _within(value, least, most)
        return value

    return read


def number(least: float, most: float) -> Reader:
    """A number in a range."""

    def read(value: object) -> float:
        if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
            raise Wrong("wrong-type", wanted="float")
        _within(value, least, most)
        return float(value)

    return read


def scaled(least: float, most: float, by: int) -> Reader:
    """A number in a range, as a whole number of a smaller unit, `by` of which make one."""
    read_number = number(least, most)
    return lambda value: round(by * read_number(value))


def flag(value: object) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise Wrong("wrong-type", wanted="boolean")
    return value


def day(value: object) -> date:
    """A date without a time."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise Wrong("wrong-type", wanted="date")
    return value


def one_of(kind: type[Enum]) -> Reader:
    """A member of an enumeration, by its value."""

    def read(value: object) -> Enum:
        choices = {member.value: member for member in kind}
        if not isinstance(value, str) or value not in choices:
            raise Wrong("unknown-value", value=str(value), choices=", ".join(choices))
        return choices[value]

    return read


def time_zone(value: object) -> str:
    """The IANA name of a time zone that this machine knows."""
    name: str = text(40)(value)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Wrong("unknown-value", value=name) from None
    return name


def minute(value: object) -> int:
    """A time of day, "07:30", as minutes after midnight; "24:00" is the end of the day."""
    written: str = text(5)(value)
    found = re.fullmatch(r"(\d\d):([0-5]\d)", written)
    minutes = int(found[1]) * 60 + int(found[2]) if found else -1
    if not 0 <= minutes <= 1440:
        raise Wrong("bad-format", value=written, example="07:30")
    return minutes


def time_of_day(value: object) -> int:
    """As `minute`, but the end of a day is no time of it."""
    minutes = minute(value)
    if minutes == 24 * 60:
        raise Wrong("too-large", value=value, most="23:59")
    return minutes


def library_number(value: object) -> str:
    """The seven digits of a library, with or without the space that carriers put into them."""
    written: str = text(8, pattern=r"\d{3} ?\d{4}", example="214 2900")(value)
    return written.replace(" ", "")


def span(value: object) -> tuple[int, int]:
    """A span of a day, "07:30-16:00", as minutes after midnight."""
    written: str = text(20)(value)
    start, dash, end = written.partition("-")
    if not dash:
        raise Wrong("bad-format", value=written, example="07:30-16:00")
    starts, ends = minute(start), minute(end)
    if starts >= ends:
        raise Wrong("ends-before-it-begins", value=written)
    return starts, ends


def season(value: object) -> tuple[int, int]:
    """Days of every year, "11-01/04-30", as (1101, 430): month and day in one number; it may pass over New Year."""
    written: str = text(11)(value)
    ends = re.fullmatch(r"(\d\d)-(\d\d)/(\d\d)-(\d\d)", written)
    numbers = [int(number) for number in ends.groups()] if ends else []
    for month, day_of_month in zip(numbers[::2], numbers[1::2], strict=True):
        if not 1 <= month <= 12 or not 1 <= day_of_month <= monthrange(LEAP_YEAR, month)[1]:
            numbers = []
            break
    if not numbers:
        raise Wrong("bad-format", value=written, example="11-01/04-30")
    return 100 * numbers[0] + numbers[1], 100 * numbers[2] + numbers[3]


def weekdays(value: object) -> list[int]:
    """A list of weekdays or ranges of them, ["mon-thu", "sat"], as sorted numbers; Monday is 0."""
    if not isinstance(value, list):
        raise Wrong("wrong-type", wanted="array")
    if not value:
        raise Wrong("empty")
    return sorted({number for entry in value for number in _weekday_range(entry)})


def receiving_hours(value: object) -> list[tuple[int, int, int]]:
    """Lines such as "mon-thu 08:00-16:00", as sorted (weekday, opens, closes); no two may overlap."""
    if not isinstance(value, list):
        raise Wrong("wrong-type", wanted="array")
    hours = []
    for line in value:
        days, _, times = text(40)(line).partition(" ")
        opens, closes = span(times)
        hours += [(weekday, opens, closes) for weekday in _weekday_range(days)]
    hours.sort()
    for (weekday, _, closes), (next_weekday, opens, _) in pairwise(hours):
        if weekday == next_weekday and opens < closes:
            raise Wrong("overlap", value=WEEKDAYS[weekday])
    return hours


def _weekday_range(value: object) -> list[int]:
    first, _, last = str(value).partition("-")
    if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
        raise Wrong("unknown-value", value=str(value), choices=", ".join(WEEKDAYS))
    start, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
    if end < start:
        raise Wrong("ends-before-it-begins", value=str(value))
    return list(range(start, end + 1))


def _within(value: float, least: float, most: float) -> None:
    if value < least:
        raise Wrong("too-small", value=value, least=least)
    if value > most:
        raise Wrong("too-large", value=value, most=most)
