"""What is wrong with a feed: every fault, by file and row."""

from __future__ import annotations

from dataclasses import dataclass, field

from logistics.errors import LogisticsError


@dataclass(frozen=True, slots=True)
class GtfsFault:
    """One thing to mend.

    Attributes:
        file: of the feed, "stop_times.txt"; "" where it is the feed itself.
        row: line of the file, the header is 1; 0 where it is the whole file.
        column: "" where it is the whole row.
        code: "not-a-zip", "missing-file", "not-utf-8", "missing-column", "missing", "bad-format", "duplicate",
            "unknown-reference", "unknown-place", "overlap", "ends-before-it-begins", "too-small", "outside-season",
            "after-midnight", "missing-vehicle", "never-runs", "too-many", "same-name" or "not-supported".
    """

    file: str
    row: int
    column: str
    code: str
    facts: dict[str, object] = field(default_factory=dict)


class BadGtfs(LogisticsError):
    """The feed can't be taken, and nothing of it was. Facts: `count`."""

    code = "bad-gtfs"

    def __init__(self, faults: list[GtfsFault]) -> None:
        super().__init__(count=len(faults))
        self.faults = tuple(faults)
