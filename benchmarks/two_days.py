"""A day's shipments, moved that day or the next, straight or over the hub: `python -m benchmarks.two_days FOLDER`.

The first day of a week of the generator with the day after it; what would be due later is due by the second evening.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from benchmarks.folder import Folder
from benchmarks.hub_days import measure
from benchmarks.results import Row, show, store
from routing.engines.choice import warm_up
from routing.problem import DAY

DAYS = 2
SIZES = ((40, 1), (40, 2), (40, 3))


def two_days(folder: Folder, shipments: int, seed: int) -> dict[str, Any]:
    """The first day's shipments of a week, on its first two days."""
    made = folder.problem("varmland_week.py", shipments, seed)
    end = DAYS * DAY
    evening = max(shift[1] for van in made["vehicles"] for shift in van["shifts"] if shift[1] <= end)
    places = [place | {"windows": [w for w in place["windows"] if w[1] <= end]} for place in made["places"]]
    vans = [van | {"shifts": [shift for shift in van["shifts"] if shift[1] <= end]} for van in made["vehicles"]]
    moved = [s | {"due": min(s["due"], evening)} for s in made["shipments"] if s["ready"] < DAY]
    name = f"two-days-{shipments}-{seed}"
    return made | {"name": name, "days": DAYS, "places": places, "vehicles": vans, "shipments": moved}


def run(folder: Folder, seconds: float, seed: int) -> list[Row]:
    """Every seed."""
    rows: list[Row] = []
    for size in SIZES:
        rows.append(measure(folder, two_days(folder, *size), seconds, seed))
        show(rows[-1:], header=len(rows) == 1)
    return rows


def main() -> None:
    """Read the command line, measure, show and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    warm_up()
    store("two_days", run(Folder(given.folder), given.seconds, given.seed))


if __name__ == "__main__":
    main()
