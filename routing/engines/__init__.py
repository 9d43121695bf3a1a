"""Ways to find trips."""

from __future__ import annotations

from typing import Protocol

from routing.plan import Plan
from routing.problem import Problem
from routing.progress import Effort, Progress


class Engine(Protocol):
    """A way to find trips: pure data in, pure data out."""

    def __call__(self, problem: Problem, effort: Effort, told: Progress) -> Plan:
        """Return the best plan found; what stays behind is in `unserved` under any reason."""
        ...
