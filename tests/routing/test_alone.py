from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given

from routing.alone import Fleet
from routing.check import check
from routing.engines.single import plan_single
from routing.plan import Plan, Unserved
from routing.problem import DAY, BreakRule, Problem
from routing.progress import Effort, silent
from tests.routing.instances import HOUR, on_a_line, problems, shipment, with_place

LINE = on_a_line(shipments=(shipment("s", "p1", "p2"),))


def arrival(problem: Problem) -> int | None:
    way = Fleet(problem).way(problem.shipments[0])
    return way.arrives_at if way else None


def test_it_arrives_as_soon_as_the_first_window_and_the_way_allow():
    assert arrival(LINE) == 8 * HOUR + 300 + 1800


def test_it_goes_over_the_hub_where_no_shift_is_long_enough_for_both_ends():
    short = tuple((day * DAY + 7 * HOUR, day * DAY + 10 * HOUR) for day in (0, 1))
    wide = on_a_line(minutes=(0, 60, -60), shipments=(shipment("s", "p1", "p2", due=2 * DAY),))
    short_vans = tuple(replace(van, shifts=short) for van in wide.vehicles)
    way = Fleet(replace(wide, vehicles=short_vans)).way(wide.shipments[0])
    assert way is not None
    assert [[stop.place for stop in trip.stops] for trip in way.trips] == [["p0", "p1", "p0"], ["p0", "p2", "p0"]]


def test_nothing_goes_to_a_place_that_is_closed():
    assert arrival(with_place(LINE, "p2", windows=())) is None


def test_nothing_heavier_than_every_vehicle_goes():
    assert arrival(replace(LINE, shipments=(shipment("s", "p1", "p2", crates=11),))) is None


def test_a_leg_too_long_to_drive_in_one_piece_is_broken_at_a_place_on_the_way():
    ruled = replace(LINE, break_rule=BreakRule(max_drive=45 * 60, length=900), shipments=(shipment("s", "p0", "p2"),))
    loading, leg, stop, pause = 300, 1800, 300, 900
    assert arrival(ruled) == 8 * HOUR + loading + leg + stop + pause + leg


@given(problem=problems())
def test_a_way_keeps_the_rules_where_each_of_its_trips_has_its_own_vehicle(problem):
    fleet = Fleet(problem)
    ways = [(s, way) for s in problem.shipments if (way := fleet.way(s))]
    assume(ways)
    for s, way in ways:
        if len({trip.vehicle for trip in way.trips}) == len(way.trips):
            others = tuple(Unserved(other.id, "stopped") for other in problem.shipments if other is not s)
            assert {fault.code for fault in check(problem, Plan(way.trips, others))} <= {"must-go"}


@given(problem=problems())
def test_whatever_a_plan_delivers_had_a_way_by_itself(problem):
    plan = plan_single(problem, Effort(None), silent)
    left = {unserved.shipment for unserved in plan.unserved}
    fleet = Fleet(problem)
    assert all(fleet.way(s) for s in problem.shipments if s.id not in left)
