"""The best plan of a search, kept apart from the one that changes, and back."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from routing.engines.change import begin, set_sequence
from routing.engines.compiled import kernel, step
from routing.engines.state import LENGTH, NEW_A, State
from routing.engines.tables import HOME, TRIPS, Floats, Ints, Tables
from routing.engines.ways import put_on, take_off


class Best(NamedTuple):
    """The best plan without violations so far: sequences, lengths, ways and its cost (value[0], öre)."""

    seq: Ints
    length: Ints
    way: Ints
    value: Floats


def no_best(st: State) -> Best:
    """Nothing found yet."""
    return Best(
        np.zeros(st.seq.shape, np.int64),
        np.full(len(st.seq), 2, np.int64),
        np.full((len(st.way), 3), -1, np.int64),
        np.full(2, np.inf),
    )


@step
def keep(st: State, best: Best, value: float) -> None:
    """Copy the plan as the best."""
    best.value[0] = value
    for t in range(len(st.cost)):
        n = st.trip[t, LENGTH]
        if n <= 2 and best.length[t] <= 2:
            continue
        best.length[t] = n
        for i in range(n):
            best.seq[t, i] = st.seq[t, i]
    for s in range(len(st.way)):
        for c in range(3):
            best.way[s, c] = st.way[s, c]


@kernel
def restore(tab: Tables, st: State, best: Best) -> None:
    """Make the best plan the one that the search stands at; prices have to be taken again."""
    begin(st)
    for s in range(len(st.way)):
        take_off(tab, st, s)
    for t in range(len(st.cost)):
        n = best.length[t]
        for i in range(n):
            st.spare[NEW_A, i] = best.seq[t, i]
        if n <= 2:
            st.spare[NEW_A, 0] = tab.slot[t // tab.rule[TRIPS], HOME]
            st.spare[NEW_A, 1] = st.spare[NEW_A, 0]
        if n > 2 or st.trip[t, LENGTH] > 2:
            set_sequence(tab, st, t, NEW_A, n)
        for i in range(n):
            st.load[t, i] = 0
            st.moved[t, i] = 0
    for s in range(len(st.way)):
        put_on(tab, st, s, best.way[s, 0], best.way[s, 1], best.way[s, 2])
    begin(st)


def copied(best: Best) -> Best:
    """A copy that no search writes."""
    return Best(best.seq.copy(), best.length.copy(), best.way.copy(), best.value.copy())
