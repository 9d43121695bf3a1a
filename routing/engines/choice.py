"""Which engine for which problem, by what the problem is made of; imported only when it is used."""

from __future__ import annotations

from routing.engines import Engine
from routing.problem import Problem
from routing.progress import Effort, silent


def engine_for(problem: Problem) -> Engine:
    """The engine that measures best on problems of this kind."""
    from routing.engines.again import plan_again
    from routing.engines.pairs import plan_pairs, suits
    from routing.engines.weekly import plan_weeks

    if problem.extended:
        # The compiled engines know nothing of what lies beyond the common format.
        return plan_again
    return plan_pairs if suits(problem) else plan_weeks


def warm_up() -> None:
    """Compile the engines and the floor for this installation: no plan has to wait for it (about a minute, once)."""
    from routing.bound import lower_bound
    from routing.engines import sample
    from routing.engines.pairs import plan_pairs
    from routing.engines.weekly import plan_weeks

    effort = Effort(seconds=None, iterations=1)
    plan_weeks(sample.WITH_HUB, effort, silent)
    plan_pairs(sample.WITHOUT_HUB, effort, silent)
    lower_bound(sample.WITH_HUB, 0.0)
