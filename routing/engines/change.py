"""One move of the search: new sequences for one or two trips, what follows, its price, and the way back."""

from __future__ import annotations

import numpy as np

from routing.engines.compiled import inlined, step
from routing.engines.day import chain
from routing.engines.riders import call, forget_pool, pool_cost, resettle, settle
from routing.engines.schedule import timed
from routing.engines.state import (
    ADDED,
    BUSY,
    CHAIN_LATE,
    CHANGED_A,
    DAY_COST,
    LATE_S,
    LENGTH,
    LOAD_A,
    MOVED_A,
    N_ADDED,
    N_LOG,
    N_POOL,
    N_TOUCHED,
    NEW_A,
    OLD_A,
    OVERLOAD,
    PER_LATE_S,
    PER_OVERLOAD,
    SIZES,
    SPARE,
    TRIP_COST,
    State,
)
from routing.engines.tables import PAID_DAY, PER_DAY, PER_HOUR, PER_KM, TRIPS, Tables
from routing.engines.ways import loads_again, put_on, take_off, touch, waiting_cost

IDLE_S = 5400
"""Seconds of stops and waiting that a trip may lose, at most, when it stops elsewhere."""

SLACK = 3000.0
"""Öre by which a score may still fall after the changed trips were priced: other trips that lost riders."""


@step
def set_sequence(tab: Tables, st: State, t: int, row: int, n: int) -> None:
    """Let trip t stop where the scratch row says; note places that are new to it."""
    st.tally[N_ADDED] = 0
    seq = st.spare[row]
    was = st.trip[t, LENGTH]
    k = t // tab.rule[TRIPS]
    if was > 2:
        for i in range(was):
            st.first[t, st.seq[t, i]] = -2
    for i in range(n):
        p = seq[i]
        if n > 2:
            before = st.first[t, p]
            if before < 0:
                if before == -1:
                    st.visits[p, st.visited[p]] = t
                    st.visited[p] += 1
                    st.spare[ADDED, st.tally[N_ADDED]] = p
                    st.tally[N_ADDED] += 1
                st.first[t, p] = i
            st.last[t, p] = i
    if was > 2:
        for i in range(was):
            p = st.seq[t, i]
            if st.first[t, p] == -2:
                st.first[t, p], st.last[t, p] = -1, -1
                many = st.visited[p]
                for m in range(many):
                    if st.visits[p, m] == t:
                        st.visits[p, m] = st.visits[p, many - 1]
                        break
                st.visited[p] = many - 1
    for i in range(n):
        st.seq[t, i] = seq[i]
    st.trip[t, LENGTH] = n
    if (was > 2) != (n > 2):
        day = tab.slot[k, PAID_DAY]
        if n > 2:
            if st.used[day] == 0:
                st.sums[DAY_COST] += tab.rate[k, PER_DAY]
            st.used[day] += 1
            st.busy[st.tally[BUSY], 0], st.busy[t, 1] = t, st.tally[BUSY]
            st.tally[BUSY] += 1
        else:
            st.used[day] -= 1
            if st.used[day] == 0:
                st.sums[DAY_COST] -= tab.rate[k, PER_DAY]
            end = st.tally[BUSY] - 1
            other = st.busy[end, 0]
            st.busy[st.busy[t, 1], 0], st.busy[other, 1] = other, st.busy[t, 1]
            st.tally[BUSY] = end


@inlined
def begin(st: State) -> None:
    """A new move: nothing touched yet."""
    for k in range(st.tally[N_TOUCHED]):
        st.touched[st.touched[k, 0], 1] = 0
    st.tally[N_TOUCHED] = 0
    st.tally[N_LOG] = 0
    st.tally[N_POOL] = 0
    st.tally[CHANGED_A], st.tally[CHANGED_A + 1] = -1, -1
    st.sums[TRIP_COST + 4] = st.sums[TRIP_COST]
    st.sums[CHAIN_LATE + 4] = st.sums[CHAIN_LATE]


@inlined
def weighed(st: State, t: int) -> float:
    """A trip's cost and what its violations count."""
    return st.cost[t] + st.trip[t, LATE_S] * st.weight[PER_LATE_S] + st.trip[t, OVERLOAD] * st.weight[PER_OVERLOAD]


@inlined
def savings(tab: Tables, st: State, t: int, row: int, n: int) -> float:
    """About the most that trip t can cost less with the scratch row's stops, before its riders are looked at."""
    if n <= 2 or st.trip[t, LENGTH] <= 2:
        return weighed(st, t)
    k = t // tab.rule[TRIPS]
    drive, metres = 0, 0
    for i in range(1, st.trip[t, LENGTH]):
        drive += tab.drive[st.seq[t, i - 1], st.seq[t, i]]
        metres += tab.metres[st.seq[t, i - 1], st.seq[t, i]]
    for i in range(1, n):
        drive -= tab.drive[st.spare[row, i - 1], st.spare[row, i]]
        metres -= tab.metres[st.spare[row, i - 1], st.spare[row, i]]
    return (
        (drive + IDLE_S) * tab.rate[k, PER_HOUR]
        + metres * tab.rate[k, PER_KM]
        + st.trip[t, LATE_S] * st.weight[PER_LATE_S]
        + st.trip[t, OVERLOAD] * st.weight[PER_OVERLOAD]
    )


