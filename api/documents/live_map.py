"""A day that is driven, as a picture: what is done, what comes next, what is late, told apart by shape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise

from api.documents.route_map import (
    COLOURS,
    Dot,
    Point,
    View,
    around,
    land,
    names,
    polyline,
    quiet_dot,
    view_of,
)
from api.languages import gettext
from logistics.network.closed_roads import ClosedRoad
from logistics.network.places import Place
from logistics.transport.live import LiveDay, LiveStop, LiveTrip, StopProgress
from routing.roads.polyline import decode

SIZE = (640, 520)
BEHIND = frozenset({StopProgress.DONE, StopProgress.PASSED})
METRES_A_DEGREE = 111_320


def live_picture(live: LiveDay, places: Sequence[Place], closed: Sequence[ClosedRoad]) -> str:
    """Draw the vans of a day on a map of the network's places, as an <svg> element."""
    width, height = SIZE
    visited = [stop.stop.place for van in live.vans for stop in van.stops]
    known = {place.id: Dot(place.name, place.lat, place.lon) for place in visited}
    known |= {place.id: Dot(place.name, place.lat, place.lon) for place in places}
    dots, rows = list(known.values()), {place_id: row for row, place_id in enumerate(known)}
    view = view_of(dots, width, height)
    seen = {rows[place.id] for place in visited}
    title = escape(gettext("Map of the day"))
    trips = [(number % len(COLOURS), trip) for number, van in enumerate(live.vans) for trip in van.trips]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" aria-label="{title}" font-family="system-ui, sans-serif"><title>{title}</title>',
        f'<rect width="{width}" height="{height}" fill="#eef3f7"/>',
        *land(view, width, height),
        *(shut(view, road) for road in closed),
        *(line for colour, trip in trips for line in ways(view, trip, colour)),
        *(quiet_dot(view, dot) for row, dot in enumerate(dots) if row not in seen),
        *(mark(view, stop, number, colour) for colour, trip in trips for number, stop in _marked(trip)),
        *names(view, dots, seen, width),
        "</svg>",
    ]
    return "".join(parts)


def _marked(trip: LiveTrip) -> Iterable[tuple[int, LiveStop]]:
    """The stops on the way, those further on first, so that what matters now lies on top; a van's home is none."""
    return reversed(trip.numbered if trip.trip.tour else trip.numbered[1:-1])


def ways(view: View, trip: LiveTrip, colour: int) -> Iterable[str]:
    """The path that is driven, broad; the path to come, thin; straight and in dashes where none was measured."""
    for before, after in pairwise(trip.stops):
        driven = after.progress in BEHIND
        pieces: list[tuple[bool, Sequence[Point]]] = [
            (piece.kind == "ferry", decode(piece.line)) for piece in after.stop.way
        ]
        straight = not pieces
        if straight:
            pieces = [(False, [(stop.stop.place.lat, stop.stop.place.lon) for stop in (before, after)])]
        for ferry, points in pieces:
            style = f' style="stroke-width:{3.6 if driven else 1.4};stroke-opacity:{0.9 if driven else 0.7}"'
            style += ' stroke-dasharray="0.1 4.5" stroke-linecap="round"' if ferry else ""
            style += ' stroke-dasharray="6 4"' if straight else ""
            yield polyline(view, points, colour, style)


def mark(view: View, live: LiveStop, number: int, colour: int) -> str:
    """A stop: done is a disc with a tick, next a large ring, late a diamond with a mark, to come a small ring."""
    x, y = view.place(live.stop.place.lat, live.stop.place.lon)
    ink = COLOURS[colour]
    match live.progress:
        case StopProgress.DONE:
            return _disc(x, y, 7, ink, "#fff", "✓", "#fff")
        case StopProgress.PASSED:
            return _disc(x, y, 7, "#fff", "#5b3300", "?", "#5b3300")
        case StopProgress.NEXT:
            return _disc(x, y, 11, "#fff", ink, str(number), ink, 3.5)
        case StopProgress.LATE:
            left, top, right, bottom = around(x, y, 11)
            points = f"{x},{top} {right},{y} {x},{bottom} {left},{y}"
            shape = f'<polygon points="{points}" fill="#9b1c1c" stroke="#fff" stroke-width="1.5"/>'
            return shape + _text(x, y, "!", "#fff", 12)
        case StopProgress.TO_COME:
            return _disc(x, y, 7, "#fff", ink, str(number), ink)


def shut(view: View, road: ClosedRoad) -> str:
    """A closed road: crossed out, with its name for whoever points at it."""
    points = [view.place(*end) for end in road.ends]
    radius = max(6.0, road.within_metres / METRES_A_DEGREE * view.points_per_degree)
    name = f"<title>{escape(road.name)}</title>"
    drawn = [
        f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" fill="#9b1c1c" fill-opacity="0.12" stroke="#9b1c1c"'
        f' stroke-dasharray="3 2">{name}</circle>' + _text(x, y, "×", "#9b1c1c", 13)
        for x, y in points
    ]
    if len(points) == 2:
        (x, y), (to_x, to_y) = points
        drawn.append(
            f'<line x1="{x}" y1="{y}" x2="{to_x}" y2="{to_y}" stroke="#9b1c1c" stroke-width="2"'
            f' stroke-dasharray="2 3">{name}</line>'
        )
    return "".join(drawn)


def _disc(x: float, y: float, radius: float, fill: str, line: str, text: str, ink: str, width: float = 1.5) -> str:
    disc = f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{fill}" stroke="{line}" stroke-width="{width}"/>'
    return disc + _text(x, y, text, ink, 8.5)


def _text(x: float, y: float, text: str, ink: str, size: float) -> str:
    return (
        f'<text x="{x}" y="{round(y + size * 0.36, 1)}" font-size="{size}" font-weight="bold" fill="{ink}"'
        f' text-anchor="middle">{escape(text)}</text>'
    )
