"""A season of travelling crates, as plain data: who takes part, for how long, and what is wished and ruled out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

Cells: TypeAlias = Mapping[tuple[str, int], str]
"""Crate and period (0 first) to the place where the crate stands then; what is not named rests at its home."""


@dataclass(frozen=True)
class Crate:
    """A crate that travels.

    Attributes:
        home: the spot where it lives, rests, and returns to at the end.
        theme: crates of one theme do not follow each other at a place.
    """

    id: str
    home: str
    theme: str


@dataclass(frozen=True)
class Place:
    """A library that takes part; `capacity` crates can stand there at once."""

    id: str
    capacity: int


@dataclass(frozen=True)
class Wish:
    """A place wants a crate, or any crate of a theme, in some period or in a certain one.

    Attributes:
        crate, theme: one of the two is given.
        period: None: any.
    """

    place: str
    crate: str | None = None
    theme: str | None = None
    period: int | None = None

    def holds(self, season: Season, cells: Cells) -> bool:
        """Whether it comes true."""
        return any(
            place == self.place
            and self.period in (None, period)
            and (crate == self.crate or season.crate[crate].theme == self.theme)
            for (crate, period), place in cells.items()
        )


@dataclass(frozen=True)
class Season:
    """What is to be decided.

    Attributes:
        periods: how many, numbered from 0.
        metres: what moving a crate counts, in metres of driving, shape (spots, spots); 0 from a spot to itself.
        spots: rows of `metres`: every place, and every home that is no place.
        excluded: pairs of a crate and a place that never meet.
        closed: pairs of a place and a period in which nothing can stand there.
        promised: pairs of a crate and a period in which somebody else has it, so that it stands nowhere.
        kept: pairs of a crate and a period in which its owner keeps it, so that it stands at its home or nowhere.
        fixed: cells that are decided already.
    """

    periods: int
    places: tuple[Place, ...]
    crates: tuple[Crate, ...]
    spots: tuple[str, ...]
    metres: tuple[tuple[int, ...], ...]
    excluded: frozenset[tuple[str, str]] = frozenset()
    closed: frozenset[tuple[str, int]] = frozenset()
    promised: frozenset[tuple[str, int]] = frozenset()
    kept: frozenset[tuple[str, int]] = frozenset()
    wishes: tuple[Wish, ...] = ()
    fixed: Cells = field(default_factory=dict)

    @cached_property
    def crate(self) -> dict[str, Crate]:
        """Crates by id."""
        return {crate.id: crate for crate in self.crates}

    @cached_property
    def place(self) -> dict[str, Place]:
        """Places by id."""
        return {place.id: place for place in self.places}

    @cached_property
    def row(self) -> dict[str, int]:
        """Rows of `metres` by spot."""
        return {spot: row for row, spot in enumerate(self.spots)}

    def allows(self, crate: str, period: int, place: str) -> bool:
        """Whether that cell is ruled out by nothing but other cells."""
        return (
            (crate, place) not in self.excluded
            and (place, period) not in self.closed
            and (crate, period) not in self.promised
            and ((crate, period) not in self.kept or place == self.crate[crate].home)
            and self.place[place].capacity > 0
            and self.fixed.get((crate, period), place) == place
        )
