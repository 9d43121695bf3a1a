"""Libraries from a register on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import migrations
from api import cli
from api.config import Config
from api.languages import speaking
from logistics.database import Sessions, open_engine, reading, session_factory, unit_of_work
from logistics.network.places import Place
from tests.builders import a_network

TABLE = "sigel;namn;kommunkod;latitud;longitud\nNy;Ny filial;north;60.1;13.6\n;;north;;\nX;Utan plats;north;;\n"


def run(*arguments: str) -> Result:
    with speaking("en"):
        return CliRunner().invoke(cli.cli, ["places", "import", *arguments, "--network", "test"], prog_name="bokrute")


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sessions]:
    monkeypatch.setenv("BOKRUTE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("BOKRUTE_DATABASE_URL", raising=False)
    url = Config.from_environment().database_url
    migrations.upgrade(url)
    engine = open_engine(url)
    sessions = session_factory(engine)
    with unit_of_work(sessions) as session:
        a_network(session)
    yield sessions
    engine.dispose()


@pytest.fixture
def table(tmp_path: Path) -> str:
    path = tmp_path / "register.csv"
    path.write_text(TABLE, "utf-8")
    return str(path)


def stored(sessions: Sessions) -> bool:
    with reading(sessions) as session:
        return session.get(Place, "test-ny-filial") is not None


def test_a_dry_run_tells_and_changes_nothing(installed: Sessions, table: str) -> None:
    done = run(table, "--dry-run")
    assert (done.exit_code, stored(installed)) == (0, False)
    assert "2: Ny filial (North): new" in done.output
    assert "3: –: The library has no name." in done.output
    assert "1 new, 0 changed, 0 as they were, 1 without coordinates." in done.output


def test_libraries_are_stored_once(installed: Sessions, table: str) -> None:
    assert run(table).exit_code == 0
    assert stored(installed)
    assert "0 new, 0 changed, 1 as they were" in run(table).output


def test_a_file_that_is_no_register_is_refused_in_one_line(installed: Sessions, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a;b\n1;2\n", "utf-8")
    done = run(str(path))
    assert (done.exit_code, done.output.count("\n")) == (2, 1)
