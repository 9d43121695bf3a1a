"""Whatever file a command is given, it ends with an answer or with every fault on a line of its own."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from api import cli
from api.languages import speaking
from routing.fields import PROBLEM
from routing.shapes import Findings
from tests.api.test_cli import TINY

PLAN: dict[str, Any] = {
    "trips": [
        {
            "vehicle": "van",
            "stops": [
                {"place": "hub", "start": 32_000, "leave": 32_060, "unload": [], "load": ["s1"]},
                {"place": "kil", "start": 33_560, "leave": 33_920, "unload": ["s1"], "load": []},
                {"place": "hub", "start": 35_420, "leave": 35_420, "unload": [], "load": []},
            ],
        }
    ],
    "unserved": [{"shipment": "s2", "reason": "too-heavy", "facts": {"crates": 20, "capacity": 10, "vehicle": "van"}}],
    "lower_bound": 1,
}

ODD = st.sampled_from(
    [
        None, True, False, -1, 0, 1, 60.0, 1.5, 10**9, 10**9 + 1, 10**18, -(10**18), 10**400, float("nan"),
        float("inf"), "", "hub", "kil", "van", "s1", "\ud800", "x" * 300, [], {}, [[]], [0, 0], [5, 1], {"id": "hub"},
    ]
).map(copy.deepcopy)  # fmt: skip
"""Values that somebody has mistyped, or at the edge of what can be; a copy each, as later changes may go into it."""

FAULT_LINE = re.compile(r"^(standard input|[^:]*\.json)(: \S.*)?: [a-z0-9-]+ \S")


def spots(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [path, *(spot for key, value in inner for spot in spots(value, (*path, key)))]


@st.composite
def mistyped(draw: st.DrawFn, good: dict[str, Any]) -> dict[str, Any]:
    """A document in which a few values are odd, missing, doubled or moved."""
    tree = copy.deepcopy(good)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from([spot for spot in spots(tree) if spot]))
        holder: Any = tree
        for key in path[:-1]:
            holder = holder[key]
        match draw(st.sampled_from(["odd", "gone", "twice", "extra"])):
            case "odd":
                holder[path[-1]] = draw(ODD)
            case "gone":
                del holder[path[-1]]
            case "twice" if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[path[-1]]))
            case _ if isinstance(holder, dict):
                holder["surplus"] = draw(ODD)
    return tree


@st.composite
def files(draw: st.DrawFn, good: dict[str, Any]) -> bytes:
    """The bytes of such a document, perhaps cut off, in another encoding, with a key twice, or deep beyond reason."""
    text = json.dumps(draw(mistyped(good)))
    match draw(st.sampled_from(["whole", "whole", "cut", "utf-16", "latin-1", "key twice", "deep", "mark", "bytes"])):
        case "cut":
            return text.encode()[: draw(st.integers(0, len(text)))]
        case "utf-16":
            return text.encode("utf-16")
        case "latin-1":
            return text.replace("tiny", "små").encode("latin-1", "replace")
        case "key twice":
            return text.replace("{", '{"days": 1, "days": 2, ', 1).encode()
        case "deep":
            return text.replace("1500", "[" * 5_000 + "1" + "]" * 5_000).encode()
        case "mark":
            return b"\xef\xbb\xbf" + text.encode()
        case "bytes":
            return draw(st.binary(max_size=60))
    return text.encode()


def run(arguments: list[str], stdin: bytes) -> Result:
    with speaking("en"):
        return CliRunner().invoke(cli.cli, arguments, input=stdin, prog_name="bokrute")


def ends_well(result: Result) -> None:
    """An answer, a broken rule or a refusal; what is refused as bad input is named line by line."""
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in (0, 1, 2)
    assert "Traceback" not in result.output
    if result.exit_code == 2:
        lines = result.stderr.splitlines()
        assert lines
        assert all(FAULT_LINE.match(line) for line in lines), lines
    else:
        assert result.stdout.strip() or result.stderr.strip()


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Files of the problem and of a plan of it, as they should be."""
    folder = tmp_path_factory.mktemp("good")
    for name, tree in (("problem.json", TINY), ("plan.json", PLAN)):
        (folder / name).write_text(json.dumps(tree))
    return str(folder / "problem.json"), str(folder / "plan.json")


