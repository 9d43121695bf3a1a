"""CP-SAT's choice among what a search has found: trips, days, and each crate's way over them.

Every plan that the search met gives its shifts as columns: what one vehicle drives in one shift. Exactly the columns
that a plan drives are chosen, at most one for each vehicle; a shipment rides straight in one of them, is collected
in one and delivered in a later one, or stays. So trips of different plans come together, and crates change over.

A column's hours are those it was seen with. The crates it may handle are bounded by what it then handled and the time
it had left, so that nearly every choice can be driven; whoever uses the choice still has to check it.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from routing.engines.anneal import price_all, true_cost
from routing.engines.best import Best, no_best, restore
from routing.engines.schedule import positions
from routing.engines.state import EARLIEST, LATEST, LENGTH, State, empty_state
from routing.engines.tables import (
    CALENDAR,
    CAPACITY,
    CRATE_S,
    CRATES,
    HOME,
    MOST_TRIPS,
    NEVER,
    ORIGIN,
    PER_DAY,
    PER_HOUR,
    TO,
    TRIPS,
    Tables,
)

Kind = tuple[int, ...]
"""What makes two shifts interchangeable: calendar, home, capacity and rates."""

MOST_RIDES = 8_000
"""Ride variables beyond which older plans are left out."""


@dataclass(frozen=True)
class Column:
    """What one vehicle drives in one shift.

    Attributes:
        trips: rows of the workshop state, where they can be looked at.
        ore: what it costs, without what handling crates takes.
        spare_s: seconds of handling that fit.
    """

    kind: Kind
    sequences: tuple[tuple[int, ...], ...]
    trips: tuple[int, ...]
    ore: float
    spare_s: int


def recombine(tab: Tables, plans: Iterable[Best], ends: float | None, seed: int, workers: int) -> Best | None:
    """The best plan of the columns of other plans.

    Args:
        plans: best first; the first is where CP-SAT starts.
        ends: when to be done, on the monotonic clock; None: after a fixed amount of work, so that the same input
            gives the same answer.

    Returns:
        Sequences and ways, its `value` still unknown; None: nothing found.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    plans = list(plans)
    columns, first = columns_of(tab, plans)
    chosen = [model.new_bool_var("") for _ in columns]
    by_kind: defaultdict[Kind, list[int]] = defaultdict(list)
    for n, (column, _) in enumerate(columns):
        by_kind[column.kind].append(n)
    for kind, rows in by_kind.items():
        model.add(sum(chosen[n] for n in rows) <= len(slots_of(tab, kind)))
    rides = Rides(tab, model, columns, chosen)
    for s in range(len(tab.ship)):
        rides.add(s)
    rides.bound_loads()
    model.minimize(
        sum(round(column.ore) * chosen[n] for n, (column, _) in enumerate(columns))
        + sum(weight * ride for weight, ride in rides.costs)
        + sum(round(float(tab.penalty[s])) * left for s, left in enumerate(rides.left))
    )
    rides.hint(plans[0], first)
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = seed
    if ends is None:
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = 4.0
    else:
        solver.parameters.num_workers = workers
        left = ends - time.monotonic()
        if left < 0.1:
            return None
        solver.parameters.max_time_in_seconds = left
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return rides.plan(solver, by_kind)


def slots_of(tab: Tables, kind: Kind) -> list[int]:
    """The shifts of a kind."""
    return [k for k in range(len(tab.slot)) if kind_of(tab, k) == kind]


def kind_of(tab: Tables, k: int) -> Kind:
    """Calendar, home, capacity, rates and most trips of a shift."""
    slot, rate = tab.slot[k], tab.rate[k]
    return (
        int(slot[CALENDAR]),
        int(slot[HOME]),
        int(slot[CAPACITY]),
        int(slot[MOST_TRIPS]),
        *(round(1e6 * r) for r in rate),
    )


