from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from routing.alone import Fleet
from routing.impossible import distance, why_impossible
from routing.problem import DAY, BreakRule, Problem
from routing.reasons import IMPOSSIBLE
from tests.routing.instances import HOUR, on_a_line, problems, shipment, with_place

LINE = on_a_line(shipments=(shipment("s", "p1", "p2"),))


def only(problem: Problem = LINE, **changed: object) -> Problem:
    return replace(problem, shipments=(replace(problem.shipments[0], **changed),))  # type: ignore[arg-type]


CASES: list[tuple[str, Problem, dict[str, object]]] = [
    ("no-vehicle", replace(LINE, vehicles=()), {}),
    ("too-heavy", only(crates=11), {"crates": 11, "capacity": 10, "vehicle": "van-1"}),
    ("shut-at-destination", with_place(LINE, "p2", windows=()), {"ready": 8 * HOUR, "due": 18 * HOUR}),
    (
        "closed-at-destination",
        with_place(LINE, "p2", windows=((8 * HOUR, 30_000),)),
        {"closes_at": 30_000, "arrives_at": 30_900},
    ),
    ("shut-at-origin", with_place(LINE, "p1", windows=()), {"ready": 8 * HOUR, "due": 18 * HOUR}),
    (
        "closed-at-origin",
        with_place(LINE, "p1", windows=((64_000, 18 * HOUR),)),
        {"opens_at": 64_000, "taken_at": 28_800},
    ),
    (
        "closed-at-both",
        with_place(with_place(LINE, "p1", windows=((64_000, 18 * HOUR),)), "p2", windows=((8 * HOUR, 29_000),)),
        {"origin_opens_at": 64_000, "destination_closes_at": 29_000},
    ),
    ("too-late", only(due=30_000), {"arrives_at": 30_900, "due": 30_000}),
    (
        "out-of-reach",
        on_a_line(minutes=(0, 400, 410), shipments=LINE.shipments),
        {"drives": 820 * 60, "longest_leg": 410 * 60, "longest_shift": 11 * HOUR},
    ),
    (
        "out-of-reach",
        replace(only(on_a_line(minutes=(0, 100, 200), shipments=LINE.shipments)), break_rule=BreakRule(3600, 900)),
        {"longest_leg": 200 * 60, "most_in_one_piece": 3600},
    ),
    ("can-wait", only(ready=DAY + 17 * HOUR, due=3 * DAY), {"due": 3 * DAY, "horizon_ends": 2 * DAY}),
]


@pytest.mark.parametrize(("code", "problem", "facts"), CASES)
def test_the_limit_that_stands_in_the_way_is_named_with_its_figures(code, problem, facts):
    left = why_impossible(problem, problem.shipments[0])
    assert (left.reason, {key: left.facts.get(key) for key in facts}) == (code, facts)


def test_of_two_limits_the_one_that_gives_way_by_less_is_named():
    # 15 minutes after closing, or a day and more after the due time.
    closed = with_place(LINE, "p2", windows=((8 * HOUR, 30_000), (DAY + 8 * HOUR, DAY + 9 * HOUR)))
    assert why_impossible(closed, closed.shipments[0]).reason == "closed-at-destination"


def test_a_day_without_hours_is_named_as_such():
    assert distance(((8 * HOUR, 9 * HOUR),), DAY + 5) == (DAY, {"closed_on_day": 1})


def test_the_nearer_end_of_a_day_is_named():
    assert distance(((8 * HOUR, 9 * HOUR), (14 * HOUR, 15 * HOUR)), 13 * HOUR) == (HOUR, {"opens_at": 14 * HOUR})


@given(problem=problems())
def test_everything_impossible_has_a_known_reason_and_known_facts(problem):
    fleet = Fleet(problem)
    for s in problem.shipments:
        if fleet.way(s) is None:
            left = why_impossible(problem, s)
            assert set(left.facts) <= {"from", "to", *IMPOSSIBLE[left.reason]}
