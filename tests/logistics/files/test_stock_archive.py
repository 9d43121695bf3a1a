"""Collections with photos as a zip archive: both ways, with every fault, all of it or nothing."""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from logistics.files.load_stock import Fate
from logistics.files.spreadsheets import NotATable, TableFormat
from logistics.files.stock import BadStock
from logistics.files.stock_archive import (
    MOST_PHOTO_BYTES,
    ArchiveChange,
    is_archive,
    read_archive,
    store_archive,
    weigh_archive,
    write_archive,
)
from logistics.holdings.collections import Collection
from logistics.holdings.photos import Photo, Picture, set_photo
from tests.builders import a_collection
from tests.logistics.conftest import World

TABLE = "code;home;kind;title;crates;weight_grams;part_title\nKS-1;north;class-set;Mio;2;9000;Mio\n"


def packed(files: dict[str, str | bytes]) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def prepare(content: bytes) -> Picture | None:
    """Takes everything that begins like a picture of this test's own."""
    return Picture(content.upper(), 4, 3) if content.lower().startswith(b"picture") else None


def stored(session: Session, world: World, now: datetime, content: bytes) -> ArchiveChange:
    found = read_archive(content)
    return store_archive(session, found, network_id="test", by=world.owner, now=now, prepare=prepare)


def faults(session: Session, world: World, content: bytes) -> set[tuple[str, str]]:
    with pytest.raises(BadStock) as refused:
        weigh_archive(session, read_archive(content), network_id="test", by=world.owner, prepare=prepare)
    return {(fault.column, fault.code) for fault in refused.value.faults}


def test_a_photo_comes_with_its_collection(session: Session, world: World, now: datetime) -> None:
    files: dict[str, str | bytes] = {
        "collections.csv": TABLE,
        "photos/ks-1.PNG": b"picture of Mio",
        "photos.csv": "code;alt\nKS-1;Thirty books in two crates\n",
        "__MACOSX/photos/._ks-1.PNG": b"",
    }
    change = stored(session, world, now, packed(files))
    assert [one.fate for one in (*change.collections, *change.photos)] == [Fate.NEW, Fate.NEW]
    photo = session.scalars(select(Photo)).one()
    assert (photo.content, photo.alt) == (b"PICTURE OF MIO", "Thirty books in two crates")


@pytest.mark.parametrize("form", TableFormat)
def test_an_export_that_nobody_has_touched_changes_nothing(
    session: Session, world: World, now: datetime, form: TableFormat
) -> None:
    set_photo(session, "crate", Picture(b"picture", 4, 3), alt="A crate", by=world.owner, now=now)
    content = write_archive(session, [world.crate], form)
    assert is_archive(content)
    change = stored(session, world, now, content)
    assert [one.fate for one in (*change.collections, *change.photos)] == [Fate.UNCHANGED, Fate.UNCHANGED]
    assert session.scalars(select(Photo.content)).one() == b"picture"


def test_every_fault_is_told_and_nothing_stored(session: Session, world: World) -> None:
    a_collection(session, world.south, id="theirs", code="SY-1")
    files: dict[str, str | bytes] = {
        "collections.csv": TABLE.replace("class-set", "class-set"),
        "photos/KS-1.jpg": b"no such thing",
        "photos/NOBODY.jpg": b"picture",
        "photos/SY-1.jpg": b"picture",
    }
    assert faults(session, world, packed(files)) == {
        ("photos/KS-1.jpg", "not-a-picture"),
        ("photos/NOBODY.jpg", "unknown-reference"),
        ("photos/SY-1.jpg", "not-yours"),
    }
    assert session.scalar(select(func.count()).select_from(Collection)) == 2


@pytest.mark.parametrize(
    "name", ["../photos/KS-1.jpg", "/etc/passwd", "photos/../../KS-1.jpg", "photos\\KS-1.jpg", "x"]
)
def test_what_has_no_business_in_the_archive_is_refused(session: Session, world: World, name: str) -> None:
    assert (name, "unknown-file") in faults(session, world, packed({"collections.csv": TABLE, name: b"picture"}))


def test_a_small_file_that_unpacks_to_a_large_one_is_not_unpacked(session: Session, world: World) -> None:
    bomb = packed({"collections.csv": TABLE, "photos/KS-1.jpg": b"picture" + b"0" * (MOST_PHOTO_BYTES + 1)})
    assert len(bomb) < 100_000
    assert faults(session, world, bomb) == {("photos/KS-1.jpg", "unreadable-file")}


def test_without_a_table_there_is_nothing_to_store(session: Session, world: World) -> None:
    assert faults(session, world, packed({"photos/KS-1.jpg": b"picture"})) == {("collections.csv", "missing")}
    with pytest.raises(NotATable):
        read_archive(b"PK\x03\x04 and then nothing")
