"""Routes that call at a place a second time: the way back is driven, not assumed.

Two passes: what can still be gained after every set of places, then all routes that may still matter.
"""

from __future__ import annotations

from typing import Any

from routing.bound.routes import FAR
from routing.engines.compiled import kernel


@kernel
def ahead(
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
) -> None:
    """Least that a route can still cost, less what it can still earn, after a set of places and its last one.

    Args:
        straight, passed: filled, shape (sets, places): home not passed so far, passed; every place may be called
            at twice for `again`.
    """
    places = len(gain)
    for ends in range(places):
        gained[0, ends] = 0
        for starts in range(places):
            if (allowed >> starts) & 1:
                gained[0, ends] += pair[starts, ends]
    for here in range(1, 1 << places):
        low = 0
        while not (here >> low) & 1:
            low += 1
        rest = here & (here - 1)
        for ends in range(places):
            gained[here, ends] = (gained[rest, ends] if rest else 0) + pair[low, ends]
    one, two = room[0], room[1]
    for left in range(1, 1 << places):
        here = (1 << places) - left
        if here & ~allowed:
            continue
        over = FAR
        for then in range(places):
            one[then] = FAR
            two[then] = FAR
            both = here | (1 << then)
            if both == here or not (allowed >> then) & 1 or not can[both, then]:
                continue
            earned = gain[then] + gained[here, then] + max(0, gained[0, then] - gained[here, then] - again[then])
            one[then] = straight[both, then] - earned
            two[then] = passed[both, then] - earned
            over = min(over, cost[places, then] + two[then])
        for last in range(places):
            if not (here >> last) & 1 or not can[here, last]:
                continue
            onward = cost[last]
            end = onward[places]
            first = min(end + pauses[here, last] * pause, end + over)
            second = min(end + pauses[here, last] * idle - passing, end + over)
            for then in range(places):
                first = min(first, onward[then] + one[then])
            for then in range(places):
                second = min(second, onward[then] + two[then])
            straight[here, last] = first
            passed[here, last] = second


@kernel
def tracked(
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
    opening: int,
    limit: int,
    later_straight: Any,
    later_passed: Any,
    gained: Any,
    straight: Any,
    passed: Any,
    room: Any,
    best: Any,
) -> None:
    """As `routes.cheapest`, but the way back to a place is driven, one place at a time.

    A place is opened when the route first calls there and means to come back; pairs that end there are earned
    when it does. While one is open, another is called at twice for `again` only.

    Args:
        opening: set of places that can be opened; the others are called at twice for `again` at any time.
        limit: routes of this value or more are not looked for.
        later_straight, later_passed, gained: from `ahead`.
        straight, passed: filled, shape (sets, places + 1, places): by the place that is open; last: none.
    """
    places = len(gain)
    for here in range(1, 1 << places):
        best[here] = FAR
        for mark in range(places + 1):
            if mark < places and not (here & opening) >> mark & 1:
                continue
            for last in range(places):
                straight[here, mark, last] = FAR
                passed[here, mark, last] = FAR
    for first in range(places):
        if can[1 << first, first] and (allowed >> first) & 1:
            value = cost[places, first] - gain[first]
            straight[1 << first, places, first] = value
            if (opening >> first) & 1:
                straight[1 << first, first, first] = value
            else:
                straight[1 << first, places, first] = value - max(0, gained[0, first] - again[first])
    for here in range(1, 1 << places):
        if here & ~allowed:
            continue
        for mark in range(places + 1):
            if mark < places and not (here & opening) >> mark & 1:
                continue
            for ends in range(places + 1):
                room[0, ends] = FAR
                room[1, ends] = FAR
            least = FAR
            ways, over = room[0], room[1]
            worth = limit
            if mark < places:
                worth += max(0, gained[0, mark] - again[mark])
            for last in range(places):
                one, two = straight[here, mark, last], passed[here, mark, last]
                if one < FAR and one + later_straight[here, last] >= worth:
                    one = FAR
                if two < FAR and two + later_passed[here, last] >= worth:
                    two = FAR
                if one == FAR and two == FAR:
                    continue
                onward = cost[last]
                for then in range(places + 1):
                    ways[then] = min(ways[then], one + onward[then])
                if two < FAR:
                    for then in range(places + 1):
                        over[then] = min(over[then], two + onward[then])
                if one < FAR:
                    least = min(least, one + cost[last, places] + pauses[here, last] * pause)
                if two < FAR:
                    least = min(least, two + cost[last, places] + pauses[here, last] * idle - passing)
            home = min(room[0, places], room[1, places])
            if home >= FAR:
                continue
            if mark == places:
                best[here] = least
            else:
                if can[here, mark]:
                    value = room[0, mark] - gained[here, mark]
                    straight[here, places, mark] = min(straight[here, places, mark], value)
                    if passing >= 0:
                        value = min(room[1, mark], home + cost[places, mark]) - gained[here, mark]
                        passed[here, places, mark] = min(passed[here, places, mark], value)
            for then in range(places):
                if (here >> then) & 1 or not (allowed >> then) & 1:
                    continue
                both = here | (1 << then)
                if not can[both, then]:
                    continue
                earned = gain[then] + gained[here, then]
                if mark < places or not (opening >> then) & 1:
                    earned += max(0, gained[0, then] - gained[here, then] - again[then])
                if room[0, then] < FAR:
                    straight[both, mark, then] = min(straight[both, mark, then], room[0, then] - earned)
                    if mark == places and (opening >> then) & 1:
                        straight[both, then, then] = room[0, then] - gain[then]
                if passing >= 0:
                    value = min(room[1, then], home + cost[places, then])
                    passed[both, mark, then] = min(passed[both, mark, then], value - earned)
                    if mark == places and (opening >> then) & 1:
                        passed[both, then, then] = value - gain[then]
