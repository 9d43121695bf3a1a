"""Collections as librarians look for them: by words, kind, language and home."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.holdings.collections import Collection, CollectionKind, Part


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """Some collections out of all that match; `total` counts them all."""

    items: list[Collection]
    total: int


def find_collections(
    session: Session,
    *,
    network_id: str,
    by: Person,
    text: str | None = None,
    kind: CollectionKind | None = None,
    language: str | None = None,
    home_id: str | None = None,
    offset: int = 0,
    limit: int = 50,
    alphabet: Callable[[str], Any] = str.casefold,
) -> CollectionPage:
    """The collections that a network lends, by title and code.

    Args:
        text: every word of it is somewhere in a collection or its part list: title, code, subject, audience,
            creator, ISBN... Case and hyphens in numbers do not matter.
        language: ISO 639 code of most of the contents.
        alphabet: sort key of a title in the reader's language.

    Raises:
        NotAllowed: `by` does not see the network's holdings.
    """
    allow(by, Act.SEE_HOLDINGS, network_id=network_id)
    wanted = select(Collection.id, Collection.title, Collection.code).where(
        Collection.network_id == network_id, Collection.active
    )
    if kind is not None:
        wanted = wanted.where(Collection.kind == kind)
    if language is not None:
        wanted = wanted.where(Collection.language == language)
    if home_id is not None:
        wanted = wanted.where(Collection.home_id == home_id)
    rows = session.execute(wanted).all()
    # In Python, because SQLite folds the case of a to z only and sorts å before b.
    if text is not None and (words := _folded(text).split()):
        said = _said(session, network_id)
        rows = [row for row in rows if all(word in said[row.id] for word in words)]
    ids = [row.id for row in sorted(rows, key=lambda row: (alphabet(row.title), row.code))]
    return CollectionPage(_in_order(session, ids[offset : offset + limit]), len(ids))


def _said(session: Session, network_id: str) -> dict[str, str]:
    """All that can be searched of each collection, folded."""
    own = (Collection.code, Collection.title, Collection.subject, Collection.audience, Collection.description)
    collections = session.execute(select(Collection.id, *own).where(Collection.network_id == network_id)).all()
    parts = session.execute(
        select(Part.collection_id, Part.title, Part.creator, Part.identifier)
        .join(Part.collection)
        .where(Collection.network_id == network_id)
    ).all()
    said: dict[str, list[str]] = {}
    for key, *texts in (*collections, *parts):
        said.setdefault(key, []).extend(texts)
    return {key: _folded("\n".join(texts)) for key, texts in said.items()}


def _folded(text: str) -> str:
    return normalize("NFC", text).casefold().replace("-", "")


def _in_order(session: Session, ids: Sequence[str]) -> list[Collection]:
    found = {row.id: row for row in session.scalars(select(Collection).where(Collection.id.in_(ids)))}
    return [found[key] for key in ids]
