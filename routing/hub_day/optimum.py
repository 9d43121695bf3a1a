"""The cheapest plan of a problem made of days over one hub, and the proof that no plan is cheaper."""

from __future__ import annotations

import time
from dataclasses import dataclass

from routing.cost import cost
from routing.hub_day.arrays import MUST_GO, Looks, NoRoom, arrays, skipping
from routing.hub_day.day import HubDay
from routing.hub_day.dividing import least_divided, least_left
from routing.hub_day.driving import rounds, shift_trips
from routing.hub_day.sharing import look_ahead, share, shifts
from routing.plan import Plan, Trip, Unserved
from routing.problem import Problem
from routing.units import UNIT

STEPS = (10, 20, 40, 80, 160, 320, 640)
"""Thousandths by which the optimum is thought to lie above what it must cost at least; then it may lie anywhere."""


@dataclass(frozen=True)
class BestDay:
    """A day's cheapest trips with undivided visits, and what no plan of the day costs less than, in units."""

    floor: int
    trips: list[Trip]


def optimum(problem: Problem, days: list[HubDay], deadline: float | None) -> Plan | None:
    """The cheapest plan, or one that is near it, with a floor.

    Args:
        days: of `day.hub_days`.
        deadline: of the monotonic clock; None: as long as it takes.

    Returns:
        A plan whose `lower_bound` is its own cost if that is proven to be the least; None: not found in this way.
    """
    trips: list[Trip] = []
    served = {s.id for day in days for side in (*day.goes_out, *day.comes_in) for s in side}
    floor = sum((s.penalty or 0) * UNIT for s in problem.shipments if s.id not in served)
    try:
        for day in days:
            best = best_day(day, deadline)
            if best is None:
                return None
            trips += best.trips
            floor += best.floor
    except NoRoom:
        return None
    taken = {name for trip in trips for stop in trip.stops for name in stop.load}
    left = tuple(Unserved(s.id, "cheaper-left") for s in problem.shipments if s.id not in taken)
    plan = Plan(tuple(trips), left)
    return Plan(plan.trips, left, min(in_currency(problem, floor), cost(problem, plan).total))


def in_currency(problem: Problem, units: int) -> int:
    """The smallest cost of a plan of so many units.

    Kilometres and hours are rounded half up, once each. Where one of them comes in whole öre anyway that is rounding
    their sum; else the two together can fall short of it by 0.499 (thousandths) and 0.4998 (3600ths).
    """
    if all(v.cost_per_hour % 3600 == 0 for v in problem.vehicles) or all(
        v.cost_per_km % 1000 == 0 for v in problem.vehicles
    ):
        return (units + UNIT // 2) // UNIT
    short = UNIT * 499 // 1000 + UNIT * 1799 // 3600
    return max(0, -(-(units - short) // UNIT))


def best_day(day: HubDay, deadline: float | None) -> BestDay | None:
    """A day's cheapest trips; None: they cannot be driven as they were thought, or there is no time.

    Raises:
        NoRoom: there are too many labels.
    """
    skip = skipping(day)
    counts = [len(ids) for ids in day.fleet.values()]
    strict = [arrays(day, kind, Looks.STRICT) for kind in day.fleet]
    ahead = look_ahead(strict, skip, least_left(day))
    nothing = int(skip.sum())
    for most in (*(min(nothing, ahead.floor + ahead.floor * step // 1000) for step in STEPS), nothing):
        found = shifts(strict, day, skip, ahead, most)
        units, parts = share([kind.price for kind in found], counts, skip)
        if units <= most:
            break
        if deadline is not None and time.monotonic() > deadline:
            return None
    if units >= MUST_GO:
        return None
    floor = min(units, least_divided(day, skip, ahead, units, found, deadline))
    vehicles = [iter(ids) for ids in day.fleet.values()]
    kinds = list(day.fleet)
    trips: list[Trip] = []
    for kind, part in parts:
        made = shift_trips(day, kinds[kind], next(vehicles[kind]), rounds(found[kind], part))
        if made is None:
            return None
        trips += made
    return BestDay(floor, trips)
