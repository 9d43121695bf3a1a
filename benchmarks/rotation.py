"""A season of travelling crates among the libraries of Värmland: `python -m benchmarks.rotation --seconds 18`.

16 libraries, 24 crates in 8 themes, 10 periods, room for two crates at each library. Time is wall time, with the start
and the end of the solving process; the rotation is judged here, by code that shares nothing with the search.
"""

from __future__ import annotations

import argparse
import time
import tomllib
from collections import Counter
from itertools import pairwise
from pathlib import Path

from benchmarks.results import Row, show, store
from routing.progress import Effort
from routing.roads.straight_line import straight_line
from routing.rotation.figures import figures
from routing.rotation.process import Rotating
from routing.rotation.season import Cells, Crate, Place, Season

SAMPLE = Path(__file__).parent.parent / "logistics" / "network" / "samples" / "varmland.toml"

THEMES = 8


def season(crates: int, periods: int, room: int) -> Season:
    """The libraries of the sample network; roads are its estimates, homes and themes go round."""
    network = tomllib.loads(SAMPLE.read_text(encoding="utf-8"))
    places = network["place"]
    roads = straight_line(
        [(place["lat"], place["lon"]) for place in places],
        km_per_hour=network["network"]["speed_kmh"],
        circuity=network["network"]["circuity_percent"] / 100,
    )
    names = [place["id"] for place in places]
    return Season(
        periods=periods,
        places=tuple(Place(name, room) for name in names),
        crates=tuple(Crate(f"{n:02}", names[n % len(names)], f"theme {n % THEMES}") for n in range(crates)),
        spots=tuple(names),
        metres=roads.metres,
    )


def judged(given: Season, cells: Cells) -> tuple[int, int]:
    """Rules that are broken, and metres, reckoned anew."""
    broken = 0
    at = {(crate.id, t): cells.get((crate.id, t)) for crate in given.crates for t in range(given.periods)}
    for crate in given.crates:
        visits = Counter(at[crate.id, t] for t in range(given.periods) if at[crate.id, t])
        broken += sum(count > 1 for count in visits.values())
    for t in range(given.periods):
        room = Counter(at[crate.id, t] for crate in given.crates if at[crate.id, t])
        broken += sum(count > place.capacity for place in given.places for count in [room[place.id]])
        now = {(at[crate.id, t], crate.theme) for crate in given.crates if at[crate.id, t]}
        after = {(at.get((crate.id, t + 1)), crate.theme) for crate in given.crates}
        broken += len(now & after)
    metres = 0
    for crate in given.crates:
        way = [crate.home, *(at[crate.id, t] or crate.home for t in range(given.periods)), crate.home]
        for a, b in pairwise(way):
            metres += given.metres[given.spots.index(a)][given.spots.index(b)]
    return broken, metres


def measure(given: Season, seconds: float, seed: int) -> Row:
    """One search."""
    begun = time.monotonic()
    with Rotating.start(given, Effort(seconds=seconds, seed=seed)) as rotating:
        found = rotating.result()
    took = time.monotonic() - begun
    broken, metres = judged(given, found.cells)
    service = figures(given, found.cells).service
    return {
        "seed": seed,
        "seconds": round(took, 1),
        "broken": broken,
        "lost": service.lost,
        "empty": service.empty,
        "short": service.short,
        "km": round(metres / 1000),
        "floor_km": round(found.floor / 1000),
        "gap": "-" if found.gap is None else f"{found.gap:.1%}",
        "same": metres == found.figures.metres,
    }


def main() -> None:
    """Read the command line, measure, show and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=18.0)
    parser.add_argument("--crates", type=int, default=24)
    parser.add_argument("--periods", type=int, default=10)
    parser.add_argument("--room", type=int, default=2)
    parser.add_argument("--seeds", type=int, default=3)
    wanted = parser.parse_args()
    given = season(wanted.crates, wanted.periods, wanted.room)
    rows = []
    for seed in range(1, wanted.seeds + 1):
        rows.append(measure(given, wanted.seconds, seed))
        show(rows[-1:], header=seed == 1)
    store("rotation", rows)


if __name__ == "__main__":
    main()
