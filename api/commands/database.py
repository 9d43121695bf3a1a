"""The installation's database on the command line: settings, sessions, and refusals said in one line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from environs import EnvError

from api.commands.files import BAD_INPUT, fail
from api.config import Config
from api.languages import gettext as _
from api.network_faults import in_words
from api.sentences import sentence
from logistics import models  # noqa: F401  # rows refer to one another: all tables are known, or none can be written
from logistics.database import Sessions, open_engine, session_factory
from logistics.errors import LogisticsError
from logistics.files.faults import BadNetwork


def settings() -> Config:
    """The settings, or one line about the variable that is wrong, and exit."""
    try:
        return Config.from_environment()
    except EnvError as fault:
        fail(_("A setting is wrong: %(cause)s", cause=str(fault)))


def ready_database() -> Config:
    """The settings, once the database's tables are up to date; else one line that says what to do, and exit."""
    import migrations

    config = settings()
    if migrations.current(config.database_url) != migrations.head():
        fail(_("The database is not up to date: run `bokrute db upgrade` first."), code=1)
    return config


@contextmanager
def database() -> Iterator[Sessions]:
    """Sessions on the installation's database; whatever it refuses inside the block is said in one line."""
    engine = open_engine(ready_database().database_url)
    try:
        with refusals_said():
            yield session_factory(engine)
    finally:
        engine.dispose()


@contextmanager
def refusals_said() -> Iterator[None]:
    """Say a refusal of the domain on standard error and exit with 2."""
    try:
        yield
    except BadNetwork as refused:
        for fault in refused.faults:
            click.echo(f"{fault.path.strip() or '.'}: {fault.code} {in_words(fault)}", err=True)
        sys.exit(BAD_INPUT)
    except LogisticsError as refused:
        field = f"{refused.field}: " if refused.field else ""
        click.echo(f"{field}{refused.code} {sentence(refused.code, refused.facts)}", err=True)
        sys.exit(BAD_INPUT)
