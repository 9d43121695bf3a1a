"""The trips of one day wait for each other: a vehicle's next trip, and crates that change at a hub."""

from __future__ import annotations

from routing.engines.compiled import inlined
from routing.engines.state import DRIVEN, DURATION, EARLIEST, LATEST, LENGTH, LINKS, State
from routing.engines.tables import BREAK_S, GROUP, MAX_DRIVE, SORT_S, TRIPS, Tables


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
