"""`bokrute gtfs`: tours out and in, with every fault said, and nothing stored where there is one."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

import migrations
from api import cli
from api.languages import speaking
from logistics.access.rights import Role
from logistics.database import open_engine, reading, session_factory
from logistics.files.load import SAMPLES, load_network
from logistics.network.tours import Season, Tour
from tests.builders import LONG_AGO, a_person

WHERE = ("--as", "koordinator", "--network", "sor-troms")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The network of Sør-Troms in a home of its own; what each test stores is the same again."""
    url = f"sqlite:///{tmp_path_factory.mktemp('gtfs') / 'bokrute.sqlite'}"
    migrations.upgrade(url)
    engine = open_engine(url)
    with session_factory(engine).begin() as session:
        load_network(session, SAMPLES["sor-troms"], now=LONG_AGO)
        a_person(session, Role.COORDINATOR, network_id="sor-troms", sign_in_name="koordinator")
    engine.dispose()
    return url


@pytest.fixture(autouse=True)
def installed(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOKRUTE_HOME", str(tmp_path))
    monkeypatch.setenv("BOKRUTE_DATABASE_URL", url)


def run(*arguments: str) -> Result:
    with speaking("en"):
        return CliRunner().invoke(cli.cli, ["gtfs", *arguments], prog_name="bokrute")


def counted(url: str) -> tuple[int, int]:
    engine = open_engine(url)
    with reading(session_factory(engine)) as session:
        found = (session.scalar(select(func.count()).select_from(table)) or 0 for table in (Season, Tour))
        counts = next(found), next(found)
    engine.dispose()
    return counts


def test_tours_that_are_exported_are_imported_as_they_were(tmp_path: Path, url: str) -> None:
    file = str(tmp_path / "tours.zip")
    assert run("export", file, *WHERE).exit_code == 0
    _, tours = counted(url)
    done = run("import", file, *WHERE, "--season", "2026/27", "--vehicle", "sor-troms-van")
    assert done.exit_code == 0, done.output
    assert f"{tours} tours" in done.output
    assert counted(url)[1] == tours


def test_a_dry_run_stores_nothing(tmp_path: Path, url: str) -> None:
    file, before = str(tmp_path / "tours.zip"), counted(url)
    run("export", file, *WHERE)
    done = run("import", file, *WHERE, "--season", "Another", "--vehicle", "sor-troms-van", "--dry-run")
    assert "Nothing was stored." in done.output
    assert counted(url) == before


def test_every_fault_is_said_by_file_and_row(tmp_path: Path) -> None:
    file = tmp_path / "feed.zip"
    file.write_bytes(b"no archive")
    done = run("import", str(file), *WHERE, "--season", "x")
    assert done.exit_code == 2
    assert f"{file}::0:-: not-a-zip This is no zip archive." in done.output


def test_tours_without_a_vehicle_are_refused(tmp_path: Path) -> None:
    file = str(tmp_path / "tours.zip")
    run("export", file, *WHERE)
    done = run("import", file, *WHERE, "--season", "x")
    assert (done.exit_code, "Say which vehicle drives the tours." in done.output) == (2, True)
