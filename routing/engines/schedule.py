"""When a trip drives: shortest duration within windows and the driving-break rule.

Time-window segments are joined as in Vidal et al. (2013): each has a duration, the latest and earliest start that
give it, and the seconds by which it misses windows. A break lengthens one leg; where a van waits that long anyway
it costs nothing, so trying each leg finds the best one.
"""

from __future__ import annotations

from routing.engines.compiled import inlined, kernel, step
from routing.engines.state import (
    DRIVEN,
    DURATION,
    EARLIEST,
    LATE_S,
    LATEST,
    LENGTH,
    OVERLOAD,
    REST_LEG,
    REST_LEG_2,
    RIDERS,
    TIMED_RIDERS,
    State,
)
from routing.engines.tables import (
    ALWAYS,
    BREAK_S,
    CALENDAR,
    CAPACITY,
    CLOSES,
    CRATE_S,
    DUE,
    HOME,
    MAX_DRIVE,
    NO_LIMIT,
    OPENS,
    ORIGIN,
    PER_HOUR,
    PER_KM,
    READY,
    TO,
    TRIPS,
    Tables,
)

# rows of State.seg: each stop's work, window and leg to it, prefixes and suffixes of the trip, its riders' limits
WORK, FROM, UNTIL, LEG, HEAD_D, HEAD_W, HEAD_E, HEAD_L, TAIL_D, TAIL_W, TAIL_E, TAIL_L, READY_AT, DUE_BY = range(14)

FORBIDDEN_S = 200_000
"""Seconds that a trip which can't be driven at all counts as late."""


@inlined
def joined(d: int, w: int, e: int, b: int, leg: int, d2: int, w2: int, e2: int, b2: int) -> tuple[int, int, int, int]:
    """Two segments and the leg between them as one: duration, lateness, earliest, latest start."""
    delta = d - w + leg
    wait = max(e2 - delta - b, 0)
    late = max(e + delta - b2, 0)
    return d + d2 + leg + wait, w + w2 + late, max(e2 - delta, e) - wait, min(b2 - delta, b) + late


@inlined
def stops_at(st: State, t: int, p: int, q: int) -> tuple[int, int]:
    """The first stop at q that comes after one at p, and the last stop at p before it; (-1, -1): none."""
    i = -1
    for k in range(max(st.first[t, p], 0), st.trip[t, LENGTH]):
        here = st.seq[t, k]
        if here == p:
            i = k
        elif here == q and i >= 0:
            return i, k
    return -1, -1


@kernel
def positions(st: State, t: int, p: int, q: int) -> tuple[int, int]:
    """`stops_at` for callers that are not compiled."""
    return stops_at(st, t, p, q)


@kernel
def lay_out(tab: Tables, st: State, t: int) -> int:
    """Fill work, window and leg of each stop of trip t; return the seconds of driving, or -1: undrivable."""
    n = st.trip[t, LENGTH]
    k = t // tab.rule[TRIPS]
    home, calendar = tab.slot[k, HOME], tab.slot[k, CALENDAR]
    opens, closes = tab.slot[k, OPENS], tab.slot[k, CLOSES]
    driven, clock = 0, opens
    bad = False
    for i in range(n):
        p = st.seq[t, i]
        ends = i == 0 or i == n - 1
        if i:
            leg = tab.drive[st.seq[t, i - 1], p]
            st.seg[LEG, i] = leg
            driven += leg
            clock += leg
            bad = bad or leg > tab.rule[MAX_DRIVE]
        if ends and p == home and st.moved[t, i] == 0:
            work, a, b = 0, opens, closes
        else:
            work = tab.stop[p] + tab.rule[CRATE_S] * st.moved[t, i]
            many = tab.windows[calendar, p]
            if many == 0:
                bad = True
                a, b = opens, closes
            else:
                pick = 0
                while pick < many - 1 and tab.window[calendar, p, pick, 1] < clock:
                    pick += 1
                a, b = tab.window[calendar, p, pick, 0], tab.window[calendar, p, pick, 1]
            if i == n - 1:
                b = min(b, closes - work)
        st.seg[WORK, i], st.seg[FROM, i], st.seg[UNTIL, i] = work, a, b
        clock = max(clock, a) + work
    return -1 if bad else driven


