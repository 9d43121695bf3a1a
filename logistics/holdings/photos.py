"""A photo of a collection, so that people know it when they see it; kept in the database, where every host finds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from logistics.access.people import Person
from logistics.database import Base, UtcDateTime
from logistics.errors import NotFound
from logistics.holdings.bounds import check_text
from logistics.holdings.shelves import own_collection

LONGEST_ALT = 300


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is ready to be kept: small, and without what a camera writes into it.

    Attributes:
        content: a JPEG file.
        width, height: pixels.
    """

    content: bytes
    width: int
    height: int


class Photo(Base):
    """The photo of a collection.

    Attributes:
        alt: what is to be seen, for those who do not see it.
        digest: SHA-256 of the content; its address changes when the photo does.
    """

    __tablename__ = "photo"
    __table_args__ = (CheckConstraint("width > 0 AND height > 0", name="has_a_size"),)

    collection_id: Mapped[str] = mapped_column(ForeignKey("collection.id", ondelete="CASCADE"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    width: Mapped[int]
    height: Mapped[int]
    alt: Mapped[str] = mapped_column(String(LONGEST_ALT))
    digest: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))


def set_photo(session: Session, collection_id: str, picture: Picture, *, alt: str, by: Person, now: datetime) -> Photo:
    """Give a collection its photo; an earlier one is replaced.

    Raises:
        NotFound: no such collection.
        NotAllowed: `by` does not manage the holdings of its home.
        BadValue: nothing is said of what is to be seen, or too much.
    """
    collection = own_collection(session, collection_id, by)
    alt = check_text("alt", alt, 1, LONGEST_ALT)
    photo = photo_of(session, collection.id) or Photo(collection_id=collection.id)
    photo.content, photo.width, photo.height = picture.content, picture.width, picture.height
    photo.alt, photo.digest = alt, sha256(picture.content).hexdigest()
    photo.added_at, photo.added_by_id = now, by.id
    session.add(photo)
    session.flush()
    return photo


def remove_photo(session: Session, collection_id: str, *, by: Person) -> None:
    """Take the photo of a collection away; where there is none, nothing happens.

    Raises:
        NotFound: no such collection.
        NotAllowed: `by` does not manage the holdings of its home.
    """
    photo = photo_of(session, own_collection(session, collection_id, by).id)
    if photo is not None:
        session.delete(photo)
        session.flush()


def photo_of(session: Session, collection_id: str) -> Photo | None:
    """The photo of a collection, if it has one; its content is read when it is asked for."""
    return session.get(Photo, collection_id)


def existing_photo(session: Session, collection_id: str) -> Photo:
    """The photo of a collection.

    Raises:
        NotFound: it has none.
    """
    photo = photo_of(session, collection_id)
    if photo is None:
        raise NotFound(what="photo", id=collection_id)
    return photo
