"""Runs migrations on a database; Alembic calls it with the configuration made in `migrations`."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import context
from sqlalchemy import event

from logistics.database import open_engine
from logistics.models import METADATA
from migrations import URL

LOCK = 0x426F6B72
"""Key of the PostgreSQL advisory lock that lets one process migrate at a time; any number that is ours."""


def run(url: str) -> None:
    """All steps in one transaction, so that a step that fails leaves the database as it was."""
    engine = open_engine(url)
    sqlite = engine.dialect.name == "sqlite"
    if sqlite:
        event.listen(engine, "connect", _do_not_follow_keys)
    try:
        with engine.connect() as connection:
            context.configure(
                connection=connection,
                target_metadata=METADATA,
                render_as_batch=sqlite,
                transactional_ddl=True,
            )
            with context.begin_transaction():
                if not sqlite:
                    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
                context.run_migrations()
                if sqlite:
                    _check_keys(connection)
    finally:
        engine.dispose()


def _do_not_follow_keys(connection: Any, _record: object) -> None:
    # SQLite changes a table by copying it and dropping the old one, which would delete all rows that refer to it.
    connection.execute("PRAGMA foreign_keys=OFF")


def _check_keys(connection: sa.Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"{len(broken)} rows would refer to nothing, the first of them in table {broken[0][0]}")


run(context.config.attributes[URL])
