"""An OpenStreetMap extract as arrays: what a van may use of it, nothing decided about routes yet."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import osmium
from numpy.typing import NDArray
from osmium.osm import NODE, WAY

from routing.roads.errors import BadExtract, NoRoads
from routing.roads.passage import Passage, passage, stops_vans
from routing.roads.speeds import Speeds

NOWHERE = 2**31 - 1
"""Coordinate of a node that the extract mentions and does not have: it was cut there."""


@dataclass(frozen=True, slots=True)
class Extract:
    """Runs of nodes, each along one way of the map.

    Attributes:
        refs: the map's ids of the nodes, run after run, shape (steps,).
        lat_e7, lon_e7: where they are, in 1e-7 degrees, shape (steps,).
        lengths: how many nodes each run has, at least 2, shape (runs,).
        way_of: the number of each run's way, shape (runs,).
        ways: how each way is driven.
        closed: ids of nodes where a barrier keeps vans out, sorted.
        data_date: how old the map is; None: the file does not say.
    """

    refs: NDArray[np.int64]
    lat_e7: NDArray[np.int32]
    lon_e7: NDArray[np.int32]
    lengths: NDArray[np.int64]
    way_of: NDArray[np.int64]
    ways: tuple[Passage, ...]
    closed: NDArray[np.int64]
    data_date: datetime | None


@dataclass(slots=True)
class _Drawn:
    """What has been read so far."""

    refs: array[int] = field(default_factory=lambda: array("q"))
    lat_e7: array[int] = field(default_factory=lambda: array("i"))
    lon_e7: array[int] = field(default_factory=lambda: array("i"))
    lengths: array[int] = field(default_factory=lambda: array("q"))
    way_of: array[int] = field(default_factory=lambda: array("q"))
    ways: list[Passage] = field(default_factory=list)
    closed: set[int] = field(default_factory=set)
    newest: datetime | None = None


def read_extract(path: Path, speeds: Speeds) -> Extract:
    """Read the ways that a van may use.

    Args:
        path: a file that pyosmium reads: .osm.pbf, .osm, .osm.gz, .osm.bz2, .opl.

    Raises:
        BadExtract: not there, not an extract, broken or cut off.
        NoRoads: whole, but without a road for vans.
    """
    drawn = _Drawn()
    try:
        reader = osmium.FileProcessor(path, NODE | WAY).with_locations()
        said = reader.header.get("osmosis_replication_timestamp", "")
        for entity in reader.with_filter(osmium.filter.KeyFilter("highway", "route", "barrier")):
            if isinstance(entity, osmium.osm.Way):
                _draw(entity, speeds, drawn)
            elif "barrier" in entity.tags and stops_vans(_tags(entity.tags), speeds):
                drawn.closed.add(entity.id)
    except (RuntimeError, ValueError, OSError) as wrong:
        raise BadExtract(file=path.name, cause=str(wrong)) from wrong
    if not drawn.ways:
        raise NoRoads(file=path.name)
    return Extract(
        refs=np.array(drawn.refs, dtype=np.int64),
        lat_e7=np.array(drawn.lat_e7, dtype=np.int32),
        lon_e7=np.array(drawn.lon_e7, dtype=np.int32),
        lengths=np.array(drawn.lengths, dtype=np.int64),
        way_of=np.array(drawn.way_of, dtype=np.int64),
        ways=tuple(drawn.ways),
        closed=np.array(sorted(drawn.closed), dtype=np.int64),
        data_date=_moment(said) or drawn.newest,
    )


def _draw(way: osmium.osm.Way, speeds: Speeds, drawn: _Drawn) -> None:
    judged = passage(_tags(way.tags), speeds)
    if judged is None:
        return
    runs: list[list[tuple[int, int, int]]] = [[]]
    for node in way.nodes:
        if node.x == NOWHERE:
            runs.append([])
        else:
            runs[-1].append((node.ref, node.y, node.x))
    whole = [run for run in runs if len(run) > 1]
    for run in whole:
        refs, lats, lons = zip(*run, strict=True)
        drawn.refs.extend(refs)
        drawn.lat_e7.extend(lats)
        drawn.lon_e7.extend(lons)
        drawn.lengths.append(len(run))
        drawn.way_of.append(len(drawn.ways))
    if whole:
        drawn.ways.append(judged)
        changed = way.timestamp
        # A file without metadata gives every object the first second of 1970.
        if changed.year > 1970 and (drawn.newest is None or changed > drawn.newest):
            drawn.newest = changed


def _tags(tags: osmium.osm.TagList) -> dict[str, str]:
    return {tag.k: tag.v for tag in tags}


def _moment(written: str) -> datetime | None:
    """A moment of the file's header, as "2026-11-20T21:21:03Z"; None: not to be read."""
    try:
        return datetime.fromisoformat(written).astimezone(UTC)
    except ValueError:
        return None
