"""The roads as a graph, in arrays that are read from disk only where they are looked at."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routing.roads.contract import Shortcuts, contract
from routing.roads.errors import BadGraph

ENGINE = "osm"
FORMAT = 2
ABOUT = "about.json"
FERRY, TOLL = 1, 2


@dataclass(frozen=True, slots=True)
class About:
    """Where a graph comes from.

    Attributes:
        extract: name of the file.
        data_date: ISO 8601 moment of the map; empty: the extract did not say.
        speeds: digest of the table of speeds.
        built_at: ISO 8601.
    """

    extract: str
    data_date: str
    speeds: str
    built_at: str
    format: int = FORMAT

    @property
    def name(self) -> str:
        """Engine and day of the map, as plans name it: "osm 2026-11-20"."""
        return f"{ENGINE} {datetime.fromisoformat(self.data_date).date().isoformat()}" if self.data_date else ENGINE


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and one-way edges between them; the edges of node n are those from `starts[n]` to `starts[n + 1]`.

    Between two nodes there is one edge at most in each direction, the fastest. No edge takes no time.

    Attributes:
        lat_e7, lon_e7: where nodes are, WGS 84, in 1e-7 degrees, shape (nodes,).
        part: how many nodes one can drive to and back from; 0 where no van stops, shape (nodes,).
        starts: shape (nodes + 1,).
        heads: the node to which an edge leads, shape (edges,).
        milliseconds, centimetres: of an edge, shape (edges,).
        kind: sum of FERRY and TOLL, shape (edges,).
        shortcuts: None: not made yet; `shortcuts_of` makes them.
    """

    lat_e7: NDArray[np.int32]
    lon_e7: NDArray[np.int32]
    part: NDArray[np.int32]
    starts: NDArray[np.int64]
    heads: NDArray[np.int32]
    milliseconds: NDArray[np.int32]
    centimetres: NDArray[np.int32]
    kind: NDArray[np.uint8]
    about: About
    shortcuts: Shortcuts | None = None

    @property
    def nodes(self) -> int:
        """How many there are."""
        return len(self.lat_e7)

    @property
    def edges(self) -> int:
        """How many there are, each direction counted."""
        return len(self.heads)


ARRAYS = tuple(part.name for part in fields(Graph) if part.name not in ("about", "shortcuts"))
SHORTCUTS = tuple(part.name for part in fields(Shortcuts))


def shortcuts_of(graph: Graph) -> Shortcuts:
    """The graph's shortcuts; made where they are missing."""
    if graph.shortcuts is not None:
        return graph.shortcuts
    return contract(
        np.array(graph.starts), np.array(graph.heads), np.array(graph.milliseconds), np.array(graph.centimetres)
    )


def save(graph: Graph, folder: Path) -> None:
    """Write a graph into an empty folder; `about.json` last, so that a folder without it is no graph."""
    for name in ARRAYS:
        np.save(folder / f"{name}.npy", getattr(graph, name), allow_pickle=False)
    short = shortcuts_of(graph)
    for name in SHORTCUTS:
        np.save(folder / f"{name}.npy", getattr(short, name), allow_pickle=False)
    (folder / ABOUT).write_text(json.dumps(asdict(graph.about), indent=1) + "\n", "utf-8")


def load(folder: Path) -> Graph:
    """Open a graph; its arrays are mapped, not read.

    Raises:
        BadGraph: a file is missing or damaged, or of another format.
    """
    try:
        about = About(**json.loads((folder / ABOUT).read_text("utf-8")))
        arrays: dict[str, Any] = {
            name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in (*ARRAYS, *SHORTCUTS)
        }
    except (OSError, ValueError, TypeError, EOFError) as wrong:
        raise BadGraph(folder=str(folder)) from wrong
    if about.format != FORMAT or not _fit(arrays):
        raise BadGraph(folder=str(folder))
    shortcuts = Shortcuts(**{name: arrays.pop(name) for name in SHORTCUTS})
    return Graph(**arrays, about=about, shortcuts=shortcuts)


def _fit(arrays: dict[str, Any]) -> bool:
    """Whether the arrays have the lengths that they should."""
    length = {name: len(array) for name, array in arrays.items()}
    nodes, edges, ups, downs = (length[name] for name in ("lat_e7", "heads", "up_heads", "down_tails"))
    same = (
        (nodes, ("lon_e7", "part", "core")),
        (edges, ("milliseconds", "centimetres", "kind")),
        (ups, ("up_edges",)),
        (downs, ("down_edges",)),
        (length["lefts"], ("rights", "weights")),
    )
    ends = {"starts": edges, "up_starts": ups, "down_starts": downs}
    return all(length[name] == nodes + 1 and arrays[name][-1] == end for name, end in ends.items()) and all(
        length[name] == wanted for wanted, names in same for name in names
    )
