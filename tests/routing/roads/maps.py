"""Small maps drawn by hand, written as an extract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import osmium

from routing.roads.assemble import assemble
from routing.roads.extract import read_extract
from routing.roads.graph import Graph
from routing.roads.snapping import Spot
from routing.roads.speeds import read_speeds

BUILT_AT = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)

KILOMETRE_NORTH = 0.008_975
"""Degrees of latitude, at 60 degrees north."""

KILOMETRE_EAST = 0.017_917

Tags = Mapping[str, str]
Way = tuple[Iterable[int], Tags]


def at(east_km: float, north_km: float) -> tuple[float, float]:
    """Latitude and longitude so far from 60 degrees north, 13 degrees east."""
    return 60 + north_km * KILOMETRE_NORTH, 13 + east_km * KILOMETRE_EAST


def spot(name: str, east_km: float, north_km: float) -> Spot:
    """A place there."""
    return Spot(name, *at(east_km, north_km))


def draw(
    path: Path,
    nodes: Mapping[int, tuple[float, float]],
    ways: Iterable[Way],
    barriers: Mapping[int, Tags] | None = None,
) -> Path:
    """Write a map: nodes in kilometres east and north, ways as their nodes and tags."""
    header = osmium.io.Header()
    header.set("osmosis_replication_timestamp", "2026-11-20T21:20:00Z")
    with osmium.SimpleWriter(path, header=header, overwrite=True) as out:
        for ref, (east, north) in nodes.items():
            lat, lon = at(east, north)
            out.add_node(osmium.osm.mutable.Node(id=ref, location=(lon, lat), tags=(barriers or {}).get(ref, {})))
        for number, (refs, tags) in enumerate(ways, start=1):
            out.add_way(osmium.osm.mutable.Way(id=number, nodes=list(refs), tags=dict(tags)))
    return path


def graph_of(path: Path) -> Graph:
    """The graph of a map, by the table that comes with the product."""
    speeds = read_speeds()
    return assemble(read_extract(path, speeds), speeds, file=path.name, built_at=BUILT_AT)


def fjord(path: Path) -> Path:
    """Two shores, 10 km of road on each; over the fjord a ferry, in 30 minutes, and a bridge that is closed.

    On the southern shore, along the x axis: place 1 at 0, 2 at 5, 3 at 10; on the northern one, 3 km away: 11, 12, 13.
    From 1 to 2 a one-way street of 2 km more leads round over 21. 31 and 32 lie on an island without a ferry, 20 km
    east. The ferry goes from 3 to 13, the bridge from 1 to 11. A motorway passes 100 m south of 2, joined at its ends.
    """
    shore = {"highway": "secondary", "maxspeed": "60"}
    nodes = {1: (0, 0), 2: (5, 0), 3: (10, 0), 11: (0, 3), 12: (5, 3), 13: (10, 3), 21: (2.5, -2)}
    nodes |= {31: (30, 0), 32: (31, 0), 41: (5, -0.1), 99: (10, 1.5)}
    return draw(
        path,
        nodes,
        [
            ((1, 2), shore | {"oneway": "yes"}),
            ((2, 21, 1), shore | {"oneway": "yes"}),
            ((2, 3), shore),
            ((11, 12, 13), shore),
            ((3, 99), {"route": "ferry", "duration": "00:15", "motor_vehicle": "yes"}),
            ((99, 13), {"route": "ferry", "duration": "00:15", "motor_vehicle": "yes"}),
            ((1, 11), shore | {"bridge": "yes", "access": "no"}),
            ((31, 32), shore),
            ((1, 41, 3), {"highway": "motorway", "oneway": "no"}),
        ],
    )


def mountain_pass(path: Path) -> Path:
    """A pass of 20 km from west to east, a way round of 44 km through a valley, and a ferry from the pass to a cape."""
    road = {"highway": "secondary", "maxspeed": "60"}
    nodes = {1: (0, 0), 2: (10, 0), 3: (20, 0), 4: (0, 12), 5: (10, 12), 6: (20, 12), 7: (10, -5), 8: (12, -5)}
    ferry = {"route": "ferry", "duration": "00:20", "motor_vehicle": "yes"}
    return draw(path, nodes, [((1, 2, 3), road), ((1, 4, 5, 6, 3), road), ((7, 8), road), ((2, 7), ferry)])
