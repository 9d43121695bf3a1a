"""Trips by cheapest insertion, one shipment after the other: sound and quick, no more.

Stands in where a stronger engine has found nothing, and takes along what another engine left behind.
"""

from __future__ import annotations

import time
from dataclasses import replace

from routing.cost import cost
from routing.insert import insert
from routing.plan import Plan, Unserved
from routing.problem import Problem, Shipment
from routing.progress import Effort, Progress, Told


def plan_single(problem: Problem, effort: Effort, told: Progress) -> Plan:
    """Insert each shipment where it costs least; in the order of `urgency`."""
    nothing = Plan((), tuple(Unserved(shipment.id, "not-tried") for shipment in problem.shipments))
    return take_along(problem, nothing, effort, told)


def urgency(shipment: Shipment) -> tuple[bool, int, int, int]:
    """Sorts what must go first, then by priority, then by due time, large before small."""
    return shipment.penalty is not None, -shipment.priority, shipment.due, -shipment.crates


def take_along(problem: Problem, plan: Plan, effort: Effort, told: Progress) -> Plan:
    """Insert what a sound plan leaves behind, as far as that costs less than leaving it, until time is up."""
    begun, bound = time.monotonic(), plan.lower_bound
    deadline = None if effort.seconds is None else begun + effort.seconds
    left = [problem.shipment[unserved.shipment] for unserved in plan.unserved]
    for shipment in sorted(left, key=urgency):
        if deadline is not None and time.monotonic() > deadline:
            break
        found = insert(problem, plan, shipment, shipment.penalty, deadline)
        if found:
            plan = replace(found.plan, lower_bound=bound)
            told(Told(cost(problem, plan).total, bound, time.monotonic() - begun, "search", plan))
    return plan
