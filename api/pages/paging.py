"""A list page by page."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of a list is shown.

    Attributes:
        number: from 1.
        total: of everything that matches.
    """

    number: int
    total: int = 0

    @classmethod
    def asked(cls) -> Paging:
        """The page that the address asks for; the first where it can't be read."""
        value = request.args.get("page", "1")
        return cls(int(value) if value.isascii() and value.isdigit() and 0 < len(value) < 7 and int(value) else 1)

    @property
    def offset(self) -> int:
        """How many come before."""
        return (self.number - 1) * PAGE_SIZE

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))

    def of(self, total: int) -> Paging:
        """The same page, knowing how much there is."""
        return Paging(self.number, total)
