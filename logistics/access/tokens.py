"""Tokens: how programs sign in on behalf of a person. Only a digest of each is kept."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import Base, UtcDateTime, new_id
from logistics.errors import BadValue, LogisticsError, NotFound

PREFIX = "bokrute_"
"""What every token begins with, so that scanners for leaked secrets, and people, recognise one."""

SECRET_BYTES = 32
LONGEST_DAYS = 366


class WrongToken(LogisticsError):
    """No such token, or it has run out, was revoked, or its person no longer works here: not told apart."""

    code = "wrong-token"


class Token(Base):
    """A right to act as a person, until it runs out or is revoked.

    Attributes:
        name: what it is for, in its owner's words.
        digest: SHA-256 of the token, hexadecimal. The token is 256 random bits, so no slow hash is needed.
        expires_at: not valid from then on.
    """

    __tablename__ = "token"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship()


def issue_token(
    session: Session, *, person: Person, name: str, days: int, by: Person, now: datetime
) -> tuple[Token, str]:
    """Make a token and give it back in the clear, this once.

    Args:
        days: how long it is valid, 1 to `LONGEST_DAYS`.
        by: the person, or whoever manages people there.

    Raises:
        NotAllowed: `by` may not manage this person.
        BadValue: `name` is empty or too long, or `days` out of range.
    """
    _allow_tokens_of(person, by)
    if not 1 <= len(name) <= 120:
        raise BadValue(field="name", value=name, least=1, most=120)
    if not 1 <= days <= LONGEST_DAYS:
        raise BadValue(field="days", value=days, least=1, most=LONGEST_DAYS)
    clear = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    token = Token(
        person=person, name=name, digest=_digest(clear), created_at=now, expires_at=now + timedelta(days=days)
    )
    session.add(token)
    session.flush()
    return token, clear


def bearer(session: Session, clear: str, *, now: datetime) -> Person:
    """Whoever the token stands for.

    Raises:
        WrongToken: it is not valid at `now`, for whatever reason.
    """
    found = session.scalar(select(Token).where(Token.digest == _digest(clear)))
    if found is None or found.revoked_at is not None or found.expires_at <= now or not found.person.active:
        raise WrongToken
    return found.person


def revoke_token(session: Session, token_id: str, *, by: Person, now: datetime) -> Token:
    """End a token; once more does nothing.

    Raises:
        NotFound: no such token.
        NotAllowed: it is somebody else's, and `by` does not manage people there.
    """
    token = session.get(Token, token_id, with_for_update=True)
    if token is None:
        raise NotFound(what="token", id=token_id)
    _allow_tokens_of(token.person, by)
    token.revoked_at = token.revoked_at or now
    return token


def tokens_of(session: Session, person: Person, *, by: Person) -> list[Token]:
    """A person's tokens, newest first, those that ended included.

    Raises:
        NotAllowed: `by` is neither the person nor manages people there.
    """
    _allow_tokens_of(person, by)
    found = select(Token).where(Token.person_id == person.id).order_by(Token.created_at.desc(), Token.id)
    return list(session.scalars(found))


def _allow_tokens_of(person: Person, by: Person) -> None:
    if person.id != by.id:
        allow(by, Act.MANAGE_PEOPLE, network_id=person.network_id)


def _digest(clear: str) -> str:
    return sha256(clear.encode()).hexdigest()
