from __future__ import annotations

from hypothesis import given

from routing.board import Board
from routing.detours import Ride
from routing.engines.single import plan_single
from routing.plan import Plan
from routing.problem import Problem
from routing.progress import Effort, silent
from routing.schedule import schedule
from routing.spots import Spot, loads, places, put_in, spots, visits_of
from tests.routing.instances import on_a_line, problems, shipment

LINE = on_a_line(days=1, shipments=(shipment("s", "p1", "p2"),))


def ride_of(problem: Problem, row: int) -> Ride:
    s = problem.shipments[row]
    return Ride(s, s.origin, s.to, s.ready, s.due)


def all_spots(board: Board, ride: Ride) -> set[Spot]:
    """Every spot whose trip can be scheduled, found by scheduling it."""
    problem, found = board.problem, set()
    origin, goal = problem.index[ride.origin], problem.index[ride.goal]
    for frame in board.frames():
        visits = visits_of(board, frame)
        rows = [problem.index[visit.place] for visit in visits]
        for up, out in places(problem, rows, origin, 0, None):
            for down, back in places(problem, rows, goal, up.row + up.joined, None if up.joined else origin):
                day = frame.vehicle.cost_per_day if frame.new_day else 0
                spot = Spot((out + back) * frame.vehicle.cost_per_km / 1000 + day, frame, up, down)
                changed = put_in(visits, ride, spot)
                full = max(loads(problem, changed)) > frame.vehicle.capacity
                if not full and schedule(problem, changed, frame.span, frame.driven):
                    found.add(spot)
    return found


@given(problem=problems())
def test_no_spot_that_can_be_driven_is_missed(problem):
    plan = plan_single(problem, Effort(None), silent)
    board = Board(problem, plan)
    for left in plan.unserved:
        ride = ride_of(problem, problem.shipments.index(problem.shipment[left.shipment]))
        assert all_spots(board, ride) <= set(spots(board, ride))


def test_spots_come_with_the_least_addition_first():
    found = [spot.least for spot in spots(Board(LINE, Plan(())), ride_of(LINE, 0))]
    assert found == sorted(found)


def test_a_trip_of_its_own_adds_its_way_and_the_day():
    (spot,) = spots(Board(LINE, Plan(())), ride_of(LINE, 0))
    assert spot.least == 100 + 120


def test_a_stop_is_joined_to_one_at_the_same_place():
    rows = [LINE.index[place] for place in ("p0", "p1", "p2", "p0")]
    assert [(place.row, place.joined, metres) for place, metres in places(LINE, rows, LINE.index["p2"], 0, None)] == [
        (1, False, 60_000),
        (2, True, 0),
    ]
