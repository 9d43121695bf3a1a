"""Plans for networks without hubs, where each place sees one crate: pickups and deliveries by ruin and recreate."""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np

from routing.cost import cost
from routing.engines.budget import Budget, budget_of
from routing.engines.pair_routes import Ints, Requests, Routes, copy_all, no_routes
from routing.engines.pair_search import fewer, scratch, seeded, shorter
from routing.engines.tables import MUST_GO
from routing.plan import Plan, Stop, Trip, Unserved
from routing.problem import Problem, Shipment, Vehicle
from routing.progress import Effort, Progress, Told

REMOVED = 6.0
"""Stops taken out at a time, on average."""
FEWER_UNTIL = 0.3
"""Share of the effort for saving vehicles."""
HOT, COLD = 1.0, 0.01
"""First and last temperature, times the way a request costs on average."""


def suits(problem: Problem) -> bool:
    """Whether this engine sees all of the problem: one kind of vehicle, one trip each, no place for two crates."""
    kinds = {
        (v.home, v.capacity, v.cost_per_day, v.cost_per_km, v.cost_per_hour, v.shifts, v.max_trips)
        for v in problem.vehicles
    }
    ends = Counter(end for s in problem.shipments for end in (s.origin, s.to))
    if any(place.hub for place in problem.places) or problem.break_rule or len(kinds) != 1 or not ends:
        return False
    first = problem.vehicles[0]
    if len(first.shifts) != 1 or first.max_trips != 1 or first.home in ends or max(ends.values()) > 1:
        return False
    return all(len(problem.place(end).windows) == 1 for end in ends)


@dataclass
class Search:
    """One chain: where it stands, what it tries, the best it found, and its own chance."""

    requests: Requests
    now: Routes
    work: Routes
    best: Routes
    own: tuple[Ints, Ints, Ints, Ints]
    seen: tuple[float, Routes]

    def save_vehicles(self, budget: Budget) -> int:
        """Serve all with fewer vehicles; return the rounds this took."""
        q, (count, mark, key, random) = self.requests, self.own
        seeded(q, self.now, mark, key, random)
        copy_all(self.now, self.work)
        copy_all(self.now, self.best)
        unit = float(self.now.cost.sum()) / len(q.absent)
        rounds = 0
        while budget.spent(rounds) < FEWER_UNTIL:
            fewer(q, self.now, self.work, self.best, count, mark, key, random, 300, REMOVED, unit * COLD * 3)
            rounds += 300
            self.notice()
        return rounds

    def shorten(self, budget: Budget, rounds: int, start: Routes) -> None:
        """Anneal the way of a plan until the effort is spent."""
        q, (_, mark, key, random) = self.requests, self.own
        for own in (self.now, self.work, self.best):
            copy_all(start, own)
        unit = float(start.cost.sum()) / len(q.absent)
        while (share := budget.spent(rounds)) < 1.0:
            heat = unit * HOT * (COLD / HOT) ** ((share - FEWER_UNTIL) / (1.0 - FEWER_UNTIL))
            shorter(q, self.now, self.work, self.best, mark, key, random, 200, REMOVED, heat)
            rounds += 200
            self.notice()

    def notice(self) -> None:
        """Let others read the best plan, if it is a better one."""
        q, best = self.requests, self.best
        absent = best.left[: best.left[-1]]
        value = float(best.cost.sum() + q.fixed * np.count_nonzero(best.size) + q.absent[absent].sum())
        if value < self.seen[0] - 0.5:
            self.seen = (value, no_routes(q))
            copy_all(best, self.seen[1])


def plan_pairs(problem: Problem, effort: Effort, told: Progress) -> Plan:
    """Plan a problem that `suits`.

    Args:
        effort: `iterations` counts ruins of each chain.
    """
    begun = time.monotonic()
    budget = budget_of(effort, begun, 200_000)
    q = requests_of(problem)
    searches = []
    for n in range(effort.workers):
        routes = [no_routes(q) for _ in range(3)]
        own = scratch(q, effort.seed * 1000 + n)
        searches.append(Search(q, routes[0], routes[1], routes[2], own, (float("inf"), routes[2])))
    shown = float("inf")

    def report() -> None:
        nonlocal shown
        value, routes = min((search.seen for search in searches), key=lambda seen: seen[0])
        if value < shown - 0.5:
            shown = value
            plan = plan_of_routes(problem, q, routes)
            told(Told(cost(problem, plan).total, None, time.monotonic() - begun, "search", plan))

    with ThreadPoolExecutor(len(searches)) as pool:
        savings = [pool.submit(search.save_vehicles, budget) for search in searches]
        while wait(savings, timeout=0.3).not_done:
            report()
        _, start = min((search.seen for search in searches), key=lambda seen: seen[0])
        shortenings = [
            pool.submit(search.shorten, budget, saving.result(), start)
            for search, saving in zip(searches, savings, strict=True)
        ]
        while wait(shortenings, timeout=0.3).not_done:
            report()
        for shortening in shortenings:
            shortening.result()
    report()
    return plan_of_routes(problem, q, min((search.seen for search in searches), key=lambda seen: seen[0])[1])


