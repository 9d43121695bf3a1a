"""How solvers that know single days and no hub are used in a network with one: over the hub, day by day.

What waits is collected on one day, sorted over night and brought on a later one. A day is then a plain routing problem
with deliveries and pickups at each place. Of two habits the better one counts: to call at every place with work, or
only where something has to be moved that day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from routing.plan import Plan, Trip, Unserved
from routing.problem import DAY, Problem, Shipment, Span, Vehicle
from routing.schedule import Visit, schedule

EARLY = 9 * 3600
"""Seconds after midnight: what is ready at the hub by then is waited for, what comes later stays for the next day."""


@dataclass(frozen=True)
class Job:
    """A place with work on a day.

    Attributes:
        row: of the place.
        window: when the stop may start.
        work: seconds at the place, and at the hub for the same crates.
        prize: what leaving it out costs today.
    """

    row: int
    window: Span
    out: tuple[Shipment, ...]
    into: tuple[Shipment, ...]
    work: int
    prize: int

    @property
    def crates(self) -> tuple[int, int]:
        """Crate units out and in."""
        return sum(s.crates for s in self.out), sum(s.crates for s in self.into)


@dataclass(frozen=True)
class DayTask:
    """A day as a plain routing problem: one kind of vehicle, all at the hub."""

    problem: Problem
    home: int
    vehicle: Vehicle
    vehicles: int
    shift: Span
    jobs: tuple[Job, ...]

    @property
    def rows(self) -> list[int]:
        """The hub's row, then those of the jobs."""
        return [self.home, *(job.row for job in self.jobs)]


Solver: TypeAlias = Callable[[DayTask, float], list[list[int]]]
"""Routes as positions in `jobs`, in the given seconds; what is in none of them is left out."""


def day_by_day(problem: Problem, solver: Solver, seconds: float, lazy: bool) -> Plan:
    """Play the horizon with a solver for single days.

    Args:
        seconds: for each day.
        lazy: call only where something has to be moved today.
    """
    hub = next(place for place in problem.places if place.hub)
    lies = {s.id: (s.origin, s.ready) for s in problem.shipments}
    trips: list[Trip] = []
    for day in range(problem.days):
        task = day_task(problem, hub.id, lies, day, lazy)
        if task is None:
            continue
        vans = [v for v in problem.vehicles if any(s[0] // DAY == day for s in v.shifts)]
        for van, route in zip(vans, solver(task, seconds), strict=False):
            trip = drive(task, van, [task.jobs[n] for n in route], hub.id)
            if trip is None:
                continue
            trips.append(trip)
            for stop in trip.stops:
                for name in stop.unload:
                    if problem.shipment[name].to == stop.place:
                        del lies[name]
                    else:
                        lies[name] = (hub.id, stop.leave + problem.sort_seconds)
    return Plan(tuple(trips), tuple(Unserved(name, "left") for name in lies))


def day_task(problem: Problem, hub: str, lies: dict[str, tuple[str, int]], day: int, lazy: bool) -> DayTask | None:
    """What there is to do on a day; None: nothing, or nobody to do it."""
    vans = [(v, s) for v in problem.vehicles for s in v.shifts if s[0] // DAY == day]
    if not vans:
        return None
    jobs, starts = [], vans[0][1][0]
    for row, place in enumerate(problem.places):
        windows = [w for w in place.windows if w[0] // DAY == day]
        if place.id == hub or not windows:
            continue
        here = [problem.shipment[name] for name, (at, free) in lies.items() if free <= day * DAY + EARLY]
        out = [s for s in here if lies[s.id][0] == hub and s.to == place.id and s.due >= windows[0][0]]
        into = [s for s in here if lies[s.id][0] == place.id and last_day(problem, s.to, s.due) > day - (s.to == hub)]
        pressing = [s for s in out if next_day(problem, s.to, day) > last_day(problem, s.to, s.due)]
        pressing += [
            s for s in into if next_day(problem, place.id, day) >= last_day(problem, s.to, s.due) + (s.to == hub)
        ]
        if not (pressing if lazy else out or into):
            continue
        starts = max([starts, *(lies[s.id][1] for s in out)])
        opens = max([windows[0][0], *(lies[s.id][1] for s in into)])
        closes = min([windows[0][1], *(s.due for s in out)])
        crates = sum(s.crates for s in (*out, *into))
        stop = problem.stop_seconds if place.stop_seconds is None else place.stop_seconds
        prize = sum(s.penalty or 0 for s in (pressing if lazy else (*out, *into)))
        work = stop + 2 * problem.crate_seconds * crates
        jobs.append(Job(row, (opens, closes), tuple(out), tuple(into), work, prize))
    van, shift = vans[0]
    return DayTask(problem, problem.index[hub], van, len(vans), (starts, shift[1]), tuple(jobs)) if jobs else None


def last_day(problem: Problem, place: str, due: int) -> int:
    """The last day on which a place opens before something is due; -1: none."""
    return max((w[0] // DAY for w in problem.place(place).windows if w[0] <= due), default=-1)


def next_day(problem: Problem, place: str, day: int) -> int:
    """The next day after `day` on which a place opens; the horizon's end: none."""
    return min((w[0] // DAY for w in problem.place(place).windows if w[0] // DAY > day), default=problem.days)


def drive(task: DayTask, van: Vehicle, jobs: Sequence[Job], hub: str) -> Trip | None:
    """A route with its times and breaks; places that it cannot keep are dropped, the least pressing first."""
    problem, kept = task.problem, list(jobs)
    while kept:
        visits = [Visit(hub, (), tuple(s.id for job in kept for s in job.out), earliest=task.shift[0])]
        visits += [
            Visit(problem.places[j.row].id, tuple(s.id for s in j.out), tuple(s.id for s in j.into), *j.window)
            for j in kept
        ]
        visits.append(Visit(hub, tuple(s.id for job in kept for s in job.into), ()))
        stops = schedule(problem, visits, task.shift)
        if stops is not None:
            return Trip(van.id, stops)
        kept.remove(min(kept, key=lambda job: job.prize))
    return None
