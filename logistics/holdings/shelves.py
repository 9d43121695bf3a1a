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
from logistics.errors import EndsBeforeItBegins, LogisticsError
from logistics.holdings.bounds import check_number, check_text
from logistics.holdings.collections import Collection, CollectionKind
from logistics.network.places import Place

MOST_CRATES = 1000
MOST_GRAMS = 10_000_000

OLDEST = 120
HIGHEST_GRADE = 13

_TEXTS = {  # field: (least, most) characters
    "code": (1, 24),
    "title": (1, 200),
    "description": (0, 2000),
    "subject": (0, 120),
    "local_flavour": (0, 120),
    "audience": (0, 60),
}
_NUMBERS = {"crates": (1, MOST_CRATES), "weight_grams": (1, MOST_GRAMS)}
_SPANS = {"age": (0, OLDEST), "grade": (0, HIGHEST_GRADE)}  # of which each end may be left out

CHANGEABLE = frozenset(
    {*_TEXTS, *_NUMBERS, *(f"{name}_{end}" for name in _SPANS for end in ("from", "to")), "language", "active"}
)
"""What `change_collection` can change."""


class CodeTaken(LogisticsError):
    """Another collection of the network has that label. Facts: `code`."""

    code = "code-taken"


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
    local_flavour: str = "",
    audience: str = "",
    age_from: int | None = None,
    age_to: int | None = None,
    grade_from: int | None = None,
    grade_to: int | None = None,
) -> Collection:
    """Let the network borrow a crate, kit or set; its parts are added one by one.

    Args:
        code: for its label; unique in the network, kept in capitals.
        crates: crate units, 1 to `MOST_CRATES`.
        weight_grams: packed, 1 to `MOST_GRAMS`.
        age_from, age_to, grade_from, grade_to: as `Collection` has them.

    Raises:
        NotFound: no such place.
        NotAllowed: `by` does not manage the holdings of that place.
        BadValue: a text is too long or lacks; a number is out of range.
        EndsBeforeItBegins: ages or grades.
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
        "local_flavour": local_flavour,
        "audience": audience,
        "age_from": age_from,
        "age_to": age_to,
        "grade_from": grade_from,
        "grade_to": grade_to,
        "crates": crates,
        "weight_grams": weight_grams,
    }
    _take(session, collection, values)
    return collection


def change_collection(session: Session, collection_id: str, *, by: Person, **values: Any) -> Collection:
    """Change what is said of a collection.

    Args:
        values: any of `CHANGEABLE`.

    Raises:
        NotFound, NotAllowed, BadValue, EndsBeforeItBegins, CodeTaken: as in `add_collection`.
        TypeError: a value that no collection has.
    """
    collection = own_collection(session, collection_id, by)
    unknown = values.keys() - CHANGEABLE
    if unknown:
        raise TypeError(f"no such value of a collection: {', '.join(sorted(unknown))}")
    _take(session, collection, values)
    return collection


def own_collection(session: Session, collection_id: str, by: Person) -> Collection:
    """A collection, locked, of a place whose holdings `by` manages.

    Raises:
        NotFound: no such collection.
        NotAllowed: it is another place's.
    """
    collection = fetch(session, Collection, collection_id, lock=True)
    allow(by, Act.MANAGE_HOLDINGS, network_id=collection.network_id, place_ids=(collection.home_id,))
    return collection


def _take(session: Session, collection: Collection, values: Mapping[str, Any]) -> None:
    """Check every value before the first is set, so that a refusal changes nothing."""
    checked = dict(values)
    for field, value in values.items():
        if field in _TEXTS:
            checked[field] = check_text(field, value, *_TEXTS[field])
        elif field in _NUMBERS:
            checked[field] = check_number(field, value, *_NUMBERS[field])
    for name, bounds in _SPANS.items():
        _check_span(collection, checked, name, bounds)
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


def _check_span(collection: Collection, values: Mapping[str, Any], name: str, bounds: tuple[int, int]) -> None:
    """Ages or grades, as they will be: those that are not given stay as they are."""
    first, last = (values.get(key, getattr(collection, key)) for key in (f"{name}_from", f"{name}_to"))
    for key, value in ((f"{name}_from", first), (f"{name}_to", last)):
        if value is not None:
            check_number(key, value, *bounds)
    if None not in (first, last) and first > last:
        raise EndsBeforeItBegins(field=f"{name}_to", first=first, last=last)
