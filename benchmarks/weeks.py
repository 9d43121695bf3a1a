"""Weeks among the libraries of Värmland, and invented regions: `python -m benchmarks.weeks FOLDER --seconds 60`."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.folder import Broken, Folder
from benchmarks.results import Row, show, store
from routing.engines.choice import warm_up
from routing.files import read_problem, write_plan
from routing.progress import Effort
from routing.solve import solve

WEEKS = ((20, 1), (20, 2), (20, 3), (40, 1), (40, 2), (40, 3), (80, 1), (80, 2), (80, 3))
REGIONS = ((100, 500, 1),)


def measure(folder: Folder, generator: str, size: tuple[int, ...], seconds: float, seed: int) -> Row:
    """Solve one problem and have it judged; a broken plan is a row that says so."""
    made: dict[str, Any] = folder.problem(generator, *size)
    problem = read_problem(made)
    begun = time.monotonic()
    plan = solve(problem, Effort(seconds=seconds, seed=seed))
    took = time.monotonic() - begun
    row: Row = {"instance": " ".join(map(str, size)), "seconds": round(took, 1)}
    try:
        figures = folder.judged(made, write_plan(plan))
    except Broken as broken:
        return row | {"broken": str(broken)}
    shown = ("cost", "km", "vehicle_days", "trips", "unserved", "gap_percent")
    return row | {name: figures[name] for name in shown if name in figures}


def baselines(folder: Folder) -> dict[str, int]:
    """The better baseline of each week that has one, öre."""
    best: dict[str, int] = {}
    for row in folder.table("baseline.csv"):
        name, price = f"{row['per_day']} {row['seed']}", int(row["cost"])
        best[name] = min(price, best.get(name, price))
    return best


def run(folder: Folder, seconds: float, seed: int, few: bool) -> list[Row]:
    """Measure every week and region; ratios are to the baseline."""
    against = baselines(folder)
    rows = []
    for size in WEEKS[::3] if few else WEEKS:
        row = measure(folder, "varmland_week.py", size, seconds, seed)
        if "cost" in row and str(row["instance"]) in against:
            row["baseline"] = against[str(row["instance"])]
            row["ratio"] = round(int(row["cost"]) / against[str(row["instance"])], 3)
        rows.append(row)
        show([row], header=len(rows) == 1)
    if not few:
        for region in REGIONS:
            rows.append(measure(folder, "region.py", region, seconds, seed))
            show(rows[-1:])
    ratios = [float(row["ratio"]) for row in rows if "ratio" in row]
    if ratios:
        rows.append({"instance": "mean", "ratio": round(mean(ratios), 3)})
        show(rows[-1:])
    return rows


def main() -> None:
    """Read the command line, measure, show and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--few", action="store_true", help="one week of each size, no region")
    given = parser.parse_args()
    warm_up()
    store("weeks", run(Folder(given.folder), given.seconds, given.seed, given.few))


if __name__ == "__main__":
    main()