@kernel
def narrow(tab: Tables, st: State, t: int) -> None:
    """Tighten the stops where a rider is not ready or not in time all day."""
    k = t // tab.rule[TRIPS]
    calendar, closes = tab.slot[k, CALENDAR], tab.slot[k, CLOSES]
    n = st.trip[t, LENGTH]
    for i in range(n):
        st.seg[READY_AT, i], st.seg[DUE_BY, i] = 0, NO_LIMIT
    for r in range(st.trip[t, RIDERS]):
        ride = st.rider[t, r]
        s, second = ride >> 1, ride & 1
        straight = st.way[s, 1] < 0
        p = tab.ship[s, ORIGIN] if second == 0 else st.way[s, 2]
        q = tab.ship[s, TO] if straight or second == 1 else st.way[s, 2]
        i, j = stops_at(st, t, p, q)
        if second == 0 and tab.can_load[s, calendar] != ALWAYS:
            st.seg[READY_AT, i] = max(st.seg[READY_AT, i], tab.ship[s, READY])
        if (straight or second == 1) and tab.can_unload[s, calendar] != ALWAYS:
            st.seg[DUE_BY, j] = min(st.seg[DUE_BY, j], tab.ship[s, DUE])
    for i in range(n):
        ready, due, p = st.seg[READY_AT, i], st.seg[DUE_BY, i], st.seq[t, i]
        pick = -1
        if st.seg[UNTIL, i] < ready:
            for w in range(tab.windows[calendar, p] - 1, -1, -1):
                if tab.window[calendar, p, w, 1] >= ready:
                    pick = w
        elif st.seg[FROM, i] > due:
            for w in range(tab.windows[calendar, p]):
                if tab.window[calendar, p, w, 0] <= due:
                    pick = w
        if pick >= 0:
            st.seg[FROM, i], st.seg[UNTIL, i] = tab.window[calendar, p, pick, 0], tab.window[calendar, p, pick, 1]
            if i == n - 1:
                st.seg[UNTIL, i] = min(st.seg[UNTIL, i], closes - st.seg[WORK, i])
        st.seg[FROM, i] = max(st.seg[FROM, i], ready)
        st.seg[UNTIL, i] = min(st.seg[UNTIL, i], due)


@step
def timed(tab: Tables, st: State, t: int) -> None:
    """Schedule trip t and price it: duration, earliest and latest start, breaks, lateness, overload, cost."""
    n = st.trip[t, LENGTH]
    if n <= 2:
        for column in range(1, 9):
            st.trip[t, column] = 0
        st.cost[t] = 0.0
        return
    k = t // tab.rule[TRIPS]
    seg = st.seg
    driven = lay_out(tab, st, t)
    if st.trip[t, TIMED_RIDERS] > 0:
        narrow(tab, st, t)
    shut = 0
    for i in range(n):
        if seg[FROM, i] > seg[UNTIL, i]:
            shut += seg[FROM, i] - seg[UNTIL, i]
            seg[UNTIL, i] = seg[FROM, i]
    d, w, e, b = seg[WORK, 0], 0, seg[FROM, 0], seg[UNTIL, 0]
    rest, rest_2 = -1, -1
    if driven <= tab.rule[MAX_DRIVE]:
        for i in range(1, n):
            d, w, e, b = joined(d, w, e, b, seg[LEG, i], seg[WORK, i], 0, seg[FROM, i], seg[UNTIL, i])
    else:
        d, w, e, b, rest, rest_2 = with_breaks(tab, st, n, driven)
    w += shut
    if driven < 0:
        w += FORBIDDEN_S
    over, metres = 0, 0
    capacity = tab.slot[k, CAPACITY]
    for i in range(n):
        over += max(st.load[t, i] - capacity, 0)
        if i:
            metres += tab.metres[st.seq[t, i - 1], st.seq[t, i]]
    st.trip[t, DURATION], st.trip[t, EARLIEST], st.trip[t, LATEST] = d, e, b
    st.trip[t, DRIVEN], st.trip[t, LATE_S], st.trip[t, OVERLOAD] = max(driven, 0), w, over
    st.trip[t, REST_LEG], st.trip[t, REST_LEG_2] = rest, rest_2
    st.cost[t] = metres * tab.rate[k, PER_KM] + d * tab.rate[k, PER_HOUR]


