"""Ways between places on a small map, and against an independent library on random ones."""

from __future__ import annotations

import networkx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.roads.ellipsoid import metres_between
from routing.roads.errors import NoRoute, OffRoad
from routing.roads.fastest import NEVER, many_to_many
from routing.roads.graph import About, Graph
from routing.roads.nets import Net
from routing.roads.polyline import decode
from routing.roads.routes import legs, roads_between, route
from routing.roads.snapping import snap
from tests.routing.roads.maps import at, fjord, graph_of, spot

ABOUT = About("drawn", "", "", "2026-11-23T07:00:00+00:00")
WEST, MIDDLE, EAST = spot("west", 0, 0), spot("middle", 5, 0.05), spot("east", 10, 0)
NORTH_WEST = spot("north-west", 0, 3)
ISLAND = spot("island", 30, 0.2)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return graph_of(fjord(tmp_path_factory.mktemp("map") / "fjord.osm.pbf"))


def test_a_one_way_street_is_longer_back(graph: Graph) -> None:
    metres = roads_between(graph, [WEST, MIDDLE]).metres
    assert (metres[0][1], metres[1][0]) == pytest.approx((5_000, 6_403), rel=2e-3)


def test_the_ferry_is_taken_with_its_duration_and_the_time_to_get_aboard(graph: Graph) -> None:
    found = route(graph, EAST, spot("north-east", 10, 3))
    assert found.ferry
    assert found.seconds == 30 * 60 + 600


def test_a_closed_bridge_is_not_driven_over(graph: Graph) -> None:
    assert roads_between(graph, [WEST, NORTH_WEST]).metres[0][1] > 20_000


def test_the_way_is_drawn_from_place_to_place(graph: Graph) -> None:
    points = decode(route(graph, WEST, NORTH_WEST).line)
    assert points[0] == pytest.approx(at(0, 0), abs=1e-4)
    assert points[-1] == pytest.approx(at(0, 3), abs=1e-4)
    assert any(point == pytest.approx(at(10, 1.5), abs=1e-4) for point in points)


def test_without_a_way_both_places_are_named_with_their_distance_to_the_road(graph: Graph) -> None:
    with pytest.raises(NoRoute) as refused:
        roads_between(graph, [MIDDLE, ISLAND])
    assert refused.value.facts == {
        "origin": "middle",
        "to": "island",
        "origin_snapped_metres": 50,
        "to_snapped_metres": 200,
    }


def test_a_place_far_from_any_road_is_named(graph: Graph) -> None:
    with pytest.raises(OffRoad) as refused:
        roads_between(graph, [WEST, spot("fell", 5, 9)])
    assert refused.value.facts == {"place": "fell", "within_metres": 1_000}


def test_nobody_stops_on_a_motorway_or_at_sea(graph: Graph) -> None:
    assert snap(graph, [spot("beside the motorway", 5, -0.09)])[0].metres == pytest.approx(90, abs=1)
    with pytest.raises(OffRoad):
        snap(graph, [spot("aboard", 10, 1.5)])


def test_a_place_to_itself_is_no_way(graph: Graph) -> None:
    roads = roads_between(graph, [WEST, EAST])
    assert all(roads.metres[n][n] == roads.seconds[n][n] == 0 for n in range(2))


def test_a_column_searched_backwards_is_the_column_searched_forwards(graph: Graph) -> None:
    places = snap(graph, [WEST, MIDDLE, EAST, NORTH_WEST])
    net = Net.of(graph)
    whole, column = legs(net, places, places), legs(net, places, places[1:2])
    assert [[row[1]] for row in whole[0]] == [list(row) for row in column[0]]
    assert [[row[1]] for row in whole[1]] == [list(row) for row in column[1]]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    size = draw(st.integers(2, 12))
    pair = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)).filter(lambda ends: ends[0] != ends[1])
    pairs = sorted(draw(st.sets(pair, min_size=1, max_size=40)))
    weights = st.lists(st.integers(1, 20), min_size=len(pairs), max_size=len(pairs))
    millis, centis = draw(weights), draw(weights)
    starts = np.searchsorted([tail for tail, _ in pairs], np.arange(size + 1))
    return Graph(
        lat_e7=np.zeros(size, np.int32),
        lon_e7=np.zeros(size, np.int32),
        part=np.ones(size, np.int32),
        starts=starts.astype(np.int64),
        heads=np.array([head for _, head in pairs], np.int32),
        milliseconds=np.array(millis, np.int32),
        centimetres=np.array(centis, np.int32),
        kind=np.zeros(len(pairs), np.uint8),
        about=ABOUT,
    )


def independent(graph: Graph) -> networkx.DiGraph:
    own = networkx.DiGraph()
    own.add_nodes_from(range(graph.nodes))
    for tail in range(graph.nodes):
        for edge in range(graph.starts[tail], graph.starts[tail + 1]):
            # Both in one number: of ways that take equally long the shortest is wanted.
            weight = int(graph.milliseconds[edge]) * 10**6 + int(graph.centimetres[edge])
            own.add_edge(tail, int(graph.heads[edge]), weight=weight)
    return own


@given(graphs(), st.booleans())
def test_times_and_lengths_are_those_of_an_independent_library(graph: Graph, backwards: bool) -> None:
    net, everywhere = Net.of(graph), np.arange(graph.nodes)
    millis, centis = many_to_many(net.backwards() if backwards else net, everywhere, everywhere)
    if backwards:
        millis, centis = millis.T, centis.T
    wanted = dict(networkx.all_pairs_dijkstra_path_length(independent(graph)))
    for tail in range(graph.nodes):
        for head in range(graph.nodes):
            found = millis[tail, head]
            expected = divmod(wanted[tail][head], 10**6) if head in wanted[tail] else (NEVER, NEVER)
            assert (found, centis[tail, head]) == expected


@given(graphs(), st.data())
def test_few_targets_are_found_as_well_as_all(graph: Graph, data: st.DataObject) -> None:
    node = st.integers(0, graph.nodes - 1)
    sources, targets = (np.array(data.draw(st.lists(node, min_size=1, max_size=4))) for _ in range(2))
    everywhere = np.arange(graph.nodes)
    whole, _ = many_to_many(Net.of(graph), everywhere, everywhere)
    some, _ = many_to_many(Net.of(graph), sources, targets)
    assert np.array_equal(some, whole[np.ix_(sources, targets)])


def test_the_map_is_drawn_to_scale() -> None:
    here, there = at(0, 0), at(3, 4)
    assert metres_between(*(np.array(part) for part in (*here, *there))) == pytest.approx(5_000, rel=1e-3)
