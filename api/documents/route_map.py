"""A small map of trips as SVG: places as dots, stops as numbers, ways as lines, one colour for each vehicle.

The same drawing serves the printed sheet, which has no map tiles and no network, and whoever wants a picture.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

LAND = Path(__file__).parent.parent / "static" / "vendor" / "world-atlas" / "nordic.geojson"
"""Outlines of the Nordic countries; Natural Earth, public domain."""

COLOURS = ("#0b5394", "#b45309", "#2e7d32", "#7b1fa2", "#ad1457", "#00695c")
"""Dark enough for white numbers on them (contrast of at least 4.5), and told apart when printed in grey by number."""

MARGIN = 26.0

Point: TypeAlias = tuple[float, float]
"""From the left and from the top."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on the map; degrees, WGS 84."""

    name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A piece of a way: sailed or driven, through points of latitude and longitude."""

    ferry: bool
    points: Sequence[Point]


@dataclass(frozen=True, slots=True)
class Way:
    """A trip.

    Attributes:
        stops: its places in their order, as rows of the dots.
        vehicle: which one drives it, from 0.
        legs: where the way to each stop but the first goes, in pieces; a leg without any is drawn straight, in dashes.
    """

    stops: Sequence[int]
    vehicle: int
    legs: Sequence[Sequence[Drawn]] = ()


@dataclass(frozen=True, slots=True)
class View:
    """How degrees become points: equirectangular, true to scale at the middle of the map."""

    west: float
    north: float
    points_per_degree: float
    flattening: float

    def place(self, lat: float, lon: float) -> Point:
        """Points from the left and from the top."""
        across = MARGIN + (lon - self.west) * self.flattening * self.points_per_degree
        return round(across, 1), round(MARGIN + (self.north - lat) * self.points_per_degree, 1)


def route_map(dots: Sequence[Dot], ways: Sequence[Way], *, width: int, height: int, title: str) -> str:
    """Draw trips on a map that holds every dot.

    Args:
        width, height: of the drawing, in points; what is left over stays empty land.
        title: what a screen reader says.

    Returns:
        An <svg> element; empty where there is nothing to draw.
    """
    if not dots:
        return ""
    view = view_of(dots, width, height)
    visited = [row for way in ways for row in way.stops]
    numbers = numbered(ways)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}pt" height="{height}pt"'
        f' role="img" aria-label="{escape(title)}" font-family="Bokrute Sans, sans-serif">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#eef3f7"/>',
        *land(view, width, height),
        *(drawn for way in ways for drawn in lines(view, dots, way)),
        *(quiet_dot(view, dot) for row, dot in enumerate(dots) if row not in visited),
        *(mark(view, dots[row], numbers[row]) for row in dict.fromkeys(visited)),
        *names(view, dots, set(visited), width),
        "</svg>",
    ]
    return "".join(parts)


def view_of(dots: Sequence[Dot], width: int, height: int) -> View:
    """The view in which all dots lie inside the margins, in the middle."""
    west, east = min(dot.lon for dot in dots), max(dot.lon for dot in dots)
    south, north = min(dot.lat for dot in dots), max(dot.lat for dot in dots)
    flattening = math.cos(math.radians((south + north) / 2))
    tall, wide = max(north - south, 0.02), max((east - west) * flattening, 0.02)
    scale = min((height - 2 * MARGIN) / tall, (width - 2 * MARGIN) / wide)
    spare_tall = ((height - 2 * MARGIN) / scale - tall) / 2
    spare_wide = ((width - 2 * MARGIN) / scale - wide) / 2 / flattening
    return View(west - spare_wide, north + spare_tall, scale, flattening)


def numbered(ways: Sequence[Way]) -> dict[int, tuple[str, str]]:
    """The number and colour of each visited dot; a trip's own end, its home, is a square without a number."""
    marks: dict[int, tuple[str, str]] = {}
    for way in ways:
        for number, row in enumerate(way.stops):
            inner = 0 < number < len(way.stops) - 1
            marks.setdefault(row, (str(number) if inner else "", COLOURS[way.vehicle % len(COLOURS)]))
    return marks


def land(view: View, width: int, height: int) -> Iterable[str]:
    """Countries, cut to the map."""
    for ring in rings():
        points = clipped([view.place(lat, lon) for lon, lat in ring], width, height)
        if points:
            path = "M" + "L".join(f"{round(x, 1)} {round(y, 1)}" for x, y in points) + "Z"
            yield f'<path d="{path}" fill="#fbfaf6" stroke="#b9c2c9" stroke-width="0.6"/>'


