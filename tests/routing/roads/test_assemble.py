"""From ways to a graph."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from routing.roads.assemble import PIECE_METRES
from routing.roads.errors import NoRoads
from routing.roads.routes import roads_between
from tests.routing.roads.maps import draw, graph_of, spot

ROAD = {"highway": "primary", "maxspeed": "100"}


def test_a_long_stretch_has_nodes_all_along(tmp_path: Path) -> None:
    graph = graph_of(draw(tmp_path / "long.osm", {1: (0, 0), 2: (5, 0)}, [((1, 2), ROAD)]))
    assert max(graph.centimetres) <= 100 * PIECE_METRES


def test_pieces_add_up_to_the_whole(tmp_path: Path) -> None:
    graph = graph_of(draw(tmp_path / "long.osm", {1: (0, 0), 2: (5, 0)}, [((1, 2), ROAD)]))
    roads = roads_between(graph, [spot("a", 0, 0), spot("b", 5, 0)])
    assert roads.metres[0][1] == pytest.approx(5_000, rel=1e-3)
    assert roads.seconds[0][1] == 200


def test_of_parallel_roads_the_fastest_counts_once(tmp_path: Path) -> None:
    slow = ROAD | {"maxspeed": "30"}
    graph = graph_of(draw(tmp_path / "two.osm", {1: (0, 0), 2: (0.1, 0)}, [((1, 2), slow), ((1, 2), ROAD)]))
    assert graph.milliseconds.tolist() == pytest.approx([4_000, 4_000], rel=1e-3)


def test_a_bollard_cuts_the_road(tmp_path: Path) -> None:
    nodes = {1: (0, 0), 2: (0.1, 0), 3: (0.2, 0), 4: (0.3, 0)}
    graph = graph_of(draw(tmp_path / "cut.osm", nodes, [((1, 2, 3, 4), ROAD)], {2: {"barrier": "bollard"}}))
    assert graph.nodes == 2


def test_barriers_everywhere_leave_no_road(tmp_path: Path) -> None:
    path = draw(tmp_path / "shut.osm", {1: (0, 0), 2: (1, 0)}, [((1, 2), ROAD)], {1: {"barrier": "block"}})
    with pytest.raises(NoRoads):
        graph_of(path)


def test_the_same_map_gives_the_same_graph(tmp_path: Path) -> None:
    path = draw(tmp_path / "long.osm", {1: (0, 0), 2: (5, 1), 3: (2, 2)}, [((1, 2, 3), ROAD), ((3, 1), ROAD)])
    assert all(
        np.array_equal(getattr(graph_of(path), name), getattr(graph_of(path), name))
        for name in ("heads", "milliseconds", "lat_e7", "part")
    )
