from __future__ import annotations

import random
from dataclasses import replace
from math import hypot

import pytest

from routing.check import check
from routing.engines.choice import engine_for
from routing.engines.pairs import plan_pairs, suits
from routing.engines.weekly import plan_weeks
from routing.problem import Place, Problem, Shipment, Vehicle
from routing.progress import Effort, silent
from tests.routing.instances import on_a_line, shipment

LITTLE = Effort(seconds=None, iterations=3000)


@pytest.fixture(scope="module")
def taxi() -> Problem:
    """Forty rides in a town without a hub, each between two doors of its own."""
    chance = random.Random(7)
    doors = [(50, 50), *((chance.randrange(100), chance.randrange(100)) for _ in range(80))]
    apart = tuple(tuple(round(60 * hypot(a[0] - b[0], a[1] - b[1])) for b in doors) for a in doors)
    places = [Place("home", "", ((0, 40_000),))]
    for n in range(1, len(doors)):
        opens = chance.randrange(0, 12_000) + (0 if n % 2 else 14_000)
        places.append(Place(f"d{n}", "", ((opens, opens + 9_000),), stop_seconds=90))
    return Problem(
        name="taxi",
        currency="SEK",
        days=1,
        places=tuple(places),
        metres=apart,
        seconds=apart,
        stop_seconds=0,
        crate_seconds=0,
        sort_seconds=0,
        vehicles=tuple(Vehicle(f"v{n}", "home", 20, 10**6, 1000, 0, ((0, 40_000),), 1) for n in range(20)),
        shipments=tuple(
            Shipment(f"s{n}", f"d{2 * n - 1}", f"d{2 * n}", chance.randint(1, 9), 0, 40_000) for n in range(1, 41)
        ),
    )


def test_every_ride_is_served_by_the_rules(taxi: Problem):
    assert check(taxi, plan_pairs(taxi, LITTLE, silent)) == ()


def test_more_effort_needs_no_more_vehicles(taxi: Problem):
    little, more = (plan_pairs(taxi, Effort(None, n), silent) for n in (300, 20_000))
    assert len(more.trips) <= len(little.trips)


def test_the_same_seed_and_iterations_give_the_same_plan(taxi: Problem):
    assert plan_pairs(taxi, LITTLE, silent) == plan_pairs(taxi, LITTLE, silent)


def test_a_ride_that_no_vehicle_can_make_is_left(taxi: Problem):
    heavy = replace(taxi.shipments[0], crates=21)
    problem = replace(taxi, shipments=(heavy, *taxi.shipments[1:]))
    assert [left.shipment for left in plan_pairs(problem, LITTLE, silent).unserved] == ["s1"]


def test_a_ride_stays_where_leaving_it_is_cheaper(taxi: Problem):
    problem = replace(taxi, shipments=(replace(taxi.shipments[0], penalty=1),))
    assert plan_pairs(problem, LITTLE, silent).trips == ()


def test_a_network_with_a_hub_is_planned_by_weeks():
    assert engine_for(on_a_line(shipments=(shipment("s", "p1", "p2"),))) is plan_weeks


def test_rides_between_doors_of_their_own_are_planned_by_pairs(taxi: Problem):
    assert engine_for(taxi) is plan_pairs


def test_two_crates_at_one_door_are_one_stop_and_so_not_for_pairs(taxi: Problem):
    assert not suits(replace(taxi, shipments=(*taxi.shipments, replace(taxi.shipments[0], id="again"))))
