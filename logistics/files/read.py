"""From TOML to a checked document."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from logistics.files.chapters import HOLDER, LISTS, NETWORK, PART
from logistics.files.checks import check
from logistics.files.document import Document, Entry
from logistics.files.faults import BadNetwork, Fault, Wrong
from logistics.files.fields import Field, read_table, text

_FILE_NAME = text(100, pattern=r"[\w-]+\.toml", example="varmland-music.toml")


def read_network(source: str | Path, *, today: date) -> Document:
    """Read and check a network's file.

    Args:
        source: the TOML itself, or the path of a file; its `include` names files beside it with more entries.
        today: no count of inhabitants can be younger.

    Raises:
        BadNetwork: with every fault; those between entries are looked for once each entry is right in itself.
    """
    faults: list[Fault] = []
    document = Document()
    for prefix, table in _tables(source, faults):
        _read_chapters(table, prefix, document, faults)
    if not faults:
        faults = check(document, today)
    if faults:
        raise BadNetwork(faults)
    return document


def _tables(source: str | Path, faults: list[Fault]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What the file and those it includes hold, each with the prefix of its paths."""
    table = _parse(source, "", faults)
    if table is None:
        return
    names = table.pop("include", []) if isinstance(source, Path) else []
    yield "", table
    if not isinstance(names, list):
        faults.append(Fault("include", "wrong-type", {"wanted": "array"}))
        return
    for position, name in enumerate(names):
        try:
            beside = _FILE_NAME(name)
        except Wrong as wrong:
            faults.append(Fault(f"include[{position}]", wrong.code, wrong.facts))
            continue
        included = _parse(Path(source).parent / beside, f"{beside}: ", faults)
        if included is not None:
            yield f"{beside}: ", included


def _parse(source: str | Path, prefix: str, faults: list[Fault]) -> dict[str, Any] | None:
    try:
        return tomllib.loads(source.read_text("utf-8") if isinstance(source, Path) else source)
    except (tomllib.TOMLDecodeError, RecursionError) as wrong:
        where = re.search(r"line (\d+)", str(wrong))
        faults.append(Fault(prefix, "not-toml", {"line": int(where[1])} if where else {}))
    except (OSError, UnicodeDecodeError) as wrong:
        faults.append(Fault(prefix, "unreadable", {"value": str(source), "why": type(wrong).__name__}))
    return None


def _read_chapters(table: dict[str, Any], prefix: str, document: Document, faults: list[Fault]) -> None:
    included = prefix != ""
    known = LISTS.keys() if included else {"network", *LISTS}
    faults.extend(Fault(f"{prefix}{key}", "unknown-key") for key in table if key not in known)
    if not included and "network" not in table:
        faults.append(Fault("network", "missing"))
    elif not included:
        document.network = read_table(table["network"], NETWORK, "network", faults)
    for chapter, fields in LISTS.items():
        rows = table.get(chapter, [])
        if not isinstance(rows, list):
            faults.append(Fault(f"{prefix}{chapter}", "wrong-type", {"wanted": "array"}))
            continue
        for position, row in enumerate(rows):
            path = f"{prefix}{chapter}[{position}]"
            values = read_table(row, fields, path, faults)
            if "parts" in values:
                values["parts"] = _read_parts(values["parts"], f"{path}.parts", faults)
            document.entries[chapter].append(Entry(path, values))


def _read_parts(
    rows: object, path: str, faults: list[Fault], fields: dict[str, Field] = HOLDER
) -> list[dict[str, Any]]:
    if not isinstance(rows, list | tuple):
        faults.append(Fault(path, "wrong-type", {"wanted": "array"}))
        return []
    parts = []
    for position, row in enumerate(rows):
        values = read_table(row, fields, f"{path}[{position}]", faults)
        if "parts" in values:
            values["parts"] = _read_parts(values["parts"], f"{path}[{position}].parts", faults, PART)
        parts.append(values)
    return parts
