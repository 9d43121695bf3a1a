"""What if: a circumstance changes, the shipments stay, and the difference is told."""

from __future__ import annotations

import pytest

from routing.outcome import outcome
from routing.plan import Plan
from routing.problem import DAY, Problem
from routing.progress import Effort
from routing.solve import solve
from routing.what_if import receiving, what_if, with_hub, without_day, without_vehicles
from tests.routing.instances import HOUR, on_a_line, shipment

TODAY = on_a_line(
    vehicles=2,
    shipments=(
        shipment("early", "p1", "p2", due=16 * HOUR),
        shipment("late", "p2", "p1", ready=DAY + 8 * HOUR, due=DAY + 16 * HOUR),
    ),
)


def planner(problem: Problem) -> Plan:
    return solve(problem, Effort(seconds=None, iterations=200, prove=False))


def test_a_day_without_transport_leaves_what_had_to_move_on_it() -> None:
    answer = what_if(TODAY, without_day(1), planner)
    assert answer.difference.newly_left == {"late"}
    assert answer.difference.crates_left == 1


def test_without_any_van_everything_stays_and_only_penalties_are_paid() -> None:
    answer = what_if(TODAY, without_vehicles(["van-1", "van-2"]), planner)
    assert answer.after.left == {"early", "late"}
    assert answer.after.transport == 0
    assert answer.difference.metres == -answer.before.metres


def test_a_van_too_many_changes_nothing() -> None:
    assert what_if(TODAY, without_vehicles(["van-2"]), planner).difference.cost == 0


def test_hours_change_on_every_day_on_which_the_place_receives() -> None:
    changed = receiving("p1", 12 * HOUR, 13 * HOUR)(TODAY)
    assert changed.place("p1").windows == ((12 * HOUR, 13 * HOUR), (DAY + 12 * HOUR, DAY + 13 * HOUR))


def test_shorter_hours_are_never_cheaper_when_nothing_is_left_behind() -> None:
    answer = what_if(TODAY, receiving("p1", 12 * HOUR, 13 * HOUR), planner)
    assert not answer.difference.newly_left
    assert answer.difference.cost >= 0


def test_a_second_hub_is_one_place_more_to_put_crates_down() -> None:
    assert [place.id for place in with_hub("p2")(TODAY).places if place.hub] == ["p0", "p2"]


@pytest.mark.parametrize("change", [without_day(9), without_vehicles(["none"]), with_hub("none")])
def test_a_change_of_something_that_is_not_there_is_refused(change) -> None:
    with pytest.raises(KeyError):
        what_if(TODAY, change, planner)


def test_the_plan_of_today_is_taken_where_it_is_given() -> None:
    today = planner(TODAY)
    answer = what_if(TODAY, without_day(1), planner, today=today)
    assert answer.today is today
    assert answer.before == outcome(TODAY, today)
