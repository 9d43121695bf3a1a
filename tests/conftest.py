"""What every test may ask for: a clean database of either kind, sessions on it, a clock, a loaded network.

A test that takes `database_url`, `engine`, `sessions`, `session` or `varmland` runs once on SQLite and once on
PostgreSQL, each time on an empty database with the whole schema.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings
from sqlalchemy.orm import Session

from logistics.access import passwords
from logistics.database import Sessions, open_engine, session_factory
from logistics.files.load import SAMPLES, load_network
from logistics.models import METADATA
from logistics.network.networks import Network
from tests import postgres

settings.register_profile(
    "bokrute",
    deadline=None,  # a shared machine is slow now and then
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
settings.load_profile("bokrute")


def pytest_unconfigure(config: pytest.Config) -> None:
    """The first process of the run outlives its workers: it stops the server they shared."""
    factory = getattr(config, "_tmp_path_factory", None)
    if factory is not None and not hasattr(config, "workerinput") and factory._basetemp is not None:
        postgres.stop_server(factory.getbasetemp())


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> sa.URL:
    """The address of the run's PostgreSQL server."""
    base = tmp_path_factory.getbasetemp()
    return postgres.server_url(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@pytest.fixture(scope="session")
def worker() -> str:
    """The name of this process among those of the run; also a name for its database."""
    return f"bokrute_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"


@pytest.fixture(scope="session")
def postgres_with_schema(postgres_server: sa.URL, worker: str) -> Iterator[sa.URL]:
    """This worker's own PostgreSQL database; tests get it through `postgres_url`, emptied."""
    with postgres.database(postgres_server, worker) as url:
        engine = open_engine(url.render_as_string(hide_password=False))
        METADATA.create_all(engine)
        engine.dispose()
        yield url


@pytest.fixture(scope="session")
def sqlite_with_schema(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the schema and no rows, to be copied."""
    path = tmp_path_factory.mktemp("schema") / "empty.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    METADATA.create_all(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def sweeper(postgres_with_schema: sa.URL) -> sa.Engine:
    """Connections that empty this worker's PostgreSQL database; each is closed after use."""
    return sa.create_engine(postgres_with_schema, poolclass=sa.NullPool)


@pytest.fixture
def postgres_url(postgres_with_schema: sa.URL, sweeper: sa.Engine) -> Iterator[str]:
    """A PostgreSQL database with the schema and no rows."""
    yield postgres_with_schema.render_as_string(hide_password=False)
    with sweeper.begin() as connection:
        # A test that failed may have left a connection that holds locks.
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        tables = reversed(METADATA.sorted_tables)
        connection.exec_driver_sql("; ".join(f'DELETE FROM "{table.name}"' for table in tables))


@pytest.fixture
def sqlite_url(sqlite_with_schema: Path) -> str:
    """An SQLite database with the schema and no rows, always at the same address."""
    path = sqlite_with_schema.with_name("bokrute.sqlite")
    for left_over in path.parent.glob(f"{path.name}*"):
        left_over.unlink()  # whoever still has it open goes on with the old file
    shutil.copy(sqlite_with_schema, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=postgres.chosen_databases())
def database_url(request: pytest.FixtureRequest) -> str:
    """A database with the schema and no rows, of each kind in turn."""
    url: str = request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param])
    return url


@pytest.fixture(scope="session")
def engine_of() -> Callable[[str], sa.Engine]:
    """The engine of an address, one for all tests: it remembers the statements that it has compiled."""
    return cache(open_engine)


@pytest.fixture
def engine(database_url: str, engine_of: Callable[[str], sa.Engine]) -> Iterator[sa.Engine]:
    """An engine on an empty database, of each kind in turn."""
    engine = engine_of(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def sessions(engine: sa.Engine) -> Sessions:
    """For tests that commit, or need several sessions at once."""
    return session_factory(engine)


@pytest.fixture
def session(sessions: Sessions) -> Iterator[Session]:
    """One session; what the test does not commit is dropped."""
    with sessions() as session:
        yield session
        session.rollback()


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that take no time, for tests that sign many people in and are not about hashing."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def now() -> datetime:
    """Monday 23 November 2026, 08:00 in Karlstad."""
    return datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


@pytest.fixture
def varmland(session: Session, now: datetime) -> Network:
    """The sample network of Värmland, with its whole stock; flushed, not committed."""
    load_network(session, SAMPLES["varmland"], now=now)
    return session.get_one(Network, "varmland")
