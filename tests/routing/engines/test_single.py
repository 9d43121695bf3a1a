from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from routing.cost import cost
from routing.engines.single import plan_single, take_along
from routing.plan import Plan, Unserved
from routing.progress import Effort, Told, silent
from tests.routing.instances import on_a_line, problems, shipment

LINE = on_a_line(shipments=(shipment("dear", "p1", "p2", penalty=349), shipment("cheap", "p1", "p2", penalty=351)))


def test_what_costs_more_than_its_penalty_stays():
    # The trip costs 350; once it is made for one, the other rides along for nothing.
    alone = replace(LINE, shipments=LINE.shipments[:1])
    assert [left.shipment for left in plan_single(alone, Effort(None), silent).unserved] == ["dear"]


def test_without_time_everything_stays():
    assert len(plan_single(LINE, Effort(0.0), silent).unserved) == 2


def test_a_floor_that_is_known_is_kept():
    left = tuple(Unserved(s.id, "stopped") for s in LINE.shipments)
    assert take_along(LINE, Plan((), left, 5), Effort(None), silent).lower_bound == 5


@given(problem=problems())
def test_each_plan_told_is_cheaper_than_the_one_before(problem):
    heard: list[Told] = []
    plan = plan_single(problem, Effort(None), heard.append)
    costs = [news.cost for news in heard]
    musts = any(s.penalty is None for s in problem.shipments)
    assert musts or (costs == sorted(costs, reverse=True) and (not costs or costs[-1] == cost(problem, plan).total))
