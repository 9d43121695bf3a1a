"""Shapes of JSON values: small readers that name every fault with its path instead of stopping at the first.

A shape takes a decoded value, its path and the findings; it returns the value as wanted, or `BAD` after
it has added what is wrong. Records leave bad fields out, lists put None in the place of bad items, so
that what is left can still be looked at for contradictions.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from routing.errors import Fault
from routing.plan import Fact

MOST_FAULTS = 1_000
"""A list longer than this helps nobody; the last fault then says that there are more."""

LONGEST_QUOTE = 60


class Findings:
    """Faults in the order in which they were found."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def add(self, code: str, path: str, **facts: Fact) -> None:
        """Note one fault; past `MOST_FAULTS` only that there are more."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(code, path, facts))
        elif len(self.faults) == MOST_FAULTS:
            self.faults.append(Fault("more-faults", "", {"shown": MOST_FAULTS}))


class Bad:
    """The type of `BAD`, what a shape returns for a value that it has found fault with."""


BAD: Final = Bad()

Shape = Callable[[Any, str, Findings], Any]


def quote(value: object) -> str:
    """Return the value short enough to be shown, whatever it is."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**LONGEST_QUOTE:
        return "-" * (value < 0) + "1e" + str(LONGEST_QUOTE) + "+"
    text = value if isinstance(value, str) else repr(value)
    text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


def kind_of(value: object) -> str:
    """Return the JSON type's name."""
    names = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    return "null" if value is None else names.get(type(value), "unknown")


def wrong_type(value: object, path: str, findings: Findings, wanted: str) -> Bad:
    """Note that the value is of another type than wanted."""
    if isinstance(value, float) and not math.isfinite(value):
        findings.add("not-finite", path, wanted=wanted)
    else:
        findings.add("wrong-type", path, wanted=wanted, got=kind_of(value))
    return BAD


def whole(least: int, most: int) -> Shape:
    """An integer from `least` to `most`; true and 1.0 are none."""

    def read(value: Any, path: str, findings: Findings) -> Any:
        if type(value) is not int:
            return wrong_type(value, path, findings, "integer")
        if least <= value <= most:
            return value
        if value > most:
            findings.add("too-large", path, got=quote(value), most=most)
        elif value < 0 <= least:
            findings.add("negative", path, got=quote(value))
        else:
            findings.add("too-small", path, got=quote(value), least=least)
        return BAD

    return read


def number(least: float, most: float) -> Shape:
    """A finite number from `least` to `most`, whole or not."""

    def read(value: Any, path: str, findings: Findings) -> Any:
        if type(value) not in (int, float) or (type(value) is float and not math.isfinite(value)):
            return wrong_type(value, path, findings, "number")
        if least <= value <= most:
            return float(value)
        findings.add("out-of-range", path, got=quote(value), least=quote(least), most=quote(most))
        return BAD

    return read


def text(longest: int, empty: bool = False) -> Shape:
    """A string that UTF-8 can carry, of at most `longest` characters."""

    def read(value: Any, path: str, findings: Findings) -> Any:
        if type(value) is not str:
            return wrong_type(value, path, findings, "string")
        if not value and not empty:
            findings.add("empty", path)
        elif len(value) > longest:
            findings.add("too-long", path, got=len(value), most=longest)
        elif not encodable(value):
            findings.add("not-text", path, got=quote(value))
        else:
            return value
        return BAD

    return read


def encodable(value: str) -> bool:
    """Tell whether UTF-8 can carry the string: half a surrogate pair it cannot."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def flag(value: Any, path: str, findings: Findings) -> Any:
    """Read true or false."""
    return value if type(value) is bool else wrong_type(value, path, findings, "boolean")


def fact(value: Any, path: str, findings: Findings) -> Any:
    """Read a string, an integer or null."""
    if value is None or type(value) is int:
        return value
    return text(2_000, empty=True)(value, path, findings)


def list_of(item: Shape, most: int, least: int = 0) -> Shape:
    """A list of such items; None stands for an item that is bad."""

    def read(value: Any, path: str, findings: Findings) -> Any:
        if type(value) is not list:
            return wrong_type(value, path, findings, "array")
        if len(value) > most:
            findings.add("too-many", path, got=len(value), most=most)
            return BAD
        if len(value) < least:
            findings.add("too-few", path, got=len(value), least=least)
            return BAD
        read_items = [item(entry, f"{path}[{n}]", findings) for n, entry in enumerate(value)]
        return [None if entry is BAD else entry for entry in read_items]

    return read


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a record; `needed` keys may not be missing."""

    shape: Shape
    needed: bool = True


def record(fields: Mapping[str, Field]) -> Shape:
    """An object with these keys and no others; bad and missing fields are left out of the result."""

    def read(value: Any, path: str, findings: Findings) -> Any:
        if type(value) is not dict:
            return wrong_type(value, path, findings, "object")
        stem = f"{path}." if path else ""
        for key in value:
            if key not in fields:
                findings.add("unknown-key", stem + quote(key))
        good: dict[str, Any] = {}
        for key, field in fields.items():
            if key in value:
                entry = field.shape(value[key], stem + key, findings)
                if entry is not BAD:
                    good[key] = entry
            elif field.needed:
                findings.add("missing", stem + key)
        return good

    return read


def mapping_of(item: Shape) -> Shape:
    """An object with any keys."""

    def read(value: Any, path: str, findings: Findings) -> Any:
        if type(value) is not dict:
            return wrong_type(value, path, findings, "object")
        return {key: item(entry, f"{path}.{quote(key)}", findings) for key, entry in value.items()}

    return read


def span(most: int) -> Shape:
    """Two whole seconds, the second not before the first."""
    second = whole(0, most)

    def read(value: Any, path: str, findings: Findings) -> Any:
        if type(value) is not list:
            return wrong_type(value, path, findings, "array")
        if len(value) != 2:
            findings.add("wrong-size", path, got=len(value), wanted=2)
            return BAD
        ends = [second(entry, f"{path}[{n}]", findings) for n, entry in enumerate(value)]
        if BAD in ends:
            return BAD
        if ends[1] < ends[0]:
            findings.add("ends-before-it-begins", path, begins=ends[0], ends=ends[1])
            return BAD
        return (ends[0], ends[1])

    return read


def spans(most_spans: int, most: int) -> Shape:
    """A list of spans, sorted and apart; one may begin in the second in which the one before ends."""
    shape = list_of(span(most), most_spans)

    def read(value: Any, path: str, findings: Findings) -> Any:
        entries = shape(value, path, findings)
        if entries is BAD:
            return BAD
        good = [(n, entry) for n, entry in enumerate(entries) if entry is not None]
        for (_, before), (n, entry) in pairwise(good):
            if entry[0] < before[0]:
                findings.add("unsorted", f"{path}[{n}]", begins=entry[0], before_begins=before[0])
            elif entry[0] < before[1]:
                findings.add("overlapping", f"{path}[{n}]", begins=entry[0], before_ends=before[1])
        return entries

    return read


def row_of(most: int) -> Shape:
    """A row of a matrix: whole numbers, read fast where all are good."""
    cell = whole(0, most)

    def read(value: Any, path: str, findings: Findings) -> Any:
        if type(value) is list and all(type(entry) is int and 0 <= entry <= most for entry in value):
            return tuple(value)
        return list_of(cell, len(value) if type(value) is list else 0)(value, path, findings)

    return read
