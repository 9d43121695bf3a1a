"""Files that somebody looks through before storing what is in them: kept in the database for a short while.

They are too large to travel to and fro within a page. A person has one at a time.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from logistics.access.people import Person
from logistics.database import Base, UtcDateTime, new_id


class Upload(Base):
    """A file that waits for its person's word.

    Attributes:
        id: anew with each file, so that a page that shows an earlier one stores nothing.
    """

    __tablename__ = "upload"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(String(32), default=new_id)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


def keep_upload(session: Session, content: bytes, *, by: Person, now: datetime) -> str:
    """Keep a file instead of the person's earlier one, and give its id."""
    upload = session.get(Upload, by.id, with_for_update=True) or Upload(person_id=by.id)
    upload.id, upload.content, upload.added_at = new_id(), content, now
    session.add(upload)
    session.flush()
    return upload.id


def kept_upload(session: Session, upload_id: str, *, by: Person) -> bytes:
    """A person's file of that id; b"" where it is gone."""
    upload = session.get(Upload, by.id)
    return upload.content if upload is not None and upload.id == upload_id else b""


def drop_upload(session: Session, *, by: Person) -> None:
    """Forget a person's file, once what is in it is stored."""
    session.execute(delete(Upload).where(Upload.person_id == by.id))


def forget_uploads(session: Session, before: datetime) -> None:
    """Forget files that nobody stored."""
    session.execute(delete(Upload).where(Upload.added_at < before))
