"""The graph in use: replaced whole, or not at all."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from routing.roads.build import build
from routing.roads.errors import BadExtract, BadGraph
from routing.roads.speeds import read_speeds
from routing.roads.store import in_use, replace
from tests.routing.roads.maps import BUILT_AT, draw, fjord, graph_of

SPEEDS = read_speeds()
ROAD = {"highway": "primary"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "roads"
    build(fjord(tmp_path / "fjord.osm.pbf"), folder, SPEEDS, BUILT_AT)
    return folder


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return draw(tmp_path / "other.osm.pbf", {1: (0, 0), 2: (1, 0)}, [((1, 2), ROAD)])


def test_a_graph_says_where_it_comes_from(folder: Path) -> None:
    assert (in_use(folder).about.extract, in_use(folder).about.name) == ("fjord.osm.pbf", "osm 2026-11-20")


def test_a_new_graph_takes_the_place_of_the_old(folder: Path, other: Path) -> None:
    build(other, folder, SPEEDS, BUILT_AT)
    assert in_use(folder).about.extract == "other.osm.pbf"


def test_a_broken_extract_replaces_nothing(folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.osm.pbf"
    broken.write_bytes(b"")
    with pytest.raises(BadExtract):
        build(broken, folder, SPEEDS, BUILT_AT)
    assert in_use(folder).about.extract == "fjord.osm.pbf"


def test_what_ends_before_the_swap_replaces_nothing_and_leaves_nothing(folder: Path, other: Path) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    before = sorted(folder.rglob("*"))
    with pytest.raises(KeyboardInterrupt):
        replace(folder, graph_of(other), stop)
    assert sorted(folder.rglob("*")) == before


def test_who_reads_while_it_is_replaced_finds_a_whole_graph(folder: Path, other: Path) -> None:
    over = threading.Event()
    graphs = [graph_of(other), in_use(folder)]

    def swap() -> None:
        for turn in range(30):
            replace(folder, graphs[turn % 2])
        over.set()

    writer = threading.Thread(target=swap)
    writer.start()
    seen = {in_use(folder).nodes}
    while not over.is_set():
        seen.add(in_use(folder).nodes)
    writer.join()
    assert seen <= {graph.nodes for graph in graphs}


def test_a_graph_in_use_goes_on_after_it_was_replaced(folder: Path, other: Path) -> None:
    held = in_use(folder)
    for _ in range(3):
        build(other, folder, SPEEDS, BUILT_AT)
    assert int(held.milliseconds.min()) > 0


def test_only_the_graph_in_use_and_the_one_before_are_kept(folder: Path, other: Path) -> None:
    for _ in range(3):
        build(other, folder, SPEEDS, BUILT_AT)
    assert sum(entry.is_dir() for entry in folder.iterdir()) == 2


@pytest.mark.parametrize("name", ["about.json", "heads.npy", "part.npy"])
def test_a_damaged_graph_is_named_as_such(name: str, folder: Path) -> None:
    for file in folder.rglob(name):
        file.write_bytes(file.read_bytes()[:40])
    with pytest.raises(BadGraph):
        in_use(folder)


def test_a_folder_without_a_graph_has_none(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        in_use(tmp_path)
