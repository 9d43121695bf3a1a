"""Which engine for which problem, by what the problem is made of; imported only when it is used."""

from __future__ import annotations

from routing.engines import Engine
from routing.engines.single import plan_single
from routing.problem import Problem


def engine_for(problem: Problem) -> Engine:
    """The engine that measures best on problems of this kind."""
    return plan_single
