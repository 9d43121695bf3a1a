"""`python -m benchmarks FOLDER`: weeks, regions, single days and Li & Lim, beside whoever is installed."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks import hub_days, li_lim, two_days, weeks
from benchmarks.folder import Folder
from benchmarks.results import store
from routing.engines.choice import warm_up


def main() -> None:
    """Read the command line, measure, show and store."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("folder", type=Path, help="with varmland_week.py, region.py, li_lim.py and evaluate.py")
    parser.add_argument("--seconds", type=float, default=60.0, help="for each week")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--few", action="store_true", help="a few instances of each kind")
    given = parser.parse_args()
    folder = Folder(given.folder)
    warm_up()
    store("weeks", weeks.run(folder, given.seconds, given.seed, given.few))
    store("regions", weeks.run_regions(folder, given.seconds, given.seed, given.few))
    store("hub_days", hub_days.run(folder, min(10.0, given.seconds), given.seed, given.few))
    store("two_days", two_days.run(folder, given.seconds, given.seed))
    store("li_lim", li_lim.run(folder, min(10.0, given.seconds), given.seed, given.few))


if __name__ == "__main__":
    main()
