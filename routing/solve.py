"""The page: set aside what cannot go, search, check, explain, return."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from routing.alone import Fleet
from routing.changes import cheapest_change
from routing.check import check
from routing.cost import cost
from routing.engines import Engine
from routing.engines.choice import engine_for
from routing.engines.single import take_along
from routing.errors import Fault, NotPlaced, Unsolvable, UnsoundPlan
from routing.impossible import why_impossible
from routing.plan import Plan, Unserved
from routing.problem import Problem
from routing.progress import Effort, Progress, Told, silent
from routing.reasons import explain

SHARE_KEPT, MOST_KEPT = 0.05, 2.0
"""Share of the time, and most seconds, that the search leaves for taking along and for the reasons."""


def solve(problem: Problem, effort: Effort, told: Progress = silent, engine: Engine | None = None) -> Plan:
    """Plan a problem.

    Args:
        effort: what the search may spend; the time limit holds for the whole of this.
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
    hopeless = impossible(problem)
    refuse_if_musts(problem, hopeless, Unsolvable)
    aside = {left.shipment for left in hopeless}
    lost = sum(problem.shipment[name].penalty or 0 for name in aside)
    rest = replace(problem, shipments=tuple(s for s in problem.shipments if s.id not in aside))

    def relay(news: Told) -> None:
        """Pass on what was said about the rest as said about the whole."""
        plan = whole(news.plan) if news.plan else None
        price = None if news.cost is None else news.cost + lost
        bound = None if news.bound is None else news.bound + lost
        told(Told(price, bound, time.monotonic() - begun, news.stage, plan))

    def whole(plan: Plan) -> Plan:
        """Add what was set aside; what the search left has no reason yet."""
        left = tuple(Unserved(unserved.shipment, "stopped") for unserved in plan.unserved)
        bound = None if plan.lower_bound is None else plan.lower_bound + lost
        return Plan(plan.trips, (*left, *hopeless), bound)

    relay(Told(None, None, 0, "begin"))
    search = engine or engine_for(rest)
    found = search(rest, remaining(effort, begun, keep=True), relay)
    found = take_along(rest, found, remaining(effort, begun), relay)
    plan = whole(found)
    refuse_if_musts(problem, plan.unserved, NotPlaced)
    faults = check(problem, plan)
    if faults:
        raise UnsoundPlan(faults)
    relay(Told(cost(rest, found).total, found.lower_bound, 0, "explain"))
    plan = explain(problem, plan, remaining(effort, begun).seconds)
    told(Told(cost(problem, plan).total, plan.lower_bound, time.monotonic() - begun, "done", plan))
    return plan


def impossible(problem: Problem) -> list[Unserved]:
    """Every shipment that no plan can deliver, with its reason."""
    fleet = Fleet(problem)
    return [why_impossible(problem, s) for s in problem.shipments if fleet.way(s) is None]


def refuse_if_musts(problem: Problem, left: Sequence[Unserved], refusal: type[Unsolvable]) -> None:
    """Raise the refusal if anything left behind has no penalty: all of it, with what would make each possible."""
    rows = {shipment.id: n for n, shipment in enumerate(problem.shipments)}
    nothing = Plan((), tuple(Unserved(shipment.id, "stopped") for shipment in problem.shipments))
    faults = []
    for unserved in left:
        shipment = problem.shipment[unserved.shipment]
        if shipment.penalty is None:
            change = {} if unserved.reason == "stopped" else cheapest_change(problem, nothing, shipment)
            facts = {"shipment": shipment.id, **unserved.facts, **change}
            faults.append(Fault(unserved.reason, f"shipments[{rows[shipment.id]}]", facts))
    if faults:
        raise refusal(faults)


def remaining(effort: Effort, begun: float, keep: bool = False) -> Effort:
    """The effort that is left of it, never less than nothing; `keep`: with time for the reasons set aside."""
    if effort.seconds is None:
        return effort
    kept = min(MOST_KEPT, SHARE_KEPT * effort.seconds) if keep else 0.0
    return replace(effort, seconds=max(0.0, effort.seconds - kept - (time.monotonic() - begun)))
