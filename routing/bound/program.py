"""An integer program whose floor CP-SAT proves: literals and numbers that cost, constraints, and the proof."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from routing.units import UNIT


@dataclass
class Program:
    """What every plan maps to a solution of that costs no more.

    Attributes:
        model: of CP-SAT.
        constant: öre that every plan pays.
        costs: öre of each variable that costs.
    """

    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    constant: int = 0
    costs: list[tuple[int, cp_model.IntVar]] = field(default_factory=list)

    def literal(self, units: int = 0) -> cp_model.IntVar:
        """A choice, and what it costs at least, in units."""
        made = self.model.new_bool_var("")
        self.pay(units, made)
        return made

    def number(self, low: int, high: int, units: int = 0) -> cp_model.IntVar:
        """A whole number within bounds, and what each costs at least, in units."""
        made = self.model.new_int_var(low, high, "")
        self.pay(units, made)
        return made

    def pay(self, units: int, variable: cp_model.IntVar) -> None:
        """Let a variable, >= 0, cost so many units, rounded down to whole öre."""
        if units // UNIT:
            self.costs.append((units // UNIT, variable))

    def prove(
        self,
        told: Callable[[int], None],
        *,
        seconds: float | None = None,
        work: float | None = None,
        most: int | None = None,
    ) -> None:
        """Raise the floor until it is the optimum or the time is over.

        Args:
            told: hears of each better floor, in öre; from another thread.
            seconds: of wall time; None: any.
            work: of CP-SAT's deterministic time, the same on every machine; None: any.
            most: a plan of this cost is known, in öre; dearer ones do not matter.
        """
        total = sum(ore * variable for ore, variable in self.costs) + self.constant
        if most is not None:
            self.model.add(total <= most)
        self.model.minimize(total)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2
        solver.parameters.optimize_with_lb_tree_search = True
        solver.parameters.save_lp_basis_in_lb_tree_search = True
        solver.parameters.new_constraints_batch_size = 200
        solver.parameters.symmetry_level = 0
        solver.parameters.cp_model_probing_level = 0
        if seconds is not None:
            solver.parameters.max_time_in_seconds = max(0.0, seconds)
        if work is not None:
            solver.parameters.max_deterministic_time = work

        def heard(bound: float) -> None:
            told(math.floor(bound + 0.5))

        solver.best_bound_callback = heard
        status = solver.solve(self.model)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN):
            heard(solver.best_objective_bound)
        elif status == cp_model.INFEASIBLE and most is not None:
            told(most)
