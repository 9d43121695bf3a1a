"""The judge of a rotation: every broken rule, with the cells that break it. Knows no solver."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from routing.rotation.season import Cells, Season


@dataclass(frozen=True)
class Broken:
    """A rule that some cells break.

    Attributes:
        code: stable, in kebab case: a key of `RULES`.
        cells: crate and period of each cell concerned; one that is empty may be among them.
        facts: ids of crate and place, theme, periods counted from 0, numbers.
    """

    code: str
    cells: tuple[tuple[str, int], ...]
    facts: dict[str, str | int] = field(default_factory=dict)


RULES = (
    "unknown-cell",
    "excluded",
    "closed-then",
    "promised-then",
    "kept-then",
    "not-as-fixed",
    "twice-there",
    "too-many-there",
    "theme-again",
)
"""Codes of broken rules, in the order in which they are told."""


def check(season: Season, cells: Cells) -> list[Broken]:
    """Every rule that a rotation breaks, in the order of `RULES`; none: it can be published as it is."""
    known = {
        (crate, period): place
        for (crate, period), place in sorted(cells.items())
        if crate in season.crate and place in season.place and 0 <= period < season.periods
    }
    found = [Broken("unknown-cell", (cell,), {"place": cells[cell]}) for cell in sorted(cells) if cell not in known]
    for rule in (_ruled_out, _not_as_fixed, _twice_there, _too_many, _theme_again):
        found += rule(season, known)
    return found


def _ruled_out(season: Season, cells: Cells) -> Iterator[Broken]:
    def broken(code: str, breaks: Callable[[str, int, str], bool]) -> Iterator[Broken]:
        for (crate, period), place in cells.items():
            if breaks(crate, period, place):
                yield Broken(code, ((crate, period),), {"crate": crate, "place": place, "period": period})

    yield from broken("excluded", lambda crate, _, place: (crate, place) in season.excluded)
    yield from broken("closed-then", lambda _, period, place: (place, period) in season.closed)
    yield from broken("promised-then", lambda crate, period, _: (crate, period) in season.promised)
    yield from broken(
        "kept-then",
        lambda crate, period, place: (crate, period) in season.kept and place != season.crate[crate].home,
    )


def _not_as_fixed(season: Season, cells: Cells) -> Iterator[Broken]:
    for cell, place in sorted(season.fixed.items()):
        if cells.get(cell) != place:
            yield Broken("not-as-fixed", (cell,), {"crate": cell[0], "place": place, "period": cell[1]})


def _twice_there(season: Season, cells: Cells) -> Iterator[Broken]:
    visits: dict[tuple[str, str], list[int]] = defaultdict(list)
    for (crate, period), place in cells.items():
        visits[crate, place].append(period)
    for (crate, place), periods in visits.items():
        if len(periods) > 1:
            facts: dict[str, str | int] = {"crate": crate, "place": place, "times": len(periods)}
            yield Broken("twice-there", tuple((crate, period) for period in periods), facts)


def _too_many(season: Season, cells: Cells) -> Iterator[Broken]:
    standing = Counter((place, period) for (_, period), place in cells.items())
    for (place, period), count in sorted(standing.items()):
        capacity = season.place[place].capacity
        if count > capacity:
            there = tuple(cell for cell, other in cells.items() if other == place and cell[1] == period)
            yield Broken(
                "too-many-there", there, {"place": place, "period": period, "crates": count, "capacity": capacity}
            )


def _theme_again(season: Season, cells: Cells) -> Iterator[Broken]:
    themes: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for (crate, period), place in cells.items():
        if season.crate[crate].theme:
            themes[place, season.crate[crate].theme, period].append(crate)
    for (place, theme, period), crates in sorted(themes.items()):
        after = themes.get((place, theme, period + 1), [])
        if after and len({*crates, *after}) > 1:  # a crate that stays is told as one that comes twice
            concerned = (*((crate, period) for crate in crates), *((crate, period + 1) for crate in after))
            yield Broken("theme-again", concerned, {"place": place, "theme": theme, "period": period})
