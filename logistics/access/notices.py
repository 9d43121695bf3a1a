"""News for a person, kept inside the product until it is read and old."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.database import Base, UtcDateTime, fetch, new_id
from logistics.errors import NotAllowed

_INSERT: Mapping[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


class Notice(Base):
    """A piece of news for one person.

    Attributes:
        code: names its sentence, which `api` knows.
        facts: what the sentence needs; text and whole numbers, days as ISO 8601.
        about: kind and id of what it tells of, "booking:4f0c…"; "" where there is nothing to look at.
        key: the same news to the same person has the same key, and is there once.
    """

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("person_id", "key"), Index("ix_notice_list", "person_id", "told_at"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    about: Mapped[str] = mapped_column(String(100))
    key: Mapped[str] = mapped_column(String(200))
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


@dataclass(frozen=True, slots=True)
class NoticePage:
    """Some of a person's notices, newest first; `total` counts all that match."""

    items: list[Notice]
    total: int


def tell(
    session: Session,
    people: Iterable[Person],
    *,
    code: str,
    facts: Mapping[str, str | int],
    about: str,
    key: str,
    now: datetime,
) -> None:
    """Leave news for people; who has been told it before, or whose account is closed, is not told.

    Args:
        facts: of the sentence; days as ISO 8601.
        about: "booking:<id>" and the like, or "".
        key: what makes the news the same; of a thing that may happen again it names the occasion too.
    """
    rows = [
        {
            "id": new_id(),
            "person_id": person_id,
            "code": code,
            "facts": dict(facts),
            "about": about,
            "key": key,
            "told_at": now,
        }
        for person_id in sorted({person.id for person in people if person.active})
    ]
    if rows:
        # Two who tell the same at once must not fail each other, so the database drops the second.
        dialect = session.get_bind().dialect.name
        session.execute(_INSERT.get(dialect, insert)(Notice).on_conflict_do_nothing(), rows)


def staff_of(session: Session, *place_ids: str) -> list[Person]:
    """Everybody who works at one of the places."""
    return list(session.scalars(select(Person).where(Person.place_id.in_(place_ids), Person.active)))


def coordinators_of(session: Session, network_id: str) -> list[Person]:
    """Everybody who coordinates a network."""
    wanted = select(Person).where(Person.network_id == network_id, Person.role == Role.COORDINATOR, Person.active)
    return list(session.scalars(wanted))


def notices_of(
    session: Session, person: Person, *, unread_only: bool = False, offset: int = 0, limit: int = 50
) -> NoticePage:
    """A person's own notices, newest first."""
    conditions = [Notice.person_id == person.id]
    if unread_only:
        conditions.append(Notice.read_at.is_(None))
    total = session.scalar(select(func.count()).select_from(Notice).where(*conditions))
    wanted = select(Notice).where(*conditions).order_by(Notice.told_at.desc(), Notice.id)
    return NoticePage(list(session.scalars(wanted.offset(offset).limit(limit))), total or 0)


def unread_count(session: Session, person: Person) -> int:
    """How many notices a person has not read."""
    unread = select(func.count()).select_from(Notice).where(Notice.person_id == person.id, Notice.read_at.is_(None))
    return session.scalar(unread) or 0


def mark_read(session: Session, notice_id: str, *, by: Person, now: datetime) -> Notice:
    """Note that a person has read a notice; once more does nothing.

    Raises:
        NotFound: there is none of that id.
        NotAllowed: it is somebody else's.
    """
    notice = _own(session, notice_id, by)
    notice.read_at = notice.read_at or now
    session.flush()
    return notice


def mark_unread(session: Session, notice_id: str, *, by: Person) -> Notice:
    """Take back that a notice was read, to come back to it.

    Raises:
        NotFound, NotAllowed: as in `mark_read`.
    """
    notice = _own(session, notice_id, by)
    notice.read_at = None
    session.flush()
    return notice


def mark_all_read(session: Session, *, by: Person, now: datetime) -> int:
    """Note that a person has read everything; how many notices that were."""
    unread = update(Notice).where(Notice.person_id == by.id, Notice.read_at.is_(None)).values(read_at=now)
    return len(session.execute(unread.returning(Notice.id)).all())


def forget_notices(session: Session, *, before: datetime) -> int:
    """Drop what was told before a moment, read or not; how many notices there were."""
    return len(session.execute(delete(Notice).where(Notice.told_at < before).returning(Notice.id)).all())


def _own(session: Session, notice_id: str, by: Person) -> Notice:
    notice = fetch(session, Notice, notice_id)
    if notice.person_id != by.id:
        raise NotAllowed(act="read-notice", role=by.role.value)
    return notice
