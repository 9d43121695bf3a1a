"""The tables of a feed as rows of text, once every file and column that is needed is there."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass

from logistics.files.archives import BadEntry, read_entry
from logistics.files.gtfs.faults import BadGtfs, GtfsFault

NEEDED: dict[str, tuple[str, ...]] = {
    "agency.txt": ("agency_name", "agency_timezone"),
    "stops.txt": ("stop_id",),
    "routes.txt": ("route_id", "route_type"),
    "trips.txt": ("route_id", "service_id", "trip_id"),
    "stop_times.txt": ("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence"),
}
"""Files that every feed has, and the columns that are read."""

CALENDARS: dict[str, tuple[str, ...]] = {
    "calendar.txt": (
        "service_id",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "start_date",
        "end_date",
    ),
    "calendar_dates.txt": ("service_id", "date", "exception_type"),
}
"""At least one of these is there."""

UNSUPPORTED = ("frequencies.txt",)
MOST_BYTES = 64 * 1024 * 1024
"""Of one file once it is unpacked: a feed is read from memory."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a file: its number, and its values by column."""

    number: int
    values: dict[str, str]


Tables = dict[str, list[Row]]


def read_tables(content: bytes) -> Tables:
    """The rows of every file that is read.

    Raises:
        BadGtfs: it is no zip archive; a file or column is missing; a file is not UTF-8, too large or not understood.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError):
        raise BadGtfs([GtfsFault("", 0, "", "not-a-zip")]) from None
    faults: list[GtfsFault] = []
    tables: Tables = {}
    with archive:
        names = {info.filename: info for info in archive.infolist()}
        faults += [GtfsFault(name, 0, "", "missing-file") for name in NEEDED if name not in names]
        if not any(name in names for name in CALENDARS):
            faults.append(GtfsFault("calendar.txt", 0, "", "missing-file"))
        for name, columns in (NEEDED | CALENDARS).items():
            if name not in names:
                continue
            tables[name] = _rows(archive, names[name], columns, faults)
        for name in UNSUPPORTED:
            if name in names and _rows(archive, names[name], (), faults):
                faults.append(GtfsFault(name, 0, "", "not-supported"))
    if faults:
        raise BadGtfs(faults)
    return tables


def _rows(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, columns: tuple[str, ...], faults: list[GtfsFault]
) -> list[Row]:
    name = info.filename
    try:
        return _lines(read_entry(archive, info, MOST_BYTES).decode("utf-8-sig"), name, columns, faults)
    except UnicodeDecodeError:
        faults.append(GtfsFault(name, 0, "", "not-utf-8"))
    except (BadEntry, csv.Error):
        faults.append(GtfsFault(name, 0, "", "not-supported"))
    return []


def _lines(text: str, name: str, columns: tuple[str, ...], faults: list[GtfsFault]) -> list[Row]:
    lines = csv.reader(io.StringIO(text, newline=""))
    header = [column.strip() for column in next(lines, [])]
    missing = [column for column in columns if column not in header]
    faults.extend(GtfsFault(name, 1, column, "missing-column") for column in missing)
    if missing:
        return []
    return [
        Row(lines.line_num, {column: value.strip() for column, value in zip(header, line, strict=False)})
        for line in lines
        if any(value.strip() for value in line)
    ]
