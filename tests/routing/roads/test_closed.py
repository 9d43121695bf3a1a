"""Roads that are closed: what lies on a stretch, and the ways that are left."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.roads.closed import Stretch, on_stretch, passes, shut_edges
from routing.roads.engine import OnGraph
from routing.roads.errors import NoRoute
from routing.roads.fastest import many_to_many
from routing.roads.graph import FERRY, Graph
from routing.roads.nets import Net
from routing.roads.polyline import decode
from routing.roads.routes import roads_between, route
from tests.routing.roads.maps import at, graph_of, mountain_pass, spot

WEST, EAST, VALLEY = spot("West", 0, 0), spot("East", 20, 0), spot("Valley", 10, 12)
PASS = Stretch("pass", "The pass", (at(10, 0),), 300)
ROUND = Stretch("round", "The way round", (at(3, 5), at(3, 7)), 5_000)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return graph_of(mountain_pass(tmp_path_factory.mktemp("map") / "pass.osm.pbf"))


def test_a_closed_stretch_is_driven_round_in_both_directions(graph: Graph) -> None:
    there, back = OnGraph(graph).detours([(WEST, EAST), (EAST, WEST)], [PASS], [])
    assert there is not None
    assert back is not None
    assert there.metres == back.metres == pytest.approx(44_000, rel=0.01)
    assert max(lat for lat, _ in decode(there.path.pieces[0].line)) == pytest.approx(at(0, 12)[0], abs=1e-3)


def test_a_stretch_between_two_points_closes_what_lies_between(graph: Graph) -> None:
    between = Stretch("between", "Between", (at(5, 0), at(8, 0.1)), 50)
    assert route(graph, WEST, EAST, closed=[between]).metres == pytest.approx(44_000, rel=0.01)


def test_what_is_closed_elsewhere_changes_nothing(graph: Graph) -> None:
    elsewhere = Stretch("elsewhere", "Elsewhere", (at(10, 3),), 300)
    assert route(graph, WEST, EAST, closed=[elsewhere]) == route(graph, WEST, EAST)


def test_with_no_way_left_the_two_places_are_named(graph: Graph) -> None:
    with pytest.raises(NoRoute) as refused:
        roads_between(graph, [WEST, EAST], closed=[PASS, ROUND])
    assert (refused.value.facts["origin"], refused.value.facts["to"]) == ("West", "East")
    assert OnGraph(graph).detours([(WEST, EAST), (VALLEY, EAST)], [PASS, ROUND], [])[0] is None


def test_a_ferry_is_not_closed_with_the_road_to_it(graph: Graph) -> None:
    shut = shut_edges(graph, [PASS])
    assert shut.any()
    assert not (shut & (graph.kind & FERRY > 0)).any()


def test_ways_round_nothing_are_those_over_shortcuts(graph: Graph) -> None:
    ends = np.arange(graph.nodes)
    plain = Net.without(graph, np.zeros(graph.edges, bool))
    for one, other in zip(many_to_many(plain, ends, ends), many_to_many(Net.of(graph), ends, ends), strict=True):
        assert (one == other).all()


KILOMETRES = st.floats(-3, 3)


@given(KILOMETRES, KILOMETRES, KILOMETRES, KILOMETRES, st.integers(10, 2_000))
def test_a_piece_is_on_a_stretch_as_its_nearest_point_is(
    east_a: float, north_a: float, east_b: float, north_b: float, within: int
) -> None:
    stretch = Stretch("s", "S", (at(0, 0), at(1, 0)), within)
    shares = np.linspace(0, 1, 2_001)
    east, north = east_a + shares * (east_b - east_a), north_a + shares * (north_b - north_a)
    nearest = 1_000 * np.hypot(np.maximum(0, np.maximum(-east, east - 1)), north).min()
    ends = [np.array([coordinate]) for point in (at(east_a, north_a), at(east_b, north_b)) for coordinate in point]
    found = bool(on_stretch(stretch, *ends)[0])
    assert found == (nearest <= within) or abs(nearest - within) < 0.01 * within + 5


def test_a_drawn_line_passes_a_stretch_that_it_comes_near() -> None:
    line = [at(-1, 0.1), at(1, 0.1)]
    stretch = Stretch("s", "S", (at(0, 0),), 90)
    assert not passes(stretch, line)
    assert passes(stretch, line, spare_metres=15)
