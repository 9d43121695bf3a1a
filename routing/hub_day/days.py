"""What one vehicle can drive in one shift, one trip after the other, and how the vehicles share the places."""

from __future__ import annotations

from typing import Any

from routing.engines.compiled import kernel, step
from routing.hub_day.trips import (
    EARLY,
    EXTRA,
    INTO,
    LACK,
    LASTS,
    LATE,
    METRES,
    MORE,
    ORE,
    OUT,
    STARTS,
)

NEVER = 1 << 60
"""Larger than any cost."""

# columns of days: what has been driven when a trip ends
COST, ENDS, SINCE, COUNT, BROUGHT, DIVIDED, FORMER, TRIP, REST = range(9)
DAY_COLUMNS = 9

# columns of rule
PER_METRE, PER_SECOND, BREAK, HOME_STOP, MOST_TRIPS, EXACT, PER_DAY, SHIFT_ENDS, MAX_DRIVE, ALONE = range(10)

# values of REST: how a trip follows the one before
FIRST, AT_ONCE, RESTED = range(3)


@step
def trip_cost(rule: Any, trips: Any, k: int) -> int:
    """Units of a trip that leaves as late as it can; waiting counts where the rule is exact."""
    duty = trips[k, LASTS] + trips[k, LACK]
    if rule[EXACT] and trips[k, EARLY] - trips[k, LATE] > duty:
        duty = trips[k, EARLY] - trips[k, LATE]
    return rule[PER_METRE] * trips[k, METRES] + rule[PER_SECOND] * duty + ORE * trips[k, EXTRA]


@kernel
def cheapest_trips(rule: Any, trips: Any, trip_first: Any, least: Any) -> None:
    """The least cost of a trip for each set of places.

    Args:
        least: filled, shape (sets,); NEVER: no trip serves the set.
    """
    least[0] = 0
    for here in range(1, len(least)):
        least[here] = NEVER
        for k in range(trip_first[here], trip_first[here + 1]):
            least[here] = min(least[here], trip_cost(rule, trips, k))


@kernel
def shared(price: Any, skip: Any, least: Any, chosen: Any) -> None:
    """The least sum of prices over all ways to divide each set of places into parts.

    Args:
        price: of a part, shape (sets,).
        skip: of leaving a single place out, shape (places,).
        least, chosen: filled, shape (sets,): the sum, and the part with the lowest place; 0: that place is left out.
    """
    least[0] = 0
    chosen[0] = 0
    for here in range(1, len(price)):
        low = here & -here
        p = 0
        while (low >> p) & 1 == 0:
            p += 1
        rest = here ^ low
        best, part = least[rest] + skip[p], 0
        others = rest
        while True:
            mine = others | low
            if price[mine] < best and price[mine] + least[here ^ mine] < best:
                best, part = price[mine] + least[here ^ mine], mine
            if others == 0:
                break
            others = (others - 1) & rest
        least[here] = best
        chosen[here] = part


@kernel
def shared_by_one_more(price: Any, before: Any, least: Any, chosen: Any) -> bool:
    """The same with one more vehicle than `before`, that takes the part `chosen` or nothing; False: it never helps."""
    helps = False
    for here in range(len(price)):
        best, part = before[here], 0
        mine = here
        while mine > 0:
            if price[mine] < best and price[mine] + before[here ^ mine] < best:
                best, part = price[mine] + before[here ^ mine], mine
            mine = (mine - 1) & here
        least[here] = best
        chosen[here] = part
        helps = helps or part > 0
    return helps


@step
def keep(days: Any, base: int, top: int, new: Any) -> int:
    """Put a row among those from `base` to `top` unless one of them is as good; returns the new top."""
    k = base
    while k < top:
        better, worse = True, True
        for c in (COST, ENDS, SINCE, COUNT):
            better = better and days[k, c] <= new[0, c]
            worse = worse and new[0, c] <= days[k, c]
        if better and days[k, BROUGHT] >= new[0, BROUGHT]:
            return top
        if worse and new[0, BROUGHT] >= days[k, BROUGHT]:
            top -= 1
            for c in range(DAY_COLUMNS):
                days[k, c] = days[top, c]
        else:
            k += 1
    for c in range(DAY_COLUMNS):
        days[top, c] = new[0, c]
    return top + 1


