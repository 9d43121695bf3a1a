"""Which engine for which problem, by what the problem is made of; imported only when it is used."""

from __future__ import annotations

from routing.engines import Engine
from routing.problem import Problem


def engine_for(problem: Problem) -> Engine:
    """The engine that measures best on problems of this kind."""
    from routing.engines.weekly import plan_weeks

    return plan_weeks


def warm_up() -> None:
    """Compile the engines for this installation, so that no plan has to wait for it (about a minute, once)."""
    from routing.engines import weekly

    weekly.warm_up()
