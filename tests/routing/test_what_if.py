"""What if: circumstances change, the shipments stay, and the difference is told with what chance explains."""

from __future__ import annotations

from dataclasses import replace

import pytest

from routing.answers import write_answer
from routing.check import check
from routing.circumstances import (
    Change,
    all_of,
    another_vehicle,
    receiving,
    with_hub,
    without_day,
    without_vehicles,
)
from routing.cost import cost
from routing.plan import Plan
from routing.problem import DAY, Problem
from routing.progress import Effort
from routing.solve import solve
from routing.what_if import Answer, NoAnswer, Verdict, compared, what_if
from tests.routing.instances import HOUR, on_a_line, shipment, with_place

TODAY = on_a_line(
    vehicles=2,
    shipments=(
        shipment("early", "p1", "p2", due=16 * HOUR),
        shipment("late", "p2", "p1", ready=DAY + 8 * HOUR, due=DAY + 16 * HOUR),
    ),
)


def planner(problem: Problem, seed: int) -> Plan:
    return solve(problem, Effort(seconds=None, iterations=200, seed=seed, prove=False))


def asked(change: Change, problem: Problem = TODAY) -> Answer:
    return what_if(problem, change, planner, seeds=(1, 2))


def leaving_behind(problem: Problem, floor: int | None = None) -> Plan:
    """The plan that moves nothing."""
    without_vans = solve(replace(problem, vehicles=()), Effort(seconds=None, iterations=1, prove=False))
    return replace(without_vans, lower_bound=floor)


def test_a_day_without_transport_leaves_what_had_to_move_on_it() -> None:
    answer = asked(without_day(1))
    assert answer.difference.newly_left == {"late"}
    assert answer.difference.crates_left == 1


def test_without_any_van_everything_stays_and_only_penalties_are_paid() -> None:
    answer = asked(without_vehicles(["van-1", "van-2"]))
    assert answer.changed.outcome.left == {"early", "late"}
    assert answer.changed.outcome.transport == 0
    assert answer.difference.metres == -answer.today.outcome.metres


def test_a_van_too_many_changes_nothing() -> None:
    answer = asked(without_vehicles(["van-2"]))
    assert (answer.difference.cost, answer.verdict) == (0, Verdict.EQUAL)


def test_several_circumstances_hold_at_once() -> None:
    answer = asked(all_of([without_day(1), without_vehicles(["van-1", "van-2"])]))
    assert answer.changed.outcome.left == {"early", "late"}


def test_hours_change_on_every_day_on_which_the_place_receives() -> None:
    changed = receiving("p1", 12 * HOUR, 13 * HOUR)(TODAY)
    assert changed.place("p1").windows == ((12 * HOUR, 13 * HOUR), (DAY + 12 * HOUR, DAY + 13 * HOUR))


def test_a_place_that_opens_earlier_closes_as_before_and_keeps_its_lunch() -> None:
    lunch = with_place(TODAY, "p1", windows=((9 * HOUR, 12 * HOUR), (13 * HOUR, 16 * HOUR)))
    changed = receiving("p1", opens=8 * HOUR)(lunch)
    assert changed.place("p1").windows == ((8 * HOUR, 12 * HOUR), (13 * HOUR, 16 * HOUR))


def test_a_place_that_closes_before_its_lunch_has_no_afternoon() -> None:
    lunch = with_place(TODAY, "p1", windows=((9 * HOUR, 12 * HOUR), (13 * HOUR, 16 * HOUR)))
    assert receiving("p1", closes=11 * HOUR)(lunch).place("p1").windows == ((9 * HOUR, 11 * HOUR),)


def test_a_place_that_would_close_before_it_opens_receives_nothing() -> None:
    assert receiving("p1", opens=17 * HOUR)(TODAY).place("p1").windows == ()


def test_shorter_hours_are_never_cheaper_when_nothing_is_left_behind() -> None:
    answer = asked(receiving("p1", 12 * HOUR, 13 * HOUR))
    assert not answer.difference.newly_left
    assert answer.difference.cost >= 0


def test_a_second_hub_is_one_place_more_to_put_crates_down() -> None:
    assert [place.id for place in with_hub("p2")(TODAY).places if place.hub] == ["p0", "p2"]


