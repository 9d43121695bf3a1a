"""Libraries from a national register's file: BaseBibliotek's XML (Norway), or a table with Libris's columns (Sweden).

A row that is at fault is named and passed over: in a register of a country others stand on their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]  # defusedxml carries no types
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from logistics.errors import LogisticsError
from logistics.files.spreadsheets import read_table

LONGEST_NAME, LONGEST_ADDRESS = 120, 200
ISIL = re.compile(r"[A-Z]{2}-[A-Za-z0-9:/-]{1,13}")
"""Source: ISO 15511."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("inst", "namn", "name", "bibliotek", "library", "navn"),
    "isil": ("isil",),
    "sigel": ("sigel", "sigill", "sigla"),
    "number": ("bibnr", "biblioteksnummer", "library_number"),
    "municipality": ("kommnr", "kommunekode", "kommunkod", "kommun_kod", "municipality_code", "kommunnummer"),
    "street": ("vadr", "padr", "adress", "besöksadress", "address", "adresse", "gatuadress"),
    "post_code": ("vpostnr", "ppostnr", "postnummer", "postnr", "zip_code"),
    "town": ("vpoststed", "ppoststed", "ort", "postort", "city", "poststed"),
    "lat": ("lat", "latitud", "latitude", "breddgrad", "breddegrad"),
    "lon": ("lon", "lng", "longitud", "longitude", "längdgrad", "lengdegrad"),
    "both": ("lat_lon", "latlon", "koordinater", "coordinates"),
    "closed": ("stengt", "nedlagd", "closed", "stängd"),
}
"""What is wanted, and what the registers call it; of several the first that says anything counts."""


class NotARegister(LogisticsError):
    """The file is neither XML with records nor a table with a name of libraries in it."""

    code = "not-a-register"


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with a row: a code, and what stood there."""

    row: int
    name: str
    code: str
    value: str


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A library as the register has it.

    Attributes:
        row: of the table, or number of the record, from 1.
        number: seven digits; None: it has none.
        municipality: official code; "": not said.
        where: latitude and longitude, degrees, WGS 84; None: not said.
    """

    row: int
    name: str
    isil: str | None
    number: str | None
    municipality: str
    address: str
    where: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Register:
    """What a file holds: libraries that are open, faults by row, and how many are closed for good."""

    entries: tuple[RegisterEntry, ...]
    faults: tuple[RowFault, ...]
    closed: int


def read_register(content: bytes) -> Register:
    """Read a register's file.

    Raises:
        NotARegister: it is none.
        NotATable: it is no XML, and no table either.
    """
    rows = list(_records(content) if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else _lines(content))
    entries: list[RegisterEntry] = []
    faults: list[RowFault] = []
    closed = 0
    for number, cells in rows:
        if _of(cells, "closed").casefold() in ("j", "ja", "y", "yes", "x", "1", "true", "u"):
            closed += 1
            continue
        entry = _entry(number, cells)
        if isinstance(entry, RowFault):
            faults.append(entry)
        else:
            entries.append(entry)
    return Register(tuple(entries), tuple(faults), closed)


def _records(content: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The records of an XML file; entities, which could read other files or never end, are refused."""
    try:
        tree: Element = fromstring(content)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as odd:
        raise NotARegister from odd
    records = [element for element in tree.iter() if _local(element) == "record"]
    if not records:
        raise NotARegister
    for number, record in enumerate(records, start=1):
        yield number, {_local(child): " ".join((child.text or "").split()) for child in record if child.text}


def _local(element: Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2].casefold()


def _lines(content: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    columns, rows = read_table(content)
    if not set(columns) & set(COLUMNS["name"]):
        raise NotARegister
    return ((row.number, row.cells) for row in rows)


def _of(cells: Mapping[str, str], what: str) -> str:
    return next((cells[name] for name in COLUMNS[what] if cells.get(name)), "").strip()


def _entry(number: int, cells: Mapping[str, str]) -> RegisterEntry | RowFault:
    name = _of(cells, "name")[:LONGEST_NAME]

    def fault(code: str, value: str) -> RowFault:
        return RowFault(number, name, code, value[:LONGEST_NAME])

    if not name:
        return fault("no-name", "")
    sigel = _of(cells, "sigel")
    isil = _of(cells, "isil") or (f"SE-{sigel}" if sigel else "")
    if isil and not ISIL.fullmatch(isil):
        return fault("bad-isil", isil)
    digits = _of(cells, "number").replace(" ", "")
    if digits and not re.fullmatch(r"\d{7}", digits):
        return fault("bad-library-number", digits)
    where = _where(cells)
    if where == BAD:
        return fault("bad-coordinates", _of(cells, "both") or f"{_of(cells, 'lat')} {_of(cells, 'lon')}")
    town = " ".join(filter(None, (_of(cells, "post_code"), _of(cells, "town"))))
    return RegisterEntry(
        row=number,
        name=name,
        isil=isil or None,
        number=digits or None,
        municipality=_of(cells, "municipality"),
        address=", ".join(filter(None, (_of(cells, "street"), town)))[:LONGEST_ADDRESS],
        where=where,
    )


BAD = (float("inf"), float("inf"))


def _where(cells: Mapping[str, str]) -> tuple[float, float] | None:
    """Latitude and longitude; None: not said; `BAD`: said, and not to be read."""
    both = re.findall(r"-?\d+(?:[.,]\d+)?", _of(cells, "both").replace(", ", " ").replace(";", " "))
    if len(both) == 1 and both[0].count(",") == 1:
        both = both[0].split(",")
    texts: Iterable[str] = both or [part for part in (_of(cells, "lat"), _of(cells, "lon")) if part]
    numbers = [text.replace(",", ".") for text in texts]
    if not numbers:
        return None
    if len(numbers) != 2 or not all(re.fullmatch(r"-?\d{1,3}(\.\d+)?", text) for text in numbers):
        return BAD
    lat, lon = (float(text) for text in numbers)
    if (lat, lon) == (0.0, 0.0):
        return None
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else BAD
