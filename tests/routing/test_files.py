from __future__ import annotations

import copy
import json
import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.errors import BadFile
from routing.files import read_plan, read_problem, write_plan, write_problem
from routing.plan import Plan, Stop, Trip, Unserved
from tests.routing.crossed import over_the_fjord
from tests.routing.instances import on_a_line, problems, shipment

PROBLEM = on_a_line(shipments=(shipment("s1", "p1", "p2"),))
PLAN = Plan(
    (
        Trip(
            "van-1",
            (Stop("p0", 0, 0), Stop("p1", 9, 10, (), ("s1",)), Stop("p2", 20, 30, ("s1",)), Stop("p0", 40, 40)),
        ),
    ),
    (Unserved("s1", "no-room", {"extra_cost": 12, "change": "another-vehicle"}),),
    lower_bound=7,
)


def document() -> dict[str, Any]:
    return write_problem(PROBLEM)


def changed(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    """The good problem with one value replaced; `...` takes the key away."""
    tree = document()
    entry: Any = tree
    for key in path[:-1]:
        entry = entry[key]
    if value is ...:
        del entry[path[-1]]
    else:
        entry[path[-1]] = value
    return tree


def faults(source: object) -> list[tuple[str, str]]:
    with pytest.raises(BadFile) as refusal:
        read_problem(source)
    return [(fault.code, fault.path) for fault in refusal.value.faults]


@given(problem=problems())
def test_a_problem_comes_back_as_it_was_written(problem):
    assert read_problem(json.dumps(write_problem(problem))) == problem


def test_a_plan_comes_back_as_it_was_written():
    assert read_plan(json.dumps(write_plan(PLAN)), PROBLEM) == PLAN


def test_a_plan_carries_the_sentences_it_is_given():
    written = write_plan(PLAN, lambda left: f"{left.shipment} stays")
    assert written["unserved"][0]["detail"] == "s1 stays"


FAULTS: list[tuple[tuple[str | int, ...], object, str, str]] = [
    (("days",), ..., "missing", "days"),
    (("days",), True, "wrong-type", "days"),
    (("days",), 2.0, "wrong-type", "days"),
    (("days",), 0, "too-small", "days"),
    (("days",), 10**400, "too-large", "days"),
    (("days",), math.nan, "not-finite", "days"),
    (("stop_seconds",), -1, "negative", "stop_seconds"),
    (("stop_seconds",), math.inf, "not-finite", "stop_seconds"),
    (("colour",), "red", "unknown-key", "colour"),
    (("name",), None, "wrong-type", "name"),
    (("currency",), "", "empty", "currency"),
    (("places",), [], "too-few", "places"),
    (("places",), {}, "wrong-type", "places"),
    (("places", 1), 7, "wrong-type", "places[1]"),
    (("places", 1, "id"), "p0", "duplicate-id", "places[1].id"),
    (("places", 1, "hub"), 1, "wrong-type", "places[1].hub"),
    (("places", 1, "lat"), 91, "out-of-range", "places[1].lat"),
    (("places", 1, "lon"), math.nan, "not-finite", "places[1].lon"),
    (("places", 1, "windows", 0), [5], "wrong-size", "places[1].windows[0]"),
    (("places", 1, "windows", 0), [9, 5], "ends-before-it-begins", "places[1].windows[0]"),
    (("places", 1, "windows"), [[9, 20], [5, 8]], "unsorted", "places[1].windows[1]"),
    (("places", 1, "windows"), [[9, 20], [19, 30]], "overlapping", "places[1].windows[1]"),
    (("metres", 0), [0, 1], "wrong-size", "metres[0]"),
    (("metres", 0, 0), 3, "not-zero-to-itself", "metres[0][0]"),
    (("metres", 0, 1), -3, "negative", "metres[0][1]"),
    (("metres", 0, 1), "far", "wrong-type", "metres[0][1]"),
    (("seconds",), [[0]], "wrong-size", "seconds"),
    (("vehicles", 0, "capacity"), -5, "negative", "vehicles[0].capacity"),
    (("vehicles", 0, "home"), "moon", "unknown-place", "vehicles[0].home"),
    (("vehicles", 0, "shifts", 1, 1), 9 * 86_400, "outside-horizon", "vehicles[0].shifts[1]"),
    (("vehicles", 0, "max_trips"), 0, "too-small", "vehicles[0].max_trips"),
    (("shipments", 0, "from"), "moon", "unknown-place", "shipments[0].from"),
    (("shipments", 0, "to"), "p1", "from-is-to", "shipments[0].to"),
    (("shipments", 0, "due"), 5, "due-before-ready", "shipments[0].due"),
    (("shipments", 0, "crates"), 0, "too-small", "shipments[0].crates"),
    (("shipments", 0, "penalty"), "dear", "wrong-type", "shipments[0].penalty"),
    (("shipments", 0, "id"), "\ud800", "not-text", "shipments[0].id"),
    (("break_rule",), {"max_drive": 5}, "missing", "break_rule.length"),
]


@pytest.mark.parametrize(("path", "value", "code", "where"), FAULTS)
def test_a_fault_is_named_with_its_code_and_path(path, value, code, where):
    assert (code, where) in faults(changed(path, value))


def test_all_faults_are_named_at_once():
    tree = document()
    tree["days"] = -1
    del tree["vehicles"][0]["home"]
    tree["shipments"][0]["to"] = "moon"
    assert faults(tree) == [
        ("negative", "days"),
        ("missing", "vehicles[0].home"),
        ("unknown-place", "shipments[0].to"),
    ]


def test_a_closed_place_is_a_fault_only_where_something_must_go():
    tree = changed(("places", 2, "windows"), [])
    assert read_problem(tree).place("p2").windows == ()
    del tree["shipments"][0]["penalty"]
    assert faults(tree) == [("never-open", "places[2].windows")]


def test_drawing_coordinates_are_let_through():
    tree = document()
    tree["places"][0] |= {"x": 1.5, "y": 2}
    assert read_problem(tree) == PROBLEM


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not-json"),
        ("{", "not-json"),
        ("[" * 100_000, "too-deep"),
        (b"\xff\xfe\xfa", "not-utf-8"),
        ('{"days": 1, "days": 2}', "repeated-key"),
        ("1" * 50_000, "wrong-type"),
        ("null", "wrong-type"),
        ("[1]", "wrong-type"),
    ],
)
def test_text_that_is_no_problem_is_refused_with_a_code(text, code):
    assert faults(text)[0][0] == code


