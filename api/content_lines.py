"""Content lines of iCalendar, written straight away.

Source: RFC 5545, 3.1 (lines and their folding), 3.3.4 and 3.3.5 (days and moments), 3.3.11 (text).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

LONGEST_LINE = 75
"""Bytes, without the line's end."""

ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": "\\n"})


def component(name: str, lines: Iterable[str]) -> bytes:
    """A component of these lines, folded and ended."""
    return b"".join(folded(line) for line in (f"BEGIN:{name}", *lines, f"END:{name}"))


def text(name: str, value: str) -> str:
    """A property that holds text, of one line or more."""
    escaped = value.replace("\r\n", "\n").translate(ESCAPED)
    return f"{name}:{escaped}"


def moment(name: str, value: datetime | date) -> str:
    """A property that holds an aware moment, written in UTC, or a day."""
    if isinstance(value, datetime):
        at = value.astimezone(UTC)
        return f"{name}:{at.year:04d}{at.month:02d}{at.day:02d}T{at.hour:02d}{at.minute:02d}{at.second:02d}Z"
    return f"{name};VALUE=DATE:{value.year:04d}{value.month:02d}{value.day:02d}"


def folded(line: str) -> bytes:
    """A line as bytes with its end; a long one goes on behind a space, and no character is split."""
    left = line.encode()
    pieces = []
    most = LONGEST_LINE
    while len(left) > most:
        cut = most
        while left[cut] & 0xC0 == 0x80:
            cut -= 1
        pieces.append(left[:cut])
        left = left[cut:]
        most = LONGEST_LINE - 1
    return b"\r\n ".join([*pieces, left]) + b"\r\n"
