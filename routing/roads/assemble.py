"""From the ways of an extract to a graph."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

from routing.roads.ellipsoid import Floats, metres_between
from routing.roads.errors import NoRoads
from routing.roads.extract import Extract
from routing.roads.graph import FERRY, TOLL, About, Graph
from routing.roads.speeds import Speeds

PIECE_METRES = 200
"""Longer stretches of road without a bend get nodes in between, so that a place finds one near."""

LONGEST_MILLISECONDS = 2**31 - 1
"""Of one edge; a crossing's duration may be mistyped."""

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Stretches:
    """Straight lines between two nodes, shape (stretches,) each; `lat`, `lon` of nodes in degrees."""

    lat: Floats
    lon: Floats
    tails: Ints
    heads: Ints
    ways: Ints
    metres: Floats


def assemble(extract: Extract, speeds: Speeds, *, file: str, built_at: datetime) -> Graph:
    """Make the graph of what a van may drive.

    Raises:
        NoRoads: barriers leave nothing over.
    """
    lines = _in_pieces(_stretches(extract), extract)
    if not len(lines.tails):
        raise NoRoads(file=file)
    ways = extract.ways
    ferry = np.array([way.ferry for way in ways])[lines.ways]
    toll = np.array([way.toll for way in ways])[lines.ways]
    stops = np.array([way.stops for way in ways])[lines.ways]
    along = _milliseconds(lines, extract, np.array([way.forward_kmh for way in ways]))
    against = _milliseconds(lines, extract, np.array([way.backward_kmh for way in ways]))
    tails, heads = np.r_[lines.tails, lines.heads], np.r_[lines.heads, lines.tails]
    millis, ferries = np.r_[along, against], np.r_[ferry, ferry]
    on_land = np.zeros(len(lines.lat), bool)
    on_land[lines.tails[~ferry]] = on_land[lines.heads[~ferry]] = True
    # Aboard is gone where road becomes ferry; a crossing drawn as several ways has nodes at sea.
    millis = np.where(ferries & on_land[tails] & (millis > 0), millis + 1000 * speeds.boarding_seconds, millis)
    millis = np.minimum(millis, LONGEST_MILLISECONDS)
    can_stop = np.zeros(len(lines.lat), bool)
    can_stop[lines.tails[stops]] = can_stop[lines.heads[stops]] = True
    kind = (FERRY * ferry + TOLL * toll).astype(np.uint8)
    centimetres = np.maximum(1, np.rint(100 * lines.metres)).astype(np.int64)
    return _graph(
        lines,
        can_stop,
        (tails, heads, millis, np.r_[centimetres, centimetres], np.r_[kind, kind]),
        About(
            extract=file,
            data_date=extract.data_date.isoformat() if extract.data_date else "",
            speeds=speeds.digest,
            built_at=built_at.isoformat(),
        ),
    )


def _stretches(extract: Extract) -> _Stretches:
    refs, first, index = np.unique(extract.refs, return_index=True, return_inverse=True)
    lat, lon = extract.lat_e7[first] / 1e7, extract.lon_e7[first] / 1e7
    begins = np.ones(len(index), bool)
    begins[np.cumsum(extract.lengths) - 1] = False  # the last node of a run begins nothing
    at = np.flatnonzero(begins)
    tails, heads = index[at], index[at + 1]
    ways = np.repeat(extract.way_of, extract.lengths)[at]
    closed = np.isin(refs, extract.closed)
    driven = (tails != heads) & ~closed[tails] & ~closed[heads]
    tails, heads, ways = tails[driven], heads[driven], ways[driven]
    return _Stretches(lat, lon, tails, heads, ways, metres_between(lat[tails], lon[tails], lat[heads], lon[heads]))


