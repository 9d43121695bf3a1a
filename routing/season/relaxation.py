"""The choice of a timetable without whole numbers: its value is a floor, its prices say which tours can matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]  # OR-Tools carries no types here

from routing.season.model import NoTimetable
from routing.season.work import Offer, Work

MISSED = 100
"""Cost of a visit that no tour makes, as many times the dearest tour: what a visit more is worth never comes near that,
and larger figures beside the others' make the linear program's arithmetic fail."""

BATCH = 40
"""Tours added for an offer in one round of pricing."""


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The relaxation's answer.

    Attributes:
        floor: no timetable costs less, minor units, handling of crates left out; None: the arithmetic failed.
        reduced: reduced cost of every tour, an array of shape (2 ** places,) for each offer.
    """

    floor: int | None
    reduced: tuple[NDArray[np.float64], ...]


def relax(work: Work) -> Relaxed:
    """Solve the relaxation with every tour priced in.

    Raises:
        NoTimetable: even with parts of tours, somebody is not visited often enough.

    Source: Dantzig and Wolfe (1960), "Decomposition principle for linear programs"; the floor is Lasdon's (1970):
    the master's value plus, for every vehicle, the least reduced cost.
    """
    solver = pywraplp.Solver.CreateSolver("GLOP")
    infinity = solver.infinity()
    cover = {
        (row, position): solver.Constraint(0, infinity) for row in work.allowed for position in range(len(work.days))
    }
    fleet = [solver.Constraint(-infinity, len(offer.vehicles)) for offer in work.offers]
    objective = solver.Objective()
    objective.SetMinimization()
    dearest = max(float(np.max(offer.cost, where=np.isfinite(offer.cost), initial=1.0)) for offer in work.offers)
    missed = [_column(solver, objective, MISSED * dearest, [(row, 1)]) for row in cover.values()]
    _add_patterns(work, solver, objective, cover)
    while True:
        status = solver.Solve()
        if status == pywraplp.Solver.INFEASIBLE:
            raise NoTimetable(days=work.wish.transit_days)
        if status != pywraplp.Solver.OPTIMAL:
            return Relaxed(None, ())
        worth = {key: row.dual_value() for key, row in cover.items()}
        reduced = tuple(price(offer, worth, row.dual_value()) for offer, row in zip(work.offers, fleet, strict=True))
        promising = [
            (n, subset)
            for n, costs in enumerate(reduced)
            for subset in np.argsort(costs)[:BATCH].tolist()
            if costs[subset] < -0.5
        ]
        if not promising:
            break
        for n, subset in promising:
            offer = work.offers[n]
            rows = [(cover[row, offer.position], 1) for row in offer.members(subset)]
            _column(solver, objective, float(offer.cost[subset]), [(fleet[n], 1), *rows])
    if any(slack.solution_value() > 1e-6 for slack in missed):
        raise NoTimetable(days=work.wish.transit_days)
    short = sum(
        len(offer.vehicles) * min(0.0, float(costs.min())) for offer, costs in zip(work.offers, reduced, strict=True)
    )
    return Relaxed(max(0, int(objective.Value() + short) - 1), reduced)


def price(offer: Offer, worth: Mapping[tuple[int, int], float], vehicle: float) -> NDArray[np.float64]:
    """Reduced cost of every tour, given what each visit and a vehicle are worth; infinite where there is no tour."""
    bits = (np.arange(len(offer.cost))[:, None] >> np.arange(len(offer.table.rows))) & 1
    visits = bits @ np.array([worth[row, offer.position] for row in offer.table.rows], np.float64)
    reduced: NDArray[np.float64] = offer.cost - visits - vehicle
    reduced[0] = np.inf
    return reduced


def _column(
    solver: pywraplp.Solver, objective: pywraplp.Objective, cost: float, rows: list[tuple[pywraplp.Constraint, float]]
) -> pywraplp.Variable:
    variable = solver.NumVar(0, solver.infinity(), "")
    objective.SetCoefficient(variable, cost)
    for row, coefficient in rows:
        row.SetCoefficient(variable, coefficient)
    return variable


def _add_patterns(
    work: Work,
    solver: pywraplp.Solver,
    objective: pywraplp.Objective,
    cover: Mapping[tuple[int, int], pywraplp.Constraint],
) -> None:
    """One pattern for each place, none without a companion at every other place, visits as the pattern says."""
    chosen = {
        (row, pattern): _column(
            solver, objective, work.upset(row, pattern), [(cover[row, position], -1) for position in pattern]
        )
        for row, fitting in work.allowed.items()
        for pattern in fitting
    }
    for row, fitting in work.allowed.items():
        one = solver.Constraint(1, 1)
        for pattern in fitting:
            one.SetCoefficient(chosen[row, pattern], 1)
            for other in work.allowed:
                if other != row:
                    kept = solver.Constraint(0, solver.infinity())
                    kept.SetCoefficient(chosen[row, pattern], -1)
                    for companion in work.companions(row, pattern, other):
                        kept.SetCoefficient(chosen[other, companion], 1)
