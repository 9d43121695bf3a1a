"""Collections as librarians look for them: by words, kind, subject, language, home, age, grade and voices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.holdings.collections import Collection, CollectionKind, Part
from logistics.holdings.words import folded


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """Some collections out of all that match; `total` counts them all."""

    items: list[Collection]
    total: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; None or "" asks for nothing.

    Attributes:
        text: every word of it is somewhere in a collection or its part list: title, code, subject, audience,
            creator, ISBN... Case and hyphens in numbers do not matter.
        language: ISO 639 code of most of the contents.
        age: in years; a collection that says no age fits nobody in particular and is left out.
        grade: of the country's own count; likewise.
        voices: how many voices a choir set or score in it has.
    """

    text: str | None = None
    kind: CollectionKind | None = None
    subject: str | None = None
    language: str | None = None
    home_id: str | None = None
    age: int | None = None
    grade: int | None = None
    voices: int | None = None


def find_collections(
    session: Session,
    wanted: Wanted = Wanted(),  # frozen
    *,
    network_id: str,
    by: Person,
    also: Sequence[ColumnElement[bool]] = (),
    offset: int = 0,
    limit: int = 50,
    alphabet: Callable[[str], Any] = str.casefold,
) -> CollectionPage:
    """The collections that a network lends, by title and code.

    Args:
        also: conditions of those who know more of collections than this room does.
        alphabet: sort key of a title in the reader's language.

    Raises:
        NotAllowed: `by` does not see the network's holdings.
    """
    allow(by, Act.SEE_HOLDINGS, network_id=network_id)
    found = _ROWS.where(Collection.network_id == network_id, Collection.active, *conditions(wanted), *also)
    return _page(session, found, offset, limit, alphabet)


def kept_at(
    session: Session,
    home_ids: Sequence[str],
    *,
    offset: int = 0,
    limit: int = 50,
    alphabet: Callable[[str], Any] = str.casefold,
) -> CollectionPage:
    """The collections that live at some places, for those who manage them: by title and code, out of use last."""
    return _page(session, _ROWS.where(Collection.home_id.in_(home_ids)), offset, limit, alphabet)


_ROWS = select(Collection.id, Collection.title, Collection.code, Collection.active)


def _page(
    session: Session,
    wanted: Select[str, str, str, bool],
    offset: int,
    limit: int,
    alphabet: Callable[[str], Any],
) -> CollectionPage:
    rows = session.execute(wanted).all()
    # Sorted in Python: no database knows the Nordic alphabets without being told, and each in its own way.
    keys = sorted((not active, alphabet(title), code, key) for key, title, code, active in rows)
    return CollectionPage(_in_order(session, [key[-1] for key in keys[offset : offset + limit]]), len(keys))


def conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What a collection must be like."""
    found = [Collection.words.contains(word, autoescape=True) for word in folded(wanted.text or "").split()]
    found += [
        column == value
        for column, value in (
            (Collection.kind, wanted.kind),
            (Collection.subject, wanted.subject),
            (Collection.language, wanted.language),
            (Collection.home_id, wanted.home_id),
        )
        if value is not None and value != ""
    ]
    if wanted.age is not None:
        found.append(_between(Collection.age_from, Collection.age_to, wanted.age))
    if wanted.grade is not None:
        found.append(_between(Collection.grade_from, Collection.grade_to, wanted.grade))
    if wanted.voices is not None:
        found.append(Collection.id.in_(select(Part.collection_id).where(Part.voices == wanted.voices)))
    return found


def subjects_of(session: Session, network_id: str) -> list[str]:
    """Every subject that a collection of the network has, in no particular order."""
    return list(
        session.scalars(
            select(Collection.subject)
            .where(Collection.network_id == network_id, Collection.active, Collection.subject != "")
            .distinct()
        )
    )


def languages_of(session: Session, network_id: str) -> list[str]:
    """The code of every language that a collection of the network has, in no particular order."""
    return list(
        session.scalars(
            select(Collection.language)
            .where(Collection.network_id == network_id, Collection.active, Collection.language.is_not(None))
            .distinct()
        )
    )


def _between(
    first: InstrumentedAttribute[int | None], last: InstrumentedAttribute[int | None], value: int
) -> ColumnElement[bool]:
    return and_(
        or_(first.is_not(None), last.is_not(None)),
        or_(first.is_(None), first <= value),
        or_(last.is_(None), last >= value),
    )


def _in_order(session: Session, ids: Sequence[str]) -> list[Collection]:
    rows = session.scalars(select(Collection).where(Collection.id.in_(ids)).options(joinedload(Collection.home)))
    found = {row.id: row for row in rows}
    return [found[key] for key in ids]
