"""A network's file once it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from logistics.files.chapters import LISTS


@dataclass(frozen=True)
class Entry:
    """One table of the file: where it stood, and its values by the keys of its chapter."""

    path: str
    values: dict[str, Any]


@dataclass
class Document:
    """The network's own table, and the entries of each chapter in the order of the file."""

    network: dict[str, Any] = field(default_factory=dict)
    entries: dict[str, list[Entry]] = field(default_factory=lambda: {chapter: [] for chapter in LISTS})
