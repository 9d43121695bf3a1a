"""What the search tries: each move writes the new sequences of one or two trips into scratch rows."""

from __future__ import annotations

from routing.engines.compiled import step
from routing.engines.rows import any_busy, any_empty, changed, copy_to, drop, insert, same, spot, tidy
from routing.engines.state import BUSY, LENGTH, LONGEST, NEW_A, NEW_B, UNSERVED, State, below, uniform
from routing.engines.tables import CALENDAR, HOME, ORIGIN, TO, TRIPS, Tables


@step
def call_at(tab: Tables, st: State) -> bool:
    """Stop somewhere for a waiting shipment, or anywhere."""
    want = -1
    other = -1
    s = -1
    if st.tally[UNSERVED] > 0 and uniform(st.tally) < 0.7:
        s = st.waiting[below(st.tally, st.tally[UNSERVED]), 0]
        if below(st.tally, 2) == 0:
            want, other = tab.ship[s, ORIGIN], tab.ship[s, TO]
        else:
            want, other = tab.ship[s, TO], tab.ship[s, ORIGIN]
    else:
        want = below(st.tally, tab.stop.shape[0])
    t = any_busy(st) if st.tally[BUSY] > 0 and uniform(st.tally) < 0.95 else any_empty(tab, st)
    if t < 0:
        return False
    k = t // tab.rule[TRIPS]
    home, c = tab.slot[k, HOME], tab.slot[k, CALENDAR]
    if want == home and other >= 0:
        want, other = other, -1
    if tab.windows[c, want] == 0:
        return False
    n = copy_to(st, t, NEW_A)
    if st.first[t, want] < 0 or uniform(st.tally) < 0.1:
        n = insert(st, NEW_A, n, spot(tab, st, NEW_A, n, want), want)
    if other >= 0 and other != home and tab.windows[c, other] > 0 and st.first[t, other] < 0 and below(st.tally, 2):
        n = insert(st, NEW_A, n, spot(tab, st, NEW_A, n, other), other)
    n = tidy(tab, st, NEW_A, n, t)
    return not same(st, t, NEW_A, n) and changed(st, t, n, -1, 0)


@step
def skip(tab: Tables, st: State) -> bool:
    """Leave out one to three stops of a trip."""
    t = any_busy(st)
    n = copy_to(st, t, NEW_A)
    for _ in range(1 if uniform(st.tally) < 0.8 else 1 + below(st.tally, 3)):
        if n > 2:
            n = drop(st, NEW_A, n, 1 + below(st.tally, n - 2))
    n = tidy(tab, st, NEW_A, n, t)
    return changed(st, t, n, -1, 0)


@step
def elsewhere(tab: Tables, st: State) -> bool:
    """Move a stop to another trip, or within its own."""
    a = any_busy(st)
    b = any_busy(st) if uniform(st.tally) < 0.97 else any_empty(tab, st)
    if b < 0:
        return False
    n = copy_to(st, a, NEW_A)
    i = 1 + below(st.tally, n - 2)
    p = st.spare[NEW_A, i]
    n = drop(st, NEW_A, n, i)
    if a == b:
        n = insert(st, NEW_A, n, spot(tab, st, NEW_A, n, p), p)
        n = tidy(tab, st, NEW_A, n, a)
        return not same(st, a, NEW_A, n) and changed(st, a, n, -1, 0)
    m = copy_to(st, b, NEW_B)
    if st.first[b, p] < 0 or uniform(st.tally) < 0.1:
        m = insert(st, NEW_B, m, spot(tab, st, NEW_B, m, p), p)
    n = tidy(tab, st, NEW_A, n, a)
    m = tidy(tab, st, NEW_B, m, b)
    if same(st, b, NEW_B, m):
        return changed(st, a, n, -1, 0)
    return changed(st, a, n, b, m)


@step
def replaced(tab: Tables, st: State) -> bool:
    """One stop goes and another place comes into the same trip; or two trips swap a stop."""
    a, b = any_busy(st), any_busy(st)
    n = copy_to(st, a, NEW_A)
    i = 1 + below(st.tally, n - 2)
    p = st.spare[NEW_A, i]
    if a == b or uniform(st.tally) < 0.4:
        q = below(st.tally, tab.stop.shape[0])
        n = drop(st, NEW_A, n, i)
        if st.first[a, q] < 0:
            n = insert(st, NEW_A, n, spot(tab, st, NEW_A, n, q), q)
        n = tidy(tab, st, NEW_A, n, a)
        return not same(st, a, NEW_A, n) and changed(st, a, n, -1, 0)
    m = copy_to(st, b, NEW_B)
    j = 1 + below(st.tally, m - 2)
    q = st.spare[NEW_B, j]
    if p == q:
        return False
    n, m = drop(st, NEW_A, n, i), drop(st, NEW_B, m, j)
    if st.first[a, q] < 0:
        n = insert(st, NEW_A, n, spot(tab, st, NEW_A, n, q), q)
    if st.first[b, p] < 0:
        m = insert(st, NEW_B, m, spot(tab, st, NEW_B, m, p), p)
    n, m = tidy(tab, st, NEW_A, n, a), tidy(tab, st, NEW_B, m, b)
    return changed(st, a, n, b, m)


