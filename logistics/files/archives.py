"""What lies in a zip archive that somebody sent, read without trusting what the archive says of itself."""

from __future__ import annotations

import zipfile
import zlib

CHUNK = 1024 * 1024


class BadEntry(Exception):
    """The entry is broken, locked, packed in an unknown way, or larger than it may be."""


def read_entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most_bytes: int) -> bytes:
    """An entry's content; no more than `most_bytes` and a chunk are ever unpacked, whatever the archive claims.

    Raises:
        BadEntry: it can't be had.
    """
    found = bytearray()
    try:
        with archive.open(info) as file:
            while part := file.read(CHUNK):
                found += part
                if len(found) > most_bytes:
                    raise BadEntry
    # Locked is a RuntimeError, packed in an unknown way a NotImplementedError, an impossible place a ValueError.
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError) as fault:
        raise BadEntry from fault
    return bytes(found)
