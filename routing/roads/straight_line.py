"""Distances and times where no road is known: the shortest line over the earth's ellipsoid, made longer.

An estimate, and marked as one: among fjords a road can be twice as long as the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geopy.distance import geodesic  # type: ignore[import-untyped]  # geopy carries no types

from routing.problem import Matrix

CIRCUITY = 1.3
"""Road over straight line; an assumption that fits inland roads. Over a fjord it can be far more: about
85 km by road for 49 km straight between Harstad and Årstein."""

KM_PER_HOUR = 65.0
"""Country roads in Värmland with their villages; an assumption, to be set per network."""


@dataclass(frozen=True, slots=True)
class Roads:
    """Driven distance and time between places.

    Attributes:
        metres, seconds: shape (places, places), row = from, column = to.
        estimated: not from a road engine nor measured; whoever shows the numbers says so.
    """

    metres: Matrix
    seconds: Matrix
    estimated: bool


def straight_line(
    points: Sequence[tuple[float, float]], km_per_hour: float = KM_PER_HOUR, circuity: float = CIRCUITY
) -> Roads:
    """Estimate roads between points.

    Args:
        points: latitude, longitude in degrees, WGS 84.
        km_per_hour: average speed over the estimated road, > 0.
        circuity: estimated road over straight line, >= 1.

    Returns:
        Whole metres and whole seconds, rounded; symmetric, 0 on the diagonal; `estimated` is true.

    Raises:
        ValueError: a speed or circuity out of range, or a latitude or longitude that is none.

    Source: Karney (2013), "Algorithms for geodesics", Journal of Geodesy 87, as in geographiclib.
    """
    if not km_per_hour > 0 or not circuity >= 1:
        raise ValueError("km_per_hour must be positive and circuity at least 1")
    if any(not (-90 <= lat <= 90 and -180 <= lon <= 180) for lat, lon in points):
        raise ValueError("a point is not on the earth")
    size = len(points)
    metres = [[0] * size for _ in range(size)]
    for a in range(size):
        for b in range(a):
            metres[a][b] = metres[b][a] = round(circuity * geodesic(points[a], points[b]).meters)
    seconds = [[round(far * 3.6 / km_per_hour) for far in row] for row in metres]
    return Roads(tuple(map(tuple, metres)), tuple(map(tuple, seconds)), estimated=True)
