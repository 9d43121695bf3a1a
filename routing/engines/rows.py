"""Sequences of stops in scratch rows, where a move is written before it is tried."""

from __future__ import annotations

from routing.engines.compiled import inlined
from routing.engines.state import BUSY, CHANGED_A, CHANGED_B, LENGTH, LONGEST, SIZES, State, below, uniform
from routing.engines.tables import CALENDAR, HOME, MOST_TRIPS, TRIPS, Tables

BY_DETOUR = 0.8
"""How often a stop goes where it costs the least detour rather than anywhere."""


@inlined
def copy_to(st: State, t: int, row: int) -> int:
    """Copy trip t into a scratch row; return its length."""
    n = st.trip[t, LENGTH]
    for i in range(n):
        st.spare[row, i] = st.seq[t, i]
    return n


@inlined
def insert(st: State, row: int, n: int, i: int, p: int) -> int:
    """Put place p at position i of a scratch row of n stops; return n + 1."""
    for k in range(n, i, -1):
        st.spare[row, k] = st.spare[row, k - 1]
    st.spare[row, i] = p
    return n + 1


@inlined
def drop(st: State, row: int, n: int, i: int) -> int:
    """Take position i out of a scratch row of n stops; return n - 1."""
    for k in range(i, n - 1):
        st.spare[row, k] = st.spare[row, k + 1]
    return n - 1


@inlined
def spot(tab: Tables, st: State, row: int, n: int, p: int) -> int:
    """A position for place p in a scratch row: mostly the least detour, never beside itself unless forced."""
    if n == 2 or uniform(st.tally) > BY_DETOUR:
        return 1 + below(st.tally, n - 1)
    best, at = 1 << 60, 1
    for i in range(1, n):
        a, b = st.spare[row, i - 1], st.spare[row, i]
        more = tab.drive[a, p] + tab.drive[p, b] - tab.drive[a, b]
        if a == p or b == p:
            more += 1 << 30
        if more < best:
            best, at = more, i
    return at


@inlined
def tidy(tab: Tables, st: State, row: int, n: int, t: int) -> int:
    """Give a scratch row the home of trip t, without stops at closed places or twice in a row at one."""
    k = t // tab.rule[TRIPS]
    home, c = tab.slot[k, HOME], tab.slot[k, CALENDAR]
    st.spare[row, 0] = home
    m = 1
    for i in range(1, n - 1):
        p = st.spare[row, i]
        if tab.windows[c, p] > 0 and p != st.spare[row, m - 1]:
            st.spare[row, m] = p
            m += 1
    while m > 1 and st.spare[row, m - 1] == home:
        m -= 1
    m = max(m, 1)
    st.spare[row, m] = home
    return m + 1


@inlined
def any_busy(st: State) -> int:
    """A trip that stops somewhere."""
    return st.busy[below(st.tally, st.tally[BUSY]), 0]


@inlined
def any_empty(tab: Tables, st: State) -> int:
    """A trip that does not drive yet, first of its kind in its shift; -1 where the draw finds none."""
    trips = tab.rule[TRIPS]
    for _ in range(8):
        k = below(st.tally, tab.slot.shape[0])
        for n in range(tab.slot[k, MOST_TRIPS]):
            if st.trip[k * trips + n, LENGTH] <= 2:
                return k * trips + n
    return -1


@inlined
def changed(st: State, a: int, n: int, b: int, m: int) -> bool:
    """State which trips the scratch rows are for; False where a row is too long."""
    if n > LONGEST - 1 or (b >= 0 and m > LONGEST - 1):
        return False
    st.tally[CHANGED_A], st.tally[CHANGED_B] = a, b
    st.spare[SIZES, 0], st.spare[SIZES, 1] = n, m
    return True


@inlined
def same(st: State, t: int, row: int, n: int) -> bool:
    """Whether a scratch row is what the trip drives already."""
    if st.trip[t, LENGTH] != n:
        return False
    i = 0
    while i < n and st.seq[t, i] == st.spare[row, i]:
        i += 1
    return i == n