@settings(max_examples=150)
@given(content=files(TINY))
def test_a_problem_file_is_checked_or_refused(content: bytes, good: tuple[str, str]) -> None:
    ends_well(run(["check", "-", good[1]], content))


@settings(max_examples=150)
@given(content=files(PLAN))
def test_a_plan_file_is_checked_or_refused(content: bytes, good: tuple[str, str]) -> None:
    ends_well(run(["check", good[0], "-"], content))


@settings(max_examples=60)
@given(content=files(PLAN))
def test_a_plan_file_is_explained_or_refused(content: bytes, good: tuple[str, str]) -> None:
    ends_well(run(["explain", good[0], "-", "--seconds", "1"], content))


@settings(max_examples=60)
@given(content=files(TINY))
def test_a_timetable_is_designed_or_refused(content: bytes) -> None:
    ends_well(run(["timetable", "-", "--seconds", "0.2"], content))


SEARCHES = {
    "solve": ["solve", "-", "--seconds", "0.3", "--workers", "1"],
    "simulate": ["simulate", "-", "--seconds", "0.2"],
    "what-if": ["what-if", "-", "--without-day", "1", "--seconds", "0.2", "--searches", "1"],
}


@pytest.mark.parametrize("command", SEARCHES)
@settings(max_examples=12)
@given(content=files(TINY))
def test_a_search_ends_with_a_plan_or_a_refusal(command: str, content: bytes) -> None:
    ends_well(run(SEARCHES[command], content))


@st.composite
def at_the_edge(draw: st.DrawFn) -> dict[str, Any]:
    """A problem that is let through, with figures as large or as small as the format allows."""
    tree = copy.deepcopy(TINY)
    edges = {
        ("stop_seconds",): [0, 10**9],
        ("crate_seconds",): [0, 10**9],
        ("sort_seconds",): [0, 10**9],
        ("vehicles", 0, "capacity"): [0, 10**6],
        ("vehicles", 0, "cost_per_day"): [0, 10**13],
        ("vehicles", 0, "cost_per_km"): [0, 10**8],
        ("vehicles", 0, "cost_per_hour"): [0, 10**8],
        ("vehicles", 0, "shifts"): [[], [[0, 0]], [[0, 172_800]]],
        ("places", 1, "windows"): [[], [[0, 0]], [[0, 10**9]]],
        ("shipments", 0, "crates"): [1, 10**6],
        ("shipments", 0, "due"): [0, 10**9],
        ("shipments", 0, "penalty"): [0, 10**13],
        ("metres", 0, 1): [0, 10**9],
        ("seconds", 1, 0): [0, 10**9],
        ("days",): [2, 3_660],
        ("vehicles",): [[]],
        ("shipments",): [[]],
    }
    for path in draw(st.lists(st.sampled_from(sorted(edges, key=str)), min_size=1, max_size=4, unique=True)):
        holder: Any = tree
        for key in path[:-1]:
            holder = holder[key] if not isinstance(holder, list) or holder else {}
        if not isinstance(holder, list) or holder:
            holder[path[-1]] = draw(st.sampled_from(edges[path]))
    return tree


@pytest.mark.parametrize("command", SEARCHES)
@settings(max_examples=10)
@given(tree=at_the_edge())
def test_the_largest_and_smallest_figures_are_searched_with(command: str, tree: dict[str, Any]) -> None:
    assert PROBLEM(tree, "", findings := Findings()) is not None
    assert not findings.faults
    ends_well(run(SEARCHES[command], json.dumps(tree).encode()))


def test_two_faulty_files_are_not_told_apart_by_luck(tmp_path: Path, good: tuple[str, str]) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("{")
    result = run(["check", str(bad), good[1]], b"")
    assert (result.exit_code, str(bad) in result.stderr) == (2, True)
