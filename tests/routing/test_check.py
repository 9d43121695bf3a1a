from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import routing.check
import routing.driven
import routing.legs
from routing.check import check
from routing.cost import cost
from routing.engines.single import plan_single
from routing.plan import Plan, Stop, Trip, Unserved
from routing.problem import DAY, BreakRule, Problem
from routing.progress import Effort, silent
from tests.routing.instances import HOUR, on_a_line, problems, shipment, with_place

PROBLEM = on_a_line(
    vehicles=2,
    shipments=(
        shipment("straight", "p1", "p2", penalty=None),
        shipment("over", "p1", "p2", due=2 * DAY, crates=4),
        shipment("left", "p2", "p1"),
    ),
    break_rule=BreakRule(max_drive=2 * HOUR, length=2700),
)
"""p1 and p2 lie 30 and 60 minutes out on the same road; stops take 5 minutes, sorting 30."""

OUT = 8 * HOUR
NEXT = DAY + 8 * HOUR
FIRST = (
    Stop("p0", OUT - 1800, OUT - 1800),
    Stop("p1", OUT, OUT + 300, (), ("straight", "over")),
    Stop("p2", OUT + 2100, OUT + 2400, ("straight",)),
    Stop("p0", OUT + 6000, OUT + 6300, ("over",)),
)
SECOND = (
    Stop("p0", NEXT, NEXT + 300, (), ("over",)),
    Stop("p2", NEXT + 3900, NEXT + 4200, ("over",)),
    Stop("p0", NEXT + 7800, NEXT + 7800),
)
PLAN = Plan((Trip("van-1", FIRST), Trip("van-2", SECOND)), (Unserved("left", "no-room"),), lower_bound=1000)


def trips(first: tuple[Stop, ...] = FIRST, second: tuple[Stop, ...] = SECOND, vehicle: str = "van-2") -> Plan:
    return replace(PLAN, trips=(Trip("van-1", first), Trip(vehicle, second)))


def moved(stops: tuple[Stop, ...], seconds: int, since: int = 0) -> tuple[Stop, ...]:
    """The stops, from one on, so much later."""
    late = tuple(replace(s, start=s.start + seconds, leave=s.leave + seconds) for s in stops[since:])
    return (*stops[:since], *late)


def at(stops: tuple[Stop, ...], row: int, **changed: object) -> tuple[Stop, ...]:
    return (*stops[:row], replace(stops[row], **changed), *stops[row + 1 :])  # type: ignore[arg-type]


def named(plan: Plan, problem: Problem = PROBLEM) -> set[tuple[str, str]]:
    return {(fault.code, fault.path) for fault in check(problem, plan)}


def test_a_good_plan_has_no_fault():
    assert check(PROBLEM, PLAN) == ()


BROKEN: list[tuple[str, str, Plan]] = [
    ("unknown-vehicle", "trips[1].vehicle", trips(vehicle="ghost")),
    ("unknown-place", "trips[0].stops[1].place", trips(at(FIRST, 1, place="moon"))),
    ("unknown-shipment", "trips[0].stops[1].load[0]", trips(at(FIRST, 1, load=("parcel",)))),
    ("unknown-shipment", "unserved[0].shipment", replace(PLAN, unserved=(Unserved("parcel", "no-room"),))),
    ("no-stops", "trips[1].stops", trips(second=())),
    ("not-from-home", "trips[0].stops[0]", trips(FIRST[1:])),
    ("not-to-home", "trips[0].stops[2]", trips(FIRST[:-1])),
    ("not-to-home", "trips[1].stops[0]", trips(second=SECOND[:1])),
    ("trips-overlap", "trips[1]", trips(second=moved(SECOND, -DAY), vehicle="van-1")),
    ("outside-shifts", "trips[1]", trips(second=moved(SECOND, -2 * HOUR))),
    ("stop-too-short", "trips[0].stops[1]", trips(at(FIRST, 1, leave=OUT + 299))),
    ("place-closed", "trips[0].stops[1]", trips(moved(FIRST, -1))),
    ("too-early", "trips[0].stops[2]", trips(at(FIRST, 2, start=OUT + 2099))),
    ("not-aboard", "trips[0].stops[2]", trips(at(FIRST, 2, unload=("straight", "left")))),
    ("left-aboard", "trips[0]", trips(at(FIRST, 3, unload=()))),
    ("not-there", "trips[0].stops[1]", trips(at(FIRST, 1, load=("straight", "over", "left")))),
    ("already-delivered", "trips[1].stops[1]", trips(second=at(SECOND, 1, load=("straight",)))),
    ("not-free", "trips[1].stops[0]", trips(second=moved(SECOND, OUT + 6300 + 1799 - NEXT))),
    ("no-hub", "trips[0].stops[2]", trips(at(FIRST, 2, unload=("straight",), place="p1"))),
    ("named-twice", "unserved[1]", replace(PLAN, unserved=PLAN.unserved * 2)),
    ("delivered-yet-unserved", "unserved[1]", replace(PLAN, unserved=(*PLAN.unserved, Unserved("over", "no-room")))),
    ("unserved-not-named", "unserved", replace(PLAN, unserved=())),
    ("must-go", "shipments[0]", trips(at(at(FIRST, 1, load=("over",)), 2, unload=()))),
    ("bound-above-cost", "lower_bound", replace(PLAN, lower_bound=10**6)),
]


