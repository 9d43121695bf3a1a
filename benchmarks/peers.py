"""Other solvers on problems without hubs, where they are installed, as a careful user would call them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, TypeAlias

import numpy as np

from routing.problem import Problem

Answer: TypeAlias = tuple[int, float]
"""Vehicles, and öre of way."""


@dataclass(frozen=True)
class Nodes:
    """The home, every pickup, every delivery, in this order."""

    apart: np.ndarray[Any, np.dtype[np.int64]]
    opens: list[int]
    closes: list[int]
    work: list[int]
    crates: list[int]
    vehicles: int
    capacity: int
    fixed: int

    @property
    def requests(self) -> int:
        """How many pairs there are."""
        return (len(self.opens) - 1) // 2


def nodes_of(problem: Problem) -> Nodes:
    """The problem for solvers that know pickups and deliveries only; way and time are the same there."""
    vehicle = problem.vehicles[0]
    names = [vehicle.home, *(s.origin for s in problem.shipments), *(s.to for s in problem.shipments)]
    rows = [problem.index[name] for name in names]
    places = [problem.places[row] for row in rows]
    crates = [s.crates for s in problem.shipments]
    return Nodes(
        np.array(problem.seconds, np.int64)[np.ix_(rows, rows)],
        [place.windows[0][0] for place in places],
        [place.windows[0][1] for place in places],
        [0, *(place.stop_seconds or 0 for place in places[1:])],
        [0, *crates, *(-crate for crate in crates)],
        len(problem.vehicles),
        vehicle.capacity,
        vehicle.cost_per_day,
    )


def by_vroom(nodes: Nodes, seconds: float) -> Answer | None:
    """VROOM, exploration 5: it stops by itself."""
    import vroom

    n = nodes.requests
    problem = vroom.Input()
    problem.set_durations_matrix(profile="car", matrix_input=nodes.apart.astype(np.uint32))
    cost = nodes.fixed if nodes.fixed < 2**31 else 2**31 - 1
    for v in range(nodes.vehicles):
        problem.add_vehicle(
            vroom.Vehicle(
                v + 1, start=0, end=0, capacity=[nodes.capacity], time_window=(nodes.opens[0], nodes.closes[0]),
                costs=vroom.VehicleCosts(fixed=cost),
            )
        )  # fmt: skip
    for k in range(1, n + 1):
        first, second = (
            vroom.ShipmentStep(
                k, location=node, default_service=nodes.work[node],
                time_windows=[vroom.TimeWindow(nodes.opens[node], nodes.closes[node])],
            )
            for node in (k, k + n)
        )  # fmt: skip
        problem.add_shipment(first, second, amount=vroom.Amount([nodes.crates[k]]))
    solution = problem.solve(exploration_level=5, nb_threads=2)
    if solution.summary.unassigned:
        return None
    routes = solution.routes[solution.routes["type"] == "start"]
    return len(routes), float(solution.summary.duration)


def by_pyvrp(nodes: Nodes, seconds: float) -> Answer | None:
    """PyVRP, for as long; needs a release that knows pickups and deliveries."""
    import pyvrp
    from pyvrp.stop import MaxRuntime

    if not hasattr(pyvrp.Model, "add_shipment"):
        return None
    model = pyvrp.Model()
    places = [model.add_location(0, 0) for _ in nodes.opens]
    depot = model.add_depot(places[0], tw_early=nodes.opens[0], tw_late=nodes.closes[0])
    model.add_vehicle_type(
        nodes.vehicles, capacity=nodes.capacity, start_depot=depot, end_depot=depot, fixed_cost=nodes.fixed,
        tw_early=nodes.opens[0], tw_late=nodes.closes[0],
    )  # fmt: skip
    for k in range(1, nodes.requests + 1):
        d = k + nodes.requests
        model.add_shipment(
            places[k], places[d],
            nodes.opens[k], nodes.closes[k], nodes.work[k],
            nodes.opens[d], nodes.closes[d], nodes.work[d],
            amount=nodes.crates[k],
        )  # fmt: skip
    for a, start in enumerate(places):
        for b, end in enumerate(places):
            model.add_edge(start, end, int(nodes.apart[a, b]), int(nodes.apart[a, b]))
    best = model.solve(stop=MaxRuntime(seconds), display=False).best
    return (best.num_routes(), float(best.distance())) if best.is_feasible() else None


def routing_model(nodes: Nodes) -> Any:
    """OR-Tools' routing model with registered matrices."""
    from ortools.constraint_solver import pywrapcp

    n = nodes.requests
    manager = pywrapcp.RoutingIndexManager(len(nodes.opens), nodes.vehicles, 0)
    model = pywrapcp.RoutingModel(manager)
    way = model.RegisterTransitMatrix(nodes.apart.tolist())
    spent = model.RegisterTransitMatrix((nodes.apart + np.array(nodes.work)[:, None]).tolist())
    model.SetArcCostEvaluatorOfAllVehicles(way)
    model.SetFixedCostOfAllVehicles(nodes.fixed)
    end = nodes.closes[0]
    model.AddDimension(spent, end, end, False, "time")
    model.AddDimension(model.RegisterUnaryTransitVector(nodes.crates), 0, nodes.capacity, True, "load")
    clock, solver = model.GetDimensionOrDie("time"), model.solver()
    for v in range(1, 2 * n + 1):
        clock.CumulVar(manager.NodeToIndex(v)).SetRange(nodes.opens[v], nodes.closes[v])
    for k in range(1, n + 1):
        a, b = manager.NodeToIndex(k), manager.NodeToIndex(k + n)
        model.AddPickupAndDelivery(a, b)
        solver.Add(model.VehicleVar(a) == model.VehicleVar(b))
        solver.Add(clock.CumulVar(a) <= clock.CumulVar(b))
    return model


