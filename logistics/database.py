"""Engine, session and column types that behave the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import Enum
from typing import Any, TypeVar
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy import Dialect, MetaData, event
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

from logistics.errors import NotFound

Sessions = sessionmaker[Session]

READ_ONLY = "read_only"
"""Execution option of a connection that only reads: SQLite then takes no write lock."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC and given back in UTC by every database."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a time zone can't be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        stored: datetime = value
        return stored.replace(tzinfo=UTC) if stored.tzinfo is None else stored.astimezone(UTC)


def coded(kind: type[Enum]) -> sa.Enum:
    """Column type of an enumeration, stored as its value in plain text, so that adding one needs no migration."""
    return sa.Enum(
        kind,
        native_enum=False,
        length=24,
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    """Every table; constraint names are fixed so that migrations can name them on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def new_id() -> str:
    """A random id for rows whose name people do not choose; 32 characters."""
    return uuid4().hex


Row = TypeVar("Row", bound=Base)


def fetch(session: Session, kind: type[Row], row_id: str, *, field: str | None = None, lock: bool = False) -> Row:
    """The row of that id.

    Args:
        field: the input that gave the id, where there was one.
        lock: keep others from changing the row until the transaction ends; it is read anew then.

    Raises:
        NotFound: there is none; `what` is the table's name.
    """
    storable = "\x00" not in row_id  # PostgreSQL refuses to look for such text at all
    row = session.get(kind, row_id, with_for_update=lock or None, populate_existing=lock) if storable else None
    if row is None:
        raise NotFound(field=field, what=kind.__tablename__.replace("_", "-"), id=row_id)
    return row


def open_engine(url: str, *, echo: bool = False) -> sa.Engine:
    """An engine whose transactions lose no update, on either database.

    With SQLite's driver left to itself, concurrent writers lose updates silently or lock up: here every
    transaction that may write takes the write lock at its start (BEGIN IMMEDIATE), readers do not.
    """
    engine = sa.create_engine(url, echo=echo, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "busy_timeout=20000", "foreign_keys=ON", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    reads = connection.get_execution_options().get(READ_ONLY)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def session_factory(engine: sa.Engine) -> Sessions:
    """Sessions for whoever opens a unit of work: a view, a job or a command."""
    return sessionmaker(engine, expire_on_commit=False)


@contextmanager
def unit_of_work(sessions: Sessions) -> Iterator[Session]:
    """A session that commits when the block ends well and leaves no trace when it does not."""
    with sessions.begin() as session:
        yield session


@contextmanager
def reading(sessions: Sessions) -> Iterator[Session]:
    """A session that only reads and never waits for a writer; whatever it changed is dropped."""
    with sessions() as session:
        session.connection(execution_options={READ_ONLY: True})
        yield session
        session.rollback()