@step
def turned(tab: Tables, st: State) -> bool:
    """Drive a stretch of a trip the other way round, or earlier or later in the trip."""
    t = any_busy(st)
    n = copy_to(st, t, NEW_A)
    if n < 4:
        return False
    i = 1 + below(st.tally, n - 3)
    j = i + 1 + below(st.tally, n - 2 - i)
    if uniform(st.tally) < 0.6:
        while i < j:
            st.spare[NEW_A, i], st.spare[NEW_A, j] = st.spare[NEW_A, j], st.spare[NEW_A, i]
            i += 1
            j -= 1
    else:
        length = min(j - i, 3)
        for _ in range(length):
            p = st.spare[NEW_A, i]
            drop(st, NEW_A, n, i)
            insert(st, NEW_A, n - 1, j, p)
    n = tidy(tab, st, NEW_A, n, t)
    return not same(st, t, NEW_A, n) and changed(st, t, n, -1, 0)


@step
def tails(tab: Tables, st: State) -> bool:
    """Two trips exchange what they do from some stop on; one may get all, or a trip is split in two."""
    a = any_busy(st)
    b = any_busy(st) if uniform(st.tally) < 0.9 else any_empty(tab, st)
    if b < 0 or a == b:
        return False
    n, m = st.trip[a, LENGTH], st.trip[b, LENGTH]
    i, j = 1 + below(st.tally, n - 1), 1 + below(st.tally, m - 1)
    if i - 1 + m - j > LONGEST - 2 or j - 1 + n - i > LONGEST - 2:
        return False
    x, y = 0, 0
    for k in range(i):
        st.spare[NEW_A, x] = st.seq[a, k]
        x += 1
    for k in range(j, m):
        st.spare[NEW_A, x] = st.seq[b, k]
        x += 1
    for k in range(j):
        st.spare[NEW_B, y] = st.seq[b, k]
        y += 1
    for k in range(i, n):
        st.spare[NEW_B, y] = st.seq[a, k]
        y += 1
    x, y = tidy(tab, st, NEW_A, x, a), tidy(tab, st, NEW_B, y, b)
    return not same(st, a, NEW_A, x) and changed(st, a, x, b, y)


@step
def stretch(tab: Tables, st: State) -> bool:
    """Move two to five stops in a row into another trip, turned or not."""
    a, b = any_busy(st), any_busy(st)
    n, m = copy_to(st, a, NEW_A), copy_to(st, b, NEW_B)
    if a == b or n < 4:
        return False
    i = 1 + below(st.tally, n - 3)
    length = min(2 + below(st.tally, 4), n - 1 - i)
    at = spot(tab, st, NEW_B, m, st.spare[NEW_A, i])
    turn = below(st.tally, 2)
    if m + length > LONGEST - 2:
        return False
    for k in range(length):
        m = insert(st, NEW_B, m, at if turn else at + k, st.spare[NEW_A, i])
        n = drop(st, NEW_A, n, i)
    n, m = tidy(tab, st, NEW_A, n, a), tidy(tab, st, NEW_B, m, b)
    return changed(st, a, n, b, m)


@step
def other_day(tab: Tables, st: State) -> bool:
    """A trip is driven in another shift; where that is taken, the two change places."""
    a = any_busy(st)
    b = any_empty(tab, st) if uniform(st.tally) < 0.5 else any_busy(st)
    if b < 0 or a == b:
        return False
    n, m = copy_to(st, a, NEW_B), copy_to(st, b, NEW_A)
    n, m = tidy(tab, st, NEW_B, n, b), tidy(tab, st, NEW_A, m, a)
    return changed(st, a, m, b, n)


@step
def propose(tab: Tables, st: State) -> bool:
    """Draw a move and write it down; False: this draw leads nowhere."""
    if st.tally[BUSY] == 0:
        return call_at(tab, st)
    kind = uniform(st.tally)
    if kind < 0.22:
        return call_at(tab, st)
    if kind < 0.40:
        return skip(tab, st)
    if kind < 0.60:
        return elsewhere(tab, st)
    if kind < 0.72:
        return replaced(tab, st)
    if kind < 0.84:
        return turned(tab, st)
    if kind < 0.90:
        return tails(tab, st)
    if kind < 0.95:
        return stretch(tab, st)
    return other_day(tab, st)
