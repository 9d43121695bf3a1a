"""The command line: real processes for what a shell sees, Click's runner for what is said."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from api import cli
from api.languages import speaking
from routing.files import write_problem
from routing.season.model import Designed
from routing.season.process import Designing
from tests.routing.instances import on_a_line, shipment

ROOT = Path(__file__).parents[2]

TINY: dict[str, Any] = {
    "name": "tiny",
    "currency": "SEK",
    "days": 2,
    "places": [
        {"id": "hub", "name": "Karlstad", "hub": True, "windows": [[25_200, 64_800], [111_600, 151_200]]},
        {"id": "kil", "name": "Kil", "windows": [[32_400, 57_600], [118_800, 144_000]]},
    ],
    "metres": [[0, 20_000], [20_000, 0]],
    "seconds": [[0, 1_500], [1_500, 0]],
    "stop_seconds": 300,
    "crate_seconds": 30,
    "sort_seconds": 1_800,
    "vehicles": [
        {
            "id": "van",
            "home": "hub",
            "capacity": 10,
            "cost_per_day": 60_000,
            "cost_per_km": 550,
            "cost_per_hour": 25_200,
            "shifts": [[25_200, 64_800], [111_600, 151_200]],
        }
    ],
    "shipments": [
        {"id": "s1", "from": "hub", "to": "kil", "crates": 2, "ready": 0, "due": 151_200, "penalty": 150_000},
        {"id": "s2", "from": "kil", "to": "hub", "crates": 20, "ready": 0, "due": 151_200, "penalty": 150_000},
    ],
}
SPOILT = {**TINY, "days": -1, "vehicles": [{**TINY["vehicles"][0], "capacity": -5}]}


def run(*arguments: str, stdin: str | None = None, language: str = "en") -> Result:
    with speaking(language):
        return CliRunner().invoke(cli.cli, list(arguments), input=stdin, prog_name="bokrute")


@pytest.fixture(scope="module")
def problem(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("files") / "problem.json"
    path.write_text(json.dumps(TINY))
    return str(path)


@pytest.fixture(scope="module")
def plan(problem: str) -> str:
    """Solved once; no test changes it."""
    path = Path(problem).with_name("plan.json")
    done = run("solve", problem, "--iterations", "300", "--out", str(path))
    assert done.exit_code == 0, done.output
    return str(path)


def test_the_help_page_names_every_command() -> None:
    said = run("--help").output
    assert all(re.search(rf"^  {name} ", said, re.MULTILINE) for name in cli.COMMANDS)


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_every_command_has_a_help_page(command: str) -> None:
    assert run(command, "--help").exit_code == 0


def test_every_command_has_a_summary() -> None:
    assert list(cli.summaries()) == list(cli.COMMANDS)


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["solve", "--help"], ["explain", "--help"]])
def test_planning_from_files_imports_no_database_no_web_and_no_solver(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "from api.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit:\n    pass\n"
        "print([m for m in ('sqlalchemy', 'flask', 'ortools', 'weasyprint', 'numba') if m in sys.modules])\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert said.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("wanted", "word"),
    [("sv_SE.UTF-8", "Varför"), ("nb_NO", "Hvorfor"), ("C.UTF-8", "Why"), ("", "Why"), ("xx", "Why")],
)
def test_the_command_speaks_the_language_of_the_environment(wanted: str, word: str, problem: str, plan: str) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "api", "explain", problem, plan],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PATH": "/usr/bin", "LANG": wanted, "PYTHONIOENCODING": "utf-8"},
        check=True,
    )
    assert word in said.stdout


def test_a_solved_plan_is_sound(problem: str, plan: str) -> None:
    assert run("check", problem, plan).exit_code == 0


def test_what_no_van_can_hold_is_left_behind_with_its_reason(problem: str, plan: str) -> None:
    said = json.loads(run("explain", problem, plan, "--json").stdout)
    assert [(left["shipment"], left["reason"]) for left in said["unserved"]] == [("s2", "too-heavy")]


def test_a_plan_without_reasons_is_given_them(problem: str, plan: str, tmp_path: Path) -> None:
    tree = json.loads(Path(plan).read_text())
    foreign = tmp_path / "foreign.json"
    foreign.write_text(json.dumps({**tree, "unserved": [{"shipment": "s2", "reason": "computer says no"}]}))
    said = json.loads(run("explain", problem, str(foreign), "--json").stdout)
    assert [(left["reason"], left["facts"]["change"]) for left in said["unserved"]] == [("too-heavy", "larger-vehicle")]


def test_a_plan_that_breaks_a_rule_is_not_explained(problem: str, tmp_path: Path) -> None:
    forgetful = tmp_path / "forgetful.json"
    forgetful.write_text('{"trips": []}')
    assert run("explain", problem, str(forgetful)).exit_code == 1


def test_the_reason_is_said_with_its_numbers(problem: str, plan: str) -> None:
    assert "20" in run("explain", problem, plan).output


def test_a_plan_can_go_from_standard_input_to_standard_output() -> None:
    said = run("solve", "-", "--iterations", "300", "--json", stdin=json.dumps(TINY))
    assert json.loads(said.stdout)["trips"]


def test_a_plan_on_standard_output_is_alone_there() -> None:
    said = run("solve", "-", "--iterations", "300", "--out", "-", stdin=json.dumps(TINY))
    assert json.loads(said.stdout)["trips"]


def test_every_fault_of_a_file_is_a_line_with_its_path() -> None:
    said = run("solve", "-", stdin=json.dumps(SPOILT))
    assert [line.split(" ")[2:4] for line in said.stderr.splitlines()] == [
        ["days:", "negative"],
        ["vehicles[0].capacity:", "negative"],
    ]


@pytest.mark.parametrize("command", ["solve", "check", "explain"])
@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"days": NaN}', "\x00", json.dumps(SPOILT)])
def test_a_bad_problem_is_refused_with_2_and_no_traceback(command: str, content: str, plan: str) -> None:
    said = run(command, "-", *([] if command == "solve" else [plan]), stdin=content)
    assert (said.exit_code, "Traceback" in said.output) == (2, False)


def test_a_missing_file_is_refused_with_2() -> None:
    assert run("solve", "nowhere.json").exit_code == 2


def test_a_file_that_cannot_be_written_is_named_before_the_search(problem: str) -> None:
    assert run("solve", problem, "--seconds", "3600", "--out", "/nowhere/plan.json").exit_code == 2


def test_an_unknown_name_in_a_plan_is_a_fault_of_the_file(problem: str, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.json"
    stranger.write_text('{"trips": [], "unserved": [{"shipment": "s9"}]}')
    said = run("check", problem, str(stranger))
    assert (said.exit_code, "unserved[0].shipment: unknown-shipment" in said.stderr) == (2, True)


def test_a_plan_that_breaks_a_rule_is_told_apart_from_a_bad_file(problem: str, tmp_path: Path) -> None:
    forgetful = tmp_path / "forgetful.json"
    forgetful.write_text('{"trips": []}')
    said = run("check", problem, str(forgetful))
    assert (said.exit_code, "unserved-not-named" in said.output) == (1, True)


def test_programs_get_the_faults_as_data(problem: str, tmp_path: Path) -> None:
    forgetful = tmp_path / "forgetful.json"
    forgetful.write_text('{"trips": []}')
    said = json.loads(run("check", problem, str(forgetful), "--json").stdout)
    assert (said["sound"], len(said["faults"])) == (False, 2)


def test_what_must_go_and_cannot_ends_with_1_and_its_reason() -> None:
    must = {**TINY, "shipments": [{k: v for k, v in TINY["shipments"][1].items() if k != "penalty"}]}
    said = run("solve", "-", "--iterations", "300", stdin=json.dumps(must))
    assert (said.exit_code, said.stderr.split(" ")[:2]) == (1, ["shipments[0]:", "too-heavy"])


def test_a_file_is_written_whole_or_not_at_all(plan: str) -> None:
    assert sorted(path.name for path in Path(plan).parent.iterdir()) == ["plan.json", "problem.json"]


def test_a_timetable_that_is_stopped_is_the_best_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    crate = shipment("a", "p1", "p2")
    week = json.dumps(write_problem(on_a_line(days=3, shipments=(crate,))))
    whole = Designing.progress

    def until_the_first(designing: Designing) -> Iterator[Designed]:
        for news in whole(designing):
            yield news
            if news.timetable:
                raise KeyboardInterrupt

    monkeypatch.setattr(Designing, "progress", until_the_first)
    done = run("timetable", "-", "--transit-days", "2", "--transit-days", "3", "--json", stdin=week)
    assert done.exit_code == 0, done.output
    assert [design["transit_days"] for design in json.loads(done.stdout)["designs"]] == [2]
    assert "Stopped; this is the best timetable so far." in done.stderr
