"""The page: set aside what cannot go, search, prove a floor, check, explain, return."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from routing.alone import Fleet
from routing.check import check
from routing.cost import cost
from routing.engines.choice import engine_for
from routing.engines.single import take_along
from routing.errors import Fault, NotPlaced, Unsolvable, UnsoundPlan
from routing.impossible import why_impossible
from routing.plan import Plan, Unserved
from routing.problem import Problem
from routing.progress import Effort, Progress, Told, silent


def solve(problem: Problem, effort: Effort, told: Progress = silent) -> Plan:
    """Plan a problem.

    Args:
        effort: what the search may spend; the time limit holds for the whole of this.
        told: hears of each better plan and of the stages; called in this thread.

    Returns:
        A plan that keeps every rule, with a reason for whatever stays behind, and a proven floor of the
        cost where one was found.

    Raises:
        Unsolvable: shipments without a penalty cannot go, each with its reason.
        NotPlaced: shipments without a penalty found no place in the time given.
        UnsoundPlan: the planner broke a rule; a defect.
    """
    begun = time.monotonic()
    hopeless = impossible(problem)
    refuse_if_musts(problem, hopeless, Unsolvable)
    aside = {left.shipment for left in hopeless}
    rest = replace(problem, shipments=tuple(s for s in problem.shipments if s.id not in aside))

    def relay(news: Told) -> None:
        plan = news.plan and replace(news.plan, unserved=(*news.plan.unserved, *hopeless))
        whole = news.cost if plan is None else cost(problem, plan).total
        told(Told(whole, news.bound, time.monotonic() - begun, news.stage, plan))

    relay(Told(None, None, 0, "begin"))
    plan = engine_for(rest)(rest, remaining(effort, begun), relay)
    plan = take_along(rest, plan, remaining(effort, begun), relay)
    plan = replace(plan, unserved=(*plan.unserved, *hopeless))
    refuse_if_musts(problem, plan.unserved, NotPlaced)
    faults = check(problem, plan)
    if faults:
        raise UnsoundPlan(faults)
    told(Told(cost(problem, plan).total, plan.lower_bound, time.monotonic() - begun, "done", plan))
    return plan


def impossible(problem: Problem) -> list[Unserved]:
    """Every shipment that no plan can deliver, with its reason."""
    fleet = Fleet(problem)
    return [why_impossible(problem, s) for s in problem.shipments if fleet.way(s) is None]


def refuse_if_musts(problem: Problem, left: Sequence[Unserved], refusal: type[Unsolvable]) -> None:
    """Raise the refusal if anything left behind has no penalty, naming all of it."""
    rows = {shipment.id: n for n, shipment in enumerate(problem.shipments)}
    musts = [unserved for unserved in left if problem.shipment[unserved.shipment].penalty is None]
    if musts:
        raise refusal(
            [
                Fault(unserved.reason, f"shipments[{rows[unserved.shipment]}]", dict(unserved.facts))
                for unserved in musts
            ]
        )


def remaining(effort: Effort, begun: float) -> Effort:
    """The effort that is left of it; never less than nothing."""
    if effort.seconds is None:
        return effort
    return replace(effort, seconds=max(0.0, effort.seconds - (time.monotonic() - begun)))