def by_ortools(nodes: Nodes, seconds: float) -> Answer | None:
    """OR-Tools' routing with guided local search."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    model = routing_model(nodes)
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    search.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    search.time_limit.FromMilliseconds(round(1000 * seconds))
    return answer_of(nodes, model, model.SolveWithParameters(search))


def by_ortools_ils(nodes: Nodes, seconds: float) -> Answer | None:
    """OR-Tools' routing with iterated local search: slack induction by string removals, and annealing."""
    from google.protobuf import text_format
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    model = routing_model(nodes)
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    search.use_iterated_local_search = True
    text_format.Merge(ITERATED, search.iterated_local_search_parameters)
    search.time_limit.FromMilliseconds(round(1000 * seconds))
    return answer_of(nodes, model, model.SolveWithIteratedLocalSearch(search))


ITERATED = """
perturbation_strategy: RUIN_AND_RECREATE
ruin_recreate_parameters {
  ruin_strategies { sisr { max_removed_sequence_size: 10 avg_num_removed_visits: 10 bypass_factor: 0.01 } }
  ruin_composition_strategy: UNSET
  recreate_strategy {
    heuristic: LOCAL_CHEAPEST_INSERTION
    parameters {
      local_cheapest_insertion { pickup_delivery_strategy: BEST_PICKUP_DELIVERY_PAIR }
    }
  }
  route_selection_neighbors_ratio: 1
  route_selection_min_neighbors: 10
  route_selection_max_neighbors: 100
}
improve_perturbed_solution: false
reference_solution_acceptance_strategy {
  simulated_annealing { cooling_schedule_strategy: EXPONENTIAL automatic_temperatures: true }
}
best_solution_acceptance_strategy { greedy_descent { } }
"""
"""Of the settings that were tried, the ones that came nearest to the others."""


def answer_of(nodes: Nodes, model: Any, answer: Any) -> Answer | None:
    """Vehicles and way of what the routing model found."""
    if answer is None:
        return None
    used = sum(model.IsVehicleUsed(answer, v) for v in range(nodes.vehicles))
    return used, float(answer.ObjectiveValue() - used * nodes.fixed)


SOLVERS: dict[str, tuple[str, Callable[[Nodes, float], Answer | None]]] = {
    "pyvrp": ("pyvrp", by_pyvrp),
    "vroom": ("vroom", by_vroom),
    "ortools": ("ortools", by_ortools),
    "ortools-ils": ("ortools", by_ortools_ils),
}
"""Name, the package it needs, and how it is called."""


def installed() -> list[str]:
    """Names of the solvers that are there."""
    return [name for name, (package, _) in SOLVERS.items() if find_spec(package) is not None]
