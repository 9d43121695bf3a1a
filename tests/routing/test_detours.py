from __future__ import annotations

from hypothesis import given

from routing.alone import straight
from routing.check import check
from routing.detours import Detours, Ride, through
from routing.plan import Plan, Trip
from routing.problem import Problem
from tests.routing.instances import on_a_line, problems, shipment


def rides(problem: Problem) -> list[Ride]:
    return [Ride(s, s.origin, s.to, s.ready, s.due) for s in problem.shipments]


def test_no_detour_serves_on_a_straight_road():
    line = on_a_line(shipments=(shipment("s", "p1", "p2"),))
    assert not Detours(line).serve("p0", rides(line)[0])


def test_the_shortest_way_spends_time_where_it_stops():
    line = on_a_line(metres=((0,) * 3,) * 3, seconds=((0, 60, 9000), (60, 0, 60), (9000, 60, 0)))
    detours = Detours(line)
    assert (detours.takes[0, 2], detours.drives[0, 2]) == (60 + 300 + 60, 120)


@given(problem=problems())
def test_a_detour_is_never_later_than_the_straight_trip(problem):
    detours = Detours(problem)
    for vehicle in problem.vehicles:
        for ride in rides(problem):
            direct = straight(problem, vehicle.home, vehicle.shifts[0], ride)
            if direct:
                around = through(detours, vehicle.home, vehicle.shifts[0], ride)
                assert around is not None
                assert down(around, ride) <= down(direct, ride)


@given(problem=problems())
def test_where_detours_do_not_serve_none_is_found_that_the_straight_trip_is_not(problem):
    detours = Detours(problem)
    for vehicle in problem.vehicles:
        for ride in rides(problem):
            if not detours.serve(vehicle.home, ride) and through(detours, vehicle.home, vehicle.shifts[0], ride):
                assert straight(problem, vehicle.home, vehicle.shifts[0], ride)


@given(problem=problems())
def test_a_trip_with_detours_keeps_the_rules(problem):
    detours = Detours(problem)
    for vehicle in problem.vehicles:
        for ride in rides(problem):
            stops = through(detours, vehicle.home, vehicle.shifts[0], ride)
            if stops and ride.shipment.crates <= vehicle.capacity:
                codes = {fault.code for fault in check(problem, Plan((Trip(vehicle.id, stops),)))}
                assert codes <= {"must-go", "unserved-not-named"}


def down(stops, ride):
    return next(stop.start for stop in stops if ride.shipment.id in stop.unload)
