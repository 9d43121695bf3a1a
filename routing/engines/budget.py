"""How much of its effort a search has spent."""

from __future__ import annotations

import time
from dataclasses import dataclass

from routing.progress import Effort


@dataclass(frozen=True, slots=True)
class Budget:
    """An effort that began.

    Attributes:
        begun: seconds of the monotonic clock.
    """

    seconds: float | None
    iterations: int | None
    begun: float

    def spent(self, moves: int) -> float:
        """The share of the effort that is spent after so many moves; 1.0: the end."""
        share = 0.0
        if self.seconds is not None:
            share = (time.monotonic() - self.begun) / self.seconds if self.seconds > 0 else 1.0
        if self.iterations is not None:
            share = max(share, moves / max(self.iterations, 1))
        return share


def budget_of(effort: Effort, begun: float, default: int) -> Budget:
    """The effort's limits; where it has none, `default` moves."""
    iterations = effort.iterations
    if effort.seconds is None and iterations is None:
        iterations = default
    return Budget(effort.seconds, iterations, begun)