@pytest.mark.parametrize(("code", "path", "plan"), BROKEN)
def test_a_broken_rule_is_named_where_it_is_broken(code, path, plan):
    assert (code, path) in named(plan)


def first_shipment(**changed: object) -> Problem:
    first, *others = PROBLEM.shipments
    return replace(PROBLEM, shipments=(replace(first, **changed), *others))  # type: ignore[arg-type]


def first_van(**changed: object) -> Problem:
    first, *others = PROBLEM.vehicles
    return replace(PROBLEM, vehicles=(replace(first, **changed), *others))  # type: ignore[arg-type]


CHANGED: list[tuple[str, str, Problem]] = [
    ("late", "trips[0].stops[2]", first_shipment(due=OUT)),
    ("not-free", "trips[0].stops[1]", first_shipment(ready=OUT + 1)),
    ("over-capacity", "trips[0].stops[1]", first_van(capacity=4)),
    ("leg-too-long", "trips[1].stops[1]", replace(PROBLEM, break_rule=BreakRule(3599, 2700))),
    ("no-break", "trips[1].stops[2]", replace(PROBLEM, break_rule=BreakRule(7199, 2700))),
    ("no-hub", "trips[0].stops[3]", with_place(PROBLEM, "p0", hub=False)),
]


@pytest.mark.parametrize(("code", "path", "problem"), CHANGED)
def test_a_plan_that_no_longer_fits_its_problem_is_named_where(code, path, problem):
    assert (code, path) in named(PLAN, problem)


def test_too_many_trips_in_a_shift_are_named():
    once = replace(PROBLEM, vehicles=tuple(replace(v, max_trips=1) for v in PROBLEM.vehicles))
    again = trips(second=moved(SECOND, 4 * HOUR - DAY), vehicle="van-1")
    assert named(again, once) == {("too-many-trips", "trips[1]")}


def test_faults_of_several_trips_are_named_at_once():
    assert named(trips(at(FIRST, 1, leave=OUT), at(SECOND, 0, leave=NEXT))) == {
        ("stop-too-short", "trips[0].stops[1]"),
        ("stop-too-short", "trips[1].stops[0]"),
    }


FAR = on_a_line(minutes=(0, 80), shipments=(shipment("s", "p1", "p0"),), break_rule=BreakRule(7200, 2700))


def there_and_back(pause: int) -> Plan:
    """80 minutes each way, 120 allowed in one piece, with so many seconds to spare on the way back."""
    out = (Stop("p0", OUT, OUT), Stop("p1", OUT + 4800, OUT + 5100, (), ("s",)))
    home = OUT + 5100 + 4800 + pause
    return Plan((Trip("van-1", (*out, Stop("p0", home, home + 300, ("s",)))),))


def test_a_break_may_lie_inside_a_leg():
    assert check(FAR, there_and_back(2700)) == ()


def test_a_break_one_second_too_short_is_none():
    assert named(there_and_back(2699), FAR) == {("no-break", "trips[0].stops[2]")}


@given(problem=problems())
def test_what_the_insertion_plans_is_sound_but_for_what_must_go(problem):
    plan = plan_single(problem, Effort(None), silent)
    assert {fault.code for fault in check(problem, plan)} <= {"must-go"}


@given(problem=problems(must_go=False), data=st.data())
def test_a_floor_above_the_cost_is_a_fault(problem, data):
    plan = plan_single(problem, Effort(None), silent)
    bound = data.draw(st.integers(0, 2 * cost(problem, plan).total + 2))
    assert bool(check(problem, replace(plan, lower_bound=bound))) == (bound > cost(problem, plan).total)


@given(problem=problems(must_go=False), data=st.data())
def test_a_plan_with_a_trip_taken_away_is_broken_or_leaves_nothing_undelivered(problem, data):
    plan = plan_single(problem, Effort(None), silent)
    if plan.trips:
        gone = data.draw(st.sampled_from(plan.trips))
        rest = replace(plan, trips=tuple(trip for trip in plan.trips if trip is not gone))
        assert check(problem, rest)


def test_the_judge_imports_no_solver():
    trees = [
        ast.parse(Path(module.__file__).read_text("utf-8")) for module in (routing.check, routing.driven, routing.legs)
    ]
    modules = {node.module for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert modules == {
        "__future__", "collections", "dataclasses", "itertools", "typing",
        "routing.cost", "routing.driven", "routing.errors", "routing.legs", "routing.plan", "routing.problem",
    }  # fmt: skip
