"""Weeks in which some libraries lie beyond a fjord: python -m benchmarks.crossings FOLDER --seconds 20

A week of Värmland (`benchmarks.weeks`), with the four libraries that lie farthest west beyond an invented ferry: every
hour from 6 to 22, 20 minutes, 5 ahead. Against each other: ruin and recreate alone, the whole engine, and the
same week without any waiting.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks.folder import Folder
from routing.check import check
from routing.cost import cost
from routing.engines import Engine
from routing.engines.again import plan_again
from routing.engines.choice import engine_for, warm_up
from routing.files import read_problem
from routing.problem import DAY, Crossing, Leg, Problem
from routing.progress import Effort
from routing.solve import solve

BEYOND, FIRST, LAST, EVERY, ABOARD, AHEAD = 4, 6 * 3600, 22 * 3600, 3600, 1200, 300
WEEKS = ((20, 1), (20, 2), (40, 1))


def with_fjord(problem: Problem) -> Problem:
    """The problem with a ferry between the libraries farthest west and the others."""
    west = {place.id for place in sorted(problem.places, key=lambda place: place.lon or 0)[:BEYOND]}
    departs = tuple(
        (at, at) for day in range(problem.days) for at in range(day * DAY + FIRST, day * DAY + LAST + 1, EVERY)
    )
    ferries = tuple(Crossing(name, name, departs, ABOARD, AHEAD) for name in ("there", "back"))
    legs = []
    seconds = [list(row) for row in problem.seconds]
    for a, origin in enumerate(problem.places):
        for b, goal in enumerate(problem.places):
            if (origin.id in west) == (goal.id in west):
                continue
            half = problem.seconds[a][b] // 2
            legs.append(Leg(origin.id, goal.id, ("back" if origin.id in west else "there",), (half, half)))
            seconds[a][b] = 2 * half + ABOARD + AHEAD
    return replace(problem, crossings=ferries, legs=tuple(legs), seconds=tuple(map(tuple, seconds)))


def measure(name: str, problem: Problem, engine: Engine, effort: Effort) -> None:
    """Solve and print."""
    begun = time.monotonic()
    plan = solve(problem, effort, engine=engine)
    took = time.monotonic() - begun
    priced = cost(problem, plan)
    faults = len(check(problem, plan))
    print(
        f"{name:24} cost {priced.total:9} km {priced.metres / 1000:6.0f} vehicle-days {priced.vehicle_days:2}"
        f" left {len(plan.unserved):2} faults {faults} floor {plan.lower_bound} {took:5.1f} s",
        flush=True,
    )


def main() -> None:
    """Measure every week."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--weeks", type=int, default=len(WEEKS))
    given = parser.parse_args()
    warm_up()
    folder = Folder(given.folder)
    for size in WEEKS[: given.weeks]:
        dry = read_problem(folder.problem("varmland_week.py", *size))
        wet = with_fjord(dry)
        print(f"{size[0]} a day, seed {size[1]}; {len(wet.legs)} of {len(wet.places) ** 2} ways over the fjord")
        effort = Effort(seconds=given.seconds)
        measure("no waiting", replace(wet, crossings=(), legs=()), engine_for(dry), effort)
        measure("insertion and ruin", wet, plan_again, replace(effort, prove=False))
        measure("the engine", wet, partial(engine_for(wet)), replace(effort, prove=False))


if __name__ == "__main__":
    main()
