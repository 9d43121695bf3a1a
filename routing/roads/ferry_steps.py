"""Which parts of a way a server says are sailed.

OSRM tells each step's `mode`, Valhalla the kind of each maneuver, openrouteservice the type of way from point to point.

Source: the servers' documentation of their routes: project-osrm.org/docs (RouteStep), valhalla.github.io (maneuvers),
giscience.github.io/openrouteservice (extra info).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from routing.roads.ellipsoid import Floats, metres_between
from routing.roads.polyline import decode

ENTERS_FERRY = 28
"""Valhalla's type of the maneuver that is aboard."""

FERRY_WAY = 9
"""Of openrouteservice's types of ways."""


@dataclass(frozen=True, slots=True)
class Part:
    """Points of a way from one row to another between which one is aboard; `seconds`, where the server tells."""

    first: int
    last: int
    seconds: float | None = None


def osrm_parts(answer: Any, lat: Floats, lon: Floats) -> list[Part] | None:
    """The parts that OSRM says are sailed, of a way through points; None: it told no steps."""
    steps = [step for leg in answer["routes"][0].get("legs", ()) for step in leg.get("steps", ())]
    if not steps:
        return None
    parts = []
    for step in steps:
        if step.get("mode") != "ferry" or not step.get("distance"):
            continue
        line = decode(step["geometry"])
        first, last = sorted(_nearest(point, lat, lon) for point in (line[0], line[-1]))
        parts.append(Part(first, last, float(step["duration"])))
    return joined(parts)


def valhalla_parts(answer: Any, size: int) -> list[Part] | None:
    """The parts that Valhalla says are sailed, of a way of so many points; None: it told no maneuvers."""
    legs = answer["trip"]["legs"]
    if len(legs) != 1 or not legs[0].get("maneuvers"):
        return None
    parts = []
    for maneuver in legs[0]["maneuvers"]:
        if maneuver.get("ferry") is True or maneuver.get("type") == ENTERS_FERRY:
            first, last = (int(maneuver[f"{end}_shape_index"]) for end in ("begin", "end"))
            parts.append(Part(first, last, float(maneuver["time"])))
    return joined(_inside(parts, size))


def openrouteservice_parts(answer: Any, size: int) -> list[Part] | None:
    """The parts that openrouteservice says are sailed, of a way of so many points; None: it told no types of ways."""
    extras = answer["features"][0]["properties"].get("extras") or {}
    types = extras.get("waytypes") or extras.get("waytype")
    if not types:
        return None
    return joined(_inside((Part(int(a), int(b)) for a, b, kind in types["values"] if kind == FERRY_WAY), size))


def joined(parts: Sequence[Part]) -> list[Part]:
    """Parts in order, those that touch as one."""
    found: list[Part] = []
    for part in sorted(parts, key=lambda part: part.first):
        if part.last <= part.first:
            continue
        if found and part.first <= found[-1].last:
            before = found.pop()
            seconds = None if None in (before.seconds, part.seconds) else (before.seconds or 0) + (part.seconds or 0)
            part = Part(before.first, max(before.last, part.last), seconds)
        found.append(part)
    return found


def _inside(parts: Iterator[Part] | Sequence[Part], size: int) -> list[Part]:
    return [Part(max(0, part.first), min(size - 1, part.last), part.seconds) for part in parts]


def _nearest(point: tuple[float, float], lat: Floats, lon: Floats) -> int:
    return int(np.argmin(metres_between(lat, lon, np.array(point[0]), np.array(point[1]))))
