"""Weeks in Värmland and invented regions, beside other solvers: `python -m benchmarks.weeks FOLDER --seconds 60`."""

from __future__ import annotations

import argparse
import resource
import time
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.day_peers import SOLVERS, installed
from benchmarks.folder import Broken, Folder
from benchmarks.over_hub import day_by_day
from benchmarks.results import Row, show, store
from routing.engines.choice import warm_up
from routing.files import read_problem, write_plan
from routing.problem import Problem
from routing.process import Solving
from routing.progress import Effort

WEEKS = ((20, 1), (20, 2), (20, 3), (40, 1), (40, 2), (40, 3), (80, 1), (80, 2), (80, 3))
REGIONS = ((100, 500, 1), (100, 500, 2), (120, 400, 1), (200, 400, 1), (100, 300, 1, 2, 2))
"""Places, shipments a day, seed, and for the last one days and hubs."""


def measure(folder: Folder, generator: str, size: tuple[int, ...], seconds: float, seed: int) -> Row:
    """Solve one problem as the service does, have it judged, let others try; a broken plan is a row that says so."""
    made: dict[str, Any] = folder.problem(generator, *size)
    problem = read_problem(made)
    begun = time.monotonic()
    with Solving.start(problem, Effort(seconds=seconds, seed=seed)) as solving:
        plan = solving.result()
    took = time.monotonic() - begun
    row: Row = {"instance": " ".join(map(str, size)), "seconds": round(took, 1), "mb": peak_megabytes()}
    try:
        figures = folder.judged(made, write_plan(plan))
    except Broken as broken:
        return row | {"broken": str(broken)}
    shown = ("cost", "km", "vehicle_days", "trips", "unserved", "gap_percent")
    row |= {name: figures[name] for name in shown if name in figures}
    others = peers(folder, made, problem, seconds)
    if others:
        row |= others | {"ratio": round(figures["cost"] / min(others.values()), 3)}
    return row


def peak_megabytes() -> int:
    """Most memory that a process started here has used so far."""
    return int(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024


def peers(folder: Folder, made: dict[str, Any], problem: Problem, seconds: float) -> dict[str, int]:
    """What everyone who is installed needs over one hub, day by day: the better habit, for as long each."""
    found: dict[str, int] = {}
    if sum(place.hub for place in problem.places) != 1:
        return found
    for peer in installed():
        for lazy in (False, True):
            plan = day_by_day(problem, SOLVERS[peer][1], seconds / problem.days, lazy)
            cost = folder.judged(made, write_plan(plan))["cost"]
            found[peer] = min(cost, found.get(peer, cost))
    return found


def baselines(folder: Folder) -> dict[str, int]:
    """The better baseline of each week that has one, öre."""
    best: dict[str, int] = {}
    for row in folder.table("baseline.csv"):
        name, price = f"{row['per_day']} {row['seed']}", int(row["cost"])
        best[name] = min(price, best.get(name, price))
    return best


def run(folder: Folder, seconds: float, seed: int, few: bool) -> list[Row]:
    """Measure every week; ratios are to the best of the others in this run, else to the baseline."""
    against = baselines(folder)
    rows: list[Row] = []
    for size in WEEKS[::3] if few else WEEKS:
        row = measure(folder, "varmland_week.py", size, seconds, seed)
        if "cost" in row and str(row["instance"]) in against:
            row["baseline"] = against[str(row["instance"])]
            share = round(int(row["cost"]) / against[str(row["instance"])], 3)
            row |= {"share": share, "ratio": row.get("ratio", share)}
        rows.append(row)
        show([row], header=len(rows) == 1)
    shares = [float(row["share"]) for row in rows if "share" in row]
    rows.append({"instance": "mean", "share": round(mean(shares), 3) if shares else None})
    show(rows[-1:])
    return rows


def run_regions(folder: Folder, seconds: float, seed: int, few: bool) -> list[Row]:
    """Measure every region; ratios are to the best of the others in this run."""
    rows: list[Row] = []
    for size in REGIONS[:1] if few else REGIONS:
        rows.append(measure(folder, "region.py", size, seconds, seed))
        show(rows[-1:], header=len(rows) == 1)
    return rows


def main() -> None:
    """Read the command line, measure, show and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--few", action="store_true", help="one week of each size, one region")
    parser.add_argument("--regions", action="store_true", help="regions instead of weeks")
    given = parser.parse_args()
    warm_up()
    measured = run_regions if given.regions else run
    name = "regions" if given.regions else "weeks"
    store(name, measured(Folder(given.folder), given.seconds, given.seed, given.few))


if __name__ == "__main__":
    main()
