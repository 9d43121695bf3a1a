"""Plans for networks with hubs: annealing over visit sequences, one chain a core."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from math import exp

from routing.cost import cost
from routing.engines.anneal import anneal
from routing.engines.best import Best, copied, no_best, restore
from routing.engines.budget import Budget, budget_of
from routing.engines.driven import plan_of
from routing.engines.state import (
    CHAIN_LATE,
    LATE_S,
    OVERLOAD,
    PER_LATE_S,
    PER_OVERLOAD,
    UNSERVED,
    UNSERVED_CAP,
    State,
    empty_state,
)
from routing.engines.tables import Tables, tables
from routing.plan import Plan, Unserved
from routing.problem import Problem
from routing.progress import Effort, Progress, Told

CHUNK = 2000
"""Moves between two looks at the clock."""

STARTING = ((PER_LATE_S, 40.0, 10.0, 2e3), (PER_OVERLOAD, 3e3, 1e3, 5e4), (UNSERVED_CAP, 1e5, 3e4, 3e6))
"""What a violation counts at first, at least and at most, in öre per second late, crate too many, shipment left."""
DEARER, CHEAPER = 20.0, 10.0
"""By what power of e that would rise or fall over a whole anneal, if it were always, or never, violated."""


@dataclass(frozen=True, slots=True)
class Phase:
    """One anneal.

    Attributes:
        until: share of the whole effort at which it ends.
        hot, cold: öre.
        afresh: from nothing rather than from the best plan of all chains.
    """

    until: float
    hot: float
    cold: float
    afresh: bool


PHASES = (Phase(0.1, 40_000, 500, True), Phase(0.7, 40_000, 300, True), Phase(1.0, 9_000, 300, False))


@dataclass
class Chain:
    """A search of its own, and the best plan that others may read while it goes on."""

    tab: Tables
    state: State
    best: Best
    seen: Best | None = None
    weights: dict[int, float] = field(default_factory=dict)

    def start(self, source: Best | None) -> None:
        """Begin an anneal from a plan, or from where the chain stands."""
        self.weights = {which: first for which, first, _, _ in STARTING}
        if source is not None:
            restore(self.tab, self.state, source)

    def oscillate(self, share: float) -> None:
        """Let violations grow dearer while there are some, cheaper while there are none."""
        state = self.state
        violated = {
            PER_LATE_S: bool(state.trip[:, LATE_S].any()) or state.sums[CHAIN_LATE] > 0,
            PER_OVERLOAD: bool(state.trip[:, OVERLOAD].any()),
            UNSERVED_CAP: state.tally[UNSERVED] > 0,
        }
        for which, _, least, most in STARTING:
            by = exp(DEARER * share) if violated[which] else exp(-CHEAPER * share)
            self.weights[which] = min(max(self.weights[which] * by, least), most)
            state.weight[which] = self.weights[which]

    def go(self, heat: float, moves: int) -> None:
        """Search on at one temperature."""
        before = self.best.value[0]
        anneal(self.tab, self.state, self.best, moves, heat, heat)
        if self.best.value[0] < before:
            self.seen = copied(self.best)


def plan_weeks(problem: Problem, effort: Effort, told: Progress) -> Plan:
    """Plan days or weeks in which crates may ride straight or over a hub.

    Args:
        effort: `iterations` counts moves of each chain; a move changes one or two trips.
    """
    begun = time.monotonic()
    if not problem.shipments or not any(vehicle.shifts for vehicle in problem.vehicles):
        return Plan((), tuple(Unserved(shipment.id, "not-placed") for shipment in problem.shipments))
    tab = tables(problem)
    budget = budget_of(effort, begun, 1_000_000)
    chains = [
        Chain(tab, empty_state(tab, effort.seed * 1000 + n), no_best(empty_state(tab, 0)))
        for n in range(effort.workers)
    ]
    moves = 0
    shown = float("inf")
    with ThreadPoolExecutor(len(chains)) as pool:
        since = 0.0
        for phase in PHASES:
            source = None if phase.afresh else best_of(chains)
            running = {pool.submit(run, chain, phase, since, budget, moves, source) for chain in chains}
            while running:
                done, running = wait(running, timeout=0.3)
                shown = report(problem, tab, chains, shown, begun, told)
                moves = max([moves, *(future.result() for future in done)])
            since = phase.until
    found = best_of(chains)
    if found is None:
        return Plan((), tuple(Unserved(shipment.id, "not-placed") for shipment in problem.shipments))
    return plan_of(problem, tab, found)


def run(chain: Chain, phase: Phase, since: float, budget: Budget, moves: int, source: Best | None) -> int:
    """One anneal of one chain; return the moves made until its end."""
    chain.start(source)
    width = phase.until - since
    x = 0.0
    while True:
        now = (budget.spent(moves) - since) / width
        if now >= 1.0:
            return moves
        chain.oscillate(max(now - x, 0.0))
        x = now
        chain.go(phase.hot * (phase.cold / phase.hot) ** x, CHUNK)
        moves += CHUNK


def best_of(chains: list[Chain]) -> Best | None:
    """The best plan of all chains, the earlier chain's where they are equal; None: no chain has one."""
    seen = [chain.seen for chain in chains if chain.seen is not None]
    return min(seen, key=lambda best: float(best.value[0])) if seen else None


def report(problem: Problem, tab: Tables, chains: list[Chain], shown: float, begun: float, told: Progress) -> float:
    """Tell of a better plan, if there is one; return the cost of the best that was told."""
    found = best_of(chains)
    if found is None or found.value[0] >= shown - 0.5:
        return shown
    plan = plan_of(problem, tab, found)
    told(Told(cost(problem, plan).total, None, time.monotonic() - begun, "search", plan))
    return float(found.value[0])
