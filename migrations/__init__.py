"""The database's schema, step by step: one numbered migration after another, up and down.

Migrations import nothing of the application, so that they do tomorrow what they did today.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from logistics.database import READ_ONLY, open_engine

URL = "bokrute_url"
"""Attribute of the configuration that holds the database's address; an option would read its % signs."""

_ONE_AT_A_TIME = Lock()  # Alembic keeps the migration that is under way in globals


def upgrade(url: str, revision: str = "head") -> None:
    """Bring a database to a revision, all steps or none; two that do it at once wait for each other."""
    with _ONE_AT_A_TIME:
        command.upgrade(_config(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Take a database back to a revision; "base" leaves it empty."""
    with _ONE_AT_A_TIME:
        command.downgrade(_config(url), revision)


def head() -> str:
    """The newest revision.

    Raises:
        alembic.util.CommandError: there are several, because two migrations follow the same one.
    """
    newest = ScriptDirectory.from_config(_config("")).get_current_head()
    if newest is None:
        raise LookupError("there are no migrations")
    return newest


def current(url: str) -> str | None:
    """The revision that a database is at; None: it was never migrated."""
    engine = open_engine(url)
    try:
        with engine.connect().execution_options(**{READ_ONLY: True}) as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes[URL] = url
    return config
