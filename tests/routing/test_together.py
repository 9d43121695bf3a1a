from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.check import check
from routing.engines.again import plan_again
from routing.engines.beyond import plan_beyond
from routing.engines.choice import engine_for
from routing.errors import BadFile
from routing.files import read_problem, write_problem
from routing.impossible import why_impossible
from routing.plan import Plan, Stop, Trip
from routing.problem import BreakRule, Problem
from routing.progress import Effort, silent
from routing.schedule import Visit, schedule
from routing.solve import solve
from tests.routing.instances import HOUR, on_a_line, problems, shipment

FEW = Effort(seconds=None, iterations=2, prove=False)
PAIR = (shipment("a", "p0", "p1"), shipment("b", "p0", "p1"))
TOGETHER = (
    Stop("p0", 8 * HOUR, 8 * HOUR + 300, (), ("a", "b")),
    Stop("p1", 9 * HOUR, 9 * HOUR + 300, ("a", "b")),
    Stop("p0", 10 * HOUR, 10 * HOUR),
)


def line(van: dict[str, Any] | None = None, crates: dict[str, Any] | None = None, **changed: Any) -> Problem:
    """The line with both shipments, its van and its shipments changed."""
    problem = on_a_line(shipments=tuple(replace(s, **(crates or {})) for s in PAIR), **changed)
    return replace(problem, vehicles=tuple(replace(v, **(van or {})) for v in problem.vehicles))


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("forbidden-place", line({"forbidden": ("p1",)})),
        ("over-weight", line({"max_kg": 39}, {"kg": 20})),
        ("kept-apart", line(crates={"apart": ("rare",)})),
        ("too-long-on-duty", line({"max_duty": 2 * HOUR - 1})),
    ],
)
def test_each_rule_has_its_code(code, problem):
    assert [fault.code for fault in check(problem, Plan((Trip("van-1", TOGETHER),)))] == [code]


@pytest.mark.parametrize(
    "problem",
    [line({"max_kg": 40}, {"kg": 20}), line(crates={"apart": ()}), line({"max_duty": 2 * HOUR, "forbidden": ("p2",)})],
)
def test_limits_that_are_just_kept_are_no_fault(problem):
    assert check(problem, Plan((Trip("van-1", TOGETHER),))) == ()


@st.composite
def extended(draw: st.DrawFn) -> Problem:
    """A random problem with everything beyond the common format."""
    problem = draw(problems(must_go=False))
    names = [place.id for place in problem.places]
    vehicles = []
    for vehicle in problem.vehicles:
        forbidden = draw(st.lists(st.sampled_from([name for name in names if name != vehicle.home]), unique=True))
        limits = {"max_kg": draw(st.none() | st.integers(0, 50)), "max_duty": draw(st.none() | st.integers(0, 40_000))}
        vehicles.append(replace(vehicle, forbidden=tuple(forbidden), **limits))
    shipments = [
        replace(
            s,
            kg=draw(st.integers(0, 30)),
            apart=tuple(draw(st.lists(st.sampled_from("xy"), unique=True))),
            priority=draw(st.integers(0, 2)),
        )
        for s in problem.shipments
    ]
    rule = problem.break_rule and replace(problem.break_rule, split=(problem.break_rule.length // 3, 2700))
    return replace(problem, vehicles=tuple(vehicles), shipments=tuple(shipments), break_rule=rule)


@given(extended())
def test_what_lies_beyond_the_format_is_written_and_read_back(problem):
    assert read_problem(write_problem(problem)) == problem


@given(extended())
def test_plans_keep_every_rule_beyond_the_format(problem):
    plan = plan_again(problem, FEW, silent)
    assert check(problem, plan) == ()


def test_a_file_without_extensions_names_none_of_them():
    assert not {"forbidden", "max_kg", "max_duty"} & set(write_problem(line())["vehicles"][0])


def test_crates_to_be_kept_apart_take_two_trips():
    plan = solve(line(crates={"apart": ("rare",)}), FEW)
    assert len(plan.trips) == 2
    assert not plan.unserved


def test_where_room_is_short_the_higher_priority_is_kept():
    problem = line({"max_trips": 1}, {"crates": 10, "ready": 8 * HOUR, "due": 11 * HOUR}, days=1)
    first, second = problem.shipments
    plan = solve(replace(problem, shipments=(first, replace(second, priority=1))), FEW)
    assert [left.shipment for left in plan.unserved] == ["a"]


def test_a_problem_with_extensions_goes_to_the_engine_that_knows_them():
    assert engine_for(line({"max_kg": 1})).func is plan_beyond


def test_a_home_that_is_forbidden_is_a_contradiction():
    file = write_problem(line({"forbidden": ("p0",)}))
    with pytest.raises(BadFile) as refused:
        read_problem(file)
    assert [(fault.code, fault.path) for fault in refused.value.faults] == [
        ("home-forbidden", "vehicles[0].forbidden[0]")
    ]


def test_a_split_shorter_than_the_break_is_a_contradiction():
    file = write_problem(line(break_rule=BreakRule(16_200, 2700, (900, 1700))))
    with pytest.raises(BadFile) as refused:
        read_problem(file)
    assert [fault.code for fault in refused.value.faults] == ["split-too-short"]


@pytest.mark.parametrize(
    ("reason", "problem"),
    [
        ("over-weight", line({"max_kg": 19}, {"kg": 20})),
        ("no-vehicle-allowed", line({"forbidden": ("p1",)})),
    ],
)
def test_what_no_vehicle_may_carry_is_impossible_with_its_reason(reason, problem):
    assert why_impossible(problem, problem.shipments[0]).reason == reason


LONG = on_a_line(
    minutes=(0, 60, 120),
    shipments=(),
    break_rule=BreakRule(max_drive=150 * 60, length=2700, split=(900, 1800)),
)


def long_drive(first: int, second: int) -> Plan:
    """An hour of driving four times, with rests before the second leg and before the third."""
    starts = [8 * HOUR, 9 * HOUR]
    starts.append(starts[-1] + 300 + first + HOUR)
    starts.append(starts[-1] + 300 + second + HOUR)
    starts.append(starts[-1] + 300 + HOUR)
    at = ["p0", "p1", "p2", "p1", "p0"]
    idle = [k in (0, 4) for k in range(5)]
    stops = (Stop(p, s, s if ends else s + 300) for p, s, ends in zip(at, starts, idle, strict=True))
    return Plan((Trip("van-1", tuple(stops)),))


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        (900, 1800, []),
        (1800, 900, ["no-break"]),
        (899, 1800, ["no-break"]),
        (900, 1799, ["no-break"]),
        (0, 2700, []),
    ],
)
def test_a_break_may_be_taken_in_two_the_longer_part_last(first, second, codes):
    assert [fault.code for fault in check(LONG, long_drive(first, second))] == codes


def test_without_a_split_two_parts_are_no_break():
    whole = replace(LONG, break_rule=BreakRule(150 * 60, 2700))
    assert [fault.code for fault in check(whole, long_drive(900, 1800))] == ["no-break"]


def test_the_schedule_uses_a_wait_as_the_first_part():
    at = ["p0", "p1", "p2", "p1", "p0"]
    visits = [Visit(place) for place in at]
    visits[2] = Visit("p2", earliest=11 * HOUR, latest=11 * HOUR)
    visits[1] = Visit("p1", earliest=9 * HOUR + 1800, latest=9 * HOUR + 1800)
    stops = schedule(LONG, visits, LONG.vehicles[0].shifts[0])
    assert stops is not None
    assert stops[-1].start == 11 * HOUR + 300 + HOUR + 300 + HOUR + 1800
