"""What dividing any visit of a set of places costs at least: it thins out the sets to be looked at in earnest."""

from __future__ import annotations

import numpy as np

from routing.hub_day.arrays import over_sets
from routing.hub_day.day import HubDay, Kind
from routing.hub_day.trips import FAR
from routing.hub_day.ways import crates, least_work, left_units, stop_seconds, undivided
from routing.units import PER_SECOND, UNIT, Whole


def forced(day: HubDay, kind: Kind, table: Whole) -> tuple[Whole, Whole]:
    """Least cost, in currency, of dividing visits in a trip, and in the shift of a vehicle, by set of places.

    Args:
        table: of `arrays.another_visit`.

    Returns:
        For a trip: 0 where its vehicle holds all of it; else one visit is divided that takes off what is too much, or
        two are. For a shift: of dividing one visit or more.
    """
    places, whole = len(day.rows), (1 << len(day.rows)) - 1
    capacity, _, _, per_hour, _, _ = kind
    per_second = per_hour * PER_SECOND
    none = np.zeros(whole + 1, np.int64)
    moved = [(*a, *b) for a, b in zip(day.goes_out, day.comes_in, strict=True)]
    if any(left_units(day, s, per_second) < 0 for side in moved for s in side if s.penalty is not None):
        return none, none
    sets = np.arange(whole + 1)
    out, into = ([crates(side) for side in sides] for sides in (day.goes_out, day.comes_in))
    too_much = [np.maximum(over_sets(side, 0, np.add) - capacity, 0) for side in (out, into)]
    short = sum(out) + sum(into) > capacity
    by_trip, by_shift = (np.full(whole + 1, FAR) for _ in range(2))
    least = np.full((places, whole + 1), FAR)
    for p in range(places):
        if len(moved[p]) == 1:
            continue
        here = (sets >> p) & 1 == 1
        leave = min([FAR, *(left_units(day, s, per_second) // UNIT for s in moved[p] if s.penalty is not None)])
        again = FAR
        loose = least_work(day, p, per_second)
        if loose is None or loose.windows != undivided(day, p).windows:
            again = per_second * stop_seconds(day, day.rows[p]) // UNIT
        elif short:
            again = int(table[p, -1])
        elsewhere = np.minimum(table[p, whole ^ sets], leave)
        enough = here & (too_much[0] <= out[p]) & (too_much[1] <= into[p])
        by_trip[enough] = np.minimum(by_trip[enough], elsewhere[enough])
        by_shift[here] = np.minimum(by_shift[here], np.minimum(elsewhere[here], again))
        least[p, here] = min(int(table[p, -1]), leave, again)
    two = np.sort(least, axis=0)[:2].sum(axis=0) if places > 1 else np.full(whole + 1, FAR)
    full = (too_much[0] > 0) | (too_much[1] > 0)
    return np.where(full, np.minimum(by_trip, two), 0), np.where(full, 0, np.minimum(by_shift, two))
