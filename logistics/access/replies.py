"""Replies already given, so that a repeated message gets the same answer and counts once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from logistics.access.people import Person
from logistics.database import Base, UtcDateTime
from logistics.errors import LogisticsError


class KeyReused(LogisticsError):
    """The key has been used for something else. Facts: `key`."""

    code = "key-reused"


class Reply(Base):
    """The answer given to a person's request with an idempotency key, kept in the request's own transaction.

    Attributes:
        request: method and path.
        body_digest: of the request's body, hexadecimal, 64 digits; keyed, because a body may hold a password.
    """

    __tablename__ = "reply"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    request: Mapped[str] = mapped_column(String(300))
    body_digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


def recall(session: Session, person: Person, *, key: str, request: str, body_digest: str) -> Reply | None:
    """The answer that the person's request was given before, if it was.

    A twin of the request that is still being answered is waited for: until the transaction ends, the person's
    row is locked against others that recall.

    Raises:
        KeyReused: the key came with another request, or another body.
    """
    # Key-share leaves the row open to foreign keys, so that nobody else's work waits for it.
    session.get_one(Person, person.id, with_for_update={"key_share": True})
    reply = session.get(Reply, (person.id, key), populate_existing=True)
    if reply is not None and (reply.request, reply.body_digest) != (request, body_digest):
        raise KeyReused(key=key)
    return reply


def remember(
    session: Session, person: Person, *, key: str, request: str, body_digest: str, status: int, body: str, now: datetime
) -> Reply:
    """Keep the answer, to be committed or dropped with the act that it tells of."""
    reply = Reply(
        person_id=person.id, key=key, request=request, body_digest=body_digest, status=status, body=body, given_at=now
    )
    session.add(reply)
    session.flush()
    return reply


def forget(session: Session, *, before: datetime) -> int:
    """Drop the replies given before a moment; how many there were."""
    dropped = session.execute(delete(Reply).where(Reply.given_at < before).returning(Reply.key))
    return len(dropped.all())
