"""Short lines over the earth."""

from __future__ import annotations

import numpy as np
import pytest
from geopy.distance import geodesic  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from routing.roads.ellipsoid import metres_between


@given(
    lat=st.floats(-74, 74),
    lon=st.floats(-179, 178),
    north=st.floats(-0.3, 0.3),
    east=st.floats(-0.3, 0.3),
)
def test_short_lines_are_as_long_as_the_geodesic(lat: float, lon: float, north: float, east: float) -> None:
    there = (lat + north, lon + east)
    found = metres_between(*(np.array(part) for part in (lat, lon, *there)))
    assert found == pytest.approx(geodesic((lat, lon), there).meters, rel=1e-4, abs=0.01)
