from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from routing.cost import cost
from routing.engines.single import plan_single
from routing.plan import Plan, Stop, Trip, Unserved
from routing.problem import DAY
from routing.progress import Effort, silent
from tests.routing.instances import on_a_line, problems, shipment

PROBLEM = on_a_line(vehicles=2, shipments=(shipment("s1", "p1", "p2"), shipment("s2", "p1", "p2", penalty=None)))


def trip(vehicle: str, start: int, minutes: int = 60) -> Trip:
    """To p1 and back, 60 km, taking so long."""
    return Trip(
        vehicle,
        (Stop("p0", start, start), Stop("p1", start + 1800, start + 2100), Stop("p0", start + 60 * minutes, 0)),
    )


def ended(trip: Trip) -> Trip:
    """The trip with its last stop left when it starts."""
    last = trip.stops[-1]
    return replace(trip, stops=(*trip.stops[:-1], replace(last, leave=last.start)))


def test_a_trip_costs_its_day_its_way_and_its_time():
    priced = cost(PROBLEM, Plan((ended(trip("van-1", 0)),)))
    assert (priced.day_charges, priced.distance, priced.duty) == (100, 60, 60)


def test_a_vehicle_is_charged_once_for_a_day_with_two_trips():
    plan = Plan((ended(trip("van-1", 30_000)), ended(trip("van-1", 10_000))))
    assert [part.day_charge for part in cost(PROBLEM, plan).trips] == [0, 100]


def test_two_vehicles_and_two_days_are_charged_each():
    plan = Plan((ended(trip("van-1", 0)), ended(trip("van-2", 0)), ended(trip("van-1", DAY))))
    assert cost(PROBLEM, plan).vehicle_days == 3


def test_what_stays_behind_costs_its_penalty():
    priced = cost(PROBLEM, Plan((), (Unserved("s1", "no-room"),)))
    assert (priced.total, priced.transport, priced.penalties) == (1000, 0, 1000)


def test_time_is_rounded_half_up_once_over_all_trips():
    # Three times 90.5 minutes at 60 an hour are 271.5; each rounded alone would make 273.
    day = tuple(ended(trip("van-1", n * 10_000, minutes=0)) for n in range(3))
    day = tuple(replace(t, stops=(t.stops[0], replace(t.stops[-1], leave=t.stops[0].start + 5430))) for t in day)
    assert cost(PROBLEM, Plan(day)).duty == 272


@given(problem=problems(), seed=st.integers(0, 3))
def test_the_trips_exact_parts_add_up_to_the_plan(problem, seed):
    priced = cost(problem, plan_single(problem, Effort(seed=seed), silent))
    assert abs(sum((part.exact for part in priced.trips), Fraction(0)) - priced.transport) <= 1
