"""Plans for networks in which crates may ride straight or over a hub: one chain a core, then the last choice."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from itertools import pairwise

from routing.cost import cost
from routing.engines.budget import budget_of
from routing.engines.chain import Chain, Phase, best_of, new_chain
from routing.engines.driven import plan_of
from routing.engines.tables import Tables, tables
from routing.plan import Plan, Unserved
from routing.problem import Problem
from routing.progress import Effort, Progress, Told

HOT, WARM, COLD = 40_000, 9_000, 300
"""Öre: where an anneal afresh begins, where one that goes on from a plan does, and where both end."""
FIRST = Phase(0.1, HOT, 500, True)
"""A first good plan, and how many moves the whole effort is worth."""
AFRESH_UNTIL = 0.65
"""The share of the effort up to which anneals begin anew; the last one, from the best plan of all, begins no sooner."""
ENOUGH_MOVES = 90_000
"""Moves for each shipment after which an anneal seldom gains by more: another one is begun instead."""
MOST_AFRESH = 50
"""Anneals begun anew in one search: a problem so small that there is time for more has long been solved."""

CHOICE_SHARE, CHOICE_S = 0.08, 5.0
"""Time for the last choice: a share of the whole, and at most so many seconds."""
CHOICE_FROM_S = 5.0
"""Below that many seconds in all the last choice is left to the chains: loading CP-SAT would take too much of them."""
CHOICE_MOVES = 40_000
"""Likewise in moves."""


def plan_weeks(problem: Problem, effort: Effort, told: Progress) -> Plan:
    """Plan days or weeks.

    Args:
        effort: `iterations` counts moves of each chain; a move changes one or two trips.
    """
    begun = time.monotonic()
    nothing = Plan((), tuple(Unserved(shipment.id, "not-placed") for shipment in problem.shipments))
    if not problem.shipments or not any(vehicle.shifts for vehicle in problem.vehicles):
        return nothing
    tab = tables(problem)
    aside = choice_seconds(effort)
    budget = budget_of(search_effort(effort, aside), begun, 1_000_000)
    chains = [new_chain(tab, effort.seed * 1000 + n) for n in range(effort.workers)]
    shown = float("inf")

    def report(stage: str) -> None:
        nonlocal shown
        found = best_of(chains)
        if found is not None and found.value[0] < shown - 0.5:
            shown = float(found.value[0])
            plan = plan_of(problem, tab, found)
            told(Told(cost(problem, plan).total, None, time.monotonic() - begun, stage, plan))

    def together(phase: Phase, since: float, moves: int) -> int:
        source = None if phase.afresh else best_of(chains)
        runs = [pool.submit(chain.run, phase, since, budget, moves, source) for chain in chains]
        while wait(runs, timeout=0.3).not_done:
            report("search")
        report("search")
        return max(run.result() for run in runs)

    with ThreadPoolExecutor(len(chains)) as pool:
        moves = together(FIRST, 0.0, 0)
        for before, phase in pairwise((FIRST, *later_phases(moves / FIRST.until, len(problem.shipments)))):
            moves = together(phase, before.until, moves)
    if aside is not None:
        choose(tab, chains, effort, begun)
        report("choose")
    found = best_of(chains)
    return nothing if found is None else plan_of(problem, tab, found)


def later_phases(moves: float, shipments: int) -> list[Phase]:
    """The anneals after the first: as many afresh as are long enough, then one that goes on from the best plan.

    Which kind of plan an anneal falls into is decided while it is hot, and chance: several tell more than a long one.

    Args:
        moves: that the whole effort is worth, of each chain.
    """
    share = min(ENOUGH_MOVES * shipments / max(moves, 1.0), 1.0 - AFRESH_UNTIL)
    width = 1.0 - share - FIRST.until
    many = min(max(1, int(width / share)), MOST_AFRESH)
    afresh = [Phase(FIRST.until + width * (n + 1) / many, HOT, COLD, True) for n in range(many)]
    return [*afresh, Phase(1.0, WARM, COLD, False)]


def choice_seconds(effort: Effort) -> float | None:
    """What the last choice may take; None: the effort is too small for one."""
    if effort.seconds is None:
        enough = effort.iterations is None or effort.iterations >= CHOICE_MOVES
        return CHOICE_S if enough else None
    return min(CHOICE_SHARE * effort.seconds, CHOICE_S) if effort.seconds >= CHOICE_FROM_S else None


def search_effort(effort: Effort, aside: float | None) -> Effort:
    """What is left for the chains."""
    if effort.seconds is None or aside is None:
        return effort
    return replace(effort, seconds=effort.seconds - aside)


def choose(tab: Tables, chains: Sequence[Chain], effort: Effort, begun: float) -> None:
    """Let CP-SAT recombine what the chains have met; the first chain remembers what comes of it."""
    from routing.master import recombine, sound_cost

    plans = sorted((plan for chain in chains for plan in chain.past), key=lambda plan: float(plan.value[0]))
    if not plans:
        return
    ends = None if effort.seconds is None else begun + effort.seconds - 0.3
    found = recombine(tab, plans, ends, effort.seed, effort.workers)
    if found is not None:
        found.value[0] = sound_cost(tab, found)
        chains[0].notice(found)
