"""How soon a crate can be somewhere, and how late it can leave, by a timetable: what a promise rests on.

A timetable is given day by day as hops: a vehicle leaves one place and comes to the next. Times are whole minutes from
00:00 of day 0, by the wall clock; a run is whatever the caller calls it. A crate may change from one run to
another only where it can be put down and sorted.

Source: connection scan, Dibbelt, Pajor, Strasser and Wagner, "Intriguingly Simple and Fast Transit Routing", SEA 2013.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Hop:
    """A vehicle on its way from one stop of a run to the next.

    Attributes:
        run: a vehicle's drive on one day; its hops follow each other.
        departs, arrives: minutes, departs < arrives; the next hop of the run departs when this one arrives, or later.
        boards, alights: whether crates are handed over where it starts, and where it ends.
        room: crate units it can still take.
    """

    run: Hashable
    start: str
    end: str
    departs: int
    arrives: int
    boards: bool = True
    alights: bool = True
    room: int = 1_000_000


@dataclass(frozen=True, slots=True)
class Ride:
    """A part of a journey with one vehicle."""

    run: Hashable
    start: str
    end: str
    departs: int
    arrives: int


Journey = tuple[Ride, ...]


class Days:
    """A timetable, worked out a day at a time when a search first comes to it, and kept."""

    def __init__(self, hops_of: Callable[[int], Iterable[Hop]]) -> None:
        self._hops_of = hops_of
        self._forwards: dict[int, list[Hop]] = {}
        self._backwards: dict[int, list[Hop]] = {}

    def forwards(self, day: int) -> list[Hop]:
        """The hops of a day by its number, in order of departure."""
        if day not in self._forwards:
            self._forwards[day] = sorted(self._hops_of(day), key=_departure)
        return self._forwards[day]

    def forget(self, day: int) -> None:
        """Work a day out anew when a search next comes to it."""
        self._forwards.pop(day, None)
        self._backwards.pop(-day, None)

    def backwards(self, day: int) -> list[Hop]:
        """The same as they are when time runs backwards: from where they ended, at the negative of the minute."""
        if day not in self._backwards:
            turned = [
                Hop(hop.run, hop.end, hop.start, -hop.arrives, -hop.departs, hop.alights, hop.boards, hop.room)
                for hop in self.forwards(-day)
            ]
            self._backwards[day] = sorted(turned, key=_departure)
        return self._backwards[day]


def _departure(hop: Hop) -> int:
    return hop.departs


def earliest(
    days: Days,
    start: str,
    end: str,
    ready: int,
    last_day: int,
    *,
    crates: int = 1,
    sorting: Mapping[str, int] | None = None,
) -> Journey | None:
    """The journey that arrives first, of those the one that leaves last.

    Args:
        ready: not before that minute.
        last_day: arriving on that day or before.
        sorting: where crates can change runs, and the minutes that it takes there.

    Returns:
        Rides in order; None: nothing arrives by then.
    """
    places = sorting or {}
    first = _scan(days.forwards, range(ready // MINUTES_A_DAY, last_day + 1), start, end, ready, crates, places)
    return first and _scan_back(days, start, end, first[-1].arrives, ready, crates, places)


def latest(
    days: Days,
    start: str,
    end: str,
    by: int,
    ready: int,
    *,
    crates: int = 1,
    sorting: Mapping[str, int] | None = None,
) -> Journey | None:
    """The journey that leaves last and arrives by a minute, of those the one that arrives first.

    Args:
        ready: leaving at that minute or after.
        sorting: as in `earliest`.

    Returns:
        Rides in order; None: nothing that leaves so late arrives in time.
    """
    places = sorting or {}
    found = _scan_back(days, start, end, by, ready, crates, places)
    if found is None:
        return None
    leaves = found[0].departs
    within = range(leaves // MINUTES_A_DAY, by // MINUTES_A_DAY + 1)
    return _scan(days.forwards, within, start, end, leaves, crates, places)


def _scan_back(
    days: Days, start: str, end: str, by: int, ready: int, crates: int, sorting: Mapping[str, int]
) -> Journey | None:
    """The journey that leaves last: the one that arrives first when time runs backwards."""
    numbers = range(-(by // MINUTES_A_DAY), -(ready // MINUTES_A_DAY) + 1)
    found = _scan(days.backwards, numbers, end, start, -by, crates, sorting, begins=-MINUTES_A_DAY)
    if found is None or -found[-1].arrives < ready:
        return None
    return tuple(Ride(ride.run, ride.end, ride.start, -ride.arrives, -ride.departs) for ride in reversed(found))


def _scan(
    hops_of: Callable[[int], Sequence[Hop]],
    numbers: Iterable[int],
    start: str,
    end: str,
    ready: int,
    crates: int,
    sorting: Mapping[str, int],
    *,
    begins: int = 0,
) -> Journey | None:
    """Look at each hop once, in order of departure; keep when each place is reached, and by which rides.

    Args:
        begins: the first minute of a day, from the minute that its number says.
    """
    free_at: dict[str, int] = {start: ready}
    came_by: dict[str, tuple[Hop, Hop]] = {}
    aboard: dict[Hashable, Hop] = {}
    best: tuple[Hop, Hop] | None = None
    for number in numbers:
        if best is not None and MINUTES_A_DAY * number + begins >= best[1].arrives:
            break
        for hop in hops_of(number):
            departs, run = hop.departs, hop.run
            if best is not None and departs >= best[1].arrives:
                break
            if hop.room < crates:
                aboard.pop(run, None)
                continue
            boarded = aboard.get(run)
            if boarded is None and hop.boards and free_at.get(hop.start, departs + 1) <= departs:
                boarded = aboard[run] = hop
            if boarded is None or not hop.alights:
                continue
            if hop.end == end:
                if best is None or hop.arrives < best[1].arrives:
                    best = (boarded, hop)
            elif hop.end in sorting:
                free = hop.arrives + sorting[hop.end]
                if free < free_at.get(hop.end, free + 1):
                    free_at[hop.end] = free
                    came_by[hop.end] = (boarded, hop)
    return _rides(start, best, came_by) if best is not None else None


def _rides(start: str, last: tuple[Hop, Hop], came_by: Mapping[str, tuple[Hop, Hop]]) -> Journey:
    rides = []
    leg: tuple[Hop, Hop] = last
    while True:
        on, off = leg
        rides.append(Ride(on.run, on.start, off.end, on.departs, off.arrives))
        if on.start == start:
            return tuple(reversed(rides))
        leg = came_by[on.start]
