from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from routing.check import check
from routing.cost import cost
from routing.insert import insert
from routing.plan import Plan, Unserved
from routing.problem import DAY, Problem
from tests.routing.instances import HOUR, on_a_line, problems, shipment

FIRST, SECOND = shipment("a", "p1", "p2"), shipment("b", "p1", "p2")
LINE = on_a_line(shipments=(FIRST, SECOND))


def nothing(problem: Problem) -> Plan:
    return Plan((), tuple(Unserved(s.id, "stopped") for s in problem.shipments))


def sequence(problem: Problem) -> Plan:
    """Every shipment in turn, as far as it goes."""
    plan = nothing(problem)
    for s in problem.shipments:
        found = insert(problem, plan, s)
        plan = found.plan if found else plan
    return plan


def test_the_first_shipment_pays_for_its_trip():
    found = insert(LINE, nothing(LINE), FIRST)
    # A day 100, 120 km 120, and two hours and ten minutes.
    assert found is not None
    assert found.extra == 100 + 120 + 130


def test_a_second_on_the_same_way_costs_nothing_where_crates_take_no_time():
    found = insert(LINE, nothing(LINE), FIRST)
    assert found is not None
    again = insert(LINE, found.plan, SECOND)
    assert again is not None
    assert again.extra == 0


def test_it_is_said_who_brings_it_and_when():
    found = insert(LINE, nothing(LINE), FIRST)
    assert found is not None
    assert (found.vehicle, found.arrives_at) == ("van-1", 8 * HOUR + 300 + 1800)


def test_nothing_is_inserted_at_the_limit_of_its_cost():
    assert insert(LINE, nothing(LINE), FIRST, most=350) is None


def test_it_goes_over_the_hub_with_two_trips_that_are_there():
    lots = (
        shipment("in", "p1", "p0"),
        shipment("out", "p0", "p2", ready=DAY + 8 * HOUR, due=2 * DAY),
        shipment("over", "p1", "p2", due=2 * DAY),
    )
    wide = on_a_line(minutes=(0, 100, -100), shipments=lots)
    plan = sequence(replace(wide, shipments=lots[:2]))
    whole = replace(plan, unserved=(Unserved("over", "stopped"),))
    found = insert(wide, whole, lots[2])
    assert found is not None
    assert (len(found.plan.trips), found.extra) == (2, 0)


def test_a_full_vehicle_takes_no_more():
    full = on_a_line(days=1, shipments=(shipment("a", "p1", "p2", crates=10), SECOND))
    found = insert(full, nothing(full), full.shipments[0])
    assert found is not None
    again = insert(full, found.plan, SECOND)
    assert again is not None
    assert len(again.plan.trips) + len(again.plan.trips[0].stops) > 5


@given(problem=problems())
def test_every_plan_on_the_way_keeps_the_rules(problem):
    assert {fault.code for fault in check(problem, sequence(problem))} <= {"must-go"}


@given(problem=problems())
def test_the_extra_cost_is_what_the_plan_costs_more(problem):
    plan, extra = nothing(problem), 0
    for s in problem.shipments:
        found = insert(problem, plan, s)
        if found:
            plan, extra = found.plan, extra + found.extra
    assert extra == cost(problem, plan).transport
