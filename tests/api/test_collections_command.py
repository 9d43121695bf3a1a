"""`bokrute collections`: out to a file, and in again."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

import migrations
from api import cli
from api.languages import speaking
from logistics.access.rights import Role
from logistics.database import open_engine, session_factory
from logistics.files.load import SAMPLES, load_network
from tests.builders import LONG_AGO, a_person


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with the sample network and its coordinator `chef`."""
    home = tmp_path_factory.mktemp("home")
    url = f"sqlite:///{home / 'bokrute.sqlite3'}"
    migrations.upgrade(url)
    engine = open_engine(url)
    with session_factory(engine).begin() as session:
        _fill(session)
    engine.dispose()
    return home


def _fill(session: Session) -> None:
    load_network(session, SAMPLES["varmland"], now=LONG_AGO)
    a_person(session, Role.COORDINATOR, network_id="varmland", sign_in_name="chef")


@pytest.fixture(autouse=True)
def installed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOKRUTE_HOME", str(home))
    monkeypatch.delenv("BOKRUTE_DATABASE_URL", raising=False)


def run(*arguments: str) -> Result:
    with speaking("en"):
        return CliRunner().invoke(cli.cli, ["collections", *arguments], prog_name="bokrute")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_changes_nothing_when_it_is_stored(tmp_path: Path, ending: str) -> None:
    file = str(tmp_path / f"stock.{ending}")
    assert run("export", file, "--as", "chef").exit_code == 0
    done = run("import", file, "--as", "chef")
    assert (done.exit_code, done.output) == (0, "0 collections new or changed, 41 as they were.\n")


def test_a_dry_run_says_what_would_change(tmp_path: Path) -> None:
    file = tmp_path / "stock.csv"
    run("export", str(file), "--as", "chef", "--home", "varmland-sunne")
    file.write_text(file.read_text("utf-8-sig").replace("Luciatåg", "Lucia"), "utf-8")
    for _ in range(2):
        done = run("import", str(file), "--as", "chef", "--dry-run")
        assert "MK-06: Changed (+0 ~0 -0)" in done.output
        assert "Nothing was stored." in done.output


def test_every_fault_is_said_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "stock.csv"
    file.write_text("code;home;kind;title;crates;weight_grams\nA;nowhere;cake;T;0;1\n")
    done = run("import", str(file), "--as", "chef")
    assert done.exit_code == 2
    assert [line.split(" ")[1] for line in done.stderr.splitlines()] == ["unknown-value", "too-small"]
    assert f"{file}:2:kind:" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "stock.pdf", "--as", "chef"),
        ("export", "stock.csv", "--as", "nobody"),
        ("import", "gone.csv", "--as", "chef"),
    ],
)
def test_bad_arguments_are_said_in_a_sentence(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert "Traceback" not in done.output
