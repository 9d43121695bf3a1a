"""A season and its rotation as JSON, for the solving process and for files.

Cells are `[crate, period, place]`, periods counted from 0. To the process, once: `{"season": ..., "effort": ...}`. From
it: `{"kind": "progress", "rotation": ...}` for each better one, and at last one of the kind "done" or "refused".
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from routing.progress import Effort
from routing.rotation.figures import figures
from routing.rotation.found import Rotation
from routing.rotation.season import Cells, Crate, Place, Season, Wish
from routing.wire import line


def write_season(season: Season) -> dict[str, Any]:
    """The season as JSON holds it; `read_season` of it gives it back."""
    return {
        "periods": season.periods,
        "places": [asdict(place) for place in season.places],
        "crates": [asdict(crate) for crate in season.crates],
        "spots": list(season.spots),
        "metres": [list(row) for row in season.metres],
        "excluded": sorted(map(list, season.excluded)),
        "closed": sorted(map(list, season.closed)),
        "promised": sorted(map(list, season.promised)),
        "kept": sorted(map(list, season.kept)),
        "wishes": [asdict(wish) for wish in season.wishes],
        "fixed": write_cells(season.fixed),
    }


def read_season(told: dict[str, Any]) -> Season:
    """A season from what `write_season` wrote."""
    return Season(
        periods=told["periods"],
        places=tuple(Place(**place) for place in told["places"]),
        crates=tuple(Crate(**crate) for crate in told["crates"]),
        spots=tuple(told["spots"]),
        metres=tuple(tuple(row) for row in told["metres"]),
        excluded=frozenset((crate, place) for crate, place in told["excluded"]),
        closed=frozenset((place, period) for place, period in told["closed"]),
        promised=frozenset((crate, period) for crate, period in told["promised"]),
        kept=frozenset((crate, period) for crate, period in told["kept"]),
        wishes=tuple(Wish(**wish) for wish in told["wishes"]),
        fixed=read_cells(told["fixed"]),
    )


def write_cells(cells: Cells) -> list[list[str | int]]:
    """Cells in order of crate and period."""
    return [[crate, period, place] for (crate, period), place in sorted(cells.items())]


def read_cells(told: Iterable[tuple[str, int, str]]) -> dict[tuple[str, int], str]:
    """Cells from a list."""
    return {(crate, period): place for crate, period, place in told}


def write_rotation(rotation: Rotation) -> dict[str, Any]:
    """A rotation, its floor and how it was found; its figures follow from the cells."""
    return {
        "cells": write_cells(rotation.cells),
        "service_proven": rotation.service_proven,
        "floor": rotation.floor,
        "seconds": rotation.seconds,
    }


def read_rotation(told: dict[str, Any], season: Season) -> Rotation:
    """A rotation of a season; its figures are reckoned anew."""
    cells = read_cells(told["cells"])
    return Rotation(cells, figures(season, cells), told["service_proven"], told["floor"], told["seconds"])


def write_order(season: Season, effort: Effort) -> bytes:
    """What is to be found."""
    return line({"season": write_season(season), "effort": asdict(effort)})


def read_order(text: bytes) -> tuple[Season, Effort]:
    """What is to be found."""
    order = json.loads(text)
    return read_season(order["season"]), Effort(**order["effort"])
