"""Which engine for which problem, by what the problem is made of; imported only when it is used."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import Any

from routing.engines import Engine, sample
from routing.problem import Problem
from routing.progress import Effort, silent


def engine_for(problem: Problem) -> Engine:
    """The engine that measures best on problems of this kind."""
    from routing.engines.beyond import common, plan_beyond
    from routing.engines.pairs import plan_pairs, suits
    from routing.engines.weekly import plan_weeks

    if problem.extended:
        return partial(plan_beyond, plan_pairs if suits(common(problem, 0.0)) else plan_weeks)
    return plan_pairs if suits(problem) else plan_weeks


def warm_up() -> None:
    """Compile the engines for this installation, side by side: no plan has to wait for it.

    The weekly engine takes longest. What it needs late is compiled beside it by another process, and read from disk.
    """
    kinds = (_weekly, _weekly_moves, _exact, _pairs, _rotation, _floor)
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        for compiled in [pool.submit(kind) for kind in kinds]:
            compiled.result()


_ONCE = Effort(seconds=None, iterations=1)


def _weekly() -> None:
    from routing.engines.weekly import plan_weeks

    plan_weeks(sample.WITH_HUB, _ONCE, silent)


def _weekly_moves() -> None:
    from numba import typeof

    from routing.engines.change import take_back
    from routing.engines.moves import propose
    from routing.engines.state import empty_state
    from routing.engines.tables import tables

    tab = tables(sample.WITH_HUB)
    types = (typeof(tab), typeof(empty_state(tab, 0)))  # type: ignore[no-untyped-call]
    steps: tuple[Any, ...] = (propose, take_back)
    for step in steps:
        step.compile(types)


def _pairs() -> None:
    from routing.engines.pairs import plan_pairs

    plan_pairs(sample.WITHOUT_HUB, _ONCE, silent)


def _rotation() -> None:
    from routing.rotation.polish import warm_up as compile_walk

    compile_walk()


def _exact() -> None:
    from routing.hub_day.day import hub_days
    from routing.hub_day.optimum import optimum

    optimum(sample.HUB_ONLY, hub_days(sample.HUB_ONLY) or [], None)


def _floor() -> None:
    from routing.bound import lower_bound

    lower_bound(sample.WITH_HUB, 0.0)