@step
def with_breaks(tab: Tables, st: State, n: int, driven: int) -> tuple[int, int, int, int, int, int]:
    """The best legs for one break, or for two where one is not enough."""
    seg, most, rest = st.seg, tab.rule[MAX_DRIVE], tab.rule[BREAK_S]
    d, w, e, b = seg[WORK, 0], 0, seg[FROM, 0], seg[UNTIL, 0]
    seg[HEAD_D, 0], seg[HEAD_W, 0], seg[HEAD_E, 0], seg[HEAD_L, 0] = d, w, e, b
    for i in range(1, n):
        d, w, e, b = joined(d, w, e, b, seg[LEG, i], seg[WORK, i], 0, seg[FROM, i], seg[UNTIL, i])
        seg[HEAD_D, i], seg[HEAD_W, i], seg[HEAD_E, i], seg[HEAD_L, i] = d, w, e, b
    d, w, e, b = seg[WORK, n - 1], 0, seg[FROM, n - 1], seg[UNTIL, n - 1]
    for i in range(n - 1, 0, -1):
        seg[TAIL_D, i], seg[TAIL_W, i], seg[TAIL_E, i], seg[TAIL_L, i] = d, w, e, b
        d, w, e, b = joined(seg[WORK, i - 1], 0, seg[FROM, i - 1], seg[UNTIL, i - 1], seg[LEG, i], d, w, e, b)
    best = (1 << 50, FORBIDDEN_S, seg[FROM, 0], seg[UNTIL, 0], -1, -1)
    best_score = 1 << 55
    so_far = 0
    for i in range(1, n):
        if so_far > most:
            break
        until = so_far + seg[LEG, i]
        after = driven - until + max(0, until - most)
        if after <= most:
            d, w, e, b = joined(
                seg[HEAD_D, i - 1], seg[HEAD_W, i - 1], seg[HEAD_E, i - 1], seg[HEAD_L, i - 1],
                seg[LEG, i] + rest, seg[TAIL_D, i], seg[TAIL_W, i], seg[TAIL_E, i], seg[TAIL_L, i],
            )  # fmt: skip
            if d + 20 * w < best_score:
                best_score, best = d + 20 * w, (d, w, e, b, i, -1)
        elif driven > 2 * most:
            since = max(0, until - most)
            d, w, e, b = joined(
                seg[HEAD_D, i - 1], seg[HEAD_W, i - 1], seg[HEAD_E, i - 1], seg[HEAD_L, i - 1],
                seg[LEG, i] + rest, seg[WORK, i], 0, seg[FROM, i], seg[UNTIL, i],
            )  # fmt: skip
            for j in range(i + 1, n):
                if since > most:
                    break
                until += seg[LEG, j]
                carried = max(0, since + seg[LEG, j] - most)
                if driven - until + carried <= most:
                    d2, w2, e2, b2 = joined(
                        d, w, e, b, seg[LEG, j] + rest,
                        seg[TAIL_D, j], seg[TAIL_W, j], seg[TAIL_E, j], seg[TAIL_L, j],
                    )  # fmt: skip
                    if d2 + 20 * w2 < best_score:
                        best_score, best = d2 + 20 * w2, (d2, w2, e2, b2, i, j)
                since += seg[LEG, j]
                d, w, e, b = joined(d, w, e, b, seg[LEG, j], seg[WORK, j], 0, seg[FROM, j], seg[UNTIL, j])
        so_far += seg[LEG, i]
    if best[4] < 0:
        return seg[HEAD_D, n - 1], seg[HEAD_W, n - 1] + FORBIDDEN_S, seg[HEAD_E, n - 1], seg[HEAD_L, n - 1], -1, -1
    return best
