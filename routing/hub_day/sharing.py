"""How the vehicles of a day share its places: the cheapest way to divide them, exact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from routing.hub_day import days, lookahead, trips
from routing.hub_day.arrays import Arrays, Found, cheapest, find_days, find_trips, over_sets
from routing.hub_day.day import HubDay
from routing.units import Whole

MOST_WORK = 1_000_000_000
"""Comparisons of labels: some seconds."""


def share(prices: Sequence[Whole], counts: Sequence[int], skip: Whole) -> tuple[int, list[tuple[int, int]]]:
    """Divide the places among vehicles, or leave them out.

    Args:
        prices: for each kind of vehicle, units of serving each set of places with one of them, shape (sets,).
        counts: how many there are of each kind.
        skip: units of leaving a place out, shape (places,).

    Returns:
        The least sum, and the kind and set of each vehicle that drives.
    """
    whole = len(prices[0]) - 1
    least, chosen = np.empty(whole + 1, np.int64), np.empty(whole + 1, np.int64)
    if len(prices) == 1:
        days.shared(prices[0], skip, least, chosen)
        parts, here = [], whole
        while here:
            part = int(chosen[here])
            if part:
                parts.append((0, part))
            here ^= part or here & -here
        if len(parts) <= counts[0]:
            return int(least[whole]), parts
    before = over_sets(skip.tolist(), 0, np.add)
    layers: list[tuple[int, Whole]] = []
    for kind, (price, count) in enumerate(zip(prices, counts, strict=True)):
        for _ in range(count):
            after, chosen = np.empty_like(before), np.empty_like(before)
            if not days.shared_by_one_more(price, before, after, chosen):
                break
            layers.append((kind, chosen))
            before = after
    parts, here = [], whole
    for kind, chosen in reversed(layers):
        if chosen[here]:
            parts.append((kind, int(chosen[here])))
            here ^= int(chosen[here])
    return int(before[whole]), parts


@dataclass(frozen=True)
class Ahead:
    """What is still to come at least, without hours, pauses and room aboard.

    Attributes:
        units: of `lookahead.complete`, with the lowest prices of any vehicle.
        fixed: units of a vehicle's day, at least.
        vehicles: how many have to drive where nothing is left out.
        leaving: units of a plan that leaves anything behind, at least.
    """

    units: Whole
    fixed: int
    vehicles: int
    leaving: int

    def days(self, most: int) -> int:
        """Units of vehicles' days in any plan that costs at most so much."""
        return self.fixed * (self.vehicles if most < self.leaving else min(self.vehicles, 1))

    @property
    def floor(self) -> int:
        """What no plan is below."""
        whole = int(self.units[-1, -1])
        return min(whole + self.fixed * self.vehicles, max(self.leaving, whole))


def look_ahead(given: Sequence[Arrays], skip: Whole, least_left: int) -> Ahead:
    """The least that is still to come.

    Args:
        least_left: units that leaving one shipment behind adds at least.
    """
    cost = np.minimum.reduce([arrays.cost for arrays in given])
    units = np.empty((1 << len(skip), len(skip) + 1), np.int64)
    lookahead.complete(cost, skip, units)
    clock = np.empty_like(units)
    lookahead.complete(given[0].clock, np.full_like(skip, days.NEVER // 64), clock)
    longest = max(int(arrays.rule[days.SHIFT_ENDS] - arrays.limit[trips.OPENS]) for arrays in given)
    whole = len(units) - 1
    left = [int(units[-1, -1]) + least_left, *(int(skip[p] + units[whole ^ (1 << p), -1]) for p in range(len(skip)))]
    fixed = min(int(arrays.rule[days.PER_DAY]) for arrays in given)
    return Ahead(units, fixed, -(-int(clock[-1, -1]) // longest), min(left))


def shifts(
    given: Sequence[Arrays], day: HubDay, skip: Whole, ahead: Ahead, most: int, work: int = MOST_WORK
) -> list[Found]:
    """What vehicles of each kind can drive in a shift, as far as it can be part of a plan of at most `most` units.

    Raises:
        NoRoom: there are too many labels.
    """
    counts = [len(ids) for ids in day.fleet.values()]
    free = most - ahead.days(most)
    made = [find_trips(arrays, ahead.units, free, work) for arrays in given]
    least = [cheapest(arrays, found, first) for arrays, (_, found, first) in zip(given, made, strict=True)]
    if all(arrays.rule[days.EXACT] for arrays in given):
        fixed = [int(arrays.rule[days.PER_DAY]) for arrays in given]
        single = [np.minimum(price + per_day, days.NEVER) for price, per_day in zip(least, fixed, strict=True)]
        most = min(most, share(single, counts, skip)[0])
    saved = max(int(arrays.rule[days.PER_SECOND] * arrays.rule[days.HOME_STOP]) for arrays in given)
    cheap = np.minimum.reduce(least)
    cheap = np.where(cheap < days.NEVER, np.maximum(cheap - saved, 0), days.NEVER)
    left, chosen = np.empty_like(cheap), np.empty_like(cheap)
    days.shared(cheap, skip, left, chosen)
    left = left + ahead.days(most)
    return [
        find_days(arrays, *parts, prices, left, most) for arrays, parts, prices in zip(given, made, least, strict=True)
    ]
