"""How much to spend on a search, and what it tells while it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from routing.plan import Plan


@dataclass(frozen=True, slots=True)
class Effort:
    """What a search may spend; it ends when the first limit is reached.

    Attributes:
        seconds: of wall time, start of workers included; None: no limit.
        iterations: of each worker's search, in steps of the engine; None: no limit. The same problem,
            seed, iterations and workers give the same plan where `seconds` is None.
        seed: of every random choice.
        workers: threads that search at once.
        prove: whether to prove a floor of the cost beside the search.
    """

    seconds: float | None = 10.0
    iterations: int | None = None
    seed: int = 1
    workers: int = 2
    prove: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """Where a search stands.

    Attributes:
        cost: of the best plan so far, in the smallest unit; None: there is none yet.
        bound: no plan costs less, proven; None: not known yet.
        seconds: of wall time since the start.
        stage: what is being done, as a code: `begin`, `search`, `explain`, `done`, or an engine's own.
        plan: a better plan than any told before, sound but with provisional reasons; None: only numbers.
    """

    cost: int | None
    bound: int | None
    seconds: float
    stage: str
    plan: Plan | None = None

    @property
    def gap(self) -> float | None:
        """How far the cost can lie above the optimum, as a share of the bound; None: not known."""
        if self.cost is None or not self.bound:
            return None
        return self.cost / self.bound - 1


Progress: TypeAlias = Callable[[Told], None]


def silent(told: Told) -> None:
    """Listen to nothing."""
