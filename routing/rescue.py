"""A plan by insertion beside a search that has not yet found a place for everything.

Where room is short, a search that only counts plans without violations can be empty-handed for long. Insertion is
poor and steady: it starts only if it is needed, and takes no time from a search that needs no help.
"""

from __future__ import annotations

import random
import threading
from types import TracebackType
from typing import Self

from routing.cost import cost
from routing.engines.again import one_round
from routing.engines.single import plan_single
from routing.plan import Plan
from routing.problem import Problem
from routing.progress import Effort, Told

BEGINS = 0.25
"""Share of the search's time after which a plan that leaves something behind is not waited for any longer."""


class _Ended(Exception):
    """Nothing more is wanted."""


class Rescue:
    """A thread that plans by insertion, from a share of the search's time on, if something is still left behind."""

    def __init__(self, problem: Problem, seconds: float) -> None:
        """Args: seconds: that the search has."""
        self._problem, self._seconds = problem, seconds
        self._over = threading.Event()
        self._seen: Plan | None = None
        self._found: Plan | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End with the insertion that is being tried."""
        self._over.set()
        self._thread.join()

    def see(self, plan: Plan) -> None:
        """Note the best plan of the search so far."""
        self._seen = plan

    def better(self, plan: Plan) -> Plan:
        """The plan of the search or that of the insertion, whichever leaves less behind that must go, or is cheaper."""
        found = self._found
        if found is None or worth(self._problem, plan) <= worth(self._problem, found):
            return plan
        return found

    def _run(self) -> None:
        """Wait, look, and insert one shipment after the other."""
        if self._over.wait(BEGINS * self._seconds):
            return
        if not self._needed():
            return
        effort = Effort(seconds=(1 - BEGINS) * self._seconds)
        try:
            plan = plan_single(self._problem, effort, self._take)
        except _Ended:
            return
        chance = random.Random(effort.seed)  # noqa: S311  # a search, no secret
        while self._needed() and plan.trips and plan.unserved:
            other = one_round(self._problem, plan, effort, chance)
            if worth(self._problem, other) < worth(self._problem, plan):
                self._found = plan = other

    def _needed(self) -> bool:
        """Whether the search goes on and has not placed everything."""
        return not self._over.is_set() and (self._seen is None or bool(self._seen.unserved))

    def _take(self, told: Told) -> None:
        """Keep the plan; give up where it is needed no longer."""
        self._found = told.plan
        if not self._needed():
            raise _Ended


def worth(problem: Problem, plan: Plan) -> tuple[int, int]:
    """Shipments left behind that must go, and the cost; less is better."""
    musts = sum(problem.shipment[left.shipment].penalty is None for left in plan.unserved)
    return musts, cost(problem, plan).total
