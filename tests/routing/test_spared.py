from __future__ import annotations

from hypothesis import given

from routing.engines.single import plan_single
from routing.plan import Plan
from routing.problem import Problem
from routing.progress import Effort, silent
from routing.spared import Spared, left_out, spared
from tests.routing.instances import on_a_line, problems, shipment

LINE = on_a_line(days=1, shipments=(shipment("s", "p0", "p1"), shipment("t", "p0", "p2", penalty=0)))


def planned(problem: Problem) -> Plan:
    return plan_single(problem, Effort(None), silent)


def test_a_place_further_out_would_have_cost_the_way_there_and_back():
    # p2 is half an hour beyond p1: an hour's driving and a stop of five minutes, at 1 a km and 60 an hour.
    assert spared(LINE, planned(LINE)) == Spared(1, 0, 60 + 65, 60_000, 65 * 60)


def test_a_place_that_no_shipment_names_is_not_missed():
    assert list(left_out(on_a_line(days=1), Plan(()))) == []


def test_a_place_that_no_vehicle_can_reach_is_counted_apart():
    far = on_a_line(minutes=(0, 30, 600), days=1, shipments=LINE.shipments)
    assert spared(far, planned(far)) == Spared(0, 1, 0, 0, 0)


@given(problem=problems())
def test_every_place_left_out_is_counted_once(problem):
    plan = planned(problem)
    found = spared(problem, plan)
    assert found is not None
    assert found.stops + found.no_time == len(list(left_out(problem, plan)))


def test_where_the_time_is_too_short_nothing_is_said():
    assert spared(LINE, planned(LINE), seconds=-1.0) is None
