"""One move of the search: new sequences for one or two trips, what follows for the crates, the price, and back."""

from __future__ import annotations

import numpy as np

from routing.engines.compiled import inlined, step
from routing.engines.schedule import timed
from routing.engines.state import (
    ADDED,
    BUSY,
    CHAIN_LATE,
    CHANGED_A,
    DAY_COST,
    DRIVEN,
    DURATION,
    EARLIEST,
    LATE_S,
    LATEST,
    LENGTH,
    LINKS,
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
    RIDERS,
    SIZES,
    SPARE,
    TRIP_COST,
    UNSERVED_CAP,
    State,
)
from routing.engines.tables import (
    BREAK_S,
    CALENDAR,
    GROUP,
    MAX_DRIVE,
    NEVER,
    ORIGIN,
    PAID_DAY,
    PER_DAY,
    PER_HOUR,
    PER_KM,
    SORT_S,
    TO,
    TRIPS,
    Tables,
)
from routing.engines.ways import (
    choose_way,
    has_way,
    loads_again,
    put_on,
    remember,
    rides_from_to,
    take_off,
    touch,
    waiting_cost,
)

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
def pooled(st: State, s: int) -> None:
    """Put a shipment among those that look for a way, once."""
    if st.pool[s, 1] == 0:
        st.pool[s, 1] = 1
        st.pool[st.tally[N_POOL], 0] = s
        st.tally[N_POOL] += 1


@inlined
def legs_hold(tab: Tables, st: State, t: int, s: int, second: int) -> bool:
    """Whether the trip, as it is now, still carries a rider from and to where it must."""
    p = tab.ship[s, ORIGIN] if second == 0 else st.way[s, 2]
    q = tab.ship[s, TO] if second == 1 or st.way[s, 1] < 0 else st.way[s, 2]
    return rides_from_to(st, t, p, q)


