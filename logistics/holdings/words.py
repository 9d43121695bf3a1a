"""What can be searched for in a collection, as one folded text that is kept beside it.

SQLite folds the case of a to z only, and no database looks through forty parts of five thousand collections while
somebody types: so the text is made when something is written, by whatever code, and a search only reads it.
"""

from __future__ import annotations

from unicodedata import normalize

from sqlalchemy import event
from sqlalchemy.orm import Session

from logistics.holdings.collections import Collection, Part

_OF_A_COLLECTION = ("code", "title", "subject", "local_flavour", "audience", "description")
_OF_A_PART = ("title", "creator", "identifier")


def folded(text: str) -> str:
    """A text as it is compared: without case, and numbers without hyphens."""
    return normalize("NFC", text).casefold().replace("-", "")


def words_of(collection: Collection) -> str:
    """All that is said of a collection and of its parts, folded, one text to a line."""
    said = [getattr(collection, name) for name in _OF_A_COLLECTION]
    said += [getattr(part, name) for part in collection.parts for name in _OF_A_PART]
    return folded("\n".join(text for text in said if text))


@event.listens_for(Session, "before_flush")
def keep_words(session: Session, _context: object, _instances: object) -> None:
    """Write anew the words of every collection that is about to be stored."""
    touched = [row for row in (*session.new, *session.dirty) if isinstance(row, Collection | Part)]
    for row in touched:
        collection = row if isinstance(row, Collection) else row.collection
        if collection is not None and collection not in session.deleted:
            collection.words = words_of(collection)