def columns_of(tab: Tables, plans: list[Best]) -> tuple[list[tuple[Column, State]], dict[int, tuple[int, int]]]:
    """Distinct columns of the plans with a state in which their trips can be looked at.

    Returns:
        Beside them, for each trip of the first plan its column and place in it.
    """
    found: dict[tuple[Kind, tuple[tuple[int, ...], ...]], int] = {}
    columns: list[tuple[Column, State]] = []
    first: dict[int, tuple[int, int]] = {}
    per_shift = int(tab.rule[TRIPS])
    rides = 0
    for plan in plans:
        state = empty_state(tab, 0)
        restore(tab, state, plan)
        price_all(tab, state)
        for k in range(len(tab.slot)):
            trips = tuple(t for t in range(k * per_shift, (k + 1) * per_shift) if state.trip[t, LENGTH] > 2)
            if not trips:
                continue
            sequences = tuple(tuple(state.seq[t, : state.trip[t, LENGTH]].tolist()) for t in trips)
            key = (kind_of(tab, k), sequences)
            if key not in found:
                if plan is not plans[0] and rides > MOST_RIDES:
                    continue
                found[key] = len(columns)
                columns.append((column_of(tab, state, k, key, trips), state))
                places = {p for sequence in sequences for p in sequence}
                rides += sum(int(s[ORIGIN]) in places or int(s[TO]) in places for s in tab.ship)
            if plan is plans[0]:
                first.update({t: (found[key], m) for m, t in enumerate(trips)})
    return columns, first


def column_of(
    tab: Tables, state: State, k: int, key: tuple[Kind, tuple[tuple[int, ...], ...]], trips: tuple[int, ...]
) -> Column:
    """A column as it was driven."""
    handled = sum(int(state.moved[t].sum()) for t in trips) * int(tab.rule[CRATE_S])
    spare = min(int(state.trip[t, LATEST] - state.trip[t, EARLIEST]) for t in trips)
    if len(trips) > 1:
        spare = 0
    price = float(tab.rate[k, PER_DAY]) + sum(float(state.cost[t]) for t in trips)
    return Column(key[0], key[1], trips, price - handled * float(tab.rate[k, PER_HOUR]), handled + max(spare, 0))


