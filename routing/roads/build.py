"""From an extract to the graph in use."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from routing.roads.assemble import assemble
from routing.roads.extract import read_extract
from routing.roads.graph import Graph
from routing.roads.speeds import Speeds
from routing.roads.store import in_use, replace


def build(extract: Path, folder: Path, speeds: Speeds, now: datetime) -> Graph:
    """Make a graph of an extract and put it into use.

    Args:
        folder: of the installation's roads; made where it is missing.

    Raises:
        BadExtract, NoRoads: nothing was replaced.
        OSError: the folder can't be written; nothing was replaced.
    """
    replace(folder, assemble(read_extract(extract, speeds), speeds, file=extract.name, built_at=now))
    return in_use(folder)
