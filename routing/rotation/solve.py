"""A season's rotation: a first one without a solver, then the best service, then the least driving, with its floor.

Run in a process of its own (`routing.rotation.process`); CP-SAT is loaded here and nowhere else.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from ortools.sat.python import cp_model

from routing.errors import Fault, Faulty
from routing.progress import Effort
from routing.rotation.check import check
from routing.rotation.figures import Service, figures, least_missed
from routing.rotation.floor import floor
from routing.rotation.found import Rotation
from routing.rotation.model import Model, model_of
from routing.rotation.polish import Pool, Spending, polish
from routing.rotation.season import Cells, Season
from routing.rotation.start import start

WALK, CHOOSE = 0.6, 0.2
"""Shares of the time left: for the first walk, and for choosing among the seasons that it came by."""

CHOOSE_SECONDS = 10.0
"""For choosing, where seconds are not limited."""

ROUNDS = 400
"""Of the floor; later ones add next to nothing."""

STEPS = 2_000_000
"""Of each walk, where neither seconds nor iterations are limited."""


class ContradictoryCells(Faulty):
    """What is fixed breaks rules by itself, so no rotation can keep it; the faults are codes of broken rules."""

    code = "contradictory-cells"


Told = Callable[[Rotation], None]


def solve(season: Season, effort: Effort, told: Told) -> Rotation:
    """Find a rotation.

    Args:
        told: hears every better rotation and every better floor.

    Raises:
        ContradictoryCells: fixed cells break rules among themselves.
    """
    broken = check(season, season.fixed)
    if broken:
        raise ContradictoryCells([Fault(rule.code, f"{rule.cells[0][0]} {rule.cells[0][1] + 1}") for rule in broken])
    search = _Search(season, effort, told)
    search.take(start(season))
    search.serve()
    search.drive()
    return search.best


class _Search:
    def __init__(self, season: Season, effort: Effort, told: Told) -> None:
        self._season, self._effort, self._told = season, effort, told
        self._begun = time.monotonic()
        self._ends = self._begun + (effort.seconds if effort.seconds is not None else 1e9)
        self._lock = threading.Lock()
        self._least = least_missed(season)
        self.best = self._rotation({}, self._least == figures(season, {}).service, 0)

    def take(self, cells: Cells) -> None:
        """Keep a rotation if it is sound and better."""
        found = figures(self._season, cells)
        with self._lock:
            known = self.best.figures
            if (found.service, found.metres) >= (known.service, known.metres) or check(self._season, cells):
                return
            same = found.service == known.service
            proven = found.service == self._least or (same and self.best.service_proven)
            self.best = self._rotation(cells, proven, self.best.floor if same else 0)
            self._told(self.best)

    def serve(self) -> None:
        """The best service, unless what was found first has it already."""
        if self.best.service_proven:
            return
        model = model_of(self._season)
        model.serve_best()
        model.hint(self.best.cells)
        status = self._run(model, self._left() / 3)
        with self._lock:
            proven = status == cp_model.OPTIMAL or self.best.service_proven
            self.best = self._rotation(self.best.cells, proven, 0)

    def drive(self) -> None:
        """The least driving at that service, while a floor of it is raised beside the search."""
        if not self.best.cells:
            return
        service, over, pool = self.best.figures.service, threading.Event(), Pool()
        prover = threading.Thread(target=self._prove, args=(service, over))
        prover.start()
        try:
            self._walk(pool, WALK, warm=True)
            self._choose(pool, service)
            self._walk(pool, 1 - CHOOSE, warm=False)
            self._choose(pool, service)
        finally:
            over.set()
            prover.join()

    def _walk(self, pool: Pool, share: float, *, warm: bool) -> None:
        """A walk on each worker, each from the best rotation and by chances of its own."""
        seconds = None if self._effort.seconds is None else max(0.0, self._left() * share)
        spending = Spending(seconds, self._effort.iterations or STEPS)
        pools = [Pool() for _ in range(self._effort.workers)]
        begins = self.best.cells
        walks = [
            threading.Thread(
                target=polish,
                args=(self._season, begins, self.take, found, spending),
                kwargs={"seed": 1000 * self._effort.seed + 2 * number + warm, "warm": warm},
            )
            for number, found in enumerate(pools)
        ]
        for walk in walks:
            walk.start()
        for walk, found in zip(walks, pools, strict=True):
            walk.join()
            pool |= found

    def _choose(self, pool: Pool, service: Service) -> None:
        """One season for each crate out of all that were come by: mixes what different walks found."""
        if self._left() < 1:
            return
        model = model_of(self._season)
        model.choose(pool, service)
        model.hint(self.best.cells)
        self._run(model, self._left() * CHOOSE if self._effort.seconds else CHOOSE_SECONDS)

    def _prove(self, service: Service, over: threading.Event) -> None:
        def better(metres: int) -> None:
            with self._lock:
                if metres > self.best.floor and self.best.figures.service == service:
                    self.best = self._rotation(self.best.cells, self.best.service_proven, metres)
                    self._told(self.best)

        floor(
            self._season,
            service,
            lambda: self.best.figures.metres,
            better,
            go_on=lambda: self._left() > 0 and not over.is_set(),
            rounds=ROUNDS,
        )

    def _run(self, model: Model, seconds: float) -> cp_model.CpSolverStatus:
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.1, seconds)
        solver.parameters.num_workers = self._effort.workers
        solver.parameters.random_seed = self._effort.seed
        return solver.solve(model.proto, _Listening(model, self.take))

    def _left(self) -> float:
        return self._ends - time.monotonic()

    def _rotation(self, cells: Cells, proven: bool, metres: int) -> Rotation:
        seconds = time.monotonic() - self._begun
        return Rotation(dict(cells), figures(self._season, cells), proven, metres, round(seconds, 2))


class _Listening(cp_model.CpSolverSolutionCallback):
    """Hears every better answer of the solver."""

    def __init__(self, model: Model, take: Callable[[Cells], None]) -> None:
        super().__init__()
        self._model, self._take = model, take

    def on_solution_callback(self) -> None:
        """Hand it on."""
        self._take(self._model.cells(self.value))
