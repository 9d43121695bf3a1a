"""Put shipments on trips and take them off: riders, loads, and changes between trips of one day."""

from __future__ import annotations

from routing.engines.compiled import inlined
from routing.engines.schedule import stops_at
from routing.engines.state import (
    CHANGED_A,
    CHANGED_B,
    LENGTH,
    LINKS,
    N_LOG,
    N_TOUCHED,
    RIDERS,
    TIMED_RIDERS,
    UNSERVED,
    UNSERVED_CAP,
    State,
)
from routing.engines.tables import ALWAYS, CALENDAR, CRATES, ORIGIN, TO, TRIPS, Tables


@inlined
def touch(st: State, t: int) -> None:
    """Note that the running move changes trip t, with what it was."""
    if st.touched[t, 1] == 0:
        st.touched[t, 1] = 1
        k = st.tally[N_TOUCHED]
        st.touched[k, 0] = t
        for column in range(1, 9):
            st.kept[k, column] = st.trip[t, column]
        st.kept_cost[k] = st.cost[t]
        st.tally[N_TOUCHED] += 1


@inlined
def ride(tab: Tables, st: State, t: int, s: int, second: int, sign: int) -> None:
    """Add a shipment to the loads of a trip (sign 1), or take it away (-1)."""
    straight = st.way[s, 1] < 0
    p = tab.ship[s, ORIGIN] if second == 0 else st.way[s, 2]
    q = tab.ship[s, TO] if straight or second == 1 else st.way[s, 2]
    crates = sign * tab.ship[s, CRATES]
    i, j = stops_at(st, t, p, q)
    if i < 0:
        return
    for k in range(i, j):
        st.load[t, k] += crates
    st.moved[t, i] += crates
    st.moved[t, j] += crates


@inlined
def is_timed(tab: Tables, st: State, t: int, s: int, second: int) -> bool:
    """Whether this ride narrows a window of the trip."""
    c = tab.slot[t // tab.rule[TRIPS], CALENDAR]
    final = second == 1 or st.way[s, 1] < 0
    return (second == 0 and tab.can_load[s, c] != ALWAYS) or (final and tab.can_unload[s, c] != ALWAYS)


@inlined
def enlist(tab: Tables, st: State, t: int, s: int, second: int) -> None:
    """Make a shipment a rider of a trip."""
    touch(st, t)
    row = st.trip[t, RIDERS]
    st.rider[t, row] = s * 2 + second
    st.way[s, 3 + second] = row
    st.trip[t, RIDERS] = row + 1
    if is_timed(tab, st, t, s, second):
        st.trip[t, TIMED_RIDERS] += 1
    if t != st.tally[CHANGED_A] and t != st.tally[CHANGED_B]:
        ride(tab, st, t, s, second, 1)


@inlined
def dismiss(tab: Tables, st: State, t: int, s: int, second: int) -> None:
    """Undo `enlist`."""
    touch(st, t)
    if t != st.tally[CHANGED_A] and t != st.tally[CHANGED_B]:
        ride(tab, st, t, s, second, -1)
    if is_timed(tab, st, t, s, second):
        st.trip[t, TIMED_RIDERS] -= 1
    row = st.way[s, 3 + second]
    last = st.trip[t, RIDERS] - 1
    other = st.rider[t, last]
    st.rider[t, row] = other
    st.way[other >> 1, 3 + (other & 1)] = row
    st.trip[t, RIDERS] = last


@inlined
def linked(tab: Tables, a: int, b: int) -> bool:
    """Whether a change from trip a to trip b depends on the hours of the day."""
    trips = tab.rule[TRIPS]
    return tab.over_night[tab.slot[a // trips, CALENDAR], tab.slot[b // trips, CALENDAR]] == 0


@inlined
def link(st: State, a: int, b: int, by: int) -> None:
    """Count the shipments that change between two trips of a day, and keep the list of such pairs."""
    before = st.links[a, b]
    st.links[a, b] = before + by
    if before == 0:
        st.changes[st.tally[LINKS], 0], st.changes[st.tally[LINKS], 1] = a, b
        st.tally[LINKS] += 1
    elif before + by == 0:
        last = st.tally[LINKS] - 1
        for k in range(last + 1):
            if st.changes[k, 0] == a and st.changes[k, 1] == b:
                st.changes[k, 0], st.changes[k, 1] = st.changes[last, 0], st.changes[last, 1]
                break
        st.tally[LINKS] = last


@inlined
def take_off(tab: Tables, st: State, s: int) -> None:
    """A shipment leaves its trips and waits."""
    a, b = st.way[s, 0], st.way[s, 1]
    if a < 0:
        return
    dismiss(tab, st, a, s, 0)
    if b >= 0:
        dismiss(tab, st, b, s, 1)
        if linked(tab, a, b):
            link(st, a, b, -1)
    st.way[s, 0], st.way[s, 1], st.way[s, 2] = -1, -1, -1
    row = st.tally[UNSERVED]
    st.waiting[row, 0], st.waiting[s, 1] = s, row
    st.tally[UNSERVED] = row + 1


@inlined
def put_on(tab: Tables, st: State, s: int, a: int, b: int, hub: int) -> None:
    """A waiting shipment gets a way."""
    if a < 0:
        return
    st.way[s, 0], st.way[s, 1], st.way[s, 2] = a, b, hub
    enlist(tab, st, a, s, 0)
    if b >= 0:
        enlist(tab, st, b, s, 1)
        if linked(tab, a, b):
            link(st, a, b, 1)
    last = st.tally[UNSERVED] - 1
    row, other = st.waiting[s, 1], st.waiting[last, 0]
    st.waiting[row, 0], st.waiting[other, 1] = other, row
    st.waiting[s, 1] = -1
    st.tally[UNSERVED] = last


@inlined
def remember(st: State, s: int) -> None:
    """Note a shipment's way before the running move changes it."""
    k = st.tally[N_LOG]
    st.log[k, 0], st.log[k, 1], st.log[k, 2], st.log[k, 3] = s, st.way[s, 0], st.way[s, 1], st.way[s, 2]
    st.tally[N_LOG] = k + 1


@inlined
def loads_again(tab: Tables, st: State, t: int) -> None:
    """Add up the loads of a trip from its riders."""
    for k in range(st.trip[t, LENGTH]):
        st.load[t, k] = 0
        st.moved[t, k] = 0
    for r in range(st.trip[t, RIDERS]):
        ride(tab, st, t, st.rider[t, r] >> 1, st.rider[t, r] & 1, 1)


@inlined
def waiting_cost(tab: Tables, st: State) -> float:
    """What the waiting shipments count while searching."""
    total = 0.0
    for k in range(st.tally[UNSERVED]):
        total += min(tab.penalty[st.waiting[k, 0]], st.weight[UNSERVED_CAP])
    return total
