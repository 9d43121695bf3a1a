"""`bokrute what-if`: circumstances from the command line, the answer as a table or as data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.verdicts import CHEAPER, DEARER
from routing.what_if import Verdict
from tests.api.test_cli import TINY, run

QUICK = ("--iterations", "20", "--searches", "1")


@pytest.fixture(scope="module")
def problem(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("files") / "problem.json"
    path.write_text(json.dumps(TINY))
    return str(path)


def test_programs_get_both_sides_and_the_difference(problem: str) -> None:
    done = run("what-if", problem, "--without-vehicle", "van", "--json", *QUICK)
    assert done.exit_code == 0, done.output
    answer = json.loads(done.stdout)
    assert answer["difference"]["newly_left"] == ["s1"]
    assert (answer["today"]["spread"], answer["changed"]["metres"]) == (None, 0)


def test_people_get_tables_and_a_sentence(problem: str) -> None:
    done = run("what-if", problem, "--without-day", "1", "--opens", "kil=08:00", *QUICK)
    assert done.exit_code == 0, done.output
    assert "Above the floor, at most" in done.stdout
    assert "difference" in done.stdout.lower()


def test_a_problem_comes_from_standard_input() -> None:
    arguments = ("what-if", "-", "--another-vehicle", "van", "--hub", "kil", "--closes", "kil=17:00", "--json", *QUICK)
    done = run(*arguments, stdin=json.dumps(TINY))
    assert json.loads(done.stdout)["difference"]["cost"] <= 0


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--without-day", "3"),
        ("--without-vehicle", "ghost"),
        ("--hub", "moon"),
        ("--opens", "kil"),
        ("--opens", "kil=8"),
        ("--opens", "kil=24:30"),
        ("--opens", "=08:00"),
        ("--closes", "moon=08:00"),
    ],
)
def test_what_can_not_be_different_is_refused_with_2(problem: str, arguments: tuple[str, ...]) -> None:
    refused = run("what-if", problem, *arguments, *QUICK)
    assert refused.exit_code == 2
    assert refused.stderr


def test_what_must_go_and_then_can_not_ends_with_1(tmp_path: Path) -> None:
    must = {**TINY, "shipments": [{key: value for key, value in TINY["shipments"][0].items() if key != "penalty"}]}
    refused = run("what-if", "-", "--without-vehicle", "van", *QUICK, stdin=json.dumps(must))
    assert (refused.exit_code, "shipments[0]" in refused.stderr) == (1, True)


def test_every_verdict_has_a_sentence() -> None:
    assert set(DEARER) == set(CHEAPER) == {verdict.value for verdict in Verdict}
