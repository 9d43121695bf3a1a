"""A linear program in whole numbers, solved in floating point, whose answers are made proofs in whole numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]
from scipy.sparse import csc_array  # type: ignore[import-untyped]

from routing.bound.ground import UNIT, Whole


class Rows:
    """Minimise costs over variables within bounds, subject to rows `sum of terms >= least`.

    Variables added before `freeze` are kept in whole numbers as well; those added later (routes) are
    left to the caller's own reasoning. Costs are in units; the solver sees them in öre.
    """

    def __init__(self) -> None:
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.goal = self.solver.Objective()
        self.goal.SetMinimization()
        self.costs: list[int] = []
        self.low: list[int] = []
        self.high: list[int] = []
        self.least: list[int] = []
        self.terms: list[tuple[int, int, int]] = []
        self.variables: list[pywraplp.Variable] = []
        self.constraints: list[pywraplp.Constraint] = []

    def variable(self, high: int = 1, cost: int = 0) -> int:
        """Add a variable from 0 to `high`; gives its number."""
        variable = self.solver.NumVar(0, high, "")
        if cost:
            self.goal.SetCoefficient(variable, cost / UNIT)
        self.variables.append(variable)
        self.costs.append(cost)
        self.low.append(0)
        self.high.append(high)
        return len(self.costs) - 1

    def row(self, terms: Mapping[int, int], least: int = 0) -> int:
        """Add `sum of coefficient x variable >= least`; gives its number."""
        number = len(self.least)
        self.constraints.append(self.solver.Constraint(float(least), self.solver.infinity()))
        self.least.append(least)
        for variable, coefficient in terms.items():
            self.term(number, variable, coefficient)
        return number

    def term(self, row: int, variable: int, coefficient: int) -> None:
        """Add a variable to a row that has it not."""
        self.constraints[row].SetCoefficient(self.variables[variable], coefficient)
        self.terms.append((row, variable, coefficient))

    def freeze(self) -> None:
        """Close the whole-number part."""
        rows, columns, values = (np.array(part, np.int64) for part in zip(*self.terms, strict=True))
        shape = (len(self.least), len(self.costs))
        self.matrix = csc_array((values, (rows, columns)), shape=shape, dtype=np.int64)
        self.cost_of = np.array(self.costs, np.int64)
        self.least_of = np.array(self.least, np.int64)
        self.heaviest = int(np.abs(self.matrix).sum(axis=0).max())

    def route(self, cost: int, terms: Mapping[int, int]) -> pywraplp.Variable:
        """Add a column from 0 up to the rows."""
        variable = self.solver.NumVar(0, self.solver.infinity(), "")
        self.goal.SetCoefficient(variable, cost / UNIT)
        for row, coefficient in terms.items():
            self.constraints[row].SetCoefficient(variable, coefficient)
        return variable

    def restrict(self, low: Sequence[int], high: Sequence[int]) -> None:
        """Set the bounds of the variables before `freeze`."""
        for number, (least, most) in enumerate(zip(low, high, strict=True)):
            if least != self.low[number] or most != self.high[number]:
                self.variables[number].SetBounds(least, most)
                self.low[number], self.high[number] = least, most

    def solve(self) -> float | None:
        """The optimum in öre over the routes so far; None: the solver failed."""
        if self.solver.Solve() != pywraplp.Solver.OPTIMAL:
            return None
        return float(self.goal.Value())

    def prices(self) -> Whole:
        """Duals in whole units, none below 0, shape (rows,)."""
        raw: NDArray[np.float64] = np.array([c.dual_value() for c in self.constraints])
        prices: Whole = np.rint(np.maximum(raw, 0) * UNIT).astype(np.int64)
        return prices

    def values(self) -> NDArray[np.float64]:
        """What the variables are, shape (variables,)."""
        return np.array([v.solution_value() for v in self.variables])

    def proven(self, prices: Whole) -> int | None:
        """Units that no solution within the bounds costs less than, given that no route has a cost below its prices.

        Weak duality, in whole numbers. None: the numbers would not fit into 64 bits.
        """
        if int(prices.max(initial=0)) * self.heaviest > 1 << 60:
            return None
        reduced = self.cost_of - self.matrix.T @ prices
        low, high = np.array(self.low, np.int64), np.array(self.high, np.int64)
        paid = np.where(reduced >= 0, reduced * low, reduced * high)
        parts = [int(part) for part in (prices * self.least_of)] + [int(part) for part in paid]
        return sum(parts)