def test_one_van_more_is_like_the_one_named() -> None:
    twice = all_of([another_vehicle("van-1"), another_vehicle("van-1")])(TODAY)
    assert [vehicle.id for vehicle in twice.vehicles] == ["van-1", "van-2", "van-1+2", "van-1+3"]
    assert twice.vehicles[2].shifts == twice.vehicles[0].shifts


@pytest.mark.parametrize(
    "change", [without_day(9), without_vehicles(["none"]), with_hub("none"), receiving("none"), another_vehicle("none")]
)
def test_a_change_of_something_that_is_not_there_is_refused(change: Change) -> None:
    with pytest.raises(KeyError):
        asked(change)


def test_a_side_takes_over_the_cheaper_plan_of_the_other_where_it_keeps_the_rules() -> None:
    poor, good = leaving_behind(TODAY), planner(TODAY, 1)
    answer = compared(TODAY, another_vehicle("van-1")(TODAY), [good, good], [poor, poor])
    assert answer.changed.taken_over
    assert answer.difference.cost == 0
    assert check(answer.changed.problem, answer.changed.plan) == ()


def test_a_plan_that_breaks_a_rule_over_there_is_not_taken_over() -> None:
    poor, good = leaving_behind(TODAY), planner(TODAY, 1)
    answer = compared(TODAY, without_vehicles(["van-1", "van-2"])(TODAY), [good], [poor])
    assert not answer.changed.taken_over


def test_what_is_taken_over_gives_its_reasons_anew() -> None:
    none = without_vehicles(["van-1", "van-2"])(TODAY)
    poor = replace(leaving_behind(none), lower_bound=None)
    dearer = planner(on_a_line(vehicles=2, shipments=TODAY.shipments), 1)
    cheap = replace(TODAY, shipments=tuple(replace(one, penalty=1) for one in TODAY.shipments))
    answer = compared(cheap, replace(none, shipments=cheap.shipments), [dearer], [poor])
    assert answer.today.taken_over
    assert {left.reason for left in answer.today.plan.unserved} == {"dearer-than-penalty"}


def verdict(problem: Problem, today: list[Plan], changed: list[Plan]) -> Verdict:
    return compared(problem, without_vehicles(["van-1"])(problem), today, changed).verdict


ONE_VAN = replace(TODAY, vehicles=TODAY.vehicles[:1])


def test_a_difference_that_the_searches_agree_on_is_clear() -> None:
    good, poor = planner(ONE_VAN, 1), leaving_behind(ONE_VAN)
    assert verdict(ONE_VAN, [good, good], [poor, poor]) is Verdict.CLEAR


def test_a_difference_that_the_searches_of_one_side_show_among_themselves_is_none() -> None:
    good, poor = planner(ONE_VAN, 1), leaving_behind(ONE_VAN)
    assert verdict(ONE_VAN, [good, poor], [poor, poor]) is Verdict.UNCLEAR


def test_one_search_a_side_says_nothing_of_chance() -> None:
    good, poor = planner(ONE_VAN, 1), leaving_behind(ONE_VAN)
    assert verdict(ONE_VAN, [good], [poor]) is Verdict.UNCLEAR


def test_a_floor_above_the_other_sides_cost_proves_the_difference() -> None:
    good, poor = planner(ONE_VAN, 1), leaving_behind(ONE_VAN, floor=2000)
    assert cost(ONE_VAN, good).total < 2000
    assert verdict(ONE_VAN, [good], [poor]) is Verdict.PROVEN


def test_without_a_plan_on_each_side_there_is_no_answer() -> None:
    with pytest.raises(NoAnswer):
        compared(TODAY, TODAY, [planner(TODAY, 1)], [])


def test_the_answer_names_every_pair_of_places_on_both_sides() -> None:
    written = write_answer(asked(without_day(1)))
    (there, back) = written["pairs"]
    assert (there["from"], there["to"], back["changed"]["delivered"]) == ("p1", "p2", 0)
    assert there["today"]["mean_seconds"] == there["today"]["longest_seconds"] > 0
    assert back["changed"]["mean_seconds"] is None
