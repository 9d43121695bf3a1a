"""What a changed trip means for the crates: who must get off, who could ride better, who finds a way."""

from __future__ import annotations

from routing.engines.best_way import choose_way, has_way, rides_from_to
from routing.engines.compiled import inlined, step
from routing.engines.state import ADDED, N_ADDED, N_POOL, RIDERS, SPARE, UNSERVED_CAP, State
from routing.engines.tables import CALENDAR, NEVER, ORIGIN, TO, TRIPS, Tables
from routing.engines.ways import put_on, remember, take_off, waiting_cost


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
