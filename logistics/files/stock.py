"""Collections with their contents as a table: read with every fault told by row and column, and written.

What is written and read again is the same: an export that nobody has touched changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from logistics.errors import LogisticsError
from logistics.files.faults import Fault, Wrong
from logistics.files.spreadsheets import Row, TableFormat, read_table, write_table
from logistics.files.stock_columns import CODE, CODE_CELL, COLLECTION, COLUMNS, NEEDED, PART, Column, written
from logistics.holdings.collections import Collection
from logistics.holdings.identifiers import has_wrong_check_digit


@dataclass(frozen=True)
class CellFault(Fault):
    """What is wrong with a cell, or with a row or the heading where `column` is "" or `row` is 1."""

    row: int = 1
    column: str = ""


class BadStock(LogisticsError):
    """The table can't be stored, and nothing of it was. Facts: `count`."""

    code = "bad-stock"

    def __init__(self, faults: list[CellFault]) -> None:
        super().__init__(count=len(faults))
        self.faults = tuple(
            sorted(
                faults, key=lambda fault: (fault.row, COLUMNS.index(fault.column) if fault.column in COLUMNS else -1)
            )
        )


@dataclass
class StockEntry:
    """A collection as the table has it.

    Attributes:
        row: where it begins.
        values: by the names of the database, `home` as it stands there.
        parts: values of each part, by the names of the database; `row` where each stands.
    """

    row: int
    code: str
    values: dict[str, Any]
    parts: list[dict[str, Any]] = field(default_factory=list)
    part_rows: list[int] = field(default_factory=list)


def read_stock(content: bytes) -> list[StockEntry]:
    """The collections of a table, each sound in itself.

    Raises:
        NotATable: the file can't be read.
        BadStock: with every fault that shows without looking into the database.
    """
    columns, rows = read_table(content)
    faults = list(_heading(columns))
    entries: dict[str, StockEntry] = {}
    code = ""
    for row in rows if not faults else ():
        code = (row.cells.get(CODE) or code).upper()
        entry = entries.get(code)
        if entry is None:
            code = _read(CODE_CELL, CODE, Row(row.number, {CODE: code}), faults) or ""
            entry = entries[code] = StockEntry(row.number, code, dict(_values(COLLECTION, row, faults)))
            _check_spans(entry, faults)
        else:
            faults.extend(_contradictions(entry, row))
        if any(row.cells.get(column) for column in PART):
            entry.parts.append(dict(_values(PART, row, faults)))
            entry.part_rows.append(row.number)
    for entry in entries.values():
        faults.extend(_parts(entry))
    if not rows and not faults:
        faults.append(fault_at(1, "", "empty"))
    if faults:
        raise BadStock(faults)
    return list(entries.values())


def write_stock(collections: Iterable[Collection], form: TableFormat) -> bytes:
    """Collections with their contents as a table, in the order given."""
    return write_table(COLUMNS, _rows(collections), form)


def fault_at(row: int, column: str, code: str, **facts: object) -> CellFault:
    """A fault of a cell."""
    return CellFault(f"{row}:{column}", code, facts, row=row, column=column)


def _heading(columns: list[str]) -> Iterator[CellFault]:
    for column in columns:
        if column not in COLUMNS:
            yield fault_at(1, column, "unknown-key")
        elif columns.count(column) > 1:
            yield fault_at(1, column, "duplicate", value=column)
    for column in (CODE, *(name for name, cell in COLLECTION.items() if cell.empty is NEEDED)):
        if column not in columns:
            yield fault_at(1, column, "missing")


def _values(columns: Mapping[str, Column], row: Row, faults: list[CellFault]) -> Iterator[tuple[str, Any]]:
    for name, column in columns.items():
        yield column.attribute or name, _read(column, name, row, faults)


def _read(column: Column, name: str, row: Row, faults: list[CellFault]) -> Any:
    cell = row.cells.get(name, "")
    if cell == "":
        if column.empty is NEEDED:
            faults.append(fault_at(row.number, name, "missing"))
            return None
        return column.empty
    try:
        return column.read(cell)
    except Wrong as wrong:
        faults.append(fault_at(row.number, name, wrong.code, **wrong.facts))
        return None


def _contradictions(entry: StockEntry, row: Row) -> Iterator[CellFault]:
    """Cells of a later row that say something else of the collection than its first row."""
    for name, column in COLLECTION.items():
        cell = row.cells.get(name, "")
        if cell == "":
            continue
        try:
            said = column.read(cell)
        except Wrong as wrong:
            yield fault_at(row.number, name, wrong.code, **wrong.facts)
            continue
        if said != entry.values[name]:
            yield fault_at(row.number, name, "contradicts", value=cell, line=entry.row)


def _check_spans(entry: StockEntry, faults: list[CellFault]) -> None:
    for span in ("age", "grade"):
        first, last = entry.values[f"{span}_from"], entry.values[f"{span}_to"]
        if None not in (first, last) and first > last:
            faults.append(fault_at(entry.row, f"{span}_to", "ends-before-it-begins", value=last))


def _parts(entry: StockEntry) -> Iterator[CellFault]:
    """Number the parts that have no number, and tell what is wrong between them."""
    taken = {part["position"] for part in entry.parts if part["position"] is not None}
    highest = max(taken, default=0)
    seen: set[int] = set()
    for part, row in zip(entry.parts, entry.part_rows, strict=True):
        if part["position"] is None:
            highest += 1
            part["position"] = highest
        if part["position"] in seen:
            yield fault_at(row, "part", "duplicate", value=part["position"])
        seen.add(part["position"])
        if has_wrong_check_digit(part["identifier"] or ""):
            yield fault_at(row, "identifier", "bad-check-digit", value=part["identifier"])
    top = {part["position"] for part in entry.parts if part["within"] is None}
    holders = {part["within"] for part in entry.parts}
    for part, row in zip(entry.parts, entry.part_rows, strict=True):
        if part["within"] is None:
            continue
        if part["within"] not in seen or part["within"] == part["position"]:
            yield fault_at(row, "within", "unknown-reference", value=part["within"])
        elif part["within"] not in top or part["position"] in holders:
            yield fault_at(row, "within", "nested-too-deep", value=part["within"])


def _rows(collections: Iterable[Collection]) -> Iterator[dict[str, str | int]]:
    for collection in collections:
        first: dict[str, str | int] = {CODE: collection.code}
        for name in COLLECTION:
            value = collection.home_id if name == "home" else getattr(collection, name)
            first[name] = written(name, value)
        if not collection.parts:
            yield first
        for part in collection.parts:
            cells = {name: written(name, getattr(part, column.attribute or name)) for name, column in PART.items()}
            yield first | cells
            first = {CODE: collection.code}