def test_a_very_bad_file_does_not_drown_its_reader():
    tree = document()
    tree["shipments"] = [{}] * 5_000
    named = faults(tree)
    assert (len(named), named[-1]) == (1_001, ("more-faults", ""))


def test_a_plan_that_names_strangers_is_refused():
    tree = write_plan(PLAN)
    tree["trips"][0]["vehicle"] = "ghost"
    tree["trips"][0]["stops"][1]["load"] = ["s9"]
    with pytest.raises(BadFile) as refusal:
        read_plan(tree, PROBLEM)
    assert [(fault.code, fault.path) for fault in refusal.value.faults] == [
        ("unknown-vehicle", "trips[0].vehicle"),
        ("unknown-shipment", "trips[0].stops[1].load[0]"),
    ]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(10**40), 10**40)
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["p0", "p1", "s1", "van-1"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def spots(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value in a document."""
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [path, *(spot for key, value in inner for spot in spots(value, (*path, key)))]


@st.composite
def damaged(draw: st.DrawFn, good: dict[str, Any]) -> Any:
    """A good document with some values replaced, taken away, doubled, or given a stranger for company."""
    tree = copy.deepcopy(good)
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(spots(tree)))
        if not path:
            continue
        holder: Any = tree
        for key in path[:-1]:
            holder = holder[key]
        match draw(st.sampled_from(["replace", "remove", "double", "add"])):
            case "replace":
                holder[path[-1]] = draw(JSON)
            case "remove":
                del holder[path[-1]]
            case "double" if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[path[-1]]))
            case _ if isinstance(holder, dict):
                holder[draw(st.text(max_size=5))] = draw(JSON)
    return tree


def outcome(read: Callable[[], object]) -> object:
    """What came of reading: the thing itself, or the faults."""
    try:
        return read()
    except BadFile as refusal:
        return refusal.faults


@given(source=JSON | st.text() | st.binary() | damaged(write_problem(PROBLEM)))
def test_whatever_is_read_is_a_problem_or_a_list_of_faults(source):
    assert outcome(lambda: read_problem(source))


@given(source=damaged(write_problem(PROBLEM)).map(json.dumps))
def test_what_damaged_text_is_refused_for_can_be_written_down(source):
    found = outcome(lambda: read_problem(source))
    assert not isinstance(found, tuple) or all(json.dumps(dict(fault.facts)).encode() for fault in found)


@given(source=damaged(write_problem(PROBLEM)))
def test_what_is_let_through_can_be_written_and_read_again(source):
    found = outcome(lambda: read_problem(source))
    assert isinstance(found, tuple) or read_problem(write_problem(found)) == found


@given(source=JSON | damaged(write_plan(PLAN)))
def test_whatever_is_read_is_a_plan_or_a_list_of_faults(source):
    assert outcome(lambda: read_plan(source, PROBLEM))


def test_ways_over_crossings_come_back_as_they_were_written():
    fjord = over_the_fjord()
    assert read_problem(json.dumps(write_problem(fjord))) == fjord


CROSSED = write_problem(over_the_fjord())


def with_crossed(part: str, row: int, **values: Any) -> dict[str, Any]:
    """The problem with the fjord, one crossing or leg changed."""
    tree = copy.deepcopy(CROSSED)
    tree[part][row] |= values
    return tree


@pytest.mark.parametrize(
    ("tree", "found"),
    [
        (with_crossed("crossings", 0, departs=[[7200, 7200], [3600, 3600]]), ("unsorted", "crossings[0].departs[1]")),
        (with_crossed("crossings", 0, seconds=-1), ("negative", "crossings[0].seconds")),
        (with_crossed("crossings", 0, seconds=1), ("leg-does-not-add-up", "seconds[1][2]")),
        (with_crossed("legs", 0, crossings=["bridge"]), ("unknown-crossing", "legs[0].crossings[0]")),
        (with_crossed("legs", 0, crossings=[]), ("too-few", "legs[0].crossings")),
        (with_crossed("legs", 0, drives=[600, 200, 100]), ("wrong-size", "legs[0].drives")),
        (with_crossed("legs", 0, drives=[600, 301]), ("leg-does-not-add-up", "seconds[1][2]")),
        (with_crossed("legs", 0, to="nowhere"), ("unknown-place", "legs[0].to")),
        (with_crossed("legs", 0, to="p1"), ("from-is-to", "legs[0].to")),
        (with_crossed("legs", 1, **{"from": "p1", "to": "p2"}), ("duplicate-leg", "legs[1]")),
        ({key: value for key, value in CROSSED.items() if key != "crossings"}, ("missing", "crossings")),
    ],
)
def test_a_fault_of_a_way_over_crossings_is_named(tree, found):
    assert found in faults(tree)
