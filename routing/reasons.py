"""Why something stays behind, and the cheapest change found that would take it along: tried, not guessed.

A reason is a code of `REASONS` with facts: ids, seconds from 00:00 of day 0, crate units, amounts in the
smallest unit. `api` makes the sentence. The facts beside every code: `from`, `to`, and, where a change was
found, `change` with what `routing.changes.CHANGES` says.
"""

from __future__ import annotations

import time
from dataclasses import replace

from routing.changes import cheapest_change
from routing.impossible import why_impossible
from routing.insert import insert
from routing.plan import Fact, Plan, Unserved
from routing.problem import DAY, Problem, Shipment

IMPOSSIBLE: dict[str, tuple[str, ...]] = {
    "no-vehicle": (),
    "too-heavy": ("crates", "capacity", "vehicle"),
    "over-weight": ("kg", "max_kg", "vehicle"),
    "shut-at-origin": ("ready", "due"),
    "shut-at-destination": ("ready", "due"),
    "no-vehicle-allowed": (),
    "out-of-reach": ("drives", "longest_leg", "longest_shift", "most_in_one_piece"),
    "closed-at-origin": ("vehicle", "taken_at", "arrives_at", "closes_at", "opens_at", "closed_on_day"),
    "closed-at-destination": ("vehicle", "arrives_at", "closes_at", "opens_at", "closed_on_day"),
    "closed-at-both": (
        *("vehicle", "taken_at", "arrives_at", "origin_closes_at", "origin_opens_at", "origin_closed_on_day"),
        *("destination_closes_at", "destination_opens_at", "destination_closed_on_day"),
    ),
    "no-crossing": ("vehicle", "arrives_at", "crossing", "departs_at"),
    "too-late": ("vehicle", "arrives_at", "due"),
    "can-wait": ("due", "horizon_ends"),
    "impossible": (),
}
"""Reasons for what no plan can deliver, with the facts that each may carry (`routing.impossible`). Only can-wait
is also given to what could go within these days and found no room there.

no-vehicle: none has a shift. too-heavy: more crates than any vehicle holds. over-weight: more kg than any vehicle
that holds the crates may carry. shut-at-...: no window there from ready to due. no-vehicle-allowed: those that could
may not go to its ends. out-of-reach: no trip there and home fits into a shift and the driving rules, whatever is open
when. closed-at-...: closed when a vehicle could be there in time. no-crossing: no departure of a ferry, or no hour of
an open road, is there when it would be needed. too-late: the earliest arrival lies after the due time. can-wait: not
within these days, and it is due after them. impossible: proven, but there was no time to find the limit.
"""

REASONS: dict[str, tuple[str, ...]] = IMPOSSIBLE | {
    "dearer-than-penalty": ("penalty",),
    "no-room": (),
    "stopped": (),
}
"""All reasons. dearer-than-penalty: the cheapest way found costs more than leaving it. no-room: no way was found
beside the rest of the plan. stopped: the search ended before it found a place or a reason.
"""


def explain(problem: Problem, plan: Plan, seconds: float | None) -> Plan:
    """Give a reason and the cheapest change to everything that a sound plan leaves behind.

    Args:
        plan: what is impossible by itself has a reason that says so.
        seconds: to spend, on the reasons first and then on the changes; what is not reached by then is only
            `impossible` or `stopped`. None: no limit.
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    bare = replace(plan, lower_bound=None)
    said = [reasoned(problem, bare, left, deadline) for left in plan.unserved]
    changed = [with_change(problem, bare, left, deadline) for left in said]
    return replace(plan, unserved=tuple(changed))


def reasoned(problem: Problem, plan: Plan, left: Unserved, deadline: float | None) -> Unserved:
    """One shipment's reason, as exact as the time allows."""
    shipment = problem.shipment[left.shipment]
    late = deadline is not None and time.monotonic() > deadline
    if left.reason == "impossible":
        found = why_impossible(problem, shipment, deadline)
    elif left.reason in IMPOSSIBLE:
        found = left
    else:
        found = Unserved(shipment.id, "stopped") if late else left_out(problem, plan, shipment, deadline)
    return replace(found, facts={"from": shipment.origin, "to": shipment.to, **found.facts})


def with_change(problem: Problem, plan: Plan, left: Unserved, deadline: float | None) -> Unserved:
    """The reason with the cheapest change that would take the shipment along."""
    if "change" in left.facts:
        return left
    shipment = problem.shipment[left.shipment]
    return replace(left, facts={**left.facts, **cheapest_change(problem, plan, shipment, deadline)})


def left_out(problem: Problem, plan: Plan, shipment: Shipment, deadline: float | None) -> Unserved:
    """Why a shipment that could go by itself is not in the plan."""
    found = insert(problem, plan, shipment, deadline=deadline)
    if found and shipment.penalty is not None and found.extra >= shipment.penalty:
        pay: dict[str, Fact] = {
            "penalty": shipment.penalty,
            "change": "pay",
            "extra_cost": found.extra,
            "change_vehicle": found.vehicle,
            "change_arrives_at": found.arrives_at,
        }
        return Unserved(shipment.id, "dearer-than-penalty", pay)
    if found or (deadline is not None and time.monotonic() > deadline):
        return Unserved(shipment.id, "stopped")
    if shipment.due >= problem.days * DAY:
        return Unserved(shipment.id, "can-wait", {"due": shipment.due, "horizon_ends": problem.days * DAY})
    return Unserved(shipment.id, "no-room")
