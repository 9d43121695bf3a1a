"""Other solvers on a plain day of deliveries and pickups, where they are installed, as a careful user would call them.

None of them knows a driving break. So half of the vehicles are held to driving for less than the rule asks for one, and
the other half come home a break's length before the shift ends; the break is then put in where the route has room.
The two stops at the hub are kept free at the end of the shift in the same way.
"""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np

from benchmarks.over_hub import DayTask, Solver

THOUSANDTHS = 1000
"""Metres in a kilometre."""


def matrices(task: DayTask) -> tuple[np.ndarray, np.ndarray]:
    """Metres and seconds, from row to column; the hub first."""
    rows = np.ix_(task.rows, task.rows)
    return np.array(task.problem.metres, np.int64)[rows], np.array(task.problem.seconds, np.int64)[rows]


def kinds(task: DayTask) -> list[tuple[int, int | None, int]]:
    """Vehicles in two kinds: how many, most seconds driven, and when they are home."""
    rule, hub = task.problem.break_rule, task.problem.places[task.home]
    stop = task.problem.stop_seconds if hub.stop_seconds is None else hub.stop_seconds
    home = task.shift[1] - 2 * stop
    if rule is None:
        return [(task.vehicles, None, home)]
    half = task.vehicles // 2
    return [(task.vehicles - half, rule.max_drive, home), (half, None, home - rule.length)]


def by_pyvrp(task: DayTask, seconds: float) -> list[list[int]]:
    """PyVRP, with way counted in öre; driving is held by way of it, at the slowest speed there is."""
    import pyvrp
    from pyvrp.stop import MaxRuntime

    metres, clock = matrices(task)
    van, model = task.vehicle, pyvrp.Model()
    places = [model.add_location(0, 0) for _ in task.rows]
    depot = model.add_depot(places[0])
    way = metres * van.cost_per_km // THOUSANDTHS
    slowest = float((way[clock > 0] / clock[clock > 0]).min())
    for count, driven, home in kinds(task):
        if count:
            limit = {} if driven is None else {"max_distance": int(driven * slowest)}
            model.add_vehicle_type(
                count, capacity=van.capacity, start_depot=depot, end_depot=depot,
                fixed_cost=van.cost_per_day, tw_early=task.shift[0], tw_late=home,
                unit_duration_cost=van.cost_per_hour // 3600, **limit,
            )  # fmt: skip
    for place, job in zip(places[1:], task.jobs, strict=True):
        out, into = job.crates
        model.add_client(
            place, delivery=out, pickup=into, service_duration=job.work, tw_early=job.window[0],
            tw_late=job.window[1], prize=job.prize, required=False,
        )  # fmt: skip
    for a, start in enumerate(places):
        for b, end in enumerate(places):
            model.add_edge(start, end, int(way[a, b]), int(clock[a, b]))
    best = model.solve(stop=MaxRuntime(seconds), display=False).best
    if not best.is_feasible():
        return []
    return [[act.idx for act in route if act.is_client()] for route in best.routes()]


def by_vroom(task: DayTask, seconds: float) -> list[list[int]]:
    """VROOM, exploration 5; it stops by itself. What presses more has the higher priority."""
    import vroom

    metres, clock = matrices(task)
    van, model = task.vehicle, vroom.Input()
    model.set_durations_matrix("car", clock.astype(np.uint32))
    model.set_distances_matrix("car", metres.astype(np.uint32))
    costs = vroom.VehicleCosts(van.cost_per_day, van.cost_per_hour, van.cost_per_km)
    number = 0
    for count, driven, home in kinds(task):
        for _ in range(count):
            number += 1
            limit = {} if driven is None else {"max_travel_time": driven}
            model.add_vehicle(
                vroom.Vehicle(
                    number, start=0, end=0, capacity=[van.capacity], time_window=vroom.TimeWindow(task.shift[0], home),
                    costs=costs, **limit,
                )
            )  # fmt: skip
    most = max(job.prize for job in task.jobs) or 1
    for n, job in enumerate(task.jobs):
        out, into = job.crates
        model.add_job(
            vroom.Job(
                n + 1, location=n + 1, default_service=job.work, delivery=vroom.Amount([out]),
                pickup=vroom.Amount([into]), time_windows=[vroom.TimeWindow(*job.window)],
                priority=100 * job.prize // most,
            )
        )  # fmt: skip
    answer = model.solve(exploration_level=5, nb_threads=2)
    steps = answer.routes[answer.routes["type"] == "job"]
    return [[int(n) - 1 for n in route["id"]] for _, route in steps.groupby("vehicle_id", sort=False)]


