"""Days over the hub only, to the proven optimum: `python -m benchmarks.hub_days FOLDER --seconds 10`.

A day of the week's generator, in which every other shipment goes out from the hub instead of from its place, and the
others come in to it: the same places, hours, vans and crates.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from benchmarks.folder import Broken, Folder
from benchmarks.results import Row, show, store
from routing.engines.choice import warm_up
from routing.files import read_problem, write_plan
from routing.process import Solving
from routing.progress import Effort

LOADS = (20, 40, 60, 80, 120)
SEEDS = (1, 2, 3)


def hub_day(folder: Folder, shipments: int, seed: int, lies_ready: bool = True) -> dict[str, Any]:
    """A day over the hub.

    Args:
        lies_ready: everything is there when the day begins; else from 8, an hour after the first van can leave.
    """
    made = folder.problem("varmland_week.py", shipments, seed, 1)
    hub = next(place["id"] for place in made["places"] if place["hub"])
    moved = []
    for n, shipment in enumerate(made["shipments"]):
        ends = [shipment["from"], shipment["to"]]
        far = ends[0] if ends[1] == hub else ends[1] if ends[0] == hub else ends[n % 2]
        start, end = (hub, far) if n % 2 else (far, hub)
        moved.append(shipment | {"from": start, "to": end} | ({"ready": 0} if lies_ready else {}))
    return made | {"name": f"hub-day-{shipments}-{seed}", "shipments": moved}


def measure(folder: Folder, made: dict[str, Any], seconds: float, seed: int) -> Row:
    """Solve one day in a process of its own, as the service does, and have it judged."""
    problem = read_problem(made)
    begun = time.monotonic()
    with Solving.start(problem, Effort(seconds=seconds, seed=seed)) as solving:
        plan = solving.result()
    row: Row = {"instance": made["name"], "seconds": round(time.monotonic() - begun, 1)}
    try:
        figures = folder.judged(made, write_plan(plan))
    except Broken as broken:
        return row | {"broken": str(broken)}
    shown = ("cost", "gap_percent", "vehicle_days", "trips", "unserved")
    return row | {name: figures.get(name) for name in shown}


def run(folder: Folder, seconds: float, seed: int, few: bool) -> list[Row]:
    """Every load and seed."""
    rows: list[Row] = []
    for load in LOADS[:3] if few else LOADS:
        for day in SEEDS:
            for lies_ready in (True, False):
                row = measure(folder, hub_day(folder, load, day, lies_ready), seconds, seed)
                rows.append({"instance": "", "ready": "dawn" if lies_ready else "8:00"} | row)
                show(rows[-1:], header=len(rows) == 1)
    return rows


def main() -> None:
    """Read the command line, measure, show and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--few", action="store_true", help="up to 60 shipments only")
    given = parser.parse_args()
    warm_up()
    store("hub_days", run(Folder(given.folder), given.seconds, given.seed, given.few))


if __name__ == "__main__":
    main()
