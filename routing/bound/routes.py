"""Every order of stops of one vehicle on one day, by dynamic programming over sets of places.

A set of places is a number whose bits are rows of `Ground`. The arithmetic is in whole numbers only: what the
kernels say is exact. Held and Karp (1962), "A dynamic programming approach to sequencing problems".
"""

from __future__ import annotations

from typing import Any

from routing.engines.compiled import kernel

FAR = 1 << 60
"""Larger than any cost or time that occurs."""


@kernel
def reach(drive: Any, stops: Any, opens: Any, closes: Any, start: int, end: int, done: Any, driven: Any) -> None:
    """Earliest end of work, and least driving, for every set of places and last one of it.

    Args:
        drive: seconds, shape (places + 1, places + 1); last: home.
        stops: seconds, shape (places,).
        opens, closes: seconds; `closes` < 0: shut.
        start, end: leaves home and is home again, seconds.
        done, driven: filled, shape (sets, places); FAR: no order of the set that ends there keeps the windows.
    """
    places = len(stops)
    sets = 1 << places
    for here in range(sets):
        for last in range(places):
            done[here, last] = FAR
            driven[here, last] = FAR
    for first in range(places):
        begins = max(start + drive[places, first], opens[first])
        if begins <= closes[first]:
            done[1 << first, first] = begins + stops[first]
            driven[1 << first, first] = drive[places, first]
    for here in range(1, sets):
        for last in range(places):
            now = done[here, last]
            if now == FAR:
                continue
            if now + drive[last, places] > end:
                done[here, last] = FAR
                continue
            for then in range(places):
                if (here >> then) & 1:
                    continue
                begins = max(now + drive[last, then], opens[then])
                if begins > closes[then]:
                    continue
                both = here | (1 << then)
                done[both, then] = min(done[both, then], begins + stops[then])
                driven[both, then] = min(driven[both, then], driven[here, last] + drive[last, then])


@kernel
def judge(
    done: Any,
    driven: Any,
    drive: Any,
    stops: Any,
    span: int,
    longest: int,
    pause: int,
    paused: bool,
    can: Any,
    pauses: Any,
) -> None:
    """Which (set, last) fit into a day, and how many pauses driving it in one trip needs.

    Args:
        done, driven: from `reach`.
        span: most seconds out.
        longest, pause: of the break rule; 0: none.
        paused: pauses take time of the span.
        can: filled, bool, shape (sets, places).
        pauses: filled, shape (sets, places).
    """
    places = len(stops)
    for here in range(1, 1 << places):
        served = 0
        for place in range(places):
            if (here >> place) & 1:
                served += stops[place]
        for last in range(places):
            can[here, last] = False
            pauses[here, last] = 0
            if done[here, last] == FAR:
                continue
            whole = driven[here, last] + drive[last, places]
            needed = 0
            if longest > 0 and whole > longest:
                needed = (whole - 1) // longest
            pauses[here, last] = needed
            lost = needed * pause if paused else 0
            can[here, last] = whole + served + lost <= span


@kernel
def cheapest(
    cost: Any,
    gain: Any,
    pair: Any,
    again: Any,
    pause: int,
    idle: int,
    passing: int,
    can: Any,
    pauses: Any,
    allowed: int,
    gained: Any,
    straight: Any,
    passed: Any,
    room: Any,
    best: Any,
) -> None:
    """Least cost of a route less what it earns, for every set of places.

    Args:
        cost: shape (places + 1, places + 1); last: home.
        gain: earned by visiting, shape (places,), >= 0.
        pair: earned by visiting row before column, shape (places, places), >= 0.
        again: least cost of stopping a second time, which earns all pairs that end there, shape (places,).
        pause, idle: cost of one pause on duty, and what one costs anywhere.
        passing: earned by passing home on the way; < 0: it is not passed.
        can, pauses: from `judge`.
        allowed: set of places.
        gained: filled, shape (sets, places): what the pairs from a set to a place earn; row 0: from all allowed.
        straight, passed: filled, shape (sets, places): least value that ends at a place, home not passed, passed.
        room: work space, shape (2, places).
        best: filled, shape (sets,): least value home again; FAR or more: none.
    """
    places = len(gain)
    for ends in range(places):
        gained[0, ends] = 0
        for starts in range(places):
            if (allowed >> starts) & 1:
                gained[0, ends] += pair[starts, ends]
    for here in range(1, 1 << places):
        best[here] = FAR
        for last in range(places):
            straight[here, last] = FAR
            passed[here, last] = FAR
    for first in range(places):
        if can[1 << first, first] and (allowed >> first) & 1:
            earned = gain[first] + max(0, gained[0, first] - again[first])
            straight[1 << first, first] = cost[places, first] - earned
    for here in range(1, 1 << places):
        if here & ~allowed:
            continue
        low = 0
        while not (here >> low) & 1:
            low += 1
        rest = here & (here - 1)
        for ends in range(places):
            gained[here, ends] = (gained[rest, ends] if rest else 0) + pair[low, ends]
            room[0, ends] = FAR
            room[1, ends] = FAR
        home, least = FAR, FAR
        for last in range(places):
            one, two = straight[here, last], passed[here, last]
            if one == FAR and two == FAR:
                continue
            for then in range(places):
                room[0, then] = min(room[0, then], one + cost[last, then])
                room[1, then] = min(room[1, then], two + cost[last, then])
            home = min(home, min(one, two) + cost[last, places])
            if one < FAR:
                least = min(least, one + cost[last, places] + pauses[here, last] * pause)
            if two < FAR:
                least = min(least, two + cost[last, places] + pauses[here, last] * idle - passing)
        if least >= FAR:
            continue
        best[here] = least
        for then in range(places):
            if (here >> then) & 1 or not (allowed >> then) & 1:
                continue
            both = here | (1 << then)
            if not can[both, then]:
                continue
            earned = gain[then] + gained[here, then] + max(0, gained[0, then] - gained[here, then] - again[then])
            if room[0, then] < FAR:
                straight[both, then] = room[0, then] - earned
            if passing >= 0:
                passed[both, then] = min(room[1, then], home + cost[places, then]) - earned
