"""What is still to come, and what another visit costs: tables that the search for trips is bounded with."""

from __future__ import annotations

from typing import Any

from routing.engines.compiled import kernel
from routing.hub_day.trips import ORE


@kernel
def fill_another(way: Any, stop: Any, another: Any) -> None:
    """Fill `another` of `sharing`.

    Args:
        way: units of driving from row to column, shape (places + 1, places + 1); last: home.
        stop: units of a stop, shape (places,).
    """
    places, sets = another.shape
    for p in range(places):
        alone = way[places, p] + way[p, places]
        for near in range(sets):
            if near == 0:
                another[p, near] = alone
                continue
            low = 0
            while (near >> low) & 1 == 0:
                low += 1
            rest = near ^ (1 << low)
            best = another[p, rest]
            if low != p:
                for q in range(places + 1):
                    if q != p and (q == places or (near >> q) & 1):
                        best = min(best, way[low, p] + way[p, q] - way[low, q], way[q, p] + way[p, low] - way[q, low])
            another[p, near] = best
        for near in range(sets):
            another[p, near] = (another[p, near] + stop[p]) // ORE


@kernel
def complete(cost: Any, skip: Any, ahead: Any) -> None:
    """Least units from each place on until the places of each set are served, without hours, pauses and room.

    Args:
        cost: from row to column, all that the visit at the column takes included, shape (places + 1, places + 1).
        skip: of leaving a place out, shape (places,).
        ahead: filled, shape (sets, places + 1); in the last column from home on.
    """
    places = len(skip)
    for left in range(len(ahead)):
        best = 0 if left == 0 else 1 << 60
        for p in range(places):
            if (left >> p) & 1:
                rest = left ^ (1 << p)
                best = min(best, cost[places, p] + ahead[rest, p], skip[p] + ahead[rest, places])
        ahead[left, places] = best
        for j in range(places):
            if (left >> j) & 1:
                continue
            best = cost[j, places] + ahead[left, places]
            for p in range(places):
                if (left >> p) & 1:
                    best = min(best, cost[j, p] + ahead[left ^ (1 << p), p])
            ahead[left, j] = best
