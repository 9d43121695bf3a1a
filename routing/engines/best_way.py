"""Which way a shipment takes over the trips as they are: straight in one, or over a hub in two."""

from __future__ import annotations

from routing.engines.compiled import inlined
from routing.engines.schedule import stops_at
from routing.engines.state import DURATION, EARLIEST, LATEST, LENGTH, PER_OVERLOAD, State, below
from routing.engines.tables import (
    ALWAYS,
    CALENDAR,
    CAPACITY,
    CRATE_S,
    CRATES,
    GROUP,
    HOME,
    NEVER,
    ORIGIN,
    PER_HOUR,
    SORT_S,
    TO,
    TRIPS,
    Tables,
)

TIMED_WAY = 3000.0
"""Öre: how much a way that narrows a window must be cheaper than one that does not, to be preferred."""


@inlined
def rides_from_to(st: State, t: int, p: int, q: int) -> bool:
    """Whether the trip stops at q after it stopped at p."""
    return st.first[t, p] >= 0 and st.first[t, p] < st.last[t, q]


@inlined
def crowded(tab: Tables, st: State, t: int, p: int, q: int, crates: int) -> float:
    """What carrying that many more from p to q would cost in overload."""
    i, j = stops_at(st, t, p, q)
    room = tab.slot[t // tab.rule[TRIPS], CAPACITY] - crates
    most = 0
    for k in range(i, j):
        most = max(most, st.load[t, k] - room)
    return most * st.weight[PER_OVERLOAD]


@inlined
def in_time(tab: Tables, st: State, a: int, b: int, hub: int) -> bool:
    """Whether what trip a brings home to the hub can be sorted before trip b leaves from there, the same day."""
    trips = tab.rule[TRIPS]
    x, y = a // trips, b // trips
    if tab.slot[x, GROUP] != tab.slot[y, GROUP] or tab.slot[x, HOME] != hub or tab.slot[y, HOME] != hub:
        return False
    if st.links[b, a] > 0 or (x == y and a > b) or st.trip[a, LENGTH] <= 2 or st.trip[b, LENGTH] <= 2:
        return False
    return st.trip[a, EARLIEST] + st.trip[a, DURATION] + tab.rule[SORT_S] <= st.trip[b, LATEST]


@inlined
def choose_way(tab: Tables, st: State, s: int) -> tuple[int, int, int]:
    """The cheapest way over the trips as they are: (first trip, second or -1, hub or -1); (-1, -1, -1): none."""
    origin, to, crates = tab.ship[s, ORIGIN], tab.ship[s, TO], tab.ship[s, CRATES]
    trips = tab.rule[TRIPS]
    best, best_a, best_b, best_hub = 1e18, -1, -1, -1
    p = origin if st.visited[origin] < st.visited[to] else to
    many = st.visited[p]
    if many == 0:
        return -1, -1, -1
    offset = below(st.tally, many)
    for n in range(many):
        t = st.visits[p, (n + offset) % many]
        c = tab.slot[t // trips, CALENDAR]
        if tab.can_load[s, c] != NEVER and tab.can_unload[s, c] != NEVER and rides_from_to(st, t, origin, to):
            score = crowded(tab, st, t, origin, to, crates)
            if tab.can_load[s, c] != ALWAYS or tab.can_unload[s, c] != ALWAYS:
                score += TIMED_WAY
            if score < best:
                best, best_a = score, t
                if score == 0.0:
                    return best_a, -1, -1
    for n in range(len(tab.hubs)):
        hub = tab.hubs[n]
        if hub in (origin, to):
            continue
        for m in range(st.visited[origin]):
            a = st.visits[origin, m]
            ca = tab.slot[a // trips, CALENDAR]
            if tab.can_load[s, ca] == NEVER or tab.windows[ca, hub] == 0 or not rides_from_to(st, a, origin, hub):
                continue
            score = crowded(tab, st, a, origin, hub, crates)
            score += 2 * crates * tab.rule[CRATE_S] * tab.rate[a // trips, PER_HOUR]
            if tab.can_load[s, ca] != ALWAYS:
                score += TIMED_WAY
            if score >= best:
                continue
            offset = below(st.tally, max(st.visited[to], 1))
            for k in range(st.visited[to]):
                b = st.visits[to, (k + offset) % st.visited[to]]
                if a == b:
                    continue
                cb = tab.slot[b // trips, CALENDAR]
                if tab.can_unload[s, cb] == NEVER or tab.windows[cb, hub] == 0:
                    continue
                if not rides_from_to(st, b, hub, to):
                    continue
                whole = score + crowded(tab, st, b, hub, to, crates)
                if tab.can_unload[s, cb] != ALWAYS:
                    whole += TIMED_WAY
                if tab.over_night[ca, cb] == 0:
                    if not in_time(tab, st, a, b, hub):
                        continue
                    whole += TIMED_WAY
                if whole < best:
                    best, best_a, best_b, best_hub = whole, a, b, hub
    return best_a, best_b, best_hub


@inlined
def has_way(tab: Tables, st: State, s: int) -> bool:
    """Whether `choose_way` would find one."""
    origin, to = tab.ship[s, ORIGIN], tab.ship[s, TO]
    trips = tab.rule[TRIPS]
    for n in range(st.visited[to]):
        b = st.visits[to, n]
        cb = tab.slot[b // trips, CALENDAR]
        if tab.can_unload[s, cb] == NEVER:
            continue
        if tab.can_load[s, cb] != NEVER and rides_from_to(st, b, origin, to):
            return True
        for k in range(len(tab.hubs)):
            hub = tab.hubs[k]
            if hub in (origin, to) or tab.windows[cb, hub] == 0 or not rides_from_to(st, b, hub, to):
                continue
            for m in range(st.visited[origin]):
                a = st.visits[origin, m]
                ca = tab.slot[a // trips, CALENDAR]
                if (
                    tab.can_load[s, ca] != NEVER
                    and tab.windows[ca, hub] > 0
                    and rides_from_to(st, a, origin, hub)
                    and (tab.over_night[ca, cb] == 1 or (a != b and in_time(tab, st, a, b, hub)))
                ):
                    return True
    return False
