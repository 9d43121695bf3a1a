"""Short lines over the earth."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

EQUATOR_METRES = 6_378_137.0
ECCENTRICITY_SQUARED = 0.006_694_379_990_14

Floats = NDArray[np.float64]


def metres_between(lat: Floats, lon: Floats, other_lat: Floats, other_lon: Floats) -> Floats:
    """Length of short lines over the ellipsoid, in metres.

    Args:
        lat, lon, other_lat, other_lon: degrees, WGS 84, of one shape, or of shapes that fit each other.

    Source: radii of curvature in the meridian and the prime vertical at the middle latitude; within 0.01 % of the
    geodesic up to 50 km and 75 degrees of latitude.
    """
    middle = np.radians((lat + other_lat) / 2)
    flat = 1 - ECCENTRICITY_SQUARED * np.sin(middle) ** 2
    prime = EQUATOR_METRES / np.sqrt(flat)
    meridian = prime * (1 - ECCENTRICITY_SQUARED) / flat
    north = np.radians(other_lat - lat) * meridian
    east = np.radians(other_lon - lon) * prime * np.cos(middle)
    metres: Floats = np.hypot(north, east)
    return metres
