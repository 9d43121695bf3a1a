"""What every sequence still costs from a state on, without hours, days and lengths of segments: a table of states."""

from __future__ import annotations

from typing import Any

from routing.engines.compiled import kernel, step

NEVER = (1 << 31) - 1


@step
def read(state: int, statuses: Any, digits: Any) -> None:
    """Take the status of each place out of the number of all."""
    for place in range(len(statuses)):
        digits[place] = state % statuses[place]
        state //= statuses[place]


@step
def price_of_end(statuses: Any, digits: Any, lost: Any, bare: Any) -> int:
    """What is paid for places never called at where the sequence ends here; -1: it cannot end here."""
    paid = 0
    for place in range(len(statuses)):
        if statuses[place] == 3 and digits[place] == 1:
            return -1
        if digits[place] == 0 and statuses[place] > 1:
            paid += bare[place]
            for other in range(len(statuses)):
                paid += lost[other, place]
    return paid


@step
def price_of_last_call(place: int, digits: Any, hidden: int, lost: Any) -> int:
    """What is paid for crates that are not there yet where nothing comes to the place after this call."""
    paid = 0
    for other in range(len(digits)):
        if lost[other, place] > 0 and (digits[other] == 0 or hidden >> other & 1):
            paid += lost[other, place]
    return paid


@kernel
def tabulate(statuses: Any, weights: Any, cost: Any, lost: Any, bare: Any, digits: Any, then: Any, table: Any) -> None:
    """Fill the table, shape (states, places + 1), by dynamic programming; calls only raise the number of a state.

    Args:
        digits, then: room for a number of each place.
    """
    home = len(statuses)
    no_one_hidden = 0
    for state in range(len(table) - 1, -1, -1):
        read(state, statuses, digits)
        for j in range(home):
            then[j] = NEVER
            last = statuses[j] - 1
            if last == 0 or digits[j] == last:
                continue
            left = last - digits[j]
            then[j] = price_of_last_call(j, digits, no_one_hidden, lost) + table[state + weights[j] * left, j]
            if left == 2:
                then[j] = min(then[j], table[state + weights[j], j])
        ended = price_of_end(statuses, digits, lost, bare)
        least = NEVER if ended < 0 else ended
        for j in range(home):
            least = min(least, cost[home, j] + then[j])
        table[state, home] = least
        for i in range(home):
            best = cost[i, home] + least
            for j in range(home):
                if j != i:
                    best = min(best, cost[i, j] + then[j])
            table[state, i] = min(best, NEVER)
