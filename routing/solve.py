"""The page: set aside what cannot go, search and prove, check, explain, return."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from dataclasses import replace
from functools import partial

from routing.alone import Fleet
from routing.check import check
from routing.cost import cost
from routing.detours import OutOfTime
from routing.engines import Engine
from routing.engines.choice import engine_for
from routing.engines.single import plan_single, take_along
from routing.errors import Fault, NotPlaced, Unsolvable, UnsoundPlan
from routing.hub_day.day import hub_days
from routing.plan import Plan, Unserved
from routing.problem import Problem
from routing.progress import Effort, Progress, Told, silent
from routing.proving import Proving
from routing.reasons import explain, reasoned, with_change
from routing.rescue import Rescue

SHARE_KEPT, MOST_KEPT = 0.05, 2.0
"""Share of the time, and most seconds, that the search leaves for taking along and for the reasons."""

SHARE_EXACT = 0.6
"""Share of the time after which the search for a proven optimum gives way to the search for a good plan."""

SHARE_ASIDE = 0.1
"""Share of the time in which what is impossible is looked for with detours, which can take long."""

LEAST_FOR_REASONS = 0.5
"""Seconds for taking along, and again for the reasons, even where no time is left: no plan is finished without."""

GRACE = 2.0
"""Seconds for a first plan where the time was too short for any: one that is late serves better than an empty one."""


def solve(problem: Problem, effort: Effort, told: Progress = silent, engine: Engine | None = None) -> Plan:
    """Plan a problem.

    Args:
        effort: what the search may spend; the time limit holds for the whole of this, but for `GRACE` and
            `LEAST_FOR_REASONS`.
        told: hears of each better plan and of the stages; called in this thread.
        engine: how to search; None: as fits the problem.

    Returns:
        A plan that keeps every rule, with a reason for whatever stays behind, and a proven floor of the
        cost where one was found.

    Raises:
        Unsolvable: shipments without a penalty cannot go, each with its reason.
        NotPlaced: shipments without a penalty found no place in the time given.
        UnsoundPlan: the planner broke a rule; a defect.
    """
    begun = time.monotonic()
    hopeless = impossible(problem, None if effort.seconds is None else begun + SHARE_ASIDE * effort.seconds)
    refuse_if_musts(problem, hopeless, Unsolvable)
    aside = {left.shipment for left in hopeless}
    lost = sum(problem.shipment[name].penalty or 0 for name in aside)
    rest = replace(problem, shipments=tuple(s for s in problem.shipments if s.id not in aside))
    exact = None if engine else exact_plan(rest, effort, begun)
    search = not proven(rest, exact)
    proof = Proving(provable(rest), effort.seconds) if search and effort.prove and effort.seconds is not None else None

    # Where the effort counts no seconds, what is left behind is taken along at the end, for as long as it takes.
    rescue = Rescue(rest, effort.seconds) if search and effort.seconds is not None and not rest.extended else None

    def relay(news: Told) -> None:
        """Pass on what was said about the rest as said about the whole."""
        plan = whole(news.plan) if news.plan else None
        if rescue and news.plan:
            rescue.see(news.plan)
        price = None if news.cost is None else news.cost + lost
        known = [bound for bound in (news.bound, proof and proof.floor) if bound]
        bound = max(known) + lost if known else None
        told(Told(price, bound, time.monotonic() - begun, news.stage, plan))

    def whole(plan: Plan) -> Plan:
        """Add what was set aside; what the search left has no reason yet."""
        left = tuple(Unserved(unserved.shipment, "stopped") for unserved in plan.unserved)
        bound = None if plan.lower_bound is None else plan.lower_bound + lost
        return Plan(plan.trips, (*left, *hopeless), bound)

    relay(Told(None, None, 0, "begin"))
    if exact:
        relay(Told(cost(rest, exact).total, exact.lower_bound, 0, "search", exact))
    if exact and not search:
        found = exact
    else:
        with proof or nullcontext():
            with rescue or nullcontext():
                found = (engine or engine_for(rest))(
                    rest, remaining(effort, begun, keep=min(MOST_KEPT, SHARE_KEPT * (effort.seconds or 0.0))), relay
                )
            found = rescue.better(found) if rescue else found
            found = better(rest, exact, found)
            found = completed(rest, found, remaining(effort, begun, share=0.5, least=LEAST_FOR_REASONS), relay)
        found = replace(found, lower_bound=floor(rest, found, effort, proof))
    plan = whole(found)
    refuse_if_musts(problem, plan.unserved, NotPlaced)
    faults = check(problem, plan)
    if faults:
        raise UnsoundPlan(faults)
    relay(Told(cost(rest, found).total, found.lower_bound, 0, "explain"))
    plan = explain(problem, plan, remaining(effort, begun, least=LEAST_FOR_REASONS).seconds)
    told(Told(cost(problem, plan).total, plan.lower_bound, time.monotonic() - begun, "done", plan))
    return plan


def impossible(problem: Problem, deadline: float | None) -> list[Unserved]:
    """Every shipment that no plan can deliver; after the deadline, those for which that is known without detours."""
    fleet = Fleet(problem, deadline)
    found = []
    for shipment in problem.shipments:
        with suppress(OutOfTime):
            if fleet.way(shipment) is None:
                found.append(Unserved(shipment.id, "impossible"))
    return found


def exact_plan(problem: Problem, effort: Effort, begun: float) -> Plan | None:
    """The cheapest plan with its floor, where the problem is of a kind for which that can be found at once."""
    days = hub_days(problem)
    if not days:
        return None
    from routing.hub_day.optimum import optimum

    deadline = None if effort.seconds is None else begun + SHARE_EXACT * effort.seconds
    plan = optimum(problem, days, deadline)
    return plan if plan and not check(problem, plan) else None


def proven(problem: Problem, plan: Plan | None) -> bool:
    """Whether no plan is cheaper."""
    return plan is not None and plan.lower_bound == cost(problem, plan).total


def better(problem: Problem, one: Plan | None, other: Plan) -> Plan:
    """The one of two plans that leaves less behind that must go, then the cheaper, with the higher of their floors."""
    if one is None:
        return other
    best = min(one, other, key=lambda plan: (musts_left(problem, plan), cost(problem, plan).total))
    return replace(best, lower_bound=max(one.lower_bound or 0, other.lower_bound or 0))


def completed(problem: Problem, plan: Plan, effort: Effort, told: Progress) -> Plan:
    """The plan with what it can still take along; begun anew where that leaves less behind that must go."""
    if effort.seconds is not None and (not plan.trips or musts_left(problem, plan)):
        effort = replace(effort, seconds=max(effort.seconds, GRACE))
    plan = take_along(problem, plan, effort, told)
    if musts_left(problem, plan):
        anew = replace(plan_single(problem, effort, told), lower_bound=plan.lower_bound)
        plan = min(plan, anew, key=partial(musts_left, problem))
    return plan


def musts_left(problem: Problem, plan: Plan) -> int:
    """How many shipments stay behind that have no penalty."""
    return sum(problem.shipment[left.shipment].penalty is None for left in plan.unserved)


def refuse_if_musts(problem: Problem, left: Sequence[Unserved], refusal: type[Unsolvable]) -> None:
    """Raise the refusal if anything left behind has no penalty: all of it, with what would make each possible."""
    rows = {shipment.id: n for n, shipment in enumerate(problem.shipments)}
    nothing = Plan((), tuple(Unserved(shipment.id, "stopped") for shipment in problem.shipments))
    faults = []
    for unserved in left:
        shipment = problem.shipment[unserved.shipment]
        if shipment.penalty is None:
            deadline = time.monotonic() + GRACE
            known = unserved
            if unserved.reason == "impossible":
                known = with_change(problem, nothing, reasoned(problem, nothing, unserved, deadline), deadline)
            facts = {"shipment": shipment.id, **known.facts}
            faults.append(Fault(known.reason, f"shipments[{rows[shipment.id]}]", facts))
    if faults:
        raise refusal(faults)


def floor(problem: Problem, plan: Plan, effort: Effort, proof: Proving | None) -> int | None:
    """The best floor that the engine or the proof found; None: none was wanted.

    Where the effort counts no seconds, the proof's first round is made here: a proof that races the search
    would not come out the same twice.
    """
    known = [plan.lower_bound or 0]
    if proof:
        known.append(proof.floor)
    elif effort.prove:
        from routing.bound import lower_bound

        known.append(lower_bound(provable(problem), 0.0))
    return max(known) if effort.prove or plan.lower_bound is not None else None


def provable(problem: Problem) -> Problem:
    """A problem that is no dearer and that the proof knows: it knows of breaks in one piece, and of none aboard."""
    rule = problem.break_rule
    return replace(problem, break_rule=None) if rule and (rule.split or problem.legs) else problem


def remaining(effort: Effort, begun: float, keep: float = 0.0, share: float = 1.0, least: float = 0.0) -> Effort:
    """The effort that is left of it: a share of the time, but for some seconds kept, and at least so many."""
    if effort.seconds is None:
        return effort
    left = effort.seconds - keep - (time.monotonic() - begun)
    return replace(effort, seconds=max(least, share * left, 0.0))
