"""Weeks on the command line: played day by day, and made into a season's timetable."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from routing.check import check
from routing.files import read_plan, read_problem
from tests.api.test_cli import TINY, run

WEEK = {
    **TINY,
    "shipments": [
        {"id": "early", "from": "hub", "to": "kil", "crates": 2, "ready": 0, "due": 151_200, "penalty": 900_000},
        {"id": "late", "from": "kil", "to": "hub", "crates": 2, "ready": 90_000, "due": 151_200, "penalty": 900_000},
    ],
}


@pytest.fixture
def week(tmp_path: Path) -> str:
    path = tmp_path / "week.json"
    path.write_text(json.dumps(WEEK))
    return str(path)


def test_a_week_played_day_by_day_is_written_as_one_sound_plan(week: str, tmp_path: Path) -> None:
    done = run("simulate", week, "--seconds", "1", "--out", str(tmp_path / "driven.json"))
    assert done.exit_code == 0, done.output
    problem = read_problem(json.dumps(WEEK))
    assert check(problem, read_plan((tmp_path / "driven.json").read_bytes(), problem)) == ()


def test_each_day_says_how_much_was_known(week: str) -> None:
    said = run("simulate", week, "--seconds", "1").output
    assert "Day 1: 1 shipments are known." in said
    assert "Day 2:" in said


def test_typical_demand_between_unknown_places_is_refused(week: str, tmp_path: Path) -> None:
    other = {**WEEK, "places": [{**place, "id": f"{place['id']}-b"} for place in WEEK["places"]]}
    other["vehicles"] = [{**WEEK["vehicles"][0], "home": "hub-b"}]
    other["shipments"] = [{**WEEK["shipments"][0], "from": "hub-b", "to": "kil-b"}]
    path = tmp_path / "other.json"
    path.write_text(json.dumps(other))
    done = run("simulate", week, "--seconds", "1", "--typical", str(path))
    assert done.exit_code == 2
    assert "hub-b, kil-b" in done.output


def test_only_one_file_can_come_from_standard_input() -> None:
    assert run("simulate", "-", "--typical", "-").exit_code == 2


def test_designs_are_laid_side_by_side_for_programs(week: str) -> None:
    done = run("timetable", week, "--transit-days", "1", "--transit-days", "2", "--json")
    assert done.exit_code == 0, done.output
    designs = json.loads(done.stdout)["designs"]
    assert [design["transit_days"] for design in designs] == [1, 2]
    assert designs[0]["weekly_cost"] >= designs[1]["weekly_cost"] >= designs[1]["lower_bound"]


def test_a_wish_that_cannot_be_kept_is_said_and_nothing_is_designed(week: str) -> None:
    shut = {**WEEK, "places": [WEEK["places"][0], {**WEEK["places"][1], "windows": [[32_400, 57_600]]}]}
    Path(week).write_text(json.dumps({**shut, "shipments": []}))
    done = run("timetable", week, "--transit-days", "1")
    assert done.exit_code == 1
    assert "no choice of weekdays" in done.output


def test_a_week_with_two_hubs_is_refused_where_the_second_stands(week: str) -> None:
    Path(week).write_text(json.dumps({**WEEK, "places": [{**place, "hub": True} for place in WEEK["places"]]}))
    done = run("timetable", week)
    assert done.exit_code == 2
    assert done.output.startswith(f"{week}: places[1].hub: one-hub-only ")
