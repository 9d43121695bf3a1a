"""A problem as arrays: what every kernel reads and none writes.

A slot is one shift of one vehicle. A calendar is the span of a shift: slots with equal spans share one. Trip t
belongs to slot t // TRIPS and is its (t % TRIPS)th trip of that shift.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.problem import DAY, Problem

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.int8]

# columns of Tables.slot
VEHICLE, CALENDAR, HOME, CAPACITY, OPENS, CLOSES, PAID_DAY, GROUP, MOST_TRIPS = range(9)
# columns of Tables.rate, per slot
PER_KM, PER_HOUR, PER_DAY = range(3)
# columns of Tables.ship
ORIGIN, TO, CRATES, READY, DUE = range(5)
# values of Tables.can_load and Tables.can_unload
NEVER, ALWAYS, TIMED = range(3)
# columns of Tables.rule
CRATE_S, SORT_S, MAX_DRIVE, BREAK_S, TRIPS = range(5)

NO_LIMIT = 1 << 60
MUST_GO = 1e9
"""Öre: what leaving a shipment without a penalty counts in the search."""


class Tables(NamedTuple):
    """Shapes: p places, c calendars, k slots, s shipments, h hubs, g groups of slots of one day.

    Attributes:
        drive, metres: (p, p), seconds and metres.
        stop: (p,) seconds.
        window: (c, p, w, 2), when a stop may start in that shift; windows: (c, p), how many.
        slot, rate: (k, 9) and (k, 3), see the column names.
        ship: (s, 5); penalty: (s,) öre.
        can_load, can_unload: (s, c): never, always, or only in part of the place's window.
        over_night: (c, c): what comes to a hub in the first calendar always lies sorted in the second.
        hubs: (h,); is_hub: (p,).
        at: (p, x) shipments from or to a place, -1 after the last.
        group: (g, y) slots, -1 after the last.
        rule: (5,) see the column names; MAX_DRIVE is huge where no rule holds.
    """

    drive: Ints
    metres: Ints
    stop: Ints
    window: Ints
    windows: Ints
    slot: Ints
    rate: Floats
    ship: Ints
    penalty: Floats
    can_load: Flags
    can_unload: Flags
    over_night: Flags
    hubs: Ints
    is_hub: Flags
    at: Ints
    group: Ints
    rule: Ints


def padded(rows: list[list[int]]) -> Ints:
    """Rows of unequal length as one array, -1 after the last of each; one column at least."""
    width = max([1, *(len(row) + 1 for row in rows)])
    return np.array([row + [-1] * (width - len(row)) for row in rows], np.int64).reshape(len(rows), width)


def tables(problem: Problem, trips_per_shift: int = 3) -> Tables:
    """Every fact of the problem that a search asks for, by row."""
    index, places = problem.index, problem.places
    spans = sorted({shift for vehicle in problem.vehicles for shift in vehicle.shifts})
    calendar = {span: row for row, span in enumerate(spans)}
    opening = [
        [[(max(a, start), min(b, end)) for a, b in place.windows if a <= end and b >= start] for place in places]
        for start, end in spans
    ]
    most = max([1, *(len(cell) for row in opening for cell in row)])
    window = np.zeros((len(spans), len(places), most, 2), np.int64)
    windows = np.zeros((len(spans), len(places)), np.int64)
    for c, row in enumerate(opening):
        for p, cell in enumerate(row):
            windows[c, p] = len(cell)
            for w, span in enumerate(cell):
                window[c, p, w] = span
    paid: dict[tuple[int, int], int] = {}
    groups: dict[int, list[int]] = {}
    slots: list[list[int]] = []
    rates: list[list[float]] = []
    for v, vehicle in enumerate(problem.vehicles):
        for shift in vehicle.shifts:
            day = shift[0] // DAY
            groups.setdefault(day, []).append(len(slots))
            slots.append(
                [
                    v,
                    calendar[shift],
                    index[vehicle.home],
                    vehicle.capacity,
                    shift[0],
                    shift[1],
                    paid.setdefault((v, day), len(paid)),
                    0,
                    min(vehicle.max_trips or trips_per_shift, trips_per_shift),
                ]
            )
            rates.append([vehicle.cost_per_km / 1000, vehicle.cost_per_hour / 3600, vehicle.cost_per_day])
    days = sorted(groups)
    for entry in slots:
        entry[GROUP] = days.index(entry[OPENS] // DAY)
    ship = np.array(
        [[index[s.origin], index[s.to], s.crates, s.ready, s.due] for s in problem.shipments], np.int64
    ).reshape(len(problem.shipments), 5)
    can_load = np.zeros((len(ship), len(spans)), np.int8)
    can_unload = np.zeros((len(ship), len(spans)), np.int8)
    at: list[list[int]] = [[] for _ in places]
    for s, (origin, to, _, ready, due) in enumerate(ship.tolist()):
        at[origin].append(s)
        at[to].append(s)
        for c in range(len(spans)):
            first = [span for span in opening[c][origin] if span[1] >= ready]
            if first:
                can_load[s, c] = ALWAYS if opening[c][origin][0][0] >= ready else TIMED
            last = [span for span in opening[c][to] if span[0] <= due]
            if last:
                can_unload[s, c] = ALWAYS if opening[c][to][-1][1] <= due else TIMED
    over_night = np.array([[a[1] + problem.sort_seconds <= b[0] for b in spans] for a in spans], np.int8)
    rule = problem.break_rule
    return Tables(
        drive=np.array(problem.seconds, np.int64),
        metres=np.array(problem.metres, np.int64),
        stop=np.array([problem.stop_seconds if p.stop_seconds is None else p.stop_seconds for p in places], np.int64),
        window=window,
        windows=windows,
        slot=np.array(slots, np.int64).reshape(len(slots), 9),
        rate=np.array(rates, np.float64).reshape(len(slots), 3),
        ship=ship,
        penalty=np.array([MUST_GO if s.penalty is None else s.penalty for s in problem.shipments], np.float64),
        can_load=can_load,
        can_unload=can_unload,
        over_night=over_night.reshape(len(spans), len(spans)),
        hubs=np.array([p for p, place in enumerate(places) if place.hub], np.int64),
        is_hub=np.array([place.hub for place in places], np.int8),
        at=padded(at),
        group=padded([groups[day] for day in days]),
        rule=np.array(
            [
                problem.crate_seconds,
                problem.sort_seconds,
                rule.max_drive if rule else NO_LIMIT,
                rule.length if rule else 0,
                trips_per_shift,
            ],
            np.int64,
        ),
    )
