"""A rotation that was found, and how good it can be called."""

from __future__ import annotations

from dataclasses import dataclass

from routing.rotation.figures import Figures
from routing.rotation.season import Cells


@dataclass(frozen=True)
class Rotation:
    """A rotation that keeps every rule.

    Attributes:
        service_proven: no rotation serves libraries better.
        floor: metres that every rotation of the same service needs at least; 0: nothing is proven.
        seconds: of wall time since the search began.
    """

    cells: Cells
    figures: Figures
    service_proven: bool
    floor: int
    seconds: float

    @property
    def gap(self) -> float | None:
        """How far the driving can lie above the least possible, as a share of the floor; None: not known."""
        if self.figures.metres == 0:
            return 0.0
        return self.figures.metres / self.floor - 1 if self.floor else None
