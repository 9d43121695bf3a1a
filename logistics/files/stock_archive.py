"""Collections with their photos as a zip archive: a table, `photos/CODE.jpg` for each photo, what is to be seen on it.

What is read is looked through as a whole first; where anything is wrong, nothing is stored. A name in the archive is
only ever compared, never used as a path.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from io import BytesIO

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import may
from logistics.access.rights import Act
from logistics.files.archives import BadEntry, read_entry
from logistics.files.load_stock import Fate, StockChange, store, weigh
from logistics.files.spreadsheets import MOST_ROWS, NotATable, TableFormat, read_table, write_table
from logistics.files.stock import BadStock, CellFault, StockEntry, fault_at, read_stock, write_stock
from logistics.holdings.collections import Collection
from logistics.holdings.photos import LONGEST_ALT, Photo, Picture, photo_of, set_photo

TABLES = ("collections.csv", "collections.xlsx")
SEEN = "photos.csv"
"""What is to be seen on each photo: `code` and `alt`."""

MOST_PHOTOS = 400
MOST_TABLE_BYTES = 10 * 1024 * 1024
MOST_PHOTO_BYTES = 12 * 1024 * 1024

A_DAY_IN_THE_ARCHIVE = (1980, 1, 1, 0, 0, 0)
"""The same collections give the same bytes."""

_PHOTO = re.compile(r"photos/([^/\\]{1,80})\.(?:jpe?g|png|webp)", re.IGNORECASE)
_LEFT_BY_SYSTEMS = re.compile(r"(?:.*/)?(?:__MACOSX/.*|\.DS_Store|Thumbs\.db)|.*/")

Prepare = Callable[[bytes], Picture | None]
"""Makes a picture ready to be kept; None: it is none."""


@dataclass(frozen=True, slots=True)
class PhotoChange:
    """What becomes of a photo of the archive."""

    code: str
    file: str
    fate: Fate


@dataclass(frozen=True, slots=True)
class ArchiveChange:
    """What storing an archive does, or would do."""

    collections: list[StockChange]
    photos: list[PhotoChange]


@dataclass
class StockArchive:
    """An archive once its table is read.

    Attributes:
        photos: file by the code or id of its collection, in capitals.
        seen: what is to be seen, by the same.
    """

    archive: zipfile.ZipFile
    entries: list[StockEntry]
    photos: dict[str, zipfile.ZipInfo] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)


def is_archive(content: bytes) -> bool:
    """Whether a file is an archive of ours rather than a table; an XLSX file is a zip archive too."""
    if not content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return "[Content_Types].xml" not in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return True


def read_archive(content: bytes) -> StockArchive:
    """The table of an archive, and the names of its photos.

    Raises:
        NotATable: it is no zip archive, or its table can't be read.
        BadStock: with every fault that shows without looking into the database or at the pictures.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError) as fault:
        raise NotATable(most_rows=MOST_ROWS) from fault
    faults: list[CellFault] = []
    found = StockArchive(archive, [])
    names: dict[str, zipfile.ZipInfo] = {}
    for info in archive.infolist():
        name = info.filename
        photo = _PHOTO.fullmatch(name)
        if name in names or (photo and photo[1].upper() in found.photos):
            faults.append(fault_at(1, name, "duplicate", value=name))
        elif photo:
            found.photos[photo[1].upper()] = info
        elif name in (*TABLES, SEEN):
            names[name] = info
        elif not _LEFT_BY_SYSTEMS.fullmatch(name):
            faults.append(fault_at(1, name[:200], "unknown-file"))
    if len(found.photos) > MOST_PHOTOS:
        faults.append(fault_at(1, "photos/", "too-large", most=MOST_PHOTOS))
    tables = [names[name] for name in TABLES if name in names]
    if len(tables) != 1:
        faults.append(fault_at(1, TABLES[0], "duplicate" if tables else "missing", value=TABLES[-1]))
    elif (table := _entry(archive, tables[0], MOST_TABLE_BYTES, faults)) is not None:
        try:
            found.entries = read_stock(table)
        except BadStock as refused:
            faults += refused.faults
    if SEEN in names and (seen := _entry(archive, names[SEEN], MOST_TABLE_BYTES, faults)) is not None:
        found.seen = dict(_seen(seen, faults))
    if faults:
        raise BadStock(faults)
    return found


def weigh_archive(
    session: Session, found: StockArchive, *, network_id: str, by: Person, prepare: Prepare
) -> ArchiveChange:
    """What storing an archive would do; nothing is changed.

    Raises:
        NotAllowed: `by` manages no holdings of the network.
        BadStock: with every fault of the table against the database, and of every photo.
    """
    change, _ = _weighed(session, found, network_id, by, prepare)
    return change


