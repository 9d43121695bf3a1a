"""A published day after one change: how long the new plan takes, and how many stops are not as they were.

python -m benchmarks.replanning PROBLEM.json [SECONDS]     five kinds of change, at noon of the first day
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from routing.check import check
from routing.cost import cost
from routing.files import read_problem
from routing.locked import LockedBroken, locked_at
from routing.plan import Plan
from routing.problem import Problem
from routing.progress import Effort
from routing.replan import replan
from routing.solve import solve
from routing.steady import changed

NOON = 12 * 3600


def changes(problem: Problem, plan: Plan, now: int) -> Iterator[tuple[str, Problem]]:
    """One change of each kind, on shipments and vehicles that nothing locked concerns."""
    model = next(shipment for shipment in problem.shipments if shipment.ready <= now < shipment.due)
    yield "new shipment", replace(problem, shipments=(*problem.shipments, replace(model, id="new", ready=now)))
    locked = locked_at(plan, now)
    ahead = [trip for n, trip in enumerate(plan.trips) if not locked.of(n)]
    if ahead:
        gone = ahead[0].vehicle
        kept = {plan.trips[n].vehicle for n in locked.stops}
        day = ahead[0].stops[0].start // 86_400
        vehicles = tuple(
            replace(v, shifts=tuple(s for s in v.shifts if s[0] // 86_400 != day)) if v.id == gone else v
            for v in problem.vehicles
        )
        if gone not in kept or day:
            yield "vehicle out for a day", replace(problem, vehicles=vehicles)
        done = {name for n, c in locked.stops.items() for stop in plan.trips[n].stops[:c] for name in stop.load}
        name = next(name for trip in ahead for stop in trip.stops for name in stop.load if name not in done)
        yield "cancelled", replace(problem, shipments=tuple(s for s in problem.shipments if s.id != name))
    for trip, count in [(trip, locked.of(n)) for n, trip in enumerate(plan.trips)]:
        later = [stop for stop in trip.stops[count:] if stop.place != trip.stops[0].place]
        if later:
            stop = later[-1]
            day = stop.start // 86_400
            row = problem.index[stop.place]
            place = problem.places[row]
            closed = tuple(w for w in place.windows if w[0] // 86_400 != day or w[1] <= now)
            moved = tuple((a + 3600, b) if a // 86_400 == day and a > now else (a, b) for a, b in place.windows)
            for kind, windows in (("place closed", closed), ("window moved", moved)):
                places = (*problem.places[:row], replace(place, windows=windows), *problem.places[row + 1 :])
                yield kind, replace(problem, places=places)
            return


def main(path: Path, seconds: float) -> None:
    """Print a row for each change."""
    problem = read_problem(path.read_text())
    published = solve(problem, Effort(seconds=10, prove=False))
    whole = sum(len(trip.stops) for trip in published.trips)
    print(f"{problem.name}: {len(problem.shipments)} shipments, {len(published.trips)} trips, {whole} stops")
    print(f"{'change':<24}{'seconds':>8}{'stops changed':>15}{'left':>6}{'cost':>12}  sound")
    for kind, other in changes(problem, published, NOON):
        locked = locked_at(published, NOON)
        begun = time.perf_counter()
        try:
            plan = replan(other, published, locked, Effort(seconds=seconds))
        except LockedBroken as refused:
            print(f"{kind:<24}{refused}")
            continue
        took = time.perf_counter() - begun
        stops = changed(published, plan).stops
        price, sound = cost(other, plan).total, not check(other, plan)
        print(f"{kind:<24}{took:>8.2f}{stops:>15}{len(plan.unserved):>6}{price:>12,}  {sound}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 1.0)