def by_ortools(task: DayTask, seconds: float) -> list[list[int]]:
    """OR-Tools' routing, guided local search, registered matrices, places optional at their prize."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    metres, clock = matrices(task)
    van = task.vehicle
    crates = [(0, 0), *(job.crates for job in task.jobs)]
    manager = pywrapcp.RoutingIndexManager(len(task.rows), task.vehicles, 0)
    model = pywrapcp.RoutingModel(manager)
    way = metres * van.cost_per_km // THOUSANDTHS
    model.SetArcCostEvaluatorOfAllVehicles(model.RegisterTransitMatrix(way.tolist()))
    model.SetFixedCostOfAllVehicles(van.cost_per_day)
    spent = clock + np.array([0, *(job.work for job in task.jobs)])[:, None]
    model.AddDimension(model.RegisterTransitMatrix(spent.tolist()), DAY_LONG, DAY_LONG * 10**3, False, "time")
    model.AddDimension(model.RegisterTransitMatrix(clock.tolist()), 0, DAY_LONG, True, "driven")
    clocks, driving = model.GetDimensionOrDie("time"), model.GetDimensionOrDie("driven")
    clocks.SetSpanCostCoefficientForAllVehicles(van.cost_per_hour // 3600)
    # Aboard after a stop: what is still to be brought and what was collected.
    out = model.RegisterUnaryTransitVector([-a for a, _ in crates])
    both = model.RegisterUnaryTransitVector([b - a for a, b in crates])
    model.AddDimension(out, 0, van.capacity, False, "out")
    model.AddDimension(both, 0, van.capacity, False, "load")
    loads, outs, solver = model.GetDimensionOrDie("load"), model.GetDimensionOrDie("out"), model.solver()
    vehicle = 0
    for count, driven, home in kinds(task):
        for _ in range(count):
            clocks.CumulVar(model.Start(vehicle)).SetRange(task.shift[0], home)
            clocks.CumulVar(model.End(vehicle)).SetRange(task.shift[0], home)
            driving.CumulVar(model.End(vehicle)).SetMax(DAY_LONG if driven is None else driven)
            solver.Add(loads.CumulVar(model.Start(vehicle)) == outs.CumulVar(model.Start(vehicle)))
            outs.CumulVar(model.End(vehicle)).SetMax(0)
            vehicle += 1
    for n, job in enumerate(task.jobs):
        index = manager.NodeToIndex(n + 1)
        clocks.CumulVar(index).SetRange(*job.window)
        model.AddDisjunction([index], job.prize)
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    search.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    search.time_limit.FromMilliseconds(round(1000 * seconds))
    answer = model.SolveWithParameters(search)
    if answer is None:
        return []
    routes = []
    for van_number in range(task.vehicles):
        index, route = answer.Value(model.NextVar(model.Start(van_number))), []
        while not model.IsEnd(index):
            route.append(manager.IndexToNode(index) - 1)
            index = answer.Value(model.NextVar(index))
        routes.append(route)
    return [route for route in routes if route]


DAY_LONG = 10 * 86_400
"""Seconds: longer than any horizon that is measured."""

SOLVERS: dict[str, tuple[str, Solver]] = {
    "pyvrp": ("pyvrp", by_pyvrp),
    "vroom": ("vroom", by_vroom),
    "ortools": ("ortools", by_ortools),
}
"""Name, the package it needs, and how it is called."""


def installed() -> list[str]:
    """Names of the solvers that are there."""
    return [name for name, (package, _) in SOLVERS.items() if find_spec(package) is not None]