@kernel
def find_days(
    rule: Any, trips: Any, trip_first: Any, least: Any, left: Any, most: int,
    days: Any, day_first: Any, prices: Any, new: Any,
) -> bool:  # fmt: skip
    """Every sequence of trips in one shift that can be best for its set of places.

    A trip follows the one before after a pause at home, or at once. Then the two are one trip that stops at home
    on its way: one stop there less, where the first brings and the second takes crates. A pause that the stop is not
    there for either is granted as well: cheaper and earlier than can be driven, never dearer.

    Args:
        least: of `cheapest_trips`.
        left: least units of all vehicles' days and of serving the places that a set does not hold, by the set of these.
        most: what costs more in all is not wanted.
        days: filled, shape (most rows, DAY_COLUMNS), those of a set from day_first[set] on.
        prices: filled, shape (2, sets): the least cost, PER_DAY included, of all and of those with a divided visit.

    Returns:
        False: there was no room for all of them.
    """
    sets = len(least)
    whole = sets - 1
    top = 0
    day_first[0] = 0
    day_first[1] = 0
    prices[0, 0] = 0
    prices[1, 0] = NEVER
    saved = rule[PER_SECOND] * rule[HOME_STOP]
    for here in range(1, sets):
        base = top
        limit = most - left[whole ^ here]
        for k in range(trip_first[here], trip_first[here + 1]):
            price = trip_cost(rule, trips, k)
            # Where no other vehicle drives it has to do itself what is lacking.
            alone = trips[k, STARTS] + trips[k, LASTS] + trips[k, LACK]
            if price <= limit and (here < whole or not rule[ALONE] or alone <= rule[SHIFT_ENDS]):
                new[0, COST] = price
                new[0, ENDS] = max(trips[k, EARLY], trips[k, STARTS] + trips[k, LASTS])
                new[0, SINCE] = max(0, trips[k, MORE])
                new[0, COUNT] = 1
                new[0, BROUGHT] = trips[k, INTO] < 0
                new[0, DIVIDED] = trips[k, LACK] > 0 or trips[k, EXTRA] > 0
                new[0, FORMER] = -1
                new[0, TRIP] = k
                new[0, REST] = FIRST
                if top + 1 >= len(days):
                    return False
                top = keep(days, base, top, new)
        last = (here - 1) & here
        while last > 0:
            former = here ^ last
            least_sum = prices[0, former] - rule[PER_DAY] + least[last] - saved
            if prices[0, former] < NEVER and least[last] < NEVER and least_sum <= limit:
                top = follow(rule, trips, trip_first, limit, days, day_first, former, last, base, top, new)
                if top < 0:
                    return False
            last = (last - 1) & here
        day_first[here + 1] = top
        prices[0, here] = NEVER
        prices[1, here] = NEVER
        for k in range(base, top):
            prices[0, here] = min(prices[0, here], days[k, COST] + rule[PER_DAY])
            if days[k, DIVIDED]:
                prices[1, here] = min(prices[1, here], days[k, COST] + rule[PER_DAY])
    return True


@step
def follow(
    rule: Any, trips: Any, trip_first: Any, limit: int, days: Any, day_first: Any,
    former: int, last: int, base: int, top: int, new: Any,
) -> int:  # fmt: skip
    """Let each trip of the set `last` follow each sequence of the set `former`; the new top, -1 without room."""
    for d in range(day_first[former], day_first[former + 1]):
        for k in range(trip_first[last], trip_first[last + 1]):
            joins = days[d, BROUGHT] > 0 and trips[k, OUT] < 0
            price = days[d, COST] + trip_cost(rule, trips, k)
            for rest in (AT_ONCE, RESTED):
                if rest == RESTED and rule[BREAK] == 0:
                    continue
                total = price
                starts = days[d, ENDS]
                since = days[d, SINCE]
                if joins:
                    starts -= rule[HOME_STOP]
                    if rest == AT_ONCE:
                        total -= rule[PER_SECOND] * rule[HOME_STOP]
                if rest == RESTED:
                    starts += rule[BREAK]
                    since = 0
                starts = max(starts, trips[k, STARTS])
                ends = max(trips[k, EARLY], starts + trips[k, LASTS])
                if (
                    total > limit
                    or starts > trips[k, LATE]
                    or since + trips[k, MORE] > rule[MAX_DRIVE]
                    or ends > rule[SHIFT_ENDS]
                ):
                    continue
                new[0, COST] = total
                new[0, ENDS] = ends
                new[0, SINCE] = max(0, since + trips[k, MORE])
                new[0, COUNT] = days[d, COUNT] + (rest == RESTED or not joins)
                if new[0, COUNT] > rule[MOST_TRIPS]:
                    continue
                new[0, BROUGHT] = trips[k, INTO] < 0
                new[0, DIVIDED] = days[d, DIVIDED] > 0 or trips[k, LACK] > 0 or trips[k, EXTRA] > 0
                new[0, FORMER] = d
                new[0, TRIP] = k
                new[0, REST] = rest
                if top + 1 >= len(days):
                    return -1
                top = keep(days, base, top, new)
    return top
