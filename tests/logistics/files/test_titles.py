"""Titles from MARC files and lists of numbers."""

from __future__ import annotations

import pytest
from pymarc import Field, Indicators, Record, Subfield, record_to_xml
from sqlalchemy.orm import Session

from logistics.files.spreadsheets import NotATable
from logistics.files.stock import BadStock
from logistics.files.titles import Title, add_titles, read_titles
from logistics.holdings.collections import PartKind
from tests.logistics.conftest import World

MIO = "9789129688313"


def a_record(title: str = "Mio, min Mio /", kind: str = "a", isbn: str = MIO) -> Record:
    record = Record(force_utf8=True)
    record.leader = record.leader[:6] + kind + record.leader[7:]  # type: ignore[assignment]
    record.add_field(
        Field("020", Indicators(" ", " "), [Subfield("a", isbn)]),
        Field("100", Indicators("1", " "), [Subfield("a", "Lindgren, Astrid,")]),
        Field("245", Indicators("1", "0"), [Subfield("a", title)]),
    )
    return record


def xml(*records: Record) -> bytes:
    inner = b"".join(record_to_xml(record) for record in records)
    return b'<collection xmlns="http://www.loc.gov/MARC21/slim">' + inner + b"</collection>"


def read(session: Session, world: World, content: bytes) -> list[Title]:
    return read_titles(session, content, world.crate)


def faults(session: Session, world: World, content: bytes) -> list[tuple[int, str, str]]:
    with pytest.raises(BadStock) as refused:
        read(session, world, content)
    return [(fault.row, fault.column, fault.code) for fault in refused.value.faults]


@pytest.mark.parametrize("write", [lambda *records: b"".join(r.as_marc() for r in records), xml], ids=["iso", "xml"])
def test_marc_records_give_titles(session: Session, world: World, write: object) -> None:
    content = write(a_record(), a_record("Vårsång", "c", ""))  # type: ignore[operator]
    assert read(session, world, content) == [
        Title(1, MIO, "Mio, min Mio", "Lindgren, Astrid", PartKind.BOOK),
        Title(2, "", "Vårsång", "Lindgren, Astrid", PartKind.SCORE),
    ]


def test_a_broken_record_is_told_by_its_number(session: Session, world: World) -> None:
    whole = a_record().as_marc()
    assert faults(session, world, whole + b"00099" + whole[5:40] + b"\x1d")[0] == (2, "", "bad-record")


def test_a_record_without_a_title_is_told(session: Session, world: World) -> None:
    assert faults(session, world, xml(a_record("", isbn=""))) == [(1, "title", "unknown-title")]


def test_xml_with_entities_is_refused(session: Session, world: World) -> None:
    with pytest.raises(NotATable):
        read(session, world, b'<!DOCTYPE c [<!ENTITY a "aaaa">]><collection>&a;</collection>')


def test_a_list_gives_titles(session: Session, world: World) -> None:
    assert read(session, world, f"{MIO};30;Mio, min Mio;Astrid Lindgren\n".encode()) == [
        Title(1, MIO, "Mio, min Mio", "Astrid Lindgren", copies=30)
    ]


def test_a_number_alone_gets_its_title_from_the_network(session: Session, world: World) -> None:
    world.crate.parts[0].identifier, world.crate.parts[0].title = "978-91-29-68831-3", "Mio, min Mio"
    session.flush()
    (title,) = read(session, world, MIO.encode())
    assert (title.title, title.known) == ("Mio, min Mio", True)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (MIO, (1, "title", "unknown-title")),
        ("9789129688314;1;Mio", (1, "identifier", "bad-check-digit")),
        ("no number;1;Mio", (1, "identifier", "bad-format")),
        (f"{MIO};none;Mio", (1, "copies", "wrong-type")),
        (f"{MIO};0;Mio", (1, "copies", "too-small")),
        ("", (1, "", "empty")),
    ],
)
def test_a_bad_line_is_told(session: Session, world: World, line: str, fault: tuple[int, str, str]) -> None:
    assert fault in faults(session, world, line.encode())


def test_titles_are_put_in_once(session: Session, world: World) -> None:
    content = f"{MIO};30;Mio, min Mio".encode()
    for put_in in (1, 0):
        assert add_titles(session, "crate", read(session, world, content), by=world.owner) == put_in
    assert [(part.title, part.copies) for part in world.crate.parts][2:] == [("Mio, min Mio", 30)]
