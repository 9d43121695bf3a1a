"""What rides with tours already, day by day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Load:
    """What rides already with a tour on a day, in minutes after midnight."""

    tour_id: str
    day: date
    leaves_minute: int
    arrives_minute: int
    crates: int


Loads = Callable[[date, date], Iterable[Load]]
"""What rides from a day to a day, both included."""


def nothing_rides(_first: date, _last: date) -> Iterable[Load]:
    """Every tour is empty."""
    return ()


class Riding:
    """Loads of days, asked for a month at a time and kept, with those that were taken along since."""

    def __init__(self, loads: Loads) -> None:
        self._loads = loads
        self._months: dict[tuple[int, int], dict[tuple[str, int], list[Load]]] = {}
        self._taken: dict[int, list[Load]] = {}

    def take(self, load: Load) -> None:
        """Let one more ride."""
        self._taken.setdefault(load.day.toordinal(), []).append(load)

    def on(self, number: int) -> dict[tuple[str, int], list[Load]]:
        """Loads of a day, as `date.toordinal` numbers it, by tour and day."""
        day = date.fromordinal(number)
        month = (day.year, day.month)
        if month not in self._months:
            first = day.replace(day=1)
            last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            found: dict[tuple[str, int], list[Load]] = {}
            for load in self._loads(first, last):
                found.setdefault((load.tour_id, load.day.toordinal()), []).append(load)
            self._months[month] = found
        riding = {key: list(loads) for key, loads in self._months[month].items() if key[1] == number}
        for load in self._taken.get(number, ()):
            riding.setdefault((load.tour_id, number), []).append(load)
        return riding
