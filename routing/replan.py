"""A published day after something has changed: what is driven or locked stays, the rest changes as little as possible.

What the change broke is mended or taken out (`routing.repair`), then put in again one after the other, then put
elsewhere where that leaves less behind, changes fewer stops or costs less. Nothing else is touched.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from routing.alone import Fleet
from routing.check import check
from routing.cost import cost
from routing.detours import OutOfTime
from routing.engines.single import urgency
from routing.errors import Fault, NotPlaced, UnsoundPlan
from routing.impossible import why_impossible
from routing.insert import insert
from routing.locked import Aboard, Locked, Lying
from routing.plan import Fact, Plan, Unserved
from routing.problem import DAY, Problem, Shipment
from routing.progress import Effort
from routing.repair import mended
from routing.standing import Standing, taken_out
from routing.steady import changed, steadied

Worth: TypeAlias = tuple[int, int, int, int]
"""Shipments left behind that must go, penalties of the others, stops changed, cost of the trips: less is better."""

SHARE_FOR_PLACES = 0.7
"""Of the time, for what has no place yet; the rest is for better ones."""


def replan(problem: Problem, published: Plan, locked: Locked, effort: Effort) -> Plan:
    """Change a published plan so that it keeps the rules of the changed problem.

    Args:
        problem: as it is now: with the new shipment, without the vehicle, with the other window.
        published: a plan of the problem as it was.
        locked: what of it stays to the letter, and the moment before which nothing else can start.
        effort: `seconds` for the whole; `iterations` counts shipments that are put elsewhere on trial.

    Returns:
        A plan that keeps every rule, the locked stops first in trips of the same vehicles. Reasons are given to
        what stays behind; the changes that would take it along are not looked for.

    Raises:
        LockedBroken: what is locked breaks a rule by itself.
        NotPlaced: shipments without a penalty find no place.
        UnsoundPlan: a rule was broken; a defect.
    """
    clock = Clock.of(effort)
    now = mended(problem, published, locked)
    missing = [problem.shipment[left.shipment] for left in now.plan.unserved]
    stayed = {left.shipment for left in published.unserved} & {shipment.id for shipment in missing}
    # What the change took out, and what is new, before what was left behind already.
    order = sorted(missing, key=lambda shipment: (shipment.id in stayed, *urgency(shipment)))
    now, moved = placed(now, order, clock.share(SHARE_FOR_PLACES))
    now = steadied(now, published)
    now = improved(now, published, moved, clock)
    now = with_reasons(now, clock)
    refuse_if_musts(now)
    faults = check(problem, now.plan)
    if faults:
        raise UnsoundPlan(faults)
    return now.plan


@dataclass(slots=True)
class Clock:
    """What is left of an effort."""

    begun: float
    ends: float | None
    trials: int | None

    @classmethod
    def of(cls, effort: Effort) -> Clock:
        """Begin to count."""
        begun = time.monotonic()
        return cls(begun, None if effort.seconds is None else begun + 0.85 * effort.seconds, effort.iterations)

    def share(self, part: float) -> float | None:
        """The moment at which a part of the time is over; None: never."""
        return None if self.ends is None else self.begun + part * (self.ends - self.begun)

    @property
    def over(self) -> bool:
        """Whether the time or the trials are spent."""
        late = self.ends is not None and time.monotonic() > self.ends
        return late or (self.trials is not None and self.trials <= 0)


def put_in(now: Standing, shipment: Shipment, deadline: float | None) -> Standing | None:
    """The plan with one shipment more, from where the locked stops leave it; None: no way below its penalty."""
    lying = whence(now, shipment)
    if lying is None:
        return None
    found = insert(now.problem, now.plan, shipment, shipment.penalty, deadline, locked=now.locked, lying=lying)
    return now.with_plan(found.plan) if found else None


def whence(now: Standing, shipment: Shipment) -> Lying | None:
    """Where a shipment that is not delivered can be taken up; None: nowhere any more."""
    place = now.whereabouts[shipment.id]
    if not isinstance(place, Aboard):
        return place
    for stop in reversed(now.plan.trips[place.trip].stops):
        if shipment.id in stop.unload and stop.place != shipment.to:
            return Lying(stop.place, stop.leave + now.problem.sort_seconds)
    return None


def placed(now: Standing, shipments: Iterable[Shipment], deadline: float | None) -> tuple[Standing, list[str]]:
    """Put in each shipment where it costs least, until time is up; also the names of those that found a place."""
    moved = []
    for shipment in shipments:
        if deadline is not None and time.monotonic() > deadline:
            break
        more = put_in(now, shipment, deadline)
        if more:
            now = more
            moved.append(shipment.id)
    return now, moved


def worth(now: Standing, published: Plan) -> Worth:
    """What a plan is worth."""
    price = cost(now.problem, now.plan)
    return musts(now), price.penalties, changed(published, now.plan).stops, price.transport


def musts(now: Standing) -> int:
    """How many stay behind that must go."""
    return sum(now.problem.shipment[left.shipment].penalty is None for left in now.plan.unserved)


def improved(now: Standing, published: Plan, moved: list[str], clock: Clock) -> Standing:
    """Take out one shipment after the other and put it elsewhere, what is left behind before it.

    Tried are those that were moved already; where something stays behind, all that is not under way.
    """
    best, value = now, worth(now, published)
    again = True
    while again:
        again = False
        for name in candidates(best, moved):
            if clock.over:
                return best
            if clock.trials is not None:
                clock.trials -= 1
            left = [best.problem.shipment[unserved.shipment] for unserved in best.plan.unserved]
            without = taken_out(best, {name})
            # A fresh attempt begins with what was left behind: there may be room for it now.
            other, _ = placed(without, [*sorted(left, key=urgency), best.problem.shipment[name]], clock.ends)
            other = steadied(other, published)
            new = worth(other, published)
            if new < value and all(fault.code == "must-go" for fault in check(other.problem, other.plan)):
                best, value, again = other, new, True
    return best


def candidates(now: Standing, moved: list[str]) -> list[str]:
    """The shipments that may be put elsewhere, in the order in which that is tried."""
    here = now.whereabouts
    free = {name for n in range(len(now.plan.trips)) for _, stop in now.movable(n) for name in stop.load}
    free = {name for name in free if isinstance(here[name], Lying)}
    tried = [name for name in moved if name in free]
    hopeful = [left for left in now.plan.unserved if left.reason not in ("can-wait", "dearer-than-penalty")]
    if hopeful:
        others = sorted(free - set(tried), key=lambda name: (now.problem.shipment[name].penalty or 0, name))
        tried += [name for name in others if now.problem.shipment[name].penalty is not None]
    return tried


def with_reasons(now: Standing, clock: Clock) -> Standing:
    """The plan with a reason for each shipment that stays behind."""
    fleet = Fleet(now.problem, clock.ends)
    return replace(now, plan=replace(now.plan, unserved=tuple(reason(now, left, fleet) for left in now.plan.unserved)))


def reason(now: Standing, left: Unserved, fleet: Fleet) -> Unserved:
    """One shipment's reason; one that was published stands."""
    shipment = now.problem.shipment[left.shipment]
    if left.reason != "stopped":
        return left
    ends: dict[str, Fact] = {"from": shipment.origin, "to": shipment.to}
    if isinstance(now.whereabouts[shipment.id], Lying):
        try:
            if fleet.way(shipment) is None:
                return why_impossible(now.problem, shipment, fleet.deadline)
        except OutOfTime:
            return replace(left, facts=ends)
    if shipment.due >= now.problem.days * DAY:
        limits = {"due": shipment.due, "horizon_ends": now.problem.days * DAY}
        return replace(left, reason="can-wait", facts=ends | limits)
    return replace(left, reason="no-room", facts=ends)


def refuse_if_musts(now: Standing) -> None:
    """Raise `NotPlaced` if anything left behind has no penalty."""
    rows = {shipment.id: n for n, shipment in enumerate(now.problem.shipments)}
    faults = [
        Fault(left.reason, f"shipments[{rows[left.shipment]}]", {"shipment": left.shipment, **left.facts})
        for left in now.plan.unserved
        if now.problem.shipment[left.shipment].penalty is None
    ]
    if faults:
        raise NotPlaced(faults)
