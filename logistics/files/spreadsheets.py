"""Tables as CSV and XLSX, both ways: rows of text cells by the name of their column, nothing that a program runs.

A spreadsheet takes a cell that begins with = + - @, a tab or a line break for a formula, also in a CSV file somebody
else has filled. Such a text is written with an apostrophe before it, as spreadsheets do themselves, and read without.

Source: OWASP, CSV Injection.
"""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from io import BytesIO, StringIO

from logistics.errors import LogisticsError

MOST_ROWS = 50_000
MOST_BYTES_UNPACKED = 100 * 1024 * 1024
"""An XLSX file is a ZIP archive, and a small one may unpack to any size."""

_RISKY = re.compile(r"'*[=+\-@\t\r\n]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n]")
_DELIMITERS = ";\t,"


class TableFormat(Enum):
    """How a table is written."""

    CSV = "csv"
    XLSX = "xlsx"


class NotATable(LogisticsError):
    """The file can't be read as CSV or XLSX, or is too large. Facts: `most_rows`."""

    code = "not-a-table"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        number: as a spreadsheet counts, the heading being 1.
        cells: text by the name of its column, without blanks around it; "" where nothing stands.
    """

    number: int
    cells: dict[str, str]


def read_table(content: bytes) -> tuple[list[str], list[Row]]:
    """The columns of the heading, and the rows that are not empty.

    Args:
        content: an XLSX file, of which the first sheet counts, or CSV with commas, semicolons or tabs, in UTF-8 or
            in the Windows letters of Nordic spreadsheets.

    Raises:
        NotATable: it is neither, or larger than `MOST_ROWS`.
    """
    lines = _xlsx_lines(content) if content[:4] == b"PK\x03\x04" else _csv_lines(content)
    columns: list[str] = []
    rows: list[Row] = []
    try:
        for number, line in enumerate(lines, start=1):
            if number > MOST_ROWS + 1:
                raise NotATable(most_rows=MOST_ROWS)
            texts = [_unguarded(cell.strip()) for cell in line]
            if not columns:
                columns = [text.casefold() for text in texts]
            elif any(texts):
                cells = dict(zip(columns, texts, strict=False))
                rows.append(Row(number, {column: cells.get(column, "") for column in columns}))
    except (csv.Error, zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError) as fault:
        raise NotATable(most_rows=MOST_ROWS) from fault
    return [column for column in columns if column], rows


def write_table(columns: Sequence[str], rows: Iterable[Mapping[str, str | int]], form: TableFormat) -> bytes:
    """A table as a file; a column that a row lacks stays empty.

    CSV is UTF-8 with a mark at its beginning, without which spreadsheets take å for Ã¥.
    """
    lines = [[_written(row.get(column, "")) for column in columns] for row in rows]
    return _xlsx(columns, lines) if form is TableFormat.XLSX else _csv(columns, lines)


def _written(value: str | int) -> str | int:
    return f"'{value}" if isinstance(value, str) and _RISKY.match(value) else value


def _unguarded(text: str) -> str:
    return text[1:] if _GUARDED.match(text) else text


def _csv(columns: Sequence[str], lines: list[list[str | int]]) -> bytes:
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=";")
    writer.writerow(columns)
    writer.writerows(lines)
    return file.getvalue().encode("utf-8-sig")


def _xlsx(columns: Sequence[str], lines: list[list[str | int]]) -> bytes:
    from openpyxl import Workbook  # type: ignore[import-untyped]  # openpyxl carries no types
    from openpyxl.styles import Font  # type: ignore[import-untyped]

    book = Workbook()
    sheet = book.active
    sheet.append(list(columns))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for number, line in enumerate(lines, start=2):
        for place, value in enumerate(line, start=1):
            if value != "":
                cell = sheet.cell(number, place, value)
                if isinstance(value, str):
                    cell.data_type = "s"  # openpyxl takes what begins with = for a formula
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _csv_lines(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise NotATable(most_rows=MOST_ROWS)
    heading = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=heading.count)
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _xlsx_lines(content: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook  # takes a while, and only who has such a file needs it

    with zipfile.ZipFile(BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES_UNPACKED:
            raise NotATable(most_rows=MOST_ROWS)
    book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    try:
        for line in book.worksheets[0].iter_rows(values_only=True):
            yield [_text_of(value) for value in line]
    finally:
        book.close()


def _text_of(value: object) -> str:
    """What a cell shows, as somebody would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
