"""The graph in use, in a folder of the installation: replaced whole or not at all.

Each graph has a folder of its own; the file `current` names the one in use and is replaced in one step. Who has a graph
open keeps it: its files are gone from the folder only, not from under the reader.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from routing.roads.errors import BadGraph
from routing.roads.graph import Graph, load, save

CURRENT = "current"
LOCK = "lock"
TRIES = 3


def replace(folder: Path, graph: Graph, before_swap: Callable[[], None] = lambda: None) -> None:
    """Put a graph into use. Whoever comes while another does so waits.

    Args:
        before_swap: called once everything is written and nothing is replaced.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder):
        name = uuid4().hex
        (folder / name).mkdir()
        try:
            save(graph, folder / name)
            before_swap()
            before = _named(folder)
            draft = folder / f"{CURRENT}.new"
            with draft.open("w", encoding="utf-8") as file:
                file.write(name)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(folder / CURRENT)
        except BaseException:
            shutil.rmtree(folder / name, ignore_errors=True)
            raise
        # The one before stays for those who have just read its name.
        for other in folder.iterdir():
            if other.is_dir() and other.name not in (name, before):
                shutil.rmtree(other, ignore_errors=True)


def in_use(folder: Path) -> Graph:
    """The graph in use.

    Raises:
        FileNotFoundError: there is none.
        BadGraph: it is damaged.
    """
    for attempt in range(TRIES):
        name = _named(folder)
        if name is None:
            raise FileNotFoundError(folder / CURRENT)
        try:
            return load(folder / name)
        except BadGraph:
            if attempt == TRIES - 1 or _named(folder) == name:
                raise
    raise BadGraph(folder=str(folder))


def _named(folder: Path) -> str | None:
    try:
        return (folder / CURRENT).read_text("utf-8").strip() or None
    except FileNotFoundError:
        return None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
