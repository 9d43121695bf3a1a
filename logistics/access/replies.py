"""Replies already given, so that a repeated message gets the same answer and counts once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from logistics.database import Base, UtcDateTime


class Reply(Base):
    """The answer given to a person's request with an idempotency key, kept in the request's own transaction.

    Attributes:
        request: method and path.
        body_digest: SHA-256 of the request's body, hexadecimal.
    """

    __tablename__ = "reply"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    request: Mapped[str] = mapped_column(String(300))
    body_digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
