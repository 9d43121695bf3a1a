"""The columns of a table of collections: how each cell is read and written.

A row is a part. The first row of a collection says what is said of the collection; those after it carry its code, or
nothing, and may leave the rest empty.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum

from logistics.files.faults import Wrong
from logistics.files.fields import Reader, flag, integer, one_of, text
from logistics.holdings.collections import CollectionKind, PartKind
from logistics.holdings.contents import MOST_COPIES, MOST_VALUE, MOST_VOICES
from logistics.holdings.shelves import HIGHEST_GRADE, MOST_CRATES, MOST_GRAMS, OLDEST

MINOR_UNITS = 100
"""Öre to a krona; every Nordic currency that the networks use has a hundred."""

_YES = {"yes": True, "ja": True, "true": True, "1": True, "x": True}
_NO = {"no": False, "nej": False, "nei": False, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        read: from what stands in the cell, or raises Wrong.
        empty: what an empty cell means; `NEEDED`: it must not be empty.
        attribute: of the row in the database, where it has another name.
    """

    read: Reader
    empty: object = ""
    attribute: str = ""


NEEDED = object()


def _whole(least: int, most: int) -> Reader:
    number = integer(least, most)

    def read(value: object) -> object:
        written = str(value)
        if not written.lstrip("-").isdigit() or not written.isascii() or len(written) > 12:
            raise Wrong("wrong-type", wanted="integer")
        return number(int(written))

    return read


def _yes(value: object) -> object:
    known = _YES | _NO
    written = str(value).casefold()
    if written not in known:
        raise Wrong("unknown-value", value=str(value), choices="yes, no")
    return flag(known[written])


def _amount(value: object) -> object:
    written = str(value).replace(" ", "").replace("\u00a0", "").replace(",", ".")
    try:
        minor = Decimal(written) * MINOR_UNITS
    except InvalidOperation:
        raise Wrong("bad-format", value=str(value), example="129.50") from None
    if not minor.is_finite() or minor != minor.to_integral_value():
        raise Wrong("bad-format", value=str(value), example="129.50")
    return integer(0, MOST_VALUE)(int(minor))


COLLECTION: dict[str, Column] = {
    "home": Column(text(64), NEEDED),
    "kind": Column(one_of(CollectionKind), NEEDED),
    "title": Column(text(200), NEEDED),
    "subject": Column(text(120)),
    "local_flavour": Column(text(120)),
    "language": Column(text(8), None),
    "audience": Column(text(60)),
    "age_from": Column(_whole(0, OLDEST), None),
    "age_to": Column(_whole(0, OLDEST), None),
    "grade_from": Column(_whole(0, HIGHEST_GRADE), None),
    "grade_to": Column(_whole(0, HIGHEST_GRADE), None),
    "crates": Column(_whole(1, MOST_CRATES), NEEDED),
    "weight_grams": Column(_whole(1, MOST_GRAMS), NEEDED),
    "active": Column(_yes, True),
    "description": Column(text(2000)),
}

PART: dict[str, Column] = {
    "part": Column(_whole(1, 2**31 - 1), None, "position"),
    "within": Column(_whole(1, 2**31 - 1), None),
    "part_kind": Column(one_of(PartKind), PartKind.BOOK, "kind"),
    "part_title": Column(text(300), NEEDED, "title"),
    "creator": Column(text(200)),
    "identifier": Column(text(40)),
    "copies": Column(_whole(1, MOST_COPIES), 1),
    "value": Column(_amount, 0),
    "essential": Column(_yes, False),
    "voices": Column(_whole(1, MOST_VOICES), None),
}

CODE = "code"
CODE_CELL = Column(text(24), NEEDED)

COLUMNS = (CODE, *COLLECTION, *PART)
"""In the order of the file."""


def written(column: str, value: object) -> str | int:
    """What is put into a cell for a value of the database; `read` of its column gives the value again."""
    if column in _WRITERS:
        return _WRITERS[column](value)
    if value is None:
        return ""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, int) else str(value)


def _written_amount(value: object) -> str:
    return str(Decimal(int(str(value))).scaleb(-2)) if value else ""


_WRITERS: dict[str, Callable[[object], str | int]] = {"value": _written_amount}
