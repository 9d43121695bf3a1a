"""What is to be said of the roads that a plan was made with, as codes and facts that are kept with it.

slower-day           pairs that differ from day to day: the plan takes the longest of them. `pairs`, `more`
no-way-left          pairs between which closed roads leave no way on some day. `pairs`, `more`, `roads`
closed-not-seen      roads that are closed, of which nothing is known round them. `roads`
sailing-not-known    metres may be those of a ferry
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from logistics.network.places import Place
from logistics.transport.known_roads import KnownRoads, Pair

RoadNote: TypeAlias = dict[str, Any]

MOST_PAIRS = 5
"""Pairs that a note names; of the others it has their number."""


def notes_of(known: KnownRoads, places: Sequence[Place]) -> list[RoadNote]:
    """The notes of roads between places."""
    notes: list[RoadNote] = []
    if known.slower:
        notes.append({"code": "slower-day", **_named(known.slower, places)})
    shut = {pair: way.gate.name for pair, way in known.over.items() if way.gate is not None}
    if shut:
        notes.append({"code": "no-way-left", **_named(shut, places), "roads": sorted(set(shut.values()))})
    if known.unseen:
        notes.append({"code": "closed-not-seen", "roads": sorted(known.unseen)})
    if not known.sailing_known:
        notes.append({"code": "sailing-not-known"})
    return notes


def _named(pairs: Iterable[Pair], places: Sequence[Place]) -> dict[str, object]:
    """Pairs by the names of their places, both directions as one; so many, and how many there are besides."""
    ends = sorted({tuple(sorted((places[a].name, places[b].name))) for a, b in pairs})
    return {"pairs": [list(pair) for pair in ends[:MOST_PAIRS]], "more": max(0, len(ends) - MOST_PAIRS)}
