"""What a library keeps on its shelves for the network: collections made, changed and taken out of use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.errors import BadValue, LogisticsError, NotFound
from logistics.holdings.collections import Collection, CollectionKind, Part, PartKind
from logistics.holdings.identifiers import has_wrong_check_digit
from logistics.network.places import Place

MOST_CRATES = 1000
MOST_GRAMS = 10_000_000
MOST_COPIES = 10_000

_TEXTS = {  # field: (least, most) characters
    "code": (1, 24),
    "title": (1, 200),
    "description": (0, 2000),
    "subject": (0, 120),
    "audience": (0, 60),
    "creator": (0, 200),
    "identifier": (0, 40),
    "part_title": (1, 300),
}
_NUMBERS = {"crates": MOST_CRATES, "weight_grams": MOST_GRAMS, "copies": MOST_COPIES}


class CodeTaken(LogisticsError):
    """Another collection of the network has that label. Facts: `code`."""

    code = "code-taken"


class WrongCheckDigit(LogisticsError):
    """The number looks like an ISBN, ISMN or EAN and is mistyped. Facts: `identifier`."""

    code = "wrong-check-digit"


def add_collection(
    session: Session,
    *,
    home_id: str,
    code: str,
    kind: CollectionKind,
    title: str,
    crates: int,
    weight_grams: int,
    by: Person,
    description: str = "",
    subject: str = "",
    language: str | None = None,
    audience: str = "",
) -> Collection:
    """Let the network borrow a crate, kit or set; its parts are added one by one.

    Args:
        code: for its label; unique in the network, kept in capitals.
        crates: crate units, 1 to `MOST_CRATES`.
        weight_grams: packed, 1 to `MOST_GRAMS`.

    Raises:
        NotFound: no such place.
        NotAllowed: `by` does not manage the holdings of that place.
        BadValue: a text is too long or lacks; a number is out of range.
        CodeTaken.
    """
    home = fetch(session, Place, home_id, field="home_id")
    allow(by, Act.MANAGE_HOLDINGS, network_id=home.network_id, place_ids=(home.id,))
    collection = Collection(network_id=home.network_id, home_id=home.id, kind=kind, language=language)
    values = {
        "code": code,
        "title": title,
        "description": description,
        "subject": subject,
        "audience": audience,
        "crates": crates,
        "weight_grams": weight_grams,
    }
    _take(session, collection, values)
    return collection


def change_collection(session: Session, collection_id: str, *, by: Person, **values: Any) -> Collection:
    """Change what is said of a collection.

    Args:
        values: any of code, title, description, subject, audience, language, crates, weight_grams, active.

    Raises:
        NotFound, NotAllowed, BadValue, CodeTaken: as in `add_collection`.
        TypeError: a value that no collection has.
    """
    collection = _own(session, collection_id, by)
    unknown = values.keys() - {
        *("code", "title", "description", "subject", "audience", "language", "crates", "weight_grams", "active")
    }
    if unknown:
        raise TypeError(f"no such value of a collection: {', '.join(sorted(unknown))}")
    _take(session, collection, values)
    return collection


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
) -> Part:
    """Put something into a collection, at the end of its part list.

    Raises:
        NotFound, NotAllowed, BadValue: as in `add_collection`.
        WrongCheckDigit: `identifier` is a mistyped ISBN, ISMN or EAN.
    """
    collection = _own(session, collection_id, by)
    texts = {
        "title": _text("title", title, bounds="part_title"),
        "creator": _text("creator", creator),
        "identifier": _text("identifier", identifier),
    }
    if has_wrong_check_digit(texts["identifier"]):
        raise WrongCheckDigit(field="identifier", identifier=texts["identifier"])
    position = max((part.position for part in collection.parts), default=0) + 1
    part = Part(position=position, kind=kind, copies=_number("copies", copies), **texts)
    collection.parts.append(part)
    session.flush()
    return part


def remove_part(session: Session, collection_id: str, position: int, *, by: Person) -> Collection:
    """Take something out of a collection; the others keep their positions.

    Raises:
        NotFound: no such collection, or no such part.
        NotAllowed: `by` does not manage the holdings of its home.
    """
    collection = _own(session, collection_id, by)
    found = [part for part in collection.parts if part.position == position]
    if not found:
        raise NotFound(what="part", id=position)
    collection.parts.remove(found[0])
    session.flush()
    return collection


def _own(session: Session, collection_id: str, by: Person) -> Collection:
    collection = fetch(session, Collection, collection_id, lock=True)
    allow(by, Act.MANAGE_HOLDINGS, network_id=collection.network_id, place_ids=(collection.home_id,))
    return collection


def _take(session: Session, collection: Collection, values: Mapping[str, Any]) -> None:
    """Check every value before the first is set, so that a refusal changes nothing."""
    checked = dict(values)
    for field, value in values.items():
        if field in _TEXTS:
            checked[field] = _text(field, value)
        elif field in _NUMBERS:
            checked[field] = _number(field, value)
    if "code" in checked:
        checked["code"] = checked["code"].upper()
        _check_code_is_free(session, collection, checked["code"])
    try:
        with session.begin_nested():
            for field, value in checked.items():
                setattr(collection, field, value)
            session.add(collection)
    except IntegrityError:  # somebody else took the code a moment ago
        raise CodeTaken(field="code", code=checked.get("code")) from None


def _check_code_is_free(session: Session, collection: Collection, code: str) -> None:
    taken = select(Collection.id).where(Collection.network_id == collection.network_id, Collection.code == code)
    with session.no_autoflush:
        if session.scalar(taken) not in (None, collection.id):
            raise CodeTaken(field="code", code=code)


def _text(field: str, value: str, *, bounds: str | None = None) -> str:
    least, most = _TEXTS[bounds or field]
    if not least <= len(value.strip()) <= most:
        raise BadValue(field=field, value=value, least=least, most=most)
    return value.strip()


def _number(field: str, value: int) -> int:
    if not 1 <= value <= _NUMBERS[field]:
        raise BadValue(field=field, value=value, least=1, most=_NUMBERS[field])
    return value
