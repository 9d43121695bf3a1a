from __future__ import annotations

from dataclasses import replace

from routing.board import Board
from routing.plan import Plan, Stop, Trip
from routing.problem import DAY, BreakRule
from routing.schedule import FAR
from tests.routing.instances import HOUR, on_a_line, shipment

NEXT = DAY + 8 * HOUR
COLLECT = (
    Stop("p0", 27_000, 27_000),
    Stop("p1", 28_800, 29_100, (), ("s",)),
    Stop("p0", 30_900, 31_200, ("s",)),
)
BRING = (
    Stop("p0", NEXT, NEXT + 300, (), ("s",)),
    Stop("p2", NEXT + 3900, NEXT + 4200, ("s",)),
    Stop("p0", NEXT + 7800, NEXT + 7800),
)
LINE = on_a_line(shipments=(shipment("s", "p1", "p2", due=2 * DAY),))
PLAN = Plan((Trip("van-1", COLLECT), Trip("van-1", BRING)))


def test_a_stop_that_takes_up_owes_the_ready_time():
    assert Board(LINE, PLAN).visits(0)[1].earliest == 8 * HOUR


def test_a_stop_at_the_hub_owes_the_sorting_to_the_trip_that_goes_on():
    assert Board(LINE, PLAN).visits(0)[2].leave_by == NEXT - 1800


def test_a_trip_that_goes_on_waits_for_the_sorting():
    assert Board(LINE, PLAN).visits(1)[0].earliest == 31_200 + 1800


def test_a_delivery_owes_the_due_time():
    assert [visit.latest for visit in Board(LINE, PLAN).visits(1)] == [FAR, 2 * DAY, FAR]


def test_a_trip_has_the_time_between_its_neighbours_and_the_gaps_have_the_rest():
    frames = list(Board(LINE, PLAN).frames())
    assert [(frame.trip, frame.span) for frame in frames] == [
        (None, (7 * HOUR, 27_000)),
        (0, (7 * HOUR, 18 * HOUR)),
        (None, (31_200, 18 * HOUR)),
        (None, (DAY + 7 * HOUR, NEXT)),
        (1, (DAY + 7 * HOUR, DAY + 18 * HOUR)),
        (None, (NEXT + 7800, DAY + 18 * HOUR)),
    ]


def test_a_gap_on_a_day_that_is_paid_charges_no_new_day():
    frames = list(Board(LINE, replace(PLAN, trips=PLAN.trips[:1])).frames())
    assert [(frame.span[0] // DAY, frame.new_day) for frame in frames if frame.trip is None] == [
        (0, False),
        (0, False),
        (1, True),
    ]


def test_a_vehicle_with_all_its_trips_made_has_no_gap():
    once = replace(LINE, vehicles=tuple(replace(van, max_trips=1) for van in LINE.vehicles))
    assert [frame.trip for frame in Board(once, PLAN).frames()] == [0, 1]


def test_of_vehicles_that_differ_in_nothing_one_is_tried():
    twins = on_a_line(vehicles=3, shipments=LINE.shipments)
    assert len(list(Board(twins, Plan(())).frames())) == 2


def test_driving_before_a_gap_is_carried_into_it():
    ruled = replace(LINE, break_rule=BreakRule(7200, 2700))
    assert [frame.driven for frame in Board(ruled, PLAN).frames()] == [0, 0, 3600, 0, 0, 7200]