def clipped(points: list[Point], width: int, height: int) -> list[Point]:
    """The part of a polygon inside the map and a strip around it, in which its cut edge is not seen.

    Source: Sutherland and Hodgman, Reentrant polygon clipping, 1974.
    """
    strip = 10
    for axis, limit, sign in ((0, -strip, 1), (0, width + strip, -1), (1, -strip, 1), (1, height + strip, -1)):
        kept: list[Point] = []
        for before, point in zip([*points[-1:], *points[:-1]], points, strict=True):
            inside, was_inside = ((p[axis] - limit) * sign >= 0 for p in (point, before))
            if inside != was_inside:
                share = (limit - before[axis]) / (point[axis] - before[axis])
                kept.append((before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])))
            if inside:
                kept.append(point)
        points = kept
    return points


@cache
def rings() -> tuple[tuple[Point, ...], ...]:
    """Outer rings of every country, as longitude and latitude; none where the map is missing."""
    if not LAND.exists():
        return ()
    found = []
    for feature in json.loads(LAND.read_text("utf-8"))["features"]:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        found += [tuple((x, y) for x, y in polygon[0]) for polygon in polygons]
    return tuple(found)


def lines(view: View, dots: Sequence[Dot], way: Way) -> Iterable[str]:
    """The way from stop to stop: as it was measured, ferries in dots; straight and in dashes where it was not."""
    legs = way.legs or [()] * (len(way.stops) - 1)
    for (before, after), pieces in zip(pairwise(way.stops), legs, strict=True):
        if not pieces:
            ends = [(dots[row].lat, dots[row].lon) for row in (before, after)]
            yield polyline(view, ends, way.vehicle, ' stroke-dasharray="5 3"')
        for piece in pieces:
            dots_only = ' stroke-dasharray="0.1 3.4" stroke-linecap="round"' if piece.ferry else ""
            yield polyline(view, piece.points, way.vehicle, dots_only)


def polyline(view: View, through: Sequence[Point], vehicle: int, style: str) -> str:
    """One line in the vehicle's colour."""
    points = " ".join("{},{}".format(*view.place(*point)) for point in through)
    colour = COLOURS[vehicle % len(COLOURS)]
    return (
        f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.8" stroke-opacity="0.75"'
        f' stroke-linejoin="round"{style}/>'
    )


def quiet_dot(view: View, dot: Dot) -> str:
    """A place that is not visited."""
    x, y = view.place(dot.lat, dot.lon)
    return f'<circle cx="{x}" cy="{y}" r="2.4" fill="#fff" stroke="#7b868e" stroke-width="0.9"/>'


def mark(view: View, dot: Dot, numbered_as: tuple[str, str]) -> str:
    """A stop with its number, or the home of a vehicle."""
    x, y = view.place(dot.lat, dot.lon)
    number, colour = numbered_as
    if not number:
        return f'<rect x="{x - 6}" y="{y - 6}" width="12" height="12" rx="2" fill="{colour}" stroke="#fff"/>'
    return (
        f'<circle cx="{x}" cy="{y}" r="7" fill="{colour}" stroke="#fff"/>'
        f'<text x="{x}" y="{y + 2.7}" font-size="7.5" font-weight="bold" fill="#fff" text-anchor="middle">'
        f"{number}</text>"
    )


def names(view: View, dots: Sequence[Dot], visited: set[int], width: int) -> Iterable[str]:
    """Names beside the dots, on the side where nothing lies yet; one that finds no room is left out."""
    boxes = [around(*view.place(dot.lat, dot.lon), 7.0 if row in visited else 3.0) for row, dot in enumerate(dots)]
    for row in sorted(range(len(dots)), key=lambda row: (row not in visited, row)):
        x, y = view.place(dots[row].lat, dots[row].lon)
        size = 7.5 if row in visited else 6.5
        long = 0.62 * size * len(dots[row].name)
        for left, base, anchor in (
            (x + 10, y + 2.6, "start"),
            (x - 10, y + 2.6, "end"),
            (x, y - 10, "middle"),
            (x, y + 15, "middle"),
            (x + 9, y + 11, "start"),
            (x - 9, y + 11, "end"),
            (x + 9, y - 6, "start"),
            (x - 9, y - 6, "end"),
        ):
            begins = left - {"start": 0.0, "end": long, "middle": long / 2}[anchor]
            box = (begins, base - size, begins + long, base + 1.5)
            own = boxes[row]
            if begins < 1 or begins + long > width - 1 or any(b != own and overlap(box, b) for b in boxes):
                continue
            boxes.append(box)
            text = f'x="{round(left, 1)}" y="{round(base, 1)}" font-size="{size}" text-anchor="{anchor}"'
            name = escape(dots[row].name)
            # Drawn twice, first broad and light, so that lines do not cross the letters.
            yield f'<text {text} fill="none" stroke="#fbfaf6" stroke-width="2.4">{name}</text>'
            yield f'<text {text} fill="{"#1d2a33" if row in visited else "#5a666e"}">{name}</text>'
            break


def around(x: float, y: float, half: float) -> tuple[float, float, float, float]:
    """A square box around a point: left, top, right, bottom."""
    return x - half, y - half, x + half, y + half


def overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    """Whether two boxes share any room."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
