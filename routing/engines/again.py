"""Ruin and recreate by insertion: slow, but it keeps every rule that the check knows, as it asks the check.

For problems that use what the compiled engines do not know.

Source: ruin and recreate after Schrimpf et al. (2000); removal of what lies near each other after Shaw (1998).
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from routing.check import check
from routing.cost import cost
from routing.engines.budget import budget_of
from routing.engines.single import plan_single, take_along, urgency
from routing.locked import NOTHING_LOCKED
from routing.plan import Plan
from routing.problem import Problem, Shipment
from routing.progress import Effort, Progress, Told, silent
from routing.standing import Standing, taken_out

MOST_REMOVED = 8
DEFAULT_ROUNDS = 100
HALF = 0.5

Worth: TypeAlias = tuple[int, tuple[int, ...], int]
"""Shipments left that must go; numbers left by priority, the highest first; cost."""


def plan_again(problem: Problem, effort: Effort, told: Progress) -> Plan:
    """Insert everything, then take some out and put it in again for as long as the effort lasts.

    Args:
        effort: `iterations` counts rounds; one worker.
    """
    begun = time.monotonic()
    plan = plan_single(problem, effort, told)
    left = None if effort.seconds is None else max(0.0, begun + effort.seconds - time.monotonic())
    return better(problem, plan, replace(effort, seconds=left), told)


def better(problem: Problem, plan: Plan, effort: Effort, told: Progress) -> Plan:
    """Take some out of a sound plan and put it in again for as long as the effort lasts; keep what is worth more."""
    begun = time.monotonic()
    budget = budget_of(effort, begun, DEFAULT_ROUNDS)
    value = worth(problem, plan)
    chance = random.Random(effort.seed)  # noqa: S311  # a search, no secret
    rounds = 0
    while plan.trips and budget.spent(rounds) < 1:
        rounds += 1
        left = None if effort.seconds is None else max(0.0, begun + effort.seconds - time.monotonic())
        other = one_round(problem, plan, replace(effort, seconds=left), chance)
        new = worth(problem, other)
        if new < value:
            plan, value = other, new
            told(Told(cost(problem, plan).total, None, time.monotonic() - begun, "search", plan))
    return plan


def one_round(problem: Problem, plan: Plan, effort: Effort, chance: random.Random) -> Plan:
    """Take some shipments out of a sound plan that has any, and put in again whatever finds a place."""
    other = taken_out(Standing(problem, plan, NOTHING_LOCKED), near_each_other(problem, plan, chance)).plan
    if any(fault.code != "must-go" for fault in check(problem, other)):
        return plan
    return take_along(problem, other, effort, silent)


def worth(problem: Problem, plan: Plan) -> Worth:
    """What a plan is worth; less is better. Shipments of the lowest priority count only by what they cost."""
    left = [problem.shipment[unserved.shipment] for unserved in plan.unserved]
    levels = sorted({shipment.priority for shipment in problem.shipments}, reverse=True)[:-1]
    by_level = tuple(sum(shipment.priority == level for shipment in left) for level in levels)
    return sum(shipment.penalty is None for shipment in left), by_level, cost(problem, plan).total


def near_each_other(problem: Problem, plan: Plan, chance: random.Random) -> set[str]:
    """A few shipments of the plan that lie near one that is drawn: as often as not one that is left behind."""
    left = {unserved.shipment for unserved in plan.unserved}
    served = [shipment for shipment in problem.shipments if shipment.id not in left]
    waiting = [shipment for shipment in problem.shipments if shipment.id in left]
    first = chance.choice(waiting if waiting and chance.random() < HALF else served)
    count = chance.randint(1, min(MOST_REMOVED, len(served)))
    return {shipment.id for shipment in nearest(problem, first, served)[:count]}


def nearest(problem: Problem, first: Shipment, served: Sequence[Shipment]) -> list[Shipment]:
    """The shipments in the order of how near they are to the first, in seconds of driving at both ends."""
    index, seconds = problem.index, problem.seconds

    def far(shipment: Shipment) -> tuple[int, tuple[bool, int, int, int]]:
        origins = seconds[index[first.origin]][index[shipment.origin]]
        return origins + seconds[index[first.to]][index[shipment.to]], urgency(shipment)

    return sorted(served, key=far)
