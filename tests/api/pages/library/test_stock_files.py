"""Collections taken home as a file, and stored from one after a look."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from sqlalchemy import func, select

from logistics.database import Sessions
from logistics.holdings.collections import Collection, Part
from tests.api.pages.conftest import Visitor

HEADING = "code;home;kind;title;crates;weight_grams;part_title;copies\n"
ROW = "KS-1;north;class-set;Mio, min Mio;2;9000;Mio, min Mio;30\n"


def sent(owner: Visitor, path: str, content: bytes) -> str:
    return owner.post(path, file=(BytesIO(content), "file.csv")).text


def count(sessions: Sessions, table: type[Collection] | type[Part]) -> int:
    with sessions() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def kept(page: str) -> str:
    found = re.search(r'name="kept" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_a_table_is_looked_through_before_it_is_stored(owner: Visitor, sessions: Sessions) -> None:
    page = sent(owner, "/library/shelves/import", (HEADING + ROW).encode())
    assert "What it would change" in page
    assert count(sessions, Collection) == 1
    assert "1 collection is stored." in owner.post("/library/shelves/import", kept=kept(page), store="yes").text
    assert count(sessions, Collection) == 2


def test_faults_are_shown_by_row_and_column(owner: Visitor, sessions: Sessions) -> None:
    page = sent(owner, "/library/shelves/import", (HEADING + ROW + "KS-2;nowhere;cake;;0;1;;\n").encode())
    assert "The file has 3 faults; nothing was stored." in page
    assert count(sessions, Collection) == 1


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_was_taken_home_changes_nothing(owner: Visitor, form: str) -> None:
    file = owner.get(f"/library/shelves/export.{form}")
    assert "attachment" in file.headers["Content-Disposition"]
    assert "there is nothing to store" in sent(owner, "/library/shelves/import", file.data)


@pytest.mark.parametrize("fields", [{}, {"kept": "no file"}, {"file": (BytesIO(b""), "")}])
def test_no_file_is_told_by_its_field(owner: Visitor, fields: dict[str, str]) -> None:
    assert 'id="file-error"' in owner.post("/library/shelves/import", **fields).text


def test_titles_are_looked_through_and_put_in(owner: Visitor, sessions: Sessions) -> None:
    page = sent(owner, "/library/shelves/crate/titles", b"9789129688313;30;Mio, min Mio")
    assert "1 title in the file" in page
    assert "1 title is put in." in owner.post("/library/shelves/crate/titles", kept=kept(page), store="yes").text
    assert count(sessions, Part) == 3


def test_faults_of_titles_are_shown_by_line(owner: Visitor) -> None:
    page = sent(owner, "/library/shelves/crate/titles", b"9789129688313")
    assert "nobody knows its title" in page


def test_anothers_collection_gets_no_titles(borrower: Visitor, sessions: Sessions) -> None:
    sent(borrower, "/library/shelves/crate/titles", b"9789129688313;30;Mio, min Mio")
    assert count(sessions, Part) == 2
