from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.bound.ground import Ground, ground
from routing.bound.stretches import prove_stretches, stretches, together
from routing.cost import cost
from routing.problem import DAY, Problem, Shipment
from routing.progress import Effort
from routing.solve import solve
from tests.routing.instances import HOUR, on_a_line, shipment
from tests.routing.test_bound import small_weeks


def moved(name: str, origin: str, to: str, first: int, last: int) -> Shipment:
    """One crate that must go, ready on the morning of one day, due on the evening of another."""
    return shipment(name, origin, to, ready=first * DAY + 8 * HOUR, due=last * DAY + 18 * HOUR, penalty=None)


def floor(problem: Problem) -> int:
    """What the stretches prove in all, in öre."""
    told = [0]
    assert prove_stretches(ground(problem), told.append, until=None, most=10**12)
    return max(told)


def paid(problem: Problem) -> int:
    return cost(problem, solve(problem, Effort(None, 1_500, prove=False))).total


def days_of(relaxed: Ground) -> dict[tuple[int, int], int]:
    """How many orders each stretch has."""
    return {days: len(part.orders) for days, part in stretches(relaxed)}


@settings(max_examples=60, deadline=None)
@given(problem=small_weeks())
def test_no_plan_of_a_small_week_costs_less_than_its_stretches(problem):
    told = [0]
    prove_stretches(ground(problem), told.append, until=None, most=10**12)
    assert max(told) - 1 <= paid(problem)


def test_what_must_move_at_either_end_of_a_week_is_paid_for_twice():
    early, late = moved("a", "p1", "p2", 0, 1), moved("b", "p1", "p2", 3, 4)
    week = on_a_line(days=5, shipments=(early, late))
    alone = [floor(replace(week, shipments=(one,))) for one in (early, late)]
    assert floor(week) == sum(alone)
    assert paid(week) - 2 <= floor(week)


def test_what_can_wait_for_another_stretch_costs_its_handling_there_only():
    early, whenever = moved("a", "p1", "p2", 0, 1), moved("b", "p1", "p2", 0, 4)
    week = on_a_line(days=5, shipments=(early, whenever), crate_seconds=600)
    handling = 2 * 600 * week.vehicles[0].cost_per_hour // 3600
    assert handling > 0
    assert floor(week) == floor(replace(week, shipments=(early,))) + handling


def test_an_order_belongs_to_the_stretches_that_hold_all_its_days():
    week = on_a_line(days=5, shipments=(moved("a", "p1", "p2", 0, 1), moved("b", "p2", "p1", 1, 3)))
    assert days_of(ground(week)) == {(0, 3): 1, (1, 4): 1, (0, 2): 1}


def test_an_order_that_nothing_can_move_belongs_to_no_stretch_and_pays_its_penalty():
    never = shipment("a", "p1", "p2", ready=17 * HOUR, due=17 * HOUR, penalty=700)
    week = on_a_line(days=5, shipments=(never,))
    assert days_of(ground(week)) == {}
    assert floor(week) == 700


@given(
    floors=st.dictionaries(
        st.tuples(st.integers(0, 5), st.integers(1, 3)).map(lambda part: (part[0], part[0] + part[1])),
        st.integers(0, 99),
    )
)
def test_the_sum_of_stretches_is_the_largest_of_those_without_a_common_day(floors):
    def largest(first: int) -> int:
        """By trying every stretch that begins on the day, or none."""
        if first > 8:
            return 0
        return max([largest(first + 1), *(floors[part] + largest(part[1]) for part in floors if part[0] == first)])

    assert together(8, floors) == largest(0)
