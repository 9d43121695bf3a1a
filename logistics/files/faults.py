"""What is wrong with a network's file: every fault, not only the first."""

from __future__ import annotations

from dataclasses import dataclass, field

from logistics.errors import LogisticsError


@dataclass(frozen=True)
class Fault:
    """One thing to mend.

    Attributes:
        path: where, as "place[3].receives[0]", counted from 0; with the file's name before it in an included file.
        code: "not-toml", "missing", "unknown-key", "wrong-type", "too-small", "too-large", "bad-format",
            "unknown-value", "duplicate", "unknown-reference", "ends-before-it-begins", "overlap",
            "bad-check-digit", "in-the-future", "outside-season", "only-one-of-two", "unreadable" or "empty".
        facts: plain values: `value`, and what would do: `least`, `most`, `choices`, `example`, or `wanted`, a type
            of TOML by its English name.
    """

    path: str
    code: str
    facts: dict[str, object] = field(default_factory=dict)


class BadNetwork(LogisticsError):
    """The file can't be loaded, and nothing of it was. Facts: `count`, and `faults` as (path, code) pairs."""

    code = "bad-network"

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(count=len(faults), faults=tuple((fault.path, fault.code) for fault in faults))
        self.faults = tuple(faults)


class Wrong(Exception):
    """A value that a field can't take; whoever reads the field knows the path."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