class Rides:
    """The model's part about shipments: which column carries whom, from where to where."""

    def __init__(self, tab: Tables, model: Any, columns: list[tuple[Column, State]], chosen: list[Any]) -> None:
        self.tab, self.model, self.columns, self.chosen = tab, model, columns, chosen
        self.costs: list[tuple[int, Any]] = []
        self.left: list[Any] = []
        self.ways: list[list[tuple[Any, int, int, int, int]]] = []
        """Per shipment: variable, column, trip of the column, 0 straight or 1 to or 2 from the hub, hub."""
        self.loads: defaultdict[tuple[int, int, int], list[tuple[int, Any]]] = defaultdict(list)
        self.handled: defaultdict[int, list[tuple[int, Any]]] = defaultdict(list)

    def add(self, s: int) -> None:
        """Variables and rules of one shipment."""
        tab, model = self.tab, self.model
        origin, to = int(tab.ship[s, ORIGIN]), int(tab.ship[s, TO])
        left = model.new_bool_var("")
        self.left.append(left)
        ways: list[tuple[Any, int, int, int, int]] = []
        self.ways.append(ways)
        for n, (column, state) in enumerate(self.columns):
            c = column.kind[0]
            loads, unloads = tab.can_load[s, c] != NEVER, tab.can_unload[s, c] != NEVER
            for m, t in enumerate(column.trips):
                if loads and unloads:
                    self.offer(ways, s, n, m, state, t, origin, to, 0, -1)
                for hub in tab.hubs.tolist():
                    if hub in (origin, to) or tab.windows[c, hub] == 0:
                        continue
                    if loads:
                        self.offer(ways, s, n, m, state, t, origin, hub, 1, hub)
                    if unloads:
                        self.offer(ways, s, n, m, state, t, hub, to, 2, hub)
        straight = [way[0] for way in ways if way[3] == 0]
        collected = [way for way in ways if way[3] == 1]
        delivered = [way for way in ways if way[3] == 2]
        model.add_exactly_one([left, *straight, *(way[0] for way in delivered)])
        model.add(sum(way[0] for way in collected) == sum(way[0] for way in delivered))
        for calendar, hub in {(self.columns[way[1]][0].kind[0], way[4]) for way in delivered}:
            here = [w[0] for w in delivered if w[4] == hub and self.columns[w[1]][0].kind[0] == calendar]
            before = [
                w[0] for w in collected
                if w[4] == hub and tab.over_night[self.columns[w[1]][0].kind[0], calendar]
            ]  # fmt: skip
            model.add(sum(here) <= sum(before))

    def offer(
        self, ways: list[tuple[Any, int, int, int, int]], s: int, n: int, m: int, state: State, t: int,
        p: int, q: int, part: int, hub: int,
    ) -> None:  # fmt: skip
        """A ride from p to q in a column's trip, if it goes there."""
        i, j = positions(state, t, p, q)
        if i < 0:
            return
        tab = self.tab
        crates = int(tab.ship[s, CRATES])
        ride = self.model.new_bool_var("")
        self.model.add_implication(ride, self.chosen[n])
        seconds = 2 * crates * int(tab.rule[CRATE_S])
        k = t // int(tab.rule[TRIPS])
        self.costs.append((round(seconds * float(tab.rate[k, PER_HOUR])), ride))
        self.handled[n].append((seconds, ride))
        for stop in range(i, j):
            self.loads[n, m, stop].append((crates, ride))
        ways.append((ride, n, m, part, hub))

    def bound_loads(self) -> None:
        """Capacity along the way, and time to handle what is moved."""
        for (n, _, _), rides in self.loads.items():
            capacity = self.columns[n][0].kind[2]
            if sum(crates for crates, _ in rides) > capacity:
                self.model.add(sum(crates * ride for crates, ride in rides) <= capacity)
        for n, rides in self.handled.items():
            self.model.add(sum(seconds * ride for seconds, ride in rides) <= self.columns[n][0].spare_s)

    def hint(self, plan: Best, first: dict[int, tuple[int, int]]) -> None:
        """Start from a plan whose trips are these columns."""
        driven = {n for n, _ in first.values()}
        for n, column in enumerate(self.chosen):
            self.model.add_hint(column, n in driven)
        for s, ways in enumerate(self.ways):
            a, b, hub = (int(part) for part in plan.way[s])
            rides = {(*first[a], 0 if b < 0 else 1, hub)} if a >= 0 else set()
            if b >= 0:
                rides.add((*first[b], 2, hub))
            for ride, n, m, part, over in ways:
                self.model.add_hint(ride, (n, m, part, over) in rides)
            self.model.add_hint(self.left[s], a < 0)

    def plan(self, solver: Any, by_kind: dict[Kind, list[int]]) -> Best:
        """What the solver chose, in shifts of the right kind."""
        tab, per_shift = self.tab, int(self.tab.rule[TRIPS])
        best = no_best(empty_state(tab, 0))
        trip_of: dict[tuple[int, int], int] = {}
        for kind, rows in by_kind.items():
            slots = iter(slots_of(tab, kind))
            for n in rows:
                if solver.value(self.chosen[n]):
                    k = next(slots)
                    for m, sequence in enumerate(self.columns[n][0].sequences):
                        t = k * per_shift + m
                        trip_of[n, m] = t
                        best.length[t] = len(sequence)
                        best.seq[t, : len(sequence)] = sequence
        for s, ways in enumerate(self.ways):
            for ride, n, m, part, hub in ways:
                if solver.value(ride):
                    best.way[s, 1 if part == 2 else 0] = trip_of[n, m]
                    best.way[s, 2] = hub
        best.value[0] = np.inf
        return best


def sound_cost(tab: Tables, plan: Best) -> float:
    """Öre of a plan after its hours are worked out; infinity where it breaks a rule."""
    state = empty_state(tab, 0)
    restore(tab, state, plan)
    price_all(tab, state)
    return float(true_cost(tab, state))
