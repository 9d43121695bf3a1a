"""Migrations: one line of them, up and down, to exactly the tables that the models speak of."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import migrations
from logistics.database import open_engine
from logistics.models import METADATA
from tests import postgres

VERSIONS = sorted((Path(migrations.__file__).parent / "versions").glob("*.py"))


@pytest.fixture(params=postgres.chosen_databases())
def empty_url(request: pytest.FixtureRequest, tmp_path: Path, worker: str) -> Iterator[str]:
    """A database without a single table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    with postgres.database(request.getfixturevalue("postgres_server"), f"{worker}_empty") as url:
        yield url.render_as_string(hide_password=False)


def schema(url: str) -> dict[str, Any]:
    """Everything a database knows of its tables, migrations' own left out."""
    engine = open_engine(url)
    inspector = sa.inspect(engine)
    columns, keys = inspector.get_multi_columns(), inspector.get_multi_pk_constraint()
    foreign, unique = inspector.get_multi_foreign_keys(), inspector.get_multi_unique_constraints()
    checks, indexes = inspector.get_multi_check_constraints(), inspector.get_multi_indexes()
    found = {
        table[1]: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], column["default"])
                for column in columns[table]
            },
            "primary key": keys[table],
            "foreign keys": sorted(foreign[table], key=lambda key: str(key["name"])),
            "unique": sorted(unique[table], key=lambda key: str(key["name"])),
            "checks": sorted(checks[table], key=lambda key: str(key["name"])),
            "indexes": sorted(
                (
                    index["name"],
                    index["column_names"],
                    index["unique"],
                    sorted((option, str(value)) for option, value in index["dialect_options"].items()),
                )
                for index in indexes[table]
            ),
        }
        for table in columns
        if table[1] != "alembic_version"
    }
    engine.dispose()
    return found


def test_there_is_one_newest_migration() -> None:
    assert migrations.head() == VERSIONS[-1].stem


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_imports_nothing_of_the_application(path: Path) -> None:
    roots = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert roots <= {"__future__", "alembic", "datetime", "json", "sqlalchemy"}


def test_a_database_that_was_never_migrated_is_at_no_revision(empty_url: str) -> None:
    assert migrations.current(empty_url) is None


def test_a_migrated_database_is_at_the_newest(empty_url: str) -> None:
    migrations.upgrade(empty_url)
    assert migrations.current(empty_url) == migrations.head()


def test_migrating_twice_changes_nothing(empty_url: str) -> None:
    migrations.upgrade(empty_url)
    once = schema(empty_url)
    migrations.upgrade(empty_url)
    assert schema(empty_url) == once


def test_down_takes_every_table_away(empty_url: str) -> None:
    migrations.upgrade(empty_url)
    migrations.downgrade(empty_url, "base")
    assert schema(empty_url) == {}


def test_each_step_can_be_taken_back_and_once_more(empty_url: str) -> None:
    before: dict[str, Any] = {}
    for path in VERSIONS:
        migrations.upgrade(empty_url, path.stem)
        after = schema(empty_url)
        migrations.downgrade(empty_url, "-1")
        assert schema(empty_url) == before, path.stem
        migrations.upgrade(empty_url, path.stem)
        assert schema(empty_url) == after, path.stem
        before = after


def test_migrations_lead_to_what_the_models_say(empty_url: str) -> None:
    migrations.upgrade(empty_url)
    engine = open_engine(empty_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_migrations_lead_to_the_tables_that_the_other_tests_run_on(
    empty_url: str, request: pytest.FixtureRequest
) -> None:
    migrations.upgrade(empty_url)
    kind = "sqlite_url" if empty_url.startswith("sqlite") else "postgres_url"
    found = schema(request.getfixturevalue(kind))
    ours = {table: found[table] for table in found if table in METADATA.tables}  # a queue makes its own beside them
    assert schema(empty_url) == ours


def test_two_threads_that_migrate_at_once_wait_for_each_other(empty_url: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(migrations.upgrade, empty_url) for _ in range(2)]:
            done.result()
    assert migrations.current(empty_url) == migrations.head()


def test_two_processes_that_migrate_at_once_wait_for_each_other(empty_url: str) -> None:
    command = [sys.executable, "-c", f"import migrations; migrations.upgrade({empty_url!r})"]
    both = [subprocess.Popen(command, cwd=VERSIONS[0].parents[2]) for _ in range(2)]
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    assert migrations.current(empty_url) == migrations.head()


def test_a_migration_that_fails_leaves_nothing(empty_url: str) -> None:
    engine = open_engine(empty_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE ledger_entry (id INTEGER)")  # in the way of the last migrations
    engine.dispose()
    with pytest.raises(sa.exc.DBAPIError):
        migrations.upgrade(empty_url)
    assert list(schema(empty_url)) == ["ledger_entry"]


def test_an_address_with_a_percent_sign_is_taken_as_it_is(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / '100%.sqlite'}"
    migrations.upgrade(url)
    assert (tmp_path / "100%.sqlite").exists()
