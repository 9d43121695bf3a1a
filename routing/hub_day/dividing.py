"""What a plan costs at least in which a place is called at more than once, or is left with part of its crates."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from routing.hub_day import days
from routing.hub_day.arrays import Found, Looks, NoRoom, another_visit, arrays, over_sets
from routing.hub_day.day import HubDay, Kind
from routing.hub_day.forcing import forced
from routing.hub_day.sharing import Ahead, look_ahead, shifts
from routing.hub_day.ways import left_units
from routing.units import PER_SECOND, UNIT, Whole

MOST_WORK = 100_000_000
"""Comparisons of labels for one set of places; beyond them the rough look has to do."""


def least_divided(
    day: HubDay, skip: Whole, ahead: Ahead, most: int, strict: list[Found], deadline: float | None
) -> int:
    """What a plan with a divided visit costs at least, in units, as far as that is less than `most`.

    First with too little work at every visit, and the least that dividing any of them costs: few sets of places are
    then left that can be one vehicle's share of such a plan. For each of them the dividing is looked at in earnest, the
    cheapest first, while there is time.

    Args:
        strict: what the vehicles can drive where no visit is divided.

    Raises:
        NoRoom: there are too many labels.
    """
    tables = [another_visit(day, kind) for kind in day.fleet]
    costs = [forced(day, kind, table) for kind, table in zip(day.fleet, tables, strict=True)]
    loose = [
        arrays(day, kind, Looks.LOOSE, forced=of_trip) for kind, (of_trip, _) in zip(day.fleet, costs, strict=True)
    ]
    rough = [
        np.minimum(found.price + UNIT * of_shift, days.NEVER)
        for found, (_, of_shift) in zip(shifts(loose, day, skip, ahead, most), costs, strict=True)
    ]
    price, whole = np.minimum.reduce(rough), np.minimum.reduce([found.price for found in strict])
    rest = shared(np.minimum(whole, price), skip)[::-1]
    wanted = np.flatnonzero((price < days.NEVER) & (price + rest <= most))
    divided = np.full_like(price, days.NEVER)
    divided[wanted] = price[wanted]
    divided[0] = days.NEVER
    for here in sorted(wanted.tolist(), key=lambda s: int(price[s] + rest[s])):
        if deadline is not None and time.monotonic() > deadline:
            break
        if here:
            budget = most - int(rest[here])
            found = [divided_shift(day, kind, here, at, budget) for kind, at in zip(day.fleet, tables, strict=True)]
            divided[here] = max(int(divided[here]), min(found))
    return int((divided + shared(np.minimum(whole, divided), skip)[::-1]).min())


def divided_shift(day: HubDay, kind: Kind, here: int, table: Whole, most: int) -> int:
    """What a vehicle of a kind costs at least that serves a set of places and divides a visit.

    Args:
        table: of `another_visit`.
    """
    rows = [p for p in range(len(day.rows)) if (here >> p) & 1]
    part = replace(
        day,
        rows=tuple(day.rows[p] for p in rows),
        goes_out=tuple(day.goes_out[p] for p in rows),
        comes_in=tuple(day.comes_in[p] for p in rows),
        fleet={kind: day.fleet[kind]},
    )
    outside = (table.shape[1] - 1) ^ here
    near = outside | over_sets([1 << p for p in rows], 0, np.bitwise_or)
    given = [arrays(part, kind, Looks.DIVIDED, table[np.ix_(rows, near)], outside == 0)]
    never = np.full(len(rows), days.NEVER // 64, np.int64)
    ahead = replace(look_ahead(given, never, 0), vehicles=1)
    try:
        (found,) = shifts(given, part, never, ahead, most, MOST_WORK)
    except NoRoom:
        return 0
    return int((found.divided if given[0].sure else found.price)[-1])


def least_left(day: HubDay) -> int:
    """Units that leaving one shipment behind costs more than handling it, at least."""
    rate = max(kind[3] for kind in day.fleet) * PER_SECOND
    moved = [s for side in (*day.goes_out, *day.comes_in) for s in side if s.penalty is not None]
    return min((left_units(day, s, rate) for s in moved), default=days.NEVER // 64)


def shared(price: Whole, skip: Whole) -> Whole:
    """Units of serving each set of places, with any number of vehicles, shape (sets,)."""
    least, chosen = np.empty_like(price), np.empty_like(price)
    days.shared(price, skip, least, chosen)
    return least