@inlined
def could_ride(tab: Tables, st: State, t: int, s: int) -> bool:
    """Whether the trip goes straight from the shipment's origin to its destination on a day that suits."""
    c = tab.slot[t // tab.rule[TRIPS], CALENDAR]
    if tab.can_load[s, c] == NEVER or tab.can_unload[s, c] == NEVER:
        return False
    return rides_from_to(st, t, tab.ship[s, ORIGIN], tab.ship[s, TO])


@inlined
def resettle(tab: Tables, st: State, t: int) -> None:
    """Unseat riders whom the changed trip no longer serves, and those over a hub whom it now takes straight.

    Stops early when those without any way left cost more than sums[SPARE].
    """
    for r in range(st.trip[t, RIDERS] - 1, -1, -1):
        if r >= st.trip[t, RIDERS]:
            continue
        s, second = st.rider[t, r] >> 1, st.rider[t, r] & 1
        holds = legs_hold(tab, st, t, s, second)
        if not holds or (st.way[s, 1] >= 0 and could_ride(tab, st, t, s)):
            remember(st, s)
            take_off(tab, st, s)
            pooled(st, s)
            if not holds and not has_way(tab, st, s):
                st.sums[SPARE] -= min(tab.penalty[s], st.weight[UNSERVED_CAP])
                if st.sums[SPARE] < 0.0:
                    return


@inlined
def call(tab: Tables, st: State, t: int) -> None:
    """Call shipments from or to the places that are new to the trip, where it may serve them better."""
    for k in range(st.tally[N_ADDED]):
        p = st.spare[ADDED, k]
        for m in range(tab.at.shape[1]):
            s = tab.at[p, m]
            if s < 0:
                break
            if st.way[s, 0] < 0:
                pooled(st, s)
            elif st.way[s, 1] >= 0 and could_ride(tab, st, t, s):
                remember(st, s)
                take_off(tab, st, s)
                pooled(st, s)


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


@inlined
def pool_cost(tab: Tables, st: State) -> float:
    """What those who look for a way count while they wait."""
    total = 0.0
    for k in range(st.tally[N_POOL]):
        total += min(tab.penalty[st.pool[k, 0]], st.weight[UNSERVED_CAP])
    return total


@inlined
def forget_pool(st: State) -> None:
    """Nobody looks for a way any more."""
    for k in range(st.tally[N_POOL]):
        st.pool[st.pool[k, 0], 1] = 0
    st.tally[N_POOL] = 0


@inlined
def retimed(tab: Tables, st: State, t: int) -> float:
    """Schedule a changed trip with the riders it kept; return by how much that changes the score."""
    before = weighed(st, t)
    loads_again(tab, st, t)
    timed(tab, st, t)
    return weighed(st, t) - before


@step
def settle(tab: Tables, st: State, most: float) -> bool:
    """Find a way for every shipment that looks for one.

    Returns:
        False, with the work left half done, where what stays waiting costs more than `most`.
    """
    waiting = waiting_cost(tab, st) - pool_cost(tab, st)
    for k in range(st.tally[N_POOL]):
        s = st.pool[k, 0]
        st.pool[s, 1] = 0
        if waiting > most:
            continue
        a, b, hub = choose_way(tab, st, s)
        if a >= 0:
            remember(st, s)
            put_on(tab, st, s, a, b, hub)
        else:
            waiting += min(tab.penalty[s], st.weight[UNSERVED_CAP])
    st.tally[N_POOL] = 0
    return waiting <= most


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


@inlined
def weighed(st: State, t: int) -> float:
    """A trip's cost and what its violations count."""
    return st.cost[t] + st.trip[t, LATE_S] * st.weight[PER_LATE_S] + st.trip[t, OVERLOAD] * st.weight[PER_OVERLOAD]


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


@inlined
def chain(tab: Tables, st: State, g: int) -> int:
    """Start the day's trips as early as those before them allow; return the seconds by which that is too late.

    A vehicle's next trip waits for its last one (and for the driving break between them, where one is due); a trip
    that takes over crates at the hub waits until they are sorted.
    """
    trips = tab.rule[TRIPS]
    many, bound = 0, False
    for m in range(tab.group.shape[1]):
        k = tab.group[g, m]
        if k < 0:
            break
        in_slot = 0
        for n in range(trips):
            t = k * trips + n
            if st.trip[t, LENGTH] > 2:
                st.start[t] = st.trip[t, EARLIEST]
                in_slot += 1
        many += in_slot
        bound = bound or in_slot > 1
    if not bound and st.tally[LINKS] == 0:
        return 0
    for _ in range(many + 1):
        changed = False
        for m in range(tab.group.shape[1]):
            k = tab.group[g, m]
            if k < 0:
                break
            before, carried = -1, 0
            for n in range(trips):
                t = k * trips + n
                if st.trip[t, LENGTH] <= 2:
                    continue
                driven = st.trip[t, DRIVEN]
                if before >= 0:
                    pause = 0 if carried + driven <= tab.rule[MAX_DRIVE] else tab.rule[BREAK_S]
                    ends = st.start[before] + st.trip[before, DURATION] + pause
                    if pause > 0:
                        carried = 0
                    if ends > st.start[t]:
                        st.start[t] = ends
                        changed = True
                before = t
                carried += driven
        for r in range(st.tally[LINKS]):
            a, b = st.changes[r, 0], st.changes[r, 1]
            if tab.slot[a // trips, GROUP] == g:
                ends = st.start[a] + st.trip[a, DURATION] + tab.rule[SORT_S]
                if ends > st.start[b]:
                    st.start[b] = ends
                    changed = True
        if not changed:
            break
    late = 0
    for m in range(tab.group.shape[1]):
        k = tab.group[g, m]
        if k < 0:
            break
        for n in range(trips):
            t = k * trips + n
            if st.trip[t, LENGTH] > 2:
                late += max(0, st.start[t] - st.trip[t, LATEST])
    return late
