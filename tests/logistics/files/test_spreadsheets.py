"""Tables as CSV and XLSX: the same after a way out and in, and never a formula."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook  # type: ignore[import-untyped]

from logistics.files.spreadsheets import NotATable, TableFormat, read_table, write_table

TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("=+-@'\";,\t"), min_size=1, max_size=30
).map(str.strip)


@pytest.mark.parametrize("form", TableFormat)
@given(rows=st.lists(st.lists(TEXTS, min_size=2, max_size=2).filter(any), min_size=1, max_size=5))
def test_what_is_written_is_read(form: TableFormat, rows: list[list[str]]) -> None:
    written = write_table(["a", "b"], [{"a": row[0], "b": row[1]} for row in rows], form)
    _, read = read_table(written)
    assert [[row.cells["a"], row.cells["b"]] for row in read] == rows


@pytest.mark.parametrize("form", TableFormat)
@pytest.mark.parametrize("text", ["=1+1", "+46 70", "-1", "@SUM(A1)", "'=1", "\t=1"])
def test_no_cell_begins_like_a_formula(form: TableFormat, text: str) -> None:
    written = write_table(["a"], [{"a": text}], form)
    if form is TableFormat.CSV:
        cell = written.decode("utf-8-sig").splitlines()[1].strip('"')
    else:
        sheet = load_workbook(BytesIO(written)).active
        assert sheet["A2"].data_type == "s"
        cell = sheet["A2"].value
    assert cell[0] == "'"


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_read_with_any_usual_delimiter(delimiter: str) -> None:
    columns, rows = read_table(f"code{delimiter}Title\nBK-1{delimiter}Å".encode())
    assert (columns, rows[0].cells) == (["code", "title"], {"code": "BK-1", "title": "Å"})


def test_csv_in_windows_letters_is_read() -> None:
    _, rows = read_table("title\nÅäö".encode("cp1252"))
    assert rows[0].cells["title"] == "Åäö"


def test_rows_are_counted_as_a_spreadsheet_does() -> None:
    _, rows = read_table(b"a;b\n1;2\n;\n3;4\n")
    assert [row.number for row in rows] == [2, 4]


@pytest.mark.parametrize("content", [b"PK\x03\x04 no archive", b"\x00\x01\x02", b'a;b\n"1;2'])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(NotATable):
        read_table(content)


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a", "b")
    with pytest.raises(NotATable):
        read_table(file.getvalue())


def test_numbers_and_answers_of_a_workbook_are_read_as_typed() -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["a", "b", "c"])
    book.active.append([3.0, True, 129.5])
    file = BytesIO()
    book.save(file)
    _, rows = read_table(file.getvalue())
    assert rows[0].cells == {"a": "3", "b": "yes", "c": "129.5"}
