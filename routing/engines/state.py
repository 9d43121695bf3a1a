"""The search's plan while it changes: trips as sequences of places, and each shipment's way over them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.engines.compiled import inlined
from routing.engines.tables import HOME, TRIPS, Floats, Ints, Tables

Small = NDArray[np.int16]

# rows of State.spare
NEW_A, NEW_B, SIZES, OLD_A, OLD_B, LOAD_A, LOAD_B, MOVED_A, MOVED_B, ADDED = range(10)
# columns of State.trip
LENGTH, DURATION, EARLIEST, LATEST, DRIVEN, LATE_S, OVERLOAD, REST_LEG, REST_LEG_2, TIMED_RIDERS, RIDERS = range(11)
# columns of State.way: trip of the first ride, of the second (-1: straight), hub, and rows in State.rider
FIRST, SECOND, HUB, ROW_FIRST, ROW_SECOND = range(5)
# entries of State.tally
SEED, UNSERVED, N_TOUCHED, N_LOG, N_POOL, LINKS, CHANGED_A, CHANGED_B, BUSY, N_ADDED = range(10)
# entries of State.sums
TRIP_COST, SPARE, DAY_COST, CHAIN_LATE = range(4)
# entries of State.weight: what a violation costs while searching
PER_LATE_S, PER_OVERLOAD, UNSERVED_CAP = range(3)

LONGEST = 48
"""Most stops in a trip that the search tries, home at both ends included."""


class State(NamedTuple):
    """Shapes: t trips, n = LONGEST stops, p places, s shipments, k slots, g groups.

    Attributes:
        seq, load, moved: (t, n) place, crates aboard after the stop, crates handled in it.
        first, last: (t, p) positions of a place in a trip, -1: not there.
        trip: (t, 11), see the column names; cost: (t,) without violations.
        way: (s, 5), see the column names.
        rider: (t, s) shipment * 2 + (1 for a second ride).
        visits: (p, t) trips that stop there; visited: (p,) how many.
        links: (t, t) shipments that change between two trips of one day; changes: those pairs of trips, listed.
        busy: trips that stop anywhere, then a second column for where each stands.
        start: (t,) when it leaves, as the day's chain of trips wants it.
        used: (vehicle-days,) trips in it.
        waiting: (s,) rows of unserved shipments, then a second column for where each stands.
        touched, kept, kept_cost, log, pool, spare, seg: scratch, and what the running move changed, to take it back.
        tally, sums, weight: see the names of their entries.
    """

    seq: Small
    load: Ints
    moved: Ints
    first: Small
    last: Small
    trip: Ints
    cost: Floats
    way: Ints
    rider: Ints
    visits: Small
    visited: Ints
    links: Small
    start: Ints
    used: Ints
    waiting: Ints
    touched: Ints
    log: Ints
    pool: Ints
    spare: Ints
    kept: Ints
    kept_cost: Floats
    busy: Ints
    changes: Ints
    seg: Ints
    tally: Ints
    sums: Floats
    weight: Floats


def empty_state(tab: Tables, seed: int) -> State:
    """Nothing driven, every shipment waiting."""
    trips = len(tab.slot) * int(tab.rule[TRIPS])
    places, ships = len(tab.stop), len(tab.ship)
    state = State(
        seq=np.zeros((trips, LONGEST), np.int16),
        load=np.zeros((trips, LONGEST), np.int64),
        moved=np.zeros((trips, LONGEST), np.int64),
        first=np.full((trips, places), -1, np.int16),
        last=np.full((trips, places), -1, np.int16),
        trip=np.zeros((trips, 11), np.int64),
        cost=np.zeros(trips, np.float64),
        way=np.full((ships, 5), -1, np.int64),
        rider=np.zeros((trips, ships + 1), np.int64),
        visits=np.zeros((places, trips + 1), np.int16),
        visited=np.zeros(places, np.int64),
        links=np.zeros((trips, trips), np.int16),
        start=np.zeros(trips, np.int64),
        used=np.zeros(len(tab.slot) + 1, np.int64),
        waiting=np.zeros((ships + 1, 2), np.int64),
        touched=np.zeros((trips + 1, 2), np.int64),
        log=np.zeros((4 * ships + 8, 4), np.int64),
        pool=np.zeros((ships + 1, 2), np.int64),
        spare=np.zeros((10, 2 * LONGEST), np.int64),
        kept=np.zeros((trips + 1, 12), np.int64),
        kept_cost=np.zeros(trips + 1, np.float64),
        busy=np.zeros((trips + 1, 2), np.int64),
        changes=np.zeros((ships + 1, 2), np.int64),
        seg=np.zeros((14, LONGEST), np.int64),
        tally=np.zeros(16, np.int64),
        sums=np.zeros(8, np.float64),
        weight=np.zeros(4, np.float64),
    )
    state.trip[:, LENGTH] = 2
    for trip in range(trips):
        state.seq[trip, :2] = tab.slot[trip // int(tab.rule[TRIPS]), HOME]
    state.waiting[:ships, 0] = np.arange(ships)
    state.waiting[:ships, 1] = np.arange(ships)
    state.tally[UNSERVED] = ships
    state.tally[SEED] = (seed * 0x9E3779B97F4A7C15 + 0x1234567) & ((1 << 62) - 1)
    return state


@inlined
def draw(count: Ints) -> int:
    """The next number of the chain's own generator, 62 bits (xorshift, Marsaglia 2003)."""
    x = np.uint64(count[0])
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    count[0] = np.int64(x)
    return np.int64(x >> np.uint64(2))  # type: ignore[return-value]


@inlined
def below(count: Ints, n: int) -> int:
    """A number from 0 to n - 1."""
    return draw(count) % n


@inlined
def uniform(count: Ints) -> float:
    """A number between 0 and 1, both excluded."""
    return (draw(count) + 1.0) / 4611686018427387906.0
