"""What it costs to serve any set of places on a day: the best parting of it into tours, one a vehicle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from routing.engines.compiled import kernel
from routing.season.model import Tour
from routing.season.transit import Pattern
from routing.season.work import Work

UNSERVED = 1e12
"""Cost of a set that the vehicles of a day cannot serve; more than any timetable."""


def day_costs(work: Work) -> list[NDArray[np.float64]]:
    """For each service day, what it costs at least to serve every set of places.

    Crates count as if every place were visited every day, so this is a floor of what it costs with fewer visits.

    Returns:
        By position of the day, arrays of shape (2 ** places,), minor units; `UNSERVED` and more: not possible.
    """
    return [
        serving([offer.cost for offer in work.offers if offer.position == position for _ in offer.vehicles])[-1]
        for position in range(len(work.days))
    ]


def serving(tours: Sequence[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    """The cost of every set when the first 0, 1, 2... vehicles drive, each one tour at most.

    Args:
        tours: cost of every set as one tour, for each vehicle; infinite where there is none.

    Source: dynamic programming over subsets of subsets, 3 ** places steps a vehicle.
    """
    costs = [np.full(len(tours[0]), UNSERVED)]
    costs[0][0] = 0.0
    for tour in tours:
        one_more = costs[-1].copy()
        add_vehicle(costs[-1], np.minimum(tour, UNSERVED), one_more)
        costs.append(one_more)
    return costs


@kernel
def add_vehicle(before: NDArray[np.float64], tour: NDArray[np.float64], after: NDArray[np.float64]) -> None:
    """Lower the cost of every set, in `after`, by giving one more vehicle the best part of it."""
    for whole in range(1, len(before)):
        part = whole
        while part:
            cost = tour[part] + before[whole ^ part]
            if cost < after[whole]:
                after[whole] = cost
            part = (part - 1) & whole


def parts(subset: int, tours: Sequence[NDArray[np.float64]]) -> list[tuple[int, int]] | None:
    """The best parting of a set, as pairs of a vehicle's number and its part; None: it can't be served."""
    costs = serving(tours)
    if costs[-1][subset] >= UNSERVED:
        return None
    found = []
    for vehicle in reversed(range(len(tours))):
        if costs[vehicle + 1][subset] < costs[vehicle][subset]:
            part = subset
            while tours[vehicle][part] + costs[vehicle][subset ^ part] != costs[vehicle + 1][subset]:
                part = (part - 1) & subset
            found.append((vehicle, part))
            subset ^= part
    return found


def drive_exactly(work: Work, chosen: Mapping[int, Pattern]) -> tuple[int, tuple[Tour, ...]] | None:
    """The cheapest tours for chosen patterns, with the crates that these bring together and exact times.

    Returns:
        What they and the changes cost, minor units, and the tours; None: the vehicles of some day cannot serve
        whom they should.
    """
    cost = sum(work.upset(row, pattern) for row, pattern in chosen.items())
    made: list[Tour] = []
    for position in range(len(work.days)):
        offers = [offer for offer in work.offers if offer.position == position for _ in offer.vehicles]
        names = [vehicle.id for offer in work.offers if offer.position == position for vehicle in offer.vehicles]
        rows = offers[0].table.rows
        visited = [position in chosen[row] for row in rows]
        room = [work.aboard(row, chosen[row], position) if here else 0 for row, here in zip(rows, visited, strict=True)]
        aboard = (np.arange(1 << len(rows))[:, None] >> np.arange(len(rows)) & 1) @ np.array(room, np.int64)
        tours = [np.where(aboard <= offer.vehicles[0].capacity, offer.cost, np.inf) for offer in offers]
        subset = sum(1 << bit for bit, here in enumerate(visited) if here)
        while True:
            found = parts(subset, tours)
            if found is None:
                return None
            orders = {vehicle: work.order(offers[vehicle], part, chosen) for vehicle, part in found}
            refused = [(vehicle, part) for vehicle, part in found if orders[vehicle] is None]
            if not refused:
                break
            for vehicle, part in refused:
                for other, offer in enumerate(offers):
                    if offer is offers[vehicle]:
                        tours[other][part] = np.inf
        cost += sum(int(tours[vehicle][part]) for vehicle, part in found)
        made += [Tour(work.days[position], names[v], places) for v, places in sorted(orders.items()) if places]
    return cost, tuple(made)
