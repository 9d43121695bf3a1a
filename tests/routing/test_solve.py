from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from routing.alone import Fleet
from routing.check import check
from routing.cost import cost
from routing.engines.single import plan_single
from routing.errors import Unsolvable, UnsoundPlan
from routing.plan import Plan, Stop, Trip, Unserved
from routing.problem import Problem
from routing.progress import Effort, Progress, Told
from routing.solve import solve
from tests.routing.instances import HOUR, on_a_line, problems, shipment, with_place

LINE = on_a_line(shipments=(shipment("a", "p1", "p2"), shipment("b", "p2", "p1")))
CLOSED = with_place(LINE, "p2", windows=())
ENOUGH = Effort(seconds=None, prove=False)


def leaves_everything(problem: Problem, effort: Effort, told: Progress) -> Plan:
    """An engine that finds nothing."""
    return Plan((), tuple(Unserved(s.id, "lazy") for s in problem.shipments))


def breaks_rules(problem: Problem, effort: Effort, told: Progress) -> Plan:
    """An engine that drives before the shift begins."""
    trip = Trip("van-1", (Stop("p0", 0, 0), Stop("p0", 0, 0)))
    return Plan((trip,), tuple(Unserved(s.id, "wild") for s in problem.shipments))


@given(problem=problems(must_go=False))
def test_every_plan_keeps_the_rules(problem):
    assert check(problem, solve(problem, ENOUGH, engine=plan_single)) == ()


def outcome(problem: Problem) -> Plan | Unsolvable:
    """The plan, or the refusal."""
    try:
        return solve(problem, ENOUGH, engine=plan_single)
    except Unsolvable as refusal:
        return refusal


@given(problem=problems())
def test_what_must_go_goes_or_is_named_as_what_keeps_it(problem):
    musts = {s.id for s in problem.shipments if s.penalty is None}
    found = outcome(problem)
    if isinstance(found, Plan):
        assert musts.isdisjoint(left.shipment for left in found.unserved)
    else:
        assert {fault.facts["shipment"] for fault in found.unserved} <= musts


@given(problem=problems())
def test_exactly_what_has_no_way_by_itself_is_called_unsolvable(problem):
    fleet = Fleet(problem)
    hopeless = {s.id for s in problem.shipments if s.penalty is None and fleet.way(s) is None}
    found = outcome(problem)
    named = {fault.facts["shipment"] for fault in found.unserved} if type(found) is Unsolvable else set()
    assert named == hopeless


def test_what_an_engine_leaves_is_taken_along_where_it_pays():
    assert solve(LINE, ENOUGH, engine=leaves_everything).unserved == ()


def test_a_plan_that_breaks_a_rule_is_never_returned():
    with pytest.raises(UnsoundPlan) as refusal:
        solve(LINE, ENOUGH, engine=breaks_rules)
    assert "outside-shifts" in {fault.code for fault in refusal.value.faults}


def test_what_must_go_to_a_closed_place_is_refused_with_the_change_that_helps():
    musts = replace(CLOSED, shipments=(shipment("a", "p1", "p2", penalty=None),))
    with pytest.raises(Unsolvable) as refusal:
        solve(musts, ENOUGH, engine=plan_single)
    (fault,) = refusal.value.unserved
    assert (fault.code, fault.path, fault.facts["change"]) == (
        "shut-at-destination",
        "shipments[0]",
        "open-destination-longer",
    )


def test_the_engine_never_sees_what_is_impossible():
    seen: list[str] = []

    def curious(problem: Problem, effort: Effort, told: Progress) -> Plan:
        seen.extend(s.id for s in problem.shipments)
        return leaves_everything(problem, effort, told)

    mixed = replace(CLOSED, shipments=(*LINE.shipments, shipment("c", "p1", "p0")))
    solve(mixed, ENOUGH, engine=curious)
    assert seen == ["c"]


def test_what_is_told_includes_what_was_set_aside():
    heard: list[Told] = []
    mixed = replace(CLOSED, shipments=(*LINE.shipments, shipment("c", "p1", "p0")))
    plan = solve(mixed, ENOUGH, heard.append, engine=plan_single)
    assert {news.cost for news in heard if news.plan} == {cost(mixed, plan).total}


def test_every_plan_told_keeps_the_rules():
    heard: list[Told] = []
    solve(LINE, ENOUGH, heard.append, engine=plan_single)
    assert [check(LINE, news.plan) for news in heard if news.plan] == [(), (), ()]


def test_the_stages_are_told_in_order():
    heard: list[Told] = []
    solve(LINE, ENOUGH, heard.append, engine=leaves_everything)
    assert [news.stage for news in heard] == ["begin", "search", "search", "explain", "done"]


def test_a_floor_of_the_rest_is_a_floor_of_the_whole():
    def proves(problem: Problem, effort: Effort, told: Progress) -> Plan:
        return replace(plan_single(problem, effort, told), lower_bound=7)

    mixed = replace(CLOSED, shipments=(*LINE.shipments, shipment("c", "p1", "p0")))
    assert solve(mixed, ENOUGH, engine=proves).lower_bound == 7 + 2 * 1000


def test_an_empty_problem_has_an_empty_plan():
    assert solve(on_a_line(), ENOUGH) == Plan((), (), solve(on_a_line(), ENOUGH).lower_bound)


def test_the_engine_in_use_plans_the_line():
    plan = solve(LINE, Effort(seconds=None, iterations=2_000, seed=3, workers=1, prove=False))
    assert (plan.unserved, len(plan.trips)) == ((), 1)


def test_the_same_seed_and_iterations_give_the_same_plan():
    effort = Effort(seconds=None, iterations=4_000, seed=3, workers=2, prove=False)
    assert solve(LINE, effort) == solve(LINE, effort)


def test_an_hour_counts_as_no_more_than_its_seconds():
    heard: list[Told] = []
    solve(LINE, Effort(seconds=0.5), heard.append)
    assert heard[-1].seconds < 0.5 + 1 < HOUR


def test_a_time_too_short_for_any_plan_gives_a_late_one_rather_than_an_empty_one():
    assert solve(LINE, Effort(seconds=0.0, prove=False), engine=leaves_everything).unserved == ()
