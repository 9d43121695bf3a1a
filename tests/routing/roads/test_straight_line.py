from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.roads.straight_line import straight_line

KARLSTAD, HAMMARO = (59.3793, 13.5036), (59.3232, 13.4655)
POINTS = st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=5)


def test_karlstad_to_hammaro_is_the_line_made_longer():
    # 6,614.8 m by Karney's algorithm for the WGS 84 ellipsoid, x 1.3, and 65 km/h.
    roads = straight_line([KARLSTAD, HAMMARO])
    assert (roads.metres[0][1], roads.seconds[0][1]) == (8_599, 476)


def test_it_says_that_it_is_an_estimate():
    assert straight_line([KARLSTAD]).estimated


@given(points=POINTS)
def test_it_is_as_far_there_as_back(points):
    metres = straight_line(points).metres
    assert metres == tuple(zip(*metres, strict=True))


@given(points=POINTS)
def test_nothing_is_away_from_itself(points):
    roads = straight_line(points)
    assert all(roads.metres[n][n] == roads.seconds[n][n] == 0 for n in range(len(points)))


@pytest.mark.parametrize(("speed", "circuity"), [(0, 1.3), (-5, 1.3), (65, 0.9), (float("nan"), 1.3)])
def test_a_speed_or_a_circuity_that_is_none_is_refused(speed, circuity):
    with pytest.raises(ValueError, match="must be positive"):
        straight_line([KARLSTAD], km_per_hour=speed, circuity=circuity)


def test_a_point_off_the_earth_is_refused():
    with pytest.raises(ValueError, match="not on the earth"):
        straight_line([(91.0, 0.0)])