@inlined
def retimed(tab: Tables, st: State, t: int) -> float:
    """Schedule a changed trip with the riders it kept; return by how much that changes the score."""
    before = weighed(st, t)
    loads_again(tab, st, t)
    timed(tab, st, t)
    return weighed(st, t) - before


@inlined
def price_touched(tab: Tables, st: State) -> float:
    """Schedule the touched trips and their days again; return the score of the whole plan."""
    total = st.sums[TRIP_COST]
    for k in range(st.tally[N_TOUCHED]):
        t = st.touched[k, 0]
        total -= (
            st.kept_cost[k]
            + st.kept[k, LATE_S] * st.weight[PER_LATE_S]
            + st.kept[k, OVERLOAD] * st.weight[PER_OVERLOAD]
        )
        timed(tab, st, t)
        total += weighed(st, t)
    st.sums[TRIP_COST] = total
    late = 0
    for g in range(tab.group.shape[0]):
        late += chain(tab, st, g)
    st.sums[CHAIN_LATE] = late
    return total + st.sums[DAY_COST] + late * st.weight[PER_LATE_S] + waiting_cost(tab, st)


@step
def apply(tab: Tables, st: State, limit: float) -> float:
    """Put the scratch sequences into trips CHANGED_A and CHANGED_B (-1: none) and return the new score.

    Infinity where it becomes clear on the way that the score will be well above the limit.
    """
    gain = 0.0
    for side in range(2):
        t = st.tally[CHANGED_A + side]
        if t < 0:
            continue
        touch(st, t)
        n = st.trip[t, LENGTH]
        st.spare[SIZES, 2 + side] = n
        for i in range(n):
            st.spare[OLD_A + side, i] = st.seq[t, i]
            st.spare[LOAD_A + side, i] = st.load[t, i]
            st.spare[MOVED_A + side, i] = st.moved[t, i]
    for side in range(2):
        t = st.tally[CHANGED_A + side]
        if t >= 0:
            n = st.spare[SIZES, side]
            gain += savings(tab, st, t, NEW_A + side, n)
            set_sequence(tab, st, t, NEW_A + side, n)
            call(tab, st, t)
    st.sums[SPARE] = limit + gain - st.sums[TRIP_COST] - st.sums[DAY_COST] - waiting_cost(tab, st) + pool_cost(tab, st)
    for side in range(2):
        t = st.tally[CHANGED_A + side]
        if t >= 0 and st.sums[SPARE] >= 0.0:
            resettle(tab, st, t)
    if st.sums[SPARE] < 0.0:
        forget_pool(st)
        return np.inf
    least = st.sums[TRIP_COST] + st.sums[DAY_COST]
    a, b = st.tally[CHANGED_A], st.tally[CHANGED_A + 1]
    st.tally[CHANGED_A], st.tally[CHANGED_A + 1] = -1, -1
    if a >= 0:
        least += retimed(tab, st, a)
    if b >= 0:
        least += retimed(tab, st, b)
    placed = settle(tab, st, limit - least + SLACK)
    st.tally[CHANGED_A], st.tally[CHANGED_A + 1] = a, b
    return price_touched(tab, st) if placed else np.inf


@step
def take_back(tab: Tables, st: State) -> None:
    """Undo the move since `begin`."""
    for k in range(st.tally[N_LOG] - 1, -1, -1):
        take_off(tab, st, st.log[k, 0])
    for side in range(2):
        t = st.tally[CHANGED_A + side]
        if t >= 0:
            n = st.spare[SIZES, 2 + side]
            set_sequence(tab, st, t, OLD_A + side, n)
            for i in range(n):
                st.load[t, i] = st.spare[LOAD_A + side, i]
                st.moved[t, i] = st.spare[MOVED_A + side, i]
    for k in range(st.tally[N_LOG] - 1, -1, -1):
        s = st.log[k, 0]
        if st.way[s, 0] >= 0:
            take_off(tab, st, s)
        put_on(tab, st, s, st.log[k, 1], st.log[k, 2], st.log[k, 3])
    for k in range(st.tally[N_TOUCHED]):
        t = st.touched[k, 0]
        for column in range(1, 9):
            st.trip[t, column] = st.kept[k, column]
        st.cost[t] = st.kept_cost[k]
    st.sums[TRIP_COST] = st.sums[TRIP_COST + 4]
    st.sums[CHAIN_LATE] = st.sums[CHAIN_LATE + 4]
