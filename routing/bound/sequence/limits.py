"""How far a limit is raised at once: so that the labels below it grow by a known factor, and fit into what is left."""

from __future__ import annotations

import math
from dataclasses import dataclass

FIRST_STEP = 0.01
"""Of the floor; also the span that growth is counted by."""

LEAST_STEP, MOST_STEP = 0.0025, 0.06

GROWTH = 1.7
"""Times the labels by one first step, until it is seen; about what days of 40 shipments show."""

LEAST_GROWTH, MOST_GROWTH = 1.2, 6.0

RISE = 4.0
"""Times the labels of the last limit that the next one is to take: all limits before it take a third of them."""

SHARE = 0.6
"""Of the labels that are left, since growth is a guess: what comes to no end proves nothing."""


@dataclass
class Case:
    """One case of the search: its floor, and what the last limit took.

    Attributes:
        floor: öre that nothing of the case costs less than.
        ended: the floor is what its cheapest sequence costs.
        limit: the last one, in öre; 0: none yet.
        labels: that it took.
        growth: times the labels by one part in a hundred of the limit.
    """

    floor: int
    ended: bool = False
    limit: int = 0
    labels: int = 0
    growth: float = GROWTH

    def next_limit(self, labels_left: float) -> int:
        """The next limit, in öre, above the floor.

        Args:
            labels_left: that can still be extended, for this case and all others.
        """
        step = FIRST_STEP
        if self.labels:
            times = max(1.0, min(RISE, SHARE * labels_left / self.labels))
            step = min(MOST_STEP, max(LEAST_STEP, FIRST_STEP * math.log(times) / math.log(self.growth)))
        return self.floor + max(1, int(self.floor * step))

    def learn(self, limit: int, labels: int, cheapest: int) -> None:
        """Keep what the search below a limit has shown."""
        if self.labels and labels > self.labels:
            spans = math.log(limit / self.limit) / FIRST_STEP
            self.growth = min(MOST_GROWTH, max(LEAST_GROWTH, (labels / self.labels) ** (1 / spans)))
        self.limit, self.labels = limit, labels
        self.floor, self.ended = min(cheapest, limit + 1), cheapest <= limit
