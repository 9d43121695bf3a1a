"""Floors of stretches of days, added up: what can move within a stretch only is paid for on its days."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from routing.bound.ground import Ground, Order
from routing.bound.sequence.model import charged, model_of

MOST_DAYS = 3
"""The sequence of a longer stretch says little: it does not know that crates become ready and due in between."""

MANY_STATES, MANY_LABELS = 3_000_000, 30_000_000
FEW_STATES, FEW_LABELS = 60_000, 100_000


def prove_stretches(ground: Ground, told: Callable[[int], None], *, until: float | None, most: float) -> bool:
    """Raise the floor until that of each stretch is the cost of its cheapest sequence.

    Args:
        told: hears of floors, in öre.
        until: of the monotonic clock, shared by the stretches: what short ones leave goes to the long ones; None: with
            the same work every time.
        most: a plan of this cost is known, in öre; nothing is proven above it.

    Returns:
        Each stretch came to its end.
    """
    from routing.bound.sequence.search import prove_sequence

    parts = list(stretches(ground))
    alone = charges(ground)
    floors: dict[tuple[int, int], int] = {}
    complete = True
    told(alone)
    for n, (days, part) in enumerate(parts):
        model = model_of(part, MANY_STATES if until is not None else FEW_STATES)
        if model is None:
            complete = False
            continue

        def better(floor: int, days: tuple[int, int] = days, known: int = charges(part)) -> None:
            floors[days] = max(floors.get(days, 0), floor - known)
            told(alone + together(len(ground.days), floors))

        left = len(parts) - n
        share = None if until is None else time.monotonic() + max(0.0, until - time.monotonic()) / left
        labels = MANY_LABELS if until is not None else FEW_LABELS // len(parts)
        complete &= prove_sequence(model, better, until=share, most_labels=labels, most=most)
    return complete


def stretches(ground: Ground) -> Iterator[tuple[tuple[int, int], Ground]]:
    """Stretches of days with the orders that can move within them only; the shortest first, none without orders.

    Returns:
        Positions of the first day and of the one after the last, and what is left of the problem on these days.
    """
    days = len(ground.days)
    for length in range(1, min(MOST_DAYS, days) + 1):
        for first in range(days - length + 1):
            end = first + length
            orders = tuple(
                _from(order, first)
                for order in ground.orders
                if order.days and first <= order.days[0] and order.days[-1] < end
            )
            if orders:
                yield (first, end), replace(ground, days=ground.days[first:end], orders=orders)


def charges(ground: Ground) -> int:
    """Öre that every plan pays for its orders: each one's handling or its penalty."""
    return sum(charged(ground, order) for order in ground.orders)


def _from(order: Order, first: int) -> Order:
    """The order with its days counted from another one on."""
    same, fetched, brought = (
        tuple(day - first for day in days if day in order.days) for days in (order.same, order.fetched, order.brought)
    )
    return replace(order, same=same, fetched=fetched, brought=brought)


def together(days: int, floors: dict[tuple[int, int], int]) -> int:
    """The largest sum of the floors of stretches that share no day.

    Args:
        days: how many there are.
        floors: by the positions of a stretch's first day and of the one after its last.
    """
    best = [0] * (days + 1)
    for end in range(1, days + 1):
        sums = (best[first] + floor for (first, last), floor in floors.items() if last == end)
        best[end] = max(best[end - 1], *sums, 0)
    return best[days]
