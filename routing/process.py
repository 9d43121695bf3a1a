"""Solving in a process of its own, which `routing.working` watches and ends."""

from __future__ import annotations

from typing import Any, Self

from routing.files import read_plan
from routing.plan import Plan
from routing.problem import Problem
from routing.progress import Effort, Told
from routing.wire import read_told, write_order
from routing.working import SolverDied, StillSolving, StoppedEarly, Working

__all__ = ["SolverDied", "Solving", "StillSolving", "StoppedEarly"]


class Solving(Working[Plan, Told]):
    """One search for a plan."""

    module = "routing.child"

    def __init__(self, problem: Problem, effort: Effort) -> None:
        """Start the process; `start` reads better."""
        self._problem = problem
        super().__init__(write_order(problem, effort))

    @classmethod
    def start(cls, problem: Problem, effort: Effort) -> Self:
        """Start to solve."""
        return cls(problem, effort)

    def read_done(self, message: dict[str, Any]) -> Plan:
        """The plan that came out."""
        return read_plan(message["plan"], self._problem)

    def read_news(self, message: dict[str, Any]) -> tuple[Told, Plan | None]:
        """How far the search is, with a better plan where it has one."""
        told = read_told(message, self._problem)
        return told, told.plan
