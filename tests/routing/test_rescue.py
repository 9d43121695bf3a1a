from __future__ import annotations

import time
from dataclasses import replace

from routing.check import check
from routing.engines.single import plan_single
from routing.plan import Plan, Unserved
from routing.problem import DAY, Problem
from routing.progress import Effort, Progress, silent
from routing.rescue import Rescue
from routing.solve import solve
from tests.routing.instances import on_a_line, shipment

LINE = on_a_line(shipments=(shipment("a", "p1", "p2"), shipment("b", "p2", "p0", due=2 * DAY)))
NOTHING = Plan((), tuple(Unserved(s.id, "stopped") for s in LINE.shipments))


def empty_handed(problem: Problem, effort: Effort, told: Progress) -> Plan:
    """An engine that needs its time and finds nothing."""
    time.sleep(effort.seconds or 0)
    return Plan((), tuple(Unserved(s.id, "not-placed") for s in problem.shipments))


def rescued(seen: Plan | None) -> Plan:
    """What is better than nothing after half a second of a search that shows this plan."""
    with Rescue(LINE, 0.5) as rescue:
        if seen:
            rescue.see(seen)
        time.sleep(0.5)
    return rescue.better(NOTHING)


def test_a_search_without_any_plan_is_rescued():
    assert not rescued(None).unserved


def test_a_search_that_leaves_something_behind_is_rescued():
    assert check(LINE, rescued(NOTHING)) == ()


def test_a_search_that_has_placed_everything_needs_no_rescue():
    assert rescued(plan_single(LINE, Effort(seconds=None), silent)) == NOTHING


def test_the_better_plan_of_the_search_is_kept():
    own = plan_single(LINE, Effort(seconds=None), silent)
    with Rescue(LINE, 0.2) as rescue:
        time.sleep(0.2)
    assert rescue.better(own) is own


def test_a_short_search_that_finds_nothing_leaves_nothing_servable_behind():
    many = tuple(replace(LINE.shipments[n % 2], id=f"s{n}") for n in range(8))
    plan = solve(replace(LINE, shipments=many), Effort(seconds=1, prove=False), engine=empty_handed)
    assert not plan.unserved
