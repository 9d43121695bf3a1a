"""What is in a collection: parts put in, changed and taken out; one may lie in another, a choir set in a music kit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.errors import LogisticsError
from logistics.holdings import words  # noqa: F401  # what is written here is searched for
from logistics.holdings.bounds import check_number, check_text
from logistics.holdings.collections import Collection, Part, PartKind
from logistics.holdings.identifiers import has_wrong_check_digit
from logistics.holdings.part_loans import lent_copies
from logistics.holdings.shelves import own_collection
from logistics.holdings.shortfalls import open_shortfalls

MOST_COPIES = 10_000
MOST_VALUE = 100_000_000
MOST_VOICES = 40
"""Voices of a choir set; Tallis wrote for forty."""

_TEXTS = {"title": (1, 300), "creator": (0, 200), "identifier": (0, 40)}
_NUMBERS = {"copies": (1, MOST_COPIES), "value": (0, MOST_VALUE), "voices": (1, MOST_VOICES)}

CHANGEABLE = frozenset({"kind", "essential", "within", *_TEXTS, *_NUMBERS})
"""What `change_part` can change."""


class WrongCheckDigit(LogisticsError):
    """The number looks like an ISBN, ISMN or EAN and is mistyped. Facts: `identifier`."""

    code = "wrong-check-digit"


class NestedTooDeep(LogisticsError):
    """A part may lie in another one, and that is as deep as it goes. Facts: `part` (title)."""

    code = "nested-too-deep"


class PartInUse(LogisticsError):
    """Copies of it are missing, damaged or lent alone; that is settled first. Facts: `part` (title)."""

    code = "part-in-use"


def add_part(
    session: Session,
    collection_id: str,
    *,
    kind: PartKind,
    title: str,
    copies: int,
    by: Person,
    creator: str = "",
    identifier: str = "",
    within: int | None = None,
    value: int = 0,
    essential: bool = False,
    voices: int | None = None,
) -> Part:
    """Put something into a collection, at the end of its part list.

    Args:
        within: position of the part that is to hold it; None: the collection itself.
        value: minor units for each copy, 0 to `MOST_VALUE`.

    Raises:
        NotFound: no such collection, or no part at `within`.
        NotAllowed: `by` does not manage the holdings of its home.
        BadValue: a text is too long or lacks; a number is out of range.
        WrongCheckDigit: `identifier` is a mistyped ISBN, ISMN or EAN.
        NestedTooDeep: the part at `within` lies in another one itself.
    """
    collection = own_collection(session, collection_id, by)
    position = max((part.position for part in collection.parts), default=0) + 1
    part = Part(position=position)
    values = {
        "kind": kind,
        "title": title,
        "copies": copies,
        "creator": creator,
        "identifier": identifier,
        "within": within,
        "value": value,
        "essential": essential,
        "voices": voices,
    }
    _take(collection, part, values)
    collection.parts.append(part)
    session.flush()
    return part


def change_part(session: Session, collection_id: str, position: int, *, by: Person, **values: Any) -> Part:
    """Change what is said of a part.

    Args:
        values: any of `CHANGEABLE`.

    Raises:
        NotFound, NotAllowed, BadValue, WrongCheckDigit, NestedTooDeep: as in `add_part`.
        TypeError: a value that no part has.
    """
    collection = own_collection(session, collection_id, by)
    part = collection.part_at(position)
    unknown = values.keys() - CHANGEABLE
    if unknown:
        raise TypeError(f"no such value of a part: {', '.join(sorted(unknown))}")
    _take(collection, part, values)
    session.flush()
    return part


def remove_part(session: Session, collection_id: str, position: int, *, by: Person) -> Collection:
    """Take something out of a collection; the others keep their positions, and what lay in it lies beside them.

    Raises:
        NotFound: no such collection, or no such part.
        NotAllowed: `by` does not manage the holdings of its home.
        PartInUse: copies of it are missing, damaged or lent alone.
    """
    collection = own_collection(session, collection_id, by)
    part = collection.part_at(position)
    if is_in_use(session, part):
        raise PartInUse(part=part.title)
    collection.take_out(part)
    session.flush()
    return collection


def is_in_use(session: Session, part: Part) -> bool:
    """Whether copies of a part are missing, damaged or lent alone, so that its position still means something."""
    short = {row.position for row in open_shortfalls(session, part.collection_id)}
    return part.position in short | lent_copies(session, part.collection_id).keys()


def in_order(collection: Collection) -> list[Part]:
    """The parts as a list shows them: each followed by those that lie in it."""
    top = [part for part in collection.parts if part.within is None]
    return [part for holder in top for part in (holder, *(p for p in collection.parts if p.within == holder.position))]


def value_of(collection: Collection) -> int:
    """What it costs to replace all of it, in minor units."""
    return sum(part.copies * part.value for part in collection.parts)


def _take(collection: Collection, part: Part, values: Mapping[str, Any]) -> None:
    """Check every value before the first is set, so that a refusal changes nothing."""
    checked = dict(values)
    for field, value in values.items():
        if field in _TEXTS:
            checked[field] = check_text(field, value, *_TEXTS[field])
        elif field in _NUMBERS and value is not None:
            checked[field] = check_number(field, value, *_NUMBERS[field])
    if has_wrong_check_digit(checked.get("identifier", "")):
        raise WrongCheckDigit(field="identifier", identifier=checked["identifier"])
    if checked.get("within") is not None:
        _check_nesting(collection, part, checked["within"])
    for field, value in checked.items():
        setattr(part, field, value)


def _check_nesting(collection: Collection, part: Part, within: int) -> None:
    holder = collection.part_at(within, field="within")
    holds_some = any(other.within == part.position for other in collection.parts)
    if holder is part or holder.within is not None or holds_some:
        raise NestedTooDeep(field="within", part=holder.title)
