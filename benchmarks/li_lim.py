"""Li & Lim's pickups and deliveries beside other solvers: `python -m benchmarks.li_lim FOLDER --seconds 10`."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from benchmarks.folder import Folder
from benchmarks.peers import SOLVERS, installed, nodes_of
from benchmarks.results import Row, show, store
from routing.engines.choice import engine_for, warm_up
from routing.files import read_problem, write_plan
from routing.progress import Effort, silent

VEHICLE = 10_000.0
"""What a vehicle counts in units of distance: it comes first."""
SCALE = 1000


def run(folder: Folder, seconds: float, seed: int, few: bool) -> list[Row]:
    """Every instance: vehicles and distance of the best known, of this planner, and of whoever is installed."""
    rows: list[Row] = []
    known = folder.table("li_lim/best_known.csv")
    for entry in known[::6] if few else known:
        name = entry["instance"]
        made = folder.problem("li_lim.py", folder.path / "li_lim" / f"{name}.txt")
        problem = read_problem(made)
        begun = time.monotonic()
        plan = engine_for(problem)(problem, Effort(seconds=seconds, seed=seed), silent)
        took = time.monotonic() - begun
        figures = folder.judged(made, write_plan(plan))
        row: Row = {"instance": name, "seconds": round(took, 1)}
        row |= scored("known", int(entry["vehicles"]), float(entry["distance"]))
        row |= scored("bokrute", figures["vehicle_days"], figures["km"])
        others = []
        for peer in installed():
            answer = SOLVERS[peer][1](nodes_of(problem), seconds)
            row |= scored(peer, answer[0], answer[1] / SCALE) if answer else {peer: "-"}
            if answer:
                others.append(answer[0] * VEHICLE + answer[1] / SCALE)
        if others:
            row["ratio"] = round((figures["vehicle_days"] * VEHICLE + figures["km"]) / min(others), 4)
        rows.append(row)
        show([row], header=len(rows) == 1)
    return rows


def scored(who: str, vehicles: int, distance: float) -> Row:
    """Both goals in one cell."""
    return {who: f"{vehicles} {distance:.1f}"}


def main() -> None:
    """Read the command line, measure, show and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--few", action="store_true", help="every sixth instance")
    given = parser.parse_args()
    warm_up()
    store("li_lim", run(Folder(given.folder), given.seconds, given.seed, given.few))


if __name__ == "__main__":
    main()
