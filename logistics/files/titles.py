"""Titles from a file into a collection: MARC 21 (ISO 2709 or MARCXML), or a list of ISBN and EAN numbers.

A list has a number on each line, and after it, where it is known, copies, title and creator, parted by semicolons or
tabs. A title that is left out is taken from where the network has it already; no live service is asked.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO, StringIO
from typing import TYPE_CHECKING
from xml.sax import ContentHandler, SAXException

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.files.faults import Wrong
from logistics.files.fields import integer, text
from logistics.files.spreadsheets import NotATable
from logistics.files.stock import BadStock, CellFault, fault_at
from logistics.holdings.collections import Collection, Part, PartKind
from logistics.holdings.contents import MOST_COPIES, add_part
from logistics.holdings.identifiers import has_wrong_check_digit

if TYPE_CHECKING:
    from pymarc import Record

MOST_TITLES = 5_000

KINDS = {
    "a": PartKind.BOOK,
    "t": PartKind.BOOK,
    "c": PartKind.SCORE,
    "d": PartKind.SCORE,
    "i": PartKind.RECORDING,
    "j": PartKind.RECORDING,
    "r": PartKind.EQUIPMENT,
}
"""Type of record, the sixth place of a MARC leader, to the kind of part; every other is a book."""

_ENDINGS = re.compile(r"[\s/:;,.=]+$")
_NUMBER = re.compile(r"[0-9][0-9Xx -]{7,16}")


@dataclass(frozen=True, slots=True)
class Title:
    """A title of the file.

    Attributes:
        row: the record or line, counted from 1.
        known: it is in the collection already, and is left as it is.
    """

    row: int
    identifier: str
    title: str
    creator: str = ""
    kind: PartKind = PartKind.BOOK
    copies: int = 1
    known: bool = False


def read_titles(session: Session, content: bytes, collection: Collection) -> list[Title]:
    """The titles of a file, those included that the collection has already.

    Raises:
        NotATable: it is neither MARC nor a list, or holds more than `MOST_TITLES`.
        BadStock: with every fault by record or line.
    """
    faults: list[CellFault] = []
    found = list(_read(content, faults))
    if len(found) > MOST_TITLES:
        raise NotATable(most_rows=MOST_TITLES)
    known = _known(session, collection.network_id, [title.identifier for title in found if not title.title])
    titles = [_completed(title, known) for title in found]
    faults.extend(fault for title in titles for fault in _faults(title))
    if not titles and not faults:
        faults.append(fault_at(1, "", "empty"))
    if faults:
        raise BadStock(faults)
    there = {plain(part.identifier) for part in collection.parts if part.identifier}
    return [replace(title, known=plain(title.identifier) in there) for title in titles]


def add_titles(session: Session, collection_id: str, titles: list[Title], *, by: Person) -> int:
    """Put titles into a collection, but those that it has; how many were put in.

    Raises:
        Whatever `logistics.holdings.contents.add_part` refuses.
    """
    new = [title for title in titles if not title.known]
    for title in new:
        add_part(
            session,
            collection_id,
            kind=title.kind,
            title=title.title,
            creator=title.creator,
            identifier=title.identifier,
            copies=title.copies,
            by=by,
        )
    return len(new)


def plain(identifier: str) -> str:
    """A number without hyphens and spaces, as it is compared."""
    return re.sub(r"[ -]", "", identifier.upper())


def _read(content: bytes, faults: list[CellFault]) -> Iterator[Title]:
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return _from_records(_xml_records(content), faults)
    if re.match(rb"[0-9]{5}[a-z ]", content) and b"\x1e" in content:
        return _from_records(_iso_records(content), faults)
    return _from_lines(content, faults)


def _iso_records(content: bytes) -> list[Record | None]:
    from pymarc import MARCReader  # takes a while, and only who has such a file needs it

    return list(MARCReader(content, to_unicode=True, permissive=True))


def _xml_records(content: bytes) -> list[Record | None]:
    from defusedxml import DefusedXmlException  # type: ignore[import-untyped]  # defusedxml carries no types
    from defusedxml import sax as safe_sax
    from pymarc import parse_xml_to_array

    try:
        # Looked through first by a parser that refuses entities, with which a small file grows without end.
        safe_sax.parseString(content, ContentHandler())
        return list(parse_xml_to_array(BytesIO(content)))
    except (SAXException, DefusedXmlException, ValueError, KeyError) as fault:
        raise NotATable(most_rows=MOST_TITLES) from fault


def _from_records(records: list[Record | None], faults: list[CellFault]) -> Iterator[Title]:
    for number, record in enumerate(records, start=1):
        if record is None:
            faults.append(fault_at(number, "", "bad-record"))
            continue
        leader = str(record.leader)
        yield Title(
            number,
            _identifier(record),
            _ENDINGS.sub("", record.title or "")[:300],
            _ENDINGS.sub("", record.author or "")[:200],
            KINDS.get(leader[6:7], PartKind.BOOK),
        )


def _identifier(record: Record) -> str:
    """ISBN (020), else ISMN or EAN (024)."""
    if record.isbn:
        return str(record.isbn)[:40]
    for field in record.get_fields("024"):
        if field.indicators and field.indicators[0] in "23" and field.get("a"):
            return str(field["a"]).strip()[:40]
    return ""


def _from_lines(content: bytes, faults: list[CellFault]) -> Iterator[Title]:
    try:
        said = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        said = content.decode("cp1252", errors="replace")
    if "\x00" in said:
        raise NotATable(most_rows=MOST_TITLES)
    delimiter = "\t" if said.count("\t") > said.count(";") else ";"
    try:
        lines = list(csv.reader(StringIO(said, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as fault:
        raise NotATable(most_rows=MOST_TITLES) from fault
    for row, line in enumerate(lines, start=1):
        cells = [cell.strip() for cell in line] + [""] * 4
        if not any(cells):
            continue
        if not _NUMBER.fullmatch(cells[0]):
            faults.append(fault_at(row, "identifier", "bad-format", value=cells[0][:40], example="9789129688313"))
            continue
        copies = _copies(row, cells[1], faults)
        yield Title(row, cells[0], cells[2], cells[3], copies=copies)


def _copies(row: int, cell: str, faults: list[CellFault]) -> int:
    try:
        return int(integer(1, MOST_COPIES)(int(cell) if cell.isascii() and cell.isdigit() else cell or 1))
    except Wrong as wrong:
        faults.append(fault_at(row, "copies", wrong.code, **wrong.facts))
        return 1


def _known(session: Session, network_id: str, numbers: list[str]) -> Mapping[str, Part]:
    """Parts of the network that have such a number, however it is hyphened."""
    wanted = {plain(number) for number in numbers}
    if not wanted:
        return {}
    parts = session.scalars(
        select(Part).join(Part.collection).where(Collection.network_id == network_id, Part.identifier != "")
    )
    return {plain(part.identifier): part for part in parts if plain(part.identifier) in wanted}


def _completed(title: Title, known: Mapping[str, Part]) -> Title:
    same = known.get(plain(title.identifier))
    if title.title or same is None:
        return title
    return replace(title, title=same.title, creator=title.creator or same.creator, kind=same.kind)


def _faults(title: Title) -> Iterator[CellFault]:
    if has_wrong_check_digit(title.identifier):
        yield fault_at(title.row, "identifier", "bad-check-digit", value=title.identifier)
    if not title.title:
        yield fault_at(title.row, "title", "unknown-title", value=title.identifier or "–")
    for column, value, most in (("title", title.title, 300), ("creator", title.creator, 200)):
        try:
            text(most, least=0)(value)
        except Wrong as wrong:
            yield fault_at(title.row, column, wrong.code, **wrong.facts)