def store_archive(
    session: Session, found: StockArchive, *, network_id: str, by: Person, now: datetime, prepare: Prepare
) -> ArchiveChange:
    """Bring collections and their photos to what an archive says; photos that it does not have stay.

    Raises:
        NotAllowed, BadStock: as `weigh_archive`; nothing was changed.
    """
    change, pictures = _weighed(session, found, network_id, by, prepare)
    store(session, found.entries, network_id=network_id, by=by)
    known = _known(session, network_id, found.photos)
    for key, picture in pictures.items():
        collection = known[key]
        earlier = photo_of(session, collection.id)
        alt = found.seen.get(key) or (earlier.alt if earlier else collection.title)
        if picture is not None:
            set_photo(session, collection.id, picture, alt=alt, by=by, now=now)
        elif earlier is not None:
            earlier.alt = alt
    session.flush()
    return change


def write_archive(session: Session, collections: Sequence[Collection], form: TableFormat) -> bytes:
    """Collections and their photos as an archive that `read_archive` takes."""
    codes = {collection.id: collection.code for collection in collections}
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        table = zipfile.ZipInfo(f"collections.{form.value}", A_DAY_IN_THE_ARCHIVE)
        archive.writestr(table, write_stock(collections, form), zipfile.ZIP_DEFLATED)
        seen = []
        wanted = select(Photo.collection_id, Photo.alt).order_by(Photo.collection_id)
        for collection_id, alt in [row for row in session.execute(wanted) if row[0] in codes]:
            content = session.scalar(select(Photo.content).where(Photo.collection_id == collection_id)) or b""
            archive.writestr(zipfile.ZipInfo(f"photos/{codes[collection_id]}.jpg", A_DAY_IN_THE_ARCHIVE), content)
            seen.append({"code": codes[collection_id], "alt": alt})
        told = write_table(("code", "alt"), seen, TableFormat.CSV)
        archive.writestr(zipfile.ZipInfo(SEEN, A_DAY_IN_THE_ARCHIVE), told, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _weighed(
    session: Session, found: StockArchive, network_id: str, by: Person, prepare: Prepare
) -> tuple[ArchiveChange, dict[str, Picture | None]]:
    faults: list[CellFault] = []
    changes: list[StockChange] = []
    try:
        changes = weigh(session, found.entries, network_id=network_id, by=by)
    except BadStock as refused:
        faults += refused.faults
    rows = {entry.code: entry.row for entry in found.entries}
    known = _known(session, network_id, found.photos)
    pictures: dict[str, Picture | None] = {}
    photos: list[PhotoChange] = []
    for key, info in found.photos.items():
        collection, row = known.get(key), rows.get(key, 1)
        if collection is None and key not in rows:
            faults.append(fault_at(row, info.filename, "unknown-reference", value=key))
        elif collection is not None and not may(
            by, Act.MANAGE_HOLDINGS, network_id=network_id, place_ids=(collection.home_id,)
        ):
            faults.append(fault_at(row, info.filename, "not-yours", value=collection.home.name))
        elif (content := _entry(found.archive, info, MOST_PHOTO_BYTES, faults)) is not None:
            earlier = photo_of(session, collection.id) if collection else None
            same = earlier is not None and earlier.digest == sha256(content).hexdigest()
            picture = None if same else prepare(content)
            if not same and picture is None:
                faults.append(fault_at(row, info.filename, "not-a-picture"))
            retold = earlier is not None and found.seen.get(key, earlier.alt) != earlier.alt
            pictures[key] = picture
            unchanged = Fate.CHANGED if retold else Fate.UNCHANGED
            fate = unchanged if same else Fate.CHANGED if earlier else Fate.NEW
            photos.append(PhotoChange(collection.code if collection else key, info.filename, fate))
    if faults:
        raise BadStock(faults)
    return ArchiveChange(changes, photos), pictures


def _known(session: Session, network_id: str, keys: dict[str, zipfile.ZipInfo]) -> dict[str, Collection]:
    """Collections by what their photos are called: their code, or their id, in capitals."""
    lower = [key.lower() for key in keys]
    wanted = select(Collection).where(
        Collection.network_id == network_id, or_(Collection.code.in_(list(keys)), Collection.id.in_(lower))
    )
    rows = session.scalars(wanted).all()
    return {one.id.upper(): one for one in rows} | {one.code: one for one in rows}


def _seen(table: bytes, faults: list[CellFault]) -> Iterator[tuple[str, str]]:
    columns, rows = read_table(table)
    faults.extend(fault_at(1, f"{SEEN}: {column}", "missing") for column in ("code", "alt") if column not in columns)
    for row in rows:
        alt = row.cells.get("alt", "")
        if len(alt) > LONGEST_ALT:
            faults.append(fault_at(row.number, f"{SEEN}: alt", "too-large", most=LONGEST_ALT))
        if alt:
            yield row.cells.get("code", "").upper(), alt


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most_bytes: int, faults: list[CellFault]) -> bytes | None:
    try:
        return read_entry(archive, info, most_bytes)
    except BadEntry:
        faults.append(fault_at(1, info.filename, "unreadable-file", most=most_bytes // 1_048_576))
        return None
