"""Simulated annealing over visit sequences, while violations grow dearer."""

from __future__ import annotations

from math import log

import numpy as np

from routing.engines.best import Best, keep
from routing.engines.change import apply, begin, price_touched, take_back, weighed
from routing.engines.compiled import kernel, step
from routing.engines.day import chain
from routing.engines.moves import propose
from routing.engines.riders import settle
from routing.engines.schedule import timed
from routing.engines.state import (
    BUSY,
    CHAIN_LATE,
    DAY_COST,
    LATE_S,
    N_POOL,
    OVERLOAD,
    TRIP_COST,
    UNSERVED,
    State,
    below,
    uniform,
)
from routing.engines.tables import Tables
from routing.engines.ways import remember, take_off, waiting_cost


@kernel
def price_all(tab: Tables, st: State) -> float:
    """Every sum from the beginning; the score with the weights as they are."""
    total = 0.0
    for t in range(len(st.cost)):
        timed(tab, st, t)
        total += weighed(st, t)
    st.sums[TRIP_COST] = total
    late = 0
    for g in range(tab.group.shape[0]):
        late += chain(tab, st, g)
    st.sums[CHAIN_LATE] = late
    return total + st.sums[DAY_COST] + late * st.weight[0] + waiting_cost(tab, st)


@kernel
def true_cost(tab: Tables, st: State) -> float:
    """Öre of the plan as it stands, or infinity where it breaks a rule."""
    if st.sums[CHAIN_LATE] > 0:
        return np.inf
    total = st.sums[DAY_COST]
    for k in range(st.tally[BUSY]):
        t = st.busy[k, 0]
        if st.trip[t, LATE_S] > 0 or st.trip[t, OVERLOAD] > 0:
            return np.inf
        total += st.cost[t]
    for k in range(st.tally[UNSERVED]):
        total += tab.penalty[st.waiting[k, 0]]
    return total


@step
def reseat(tab: Tables, st: State) -> float:
    """Move: one to four shipments look for a way again."""
    ships = len(st.way)
    for _ in range(1 + below(st.tally, 4)):
        s = below(st.tally, ships)
        if st.pool[s, 1] == 0:
            st.pool[s, 1] = 1
            st.pool[st.tally[N_POOL], 0] = s
            st.tally[N_POOL] += 1
            if st.way[s, 0] >= 0:
                remember(st, s)
                take_off(tab, st, s)
    settle(tab, st, np.inf)
    return price_touched(tab, st)


@kernel
def anneal(tab: Tables, st: State, best: Best, moves: int, hot: float, cold: float) -> float:
    """Try that many moves while the temperature falls from `hot` to `cold` (öre); return the score."""
    score = price_all(tab, st)
    factor = (cold / hot) ** (1.0 / max(moves, 1))
    heat = hot
    ships = len(st.way)
    for _ in range(moves):
        heat *= factor
        begin(st)
        limit = score - heat * log(uniform(st.tally))
        if ships > 0 and uniform(st.tally) < 0.04:
            new = reseat(tab, st)
        elif propose(tab, st):
            new = apply(tab, st, limit)
        else:
            continue
        if new <= limit:
            score = new
            if score < best.value[0]:
                value = true_cost(tab, st)
                if value < best.value[0] - 0.5:
                    keep(st, best, value)
        else:
            take_back(tab, st)
    return score