def requests_of(problem: Problem) -> Requests:
    """The problem as arrays."""
    vehicle, shipments = problem.vehicles[0], problem.shipments
    opens, closes = vehicle.shifts[0]
    rows = [problem.index[name] for name in (vehicle.home, *(s.origin for s in shipments), *(s.to for s in shipments))]
    drive = np.array(problem.seconds, np.int64)[np.ix_(rows, rows)]
    metres = np.array(problem.metres, np.int64)[np.ix_(rows, rows)]
    node = np.zeros((4, len(rows)), np.int64)
    node[:, 0] = (opens, closes, 0, 0)
    for k, shipment in enumerate(shipments):
        node[:, k + 1] = stop(problem, vehicle, shipment, shipment.origin, 1)
        node[:, k + 1 + len(shipments)] = stop(problem, vehicle, shipment, shipment.to, -1)
    arc = metres * (vehicle.cost_per_km / 1000) + drive * (vehicle.cost_per_hour / 3600)
    return Requests(
        drive=np.ascontiguousarray(drive),
        arc=np.ascontiguousarray(arc),
        node=node,
        near=(np.argsort(arc[:, 1:], axis=1, kind="stable") + 1).astype(np.int32),
        limit=np.array([vehicle.capacity, len(problem.vehicles), opens, closes], np.int64),
        fixed=float(vehicle.cost_per_day),
        absent=np.array([MUST_GO * 1000 if s.penalty is None else s.penalty for s in shipments], np.float64),
    )


def stop(problem: Problem, vehicle: Vehicle, shipment: Shipment, name: str, sign: int) -> tuple[int, int, int, int]:
    """Earliest start, latest start, seconds of work and crates of a shipment's stop at one of its ends."""
    place = problem.place(name)
    opens, closes = place.windows[0]
    work = problem.stop_seconds if place.stop_seconds is None else place.stop_seconds
    first = max(opens, vehicle.shifts[0][0], shipment.ready if sign > 0 else 0)
    last = min(closes, vehicle.shifts[0][1], shipment.due if sign < 0 else closes)
    return first, last, work + problem.crate_seconds * shipment.crates, sign * shipment.crates


def plan_of_routes(problem: Problem, q: Requests, routes: Routes) -> Plan:
    """Trips that come home as early as they can and leave as late as that allows."""
    vehicles = iter(problem.vehicles)
    trips = []
    for r in np.flatnonzero(routes.size):
        nodes = routes.seq[r, : routes.size[r]].tolist()
        starts = routes.time[r, 0, : len(nodes)].tolist()
        for i in range(len(nodes) - 2, -1, -1):
            a, b = nodes[i], nodes[i + 1]
            starts[i] = min(int(q.node[1, a]), starts[i + 1] - int(q.drive[a, b]) - int(q.node[2, a]))
        vehicle = next(vehicles)
        trips.append(
            Trip(vehicle.id, tuple(stop_at(problem, q, vehicle, v, t) for v, t in zip(nodes, starts, strict=True)))
        )
    left = routes.left[: routes.left[-1]].tolist()
    return Plan(tuple(trips), tuple(Unserved(problem.shipments[k].id, "not-placed") for k in left))


def stop_at(problem: Problem, q: Requests, vehicle: Vehicle, node: int, start: int) -> Stop:
    """A node of a route as a stop."""
    if node == 0:
        return Stop(vehicle.home, start, start)
    shipment = problem.shipments[(node - 1) % len(problem.shipments)]
    leave = start + int(q.node[2, node])
    if node <= len(problem.shipments):
        return Stop(shipment.origin, start, leave, (), (shipment.id,))
    return Stop(shipment.to, start, leave, (shipment.id,), ())
