"""Roads measured: matrices against an independent library on a real extract, and the time that a county takes.

python -m benchmarks.roads agree EXTRACT.osm.pbf     1,000 random pairs against networkx
python -m benchmarks.roads county FOLDER             an invented county of a million nodes, built and measured
"""

from __future__ import annotations

import resource
import sys
import time
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
import osmium
from geopy.distance import geodesic  # type: ignore[import-untyped]  # geopy carries no types

from routing.roads.build import build
from routing.roads.fastest import NEVER, many_to_many
from routing.roads.graph import Graph, shortcuts_of
from routing.roads.nets import Net
from routing.roads.passage import passage, stops_vans
from routing.roads.routes import roads_between
from routing.roads.snapping import Spot
from routing.roads.speeds import read_speeds

PAIRS = 1_000
SIDE = 1_000
SPACING_DEGREES = 0.0012


def agree(extract: Path, folder: Path) -> None:
    """Print how far times and lengths lie from those that networkx finds in a graph drawn on its own."""
    import networkx

    graph = build(extract, folder, read_speeds(), datetime.now(UTC))
    own = networkx.DiGraph()
    speeds = read_speeds()
    closed: set[int] = set()
    for entity in osmium.FileProcessor(extract).with_locations():
        tags = dict(entity.tags)
        if entity.is_node() and "barrier" in tags and stops_vans(tags, speeds):
            closed.add(entity.id)
        judged = passage(tags, speeds) if entity.is_way() else None
        if judged is None or judged.ferry:
            continue
        nodes = [node for node in entity.nodes if node.location.valid()]
        for tail, head in pairwise(nodes):
            if {tail.ref, head.ref} & closed or tail.ref == head.ref:
                continue
            metres = geodesic((tail.lat, tail.lon), (head.lat, head.lon)).meters
            for a, b, kmh in ((tail, head, judged.forward_kmh), (head, tail, judged.backward_kmh)):
                if kmh and own.get_edge_data(a.ref, b.ref, {"s": 1e9})["s"] > metres / kmh * 3.6:
                    own.add_edge(a.ref, b.ref, s=metres / kmh * 3.6, m=metres)
            for end in (tail, head):
                own.add_node(end.ref, at=(end.y, end.x))
    known = {at: node for node, at in own.nodes(data="at")}
    shared = [
        (node, known[at])
        for node, at in enumerate(zip(graph.lat_e7.tolist(), graph.lon_e7.tolist(), strict=True))
        if at in known
    ]
    chance = np.random.default_rng(1)
    worst_time = worst_length = compared = apart = 0.0
    net = Net.of(graph)
    while compared < PAIRS:
        (a, own_a), (b, own_b) = (shared[n] for n in chance.choice(len(shared), 2, replace=False))
        millis, centis = many_to_many(net, np.array([a]), np.array([b]))
        try:
            way = networkx.dijkstra_path(own, own_a, own_b, weight="s")
        except networkx.NetworkXNoPath:
            if millis[0, 0] != NEVER:
                sys.exit(f"a way was found that is not there, from {own_a} to {own_b}")
            apart += 1
            continue
        seconds = sum(own[x][y]["s"] for x, y in pairwise(way))
        metres = sum(own[x][y]["m"] for x, y in pairwise(way))
        worst_time = max(worst_time, abs(millis[0, 0] / 1000 / seconds - 1))
        worst_length = max(worst_length, abs(centis[0, 0] / 100 / metres - 1))
        compared += 1
    print(f"{extract.name}: {graph.nodes} nodes, {graph.edges} edges; networkx {own.number_of_nodes()} nodes")
    print(f"{compared:.0f} pairs compared, {apart:.0f} without a way in both")
    print(f"worst difference: time {100 * worst_time:.4f} %, length {100 * worst_length:.4f} %")


def county(folder: Path) -> None:
    """Print how long an invented county of a million crossings takes, and how much memory."""
    extract = folder / "county.osm.pbf"
    if not extract.exists():
        draw_county(extract)
    began, worked = time.perf_counter(), time.process_time()
    graph = build(extract, folder / "roads", read_speeds(), datetime.now(UTC))
    took, worked = time.perf_counter() - began, time.process_time() - worked
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    size = extract.stat().st_size / 1e6
    core = int(np.count_nonzero(shortcuts_of(graph).core))
    print(f"{size:.0f} MB extract, {graph.nodes} nodes, {graph.edges} edges, {core} nodes in the core")
    print(f"built in {took:.1f} s ({worked:.1f} s of processor time), {memory:.2f} GiB at most")
    roads_between(graph, spots(graph, 2))  # compiles
    for count in (16, 100):
        began, worked = time.perf_counter(), time.process_time()
        roads_between(graph, spots(graph, count))
        took, worked = time.perf_counter() - began, time.process_time() - worked
        print(f"{count} x {count} in {took:.1f} s ({worked:.1f} s of processor time)")


def spots(graph: Graph, count: int) -> list[Spot]:
    """Places all over the graph, the same each time."""
    chosen = np.random.default_rng(count).choice(graph.nodes, count, replace=False).tolist()
    return [Spot(str(node), graph.lat_e7[node] / 1e7, graph.lon_e7[node] / 1e7) for node in chosen]


def draw_county(path: Path) -> None:
    """Write a grid of roads of many classes, each bend moved at random, every node a crossing."""
    chance = np.random.default_rng(7)
    classes = ("primary", "secondary", "tertiary", "unclassified", "residential", "unclassified", "residential")
    with osmium.SimpleWriter(path, overwrite=True) as out:
        for row in range(SIDE):
            for column in range(SIDE):
                lat = 59.0 + SPACING_DEGREES * (row + 0.6 * chance.random())
                lon = 13.0 + 2 * SPACING_DEGREES * (column + 0.6 * chance.random())
                out.add_node(osmium.osm.mutable.Node(id=1 + row * SIDE + column, location=(lon, lat)))
        number = 0
        for line in range(SIDE):
            tags = {"highway": classes[line % len(classes)]}
            for nodes in (
                [1 + line * SIDE + column for column in range(SIDE)],
                [1 + row * SIDE + line for row in range(SIDE)],
            ):
                for first in range(0, SIDE - 1, 20):
                    number += 1
                    out.add_way(osmium.osm.mutable.Way(id=number, nodes=nodes[first : first + 21], tags=tags))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["agree", extract]:
            import tempfile

            with tempfile.TemporaryDirectory() as folder:
                agree(Path(extract), Path(folder))
        case ["county", folder]:
            Path(folder).mkdir(parents=True, exist_ok=True)
            county(Path(folder))
        case _:
            sys.exit(__doc__)
