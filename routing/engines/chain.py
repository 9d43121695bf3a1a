"""One search of its own: anneals, with the weights of violations swinging, and what it found so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import exp

from routing.engines.anneal import anneal
from routing.engines.best import Best, copied, no_best, restore
from routing.engines.budget import Budget
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
from routing.engines.tables import Tables

CHUNK = 2000
"""Moves between two looks at the clock."""

STARTING = ((PER_LATE_S, 40.0, 10.0, 2e3), (PER_OVERLOAD, 3e3, 1e3, 5e4), (UNSERVED_CAP, 1e5, 3e4, 3e6))
"""What a violation counts at first, at least and at most, in öre per second late, crate too many, shipment left."""
DEARER, CHEAPER = 20.0, 10.0
"""By what power of e that would rise or fall over a whole anneal, if it were always, or never, violated."""

REMEMBERED = 40
"""Improvements that a chain keeps for the last choice."""


@dataclass(frozen=True, slots=True)
class Phase:
    """One anneal.

    Attributes:
        until: share of the whole effort at which it ends.
        hot, cold: öre.
        afresh: away from what was found before, rather than on from the best plan of all chains.
    """

    until: float
    hot: float
    cold: float
    afresh: bool


@dataclass
class Chain:
    """A search of its own.

    Attributes:
        seen: its best plan, for others to read while it goes on; past: how it came there.
        weights: what a violation counts now.
    """

    tab: Tables
    state: State
    best: Best
    seen: Best | None = None
    past: list[Best] = field(default_factory=list)
    weights: dict[int, float] = field(default_factory=dict)

    def run(self, phase: Phase, since: float, budget: Budget, moves: int, source: Best | None) -> int:
        """One anneal; return the moves made until its end."""
        self.weights = {which: first for which, first, _, _ in STARTING}
        self.best.value[0] = float("inf")
        if source is not None:
            restore(self.tab, self.state, source)
        width = phase.until - since
        x = 0.0
        while True:
            now = (budget.spent(moves) - since) / width
            if now >= 1.0:
                return moves
            self.oscillate(max(now - x, 0.0))
            x = now
            heat = phase.hot * (phase.cold / phase.hot) ** x
            before = self.best.value[0]
            anneal(self.tab, self.state, self.best, CHUNK, heat, heat)
            if self.best.value[0] < before:
                self.notice(copied(self.best))
            moves += CHUNK

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

    def notice(self, plan: Best) -> None:
        """Remember a plan."""
        self.past.append(plan)
        del self.past[:-REMEMBERED]
        if self.seen is None or plan.value[0] < self.seen.value[0] - 0.5:
            self.seen = plan


def new_chain(tab: Tables, seed: int) -> Chain:
    """A chain that has found nothing yet."""
    return Chain(tab, empty_state(tab, seed), no_best(empty_state(tab, 0)))


def best_of(chains: Sequence[Chain]) -> Best | None:
    """The best plan of all chains, the earlier chain's where they are equal; None: no chain has one."""
    seen = [chain.seen for chain in chains if chain.seen is not None]
    return min(seen, key=lambda best: float(best.value[0])) if seen else None
