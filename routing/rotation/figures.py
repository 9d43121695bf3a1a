"""What a rotation gives and what it costs, in the order in which it is judged; and what none can do better than."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from routing.rotation.season import Cells, Season


@dataclass(frozen=True, order=True)
class Service:
    """What libraries miss, in the order of importance; fewer is better, and an earlier figure beats every later one.

    Attributes:
        lost: crates that rest at home, summed over the periods: meetings of a crate and a library that do not happen.
        empty: libraries without any crate, summed over the periods.
        short: meetings that libraries have less than their equal share, summed over the libraries.
        unmet: wishes that do not come true.
    """

    lost: int
    empty: int
    short: int
    unmet: int


@dataclass(frozen=True)
class Figures:
    """A rotation in figures.

    Attributes:
        metres: what its moves count in driving; from each home, and back there at the end.
        moves: crates that are moved, summed over the changes.
        meetings: pairs of a crate and a library that meet.
    """

    service: Service
    metres: int
    moves: int
    meetings: int


def figures(season: Season, cells: Cells) -> Figures:
    """Measure a rotation, whether or not it keeps the rules; cells that name unknown things are passed over."""
    known = {
        (crate, period): place
        for (crate, period), place in cells.items()
        if crate in season.crate and place in season.place and 0 <= period < season.periods
    }
    visits = Counter(known.values())
    standing = {(place, period) for (_, period), place in known.items()}
    metres, moves = _driven(season, known)
    return Figures(
        Service(
            lost=season.periods * len(season.crates) - len(known),
            empty=sum(
                (place.id, period) not in standing for place in season.places for period in open_in(season, place.id)
            ),
            short=sum(max(0, share - visits[place]) for place, share in shares(season).items()),
            unmet=sum(not wish.holds(season, known) for wish in season.wishes),
        ),
        metres=metres,
        moves=moves,
        meetings=len({(crate, place) for (crate, _), place in known.items()}),
    )


def least_missed(season: Season) -> Service:
    """A floor of what libraries miss: counted from capacities and what is ruled out, so no rotation can miss less.

    What is fixed, themes and wishes against each other can make more unavoidable; the floor stays a floor.
    """
    can_meet = sum(
        min(
            season.periods,
            sum(
                any(season.allows(crate.id, period, place.id) for period in range(season.periods))
                for place in season.places
            ),
        )
        for crate in season.crates
    )
    room = sum(
        min(len(season.crates), sum(place.capacity for place in season.places if period in open_in(season, place.id)))
        for period in range(season.periods)
    )
    empty = sum(
        max(0, sum(period in open_in(season, place.id) for place in season.places) - len(season.crates))
        for period in range(season.periods)
    )
    return Service(season.periods * len(season.crates) - min(can_meet, room), empty, 0, 0)


def shares(season: Season) -> dict[str, int]:
    """Meetings that each place can claim: an equal part of all that can happen, rounded down, as far as it has room."""
    if not season.places:
        return {}
    whole = season.periods * len(season.crates) - least_missed(season).lost
    return {
        place.id: min(
            whole // len(season.places),
            place.capacity * len(open_in(season, place.id)),
            sum((crate.id, place.id) not in season.excluded for crate in season.crates),
        )
        for place in season.places
    }


def open_in(season: Season, place: str) -> list[int]:
    """The periods in which something can stand at a place."""
    if season.place[place].capacity < 1:
        return []
    return [period for period in range(season.periods) if (place, period) not in season.closed]


def _driven(season: Season, cells: Cells) -> tuple[int, int]:
    metres = moves = 0
    for crate in season.crates:
        here = season.row[crate.home]
        for period in range(season.periods + 1):
            there = season.row[cells.get((crate.id, period), crate.home)]
            metres += season.metres[here][there]
            moves += here != there
            here = there
    return metres, moves