def _in_pieces(lines: _Stretches, extract: Extract) -> _Stretches:
    """The same with long stretches of road cut into equal pieces."""
    ferry = np.array([way.ferry for way in extract.ways], bool)[lines.ways]
    pieces = np.where(ferry, 1, np.maximum(1, np.ceil(lines.metres / PIECE_METRES))).astype(np.int64)
    total = int(pieces.sum())
    if total == len(pieces):
        return lines
    line = np.repeat(np.arange(len(pieces)), pieces)
    number = np.arange(total) - np.repeat(np.cumsum(pieces) - pieces, pieces)  # 0 for the first piece of a line
    inner = number > 0
    new = np.full(total, -1)
    new[inner] = len(lines.lat) + np.arange(int(inner.sum()))
    share = number / pieces[line]
    from_lat, from_lon = lines.lat[lines.tails[line]], lines.lon[lines.tails[line]]
    lat = from_lat + share * (lines.lat[lines.heads[line]] - from_lat)
    lon = from_lon + share * (lines.lon[lines.heads[line]] - from_lon)
    last = number == pieces[line] - 1
    return _Stretches(
        lat=np.r_[lines.lat, lat[inner]],
        lon=np.r_[lines.lon, lon[inner]],
        tails=np.where(inner, new, lines.tails[line]),
        heads=np.where(last, lines.heads[line], np.r_[new[1:], -1]),
        ways=lines.ways[line],
        metres=(lines.metres / pieces)[line],
    )


def _milliseconds(lines: _Stretches, extract: Extract, kmh: Floats) -> Ints:
    """Along each stretch, shape (stretches,); 0: not that way. A crossing's duration is shared by length."""
    crossing = np.array([way.crossing_seconds or 0 for way in extract.ways], float)
    whole = np.bincount(lines.ways, weights=lines.metres, minlength=len(crossing))
    with np.errstate(divide="ignore", invalid="ignore"):
        driven = np.where(kmh > 0, 3.6 / kmh, 0.0)
        sailed = np.where((kmh > 0) & (crossing > 0), crossing / whole, 0.0)
    seconds_a_metre = np.where(crossing > 0, sailed, driven)[lines.ways]
    millis = np.rint(1000 * seconds_a_metre * lines.metres)
    return np.where(kmh[lines.ways] > 0, np.maximum(1, millis), 0).astype(np.int64)


def _graph(
    lines: _Stretches,
    can_stop: NDArray[np.bool_],
    edges: tuple[Ints, Ints, Ints, Ints, NDArray[np.uint8]],
    about: About,
) -> Graph:
    tails, heads, millis, centimetres, kind = (column[edges[2] > 0] for column in edges)
    used = np.unique(np.r_[tails, heads])
    lat_e7 = np.rint(1e7 * lines.lat[used]).astype(np.int32)
    lon_e7 = np.rint(1e7 * lines.lon[used]).astype(np.int32)
    # Neighbours on the ground become neighbours in memory: a search is then several times faster.
    order = np.argsort(_along_a_curve(lat_e7, lon_e7), kind="stable")
    place = np.empty(len(lines.lat), np.int64)
    place[used[order]] = np.arange(len(used))
    tails, heads = place[tails], place[heads]
    # Of parallel edges the fastest, then the shortest, is kept.
    row = np.lexsort((centimetres, millis, heads, tails))
    kept = np.r_[True, (np.diff(tails[row]) != 0) | (np.diff(heads[row]) != 0)]
    row = row[kept]
    tails, heads = tails[row], heads[row]
    starts = np.r_[0, np.cumsum(np.bincount(tails, minlength=len(used)))]
    matrix = csr_matrix((np.ones(len(heads), np.int8), heads, starts), shape=(len(used), len(used)))
    _, label = connected_components(matrix, directed=True, connection="strong")
    return Graph(
        lat_e7=lat_e7[order],
        lon_e7=lon_e7[order],
        part=np.where(can_stop[used[order]], np.bincount(label)[label], 0).astype(np.int32),
        starts=starts.astype(np.int64),
        heads=heads.astype(np.int32),
        milliseconds=millis[row].astype(np.int32),
        centimetres=centimetres[row].astype(np.int32),
        kind=kind[row].astype(np.uint8),
        about=about,
    )


def _along_a_curve(lat_e7: NDArray[np.int32], lon_e7: NDArray[np.int32]) -> NDArray[np.uint64]:
    """A number by which nodes that lie together stand together.

    Source: Morton (1966), "A computer oriented geodetic data base": the bits of both coordinates in turn.
    """

    def spread(values: NDArray[np.int32]) -> NDArray[np.uint64]:
        bits = (values.astype(np.int64) + 2**31).astype(np.uint64)
        masks = (0x0000FFFF0000FFFF, 0x00FF00FF00FF00FF, 0x0F0F0F0F0F0F0F0F, 0x3333333333333333, 0x5555555555555555)
        for shift, mask in zip((16, 8, 4, 2, 1), masks, strict=True):
            bits = (bits | (bits << np.uint64(shift))) & np.uint64(mask)
        return bits

    return spread(lat_e7) << np.uint64(1) | spread(lon_e7)
