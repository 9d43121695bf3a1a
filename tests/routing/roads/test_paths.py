"""Where ways go: pieces of road and ferry, lines that keep their detail, crossings that are passed."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.roads.engine import OnGraph
from routing.roads.graph import Graph
from routing.roads.paths import DETAIL_METRES, Sailed, Sides, drawn
from routing.roads.polyline import decode
from tests.routing.roads.maps import at, fjord, graph_of, spot

WEST, EAST, NORTH = spot("west", 0, 0), spot("east", 10, 0), spot("north", 0, 3)
FERRY = Sides("ferry", at(10, 0), at(10, 3))


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return graph_of(fjord(tmp_path_factory.mktemp("map") / "fjord.osm.pbf"))


def test_a_way_over_the_fjord_is_road_then_ferry_then_road(graph: Graph) -> None:
    ((path,),) = OnGraph(graph).paths([WEST], [NORTH], [])
    assert [piece.ferry for piece in path.pieces] == [False, True, False]
    ends = [decode(piece.line) for piece in path.pieces]
    assert ends[0][0] == pytest.approx(at(0, 0), abs=1e-4)
    assert ends[0][-1] == ends[1][0] == pytest.approx(at(10, 0), abs=1e-4)
    assert ends[2][-1] == pytest.approx(at(0, 3), abs=1e-4)


def test_a_way_knows_what_of_it_is_sailed(graph: Graph) -> None:
    ((wet, dry),) = OnGraph(graph).paths([WEST], [NORTH, EAST], [])
    assert wet.sailed is not None
    assert wet.sailed.metres == pytest.approx(3_000, rel=0.01)
    assert wet.sailed.seconds == 30 * 60 + 600
    assert dry.sailed == Sailed(0, 0)


def test_a_place_to_itself_has_no_path(graph: Graph) -> None:
    ((path,),) = OnGraph(graph).paths([WEST], [WEST], [])
    assert path.pieces == ()


def test_a_way_knows_the_crossing_that_it_passes_and_in_which_direction(graph: Graph) -> None:
    engine = OnGraph(graph)
    ((there,),) = engine.paths([WEST], [NORTH], [FERRY])
    ((back,),) = engine.paths([NORTH], [WEST], [FERRY])
    ((dry,),) = engine.paths([WEST], [EAST], [FERRY])
    assert [(passed.id, passed.back) for passed in (*there.passed, *back.passed)] == [("ferry", False), ("ferry", True)]
    assert there.passed[0].ends - there.passed[0].begins == 30 * 60 + 600
    assert dry.passed == ()


def test_a_crossing_elsewhere_is_not_passed(graph: Graph) -> None:
    ((path,),) = OnGraph(graph).paths([WEST], [NORTH], [Sides("other", at(10, 0), at(14, 3))])
    assert path.passed == ()


POINTS = st.lists(st.tuples(st.floats(59, 59.05), st.floats(13, 13.05)), min_size=2, max_size=30)


@given(POINTS)
def test_a_drawn_line_keeps_its_ends_and_leaves_out_only_what_lies_on_it(points: list[tuple[float, float]]) -> None:
    lat, lon = (np.array(column) for column in zip(*points, strict=True))
    kept = drawn(lat, lon).tolist()
    assert (kept[0], kept[-1]) == (0, len(points) - 1)
    scale = 111_320.0
    east, north = lon * np.cos(np.radians(lat.mean())) * scale, lat * scale
    for first, last in pairwise(kept):
        x, y = east[first : last + 1] - east[first], north[first : last + 1] - north[first]
        length = np.hypot(x[-1], y[-1])
        away = np.abs(x * y[-1] - y * x[-1]) / length if length else np.hypot(x, y)
        assert (away <= DETAIL_METRES).all()


def test_a_straight_road_is_two_points() -> None:
    lat = np.linspace(59, 59.1, 50)
    assert drawn(lat, np.full(50, 13.0)).tolist() == [0, 49]
