"""A season's timetable and what is wished of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from routing.errors import Faulty, RoutingError


class NoTimetable(RoutingError):
    """No choice of weekdays keeps the greatest transit time. Facts: `days`, perhaps `place`."""

    code = "no-timetable"


class CannotTabulate(Faulty):
    """A week with more places than can be tabulated, or without one hub that is every vehicle's home."""

    code = "cannot-tabulate"


@dataclass(frozen=True, slots=True)
class Tour:
    """One vehicle's round on a weekday: day (0 first), vehicle, places in order without its home."""

    day: int
    vehicle: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Timetable:
    """Tours that are driven every week.

    Attributes:
        lower_bound: no timetable of the same wish costs less a week, in minor units; None: not known.
    """

    tours: tuple[Tour, ...]
    lower_bound: int | None = None

    def visits(self) -> frozenset[tuple[str, int]]:
        """Pairs of a place and a day on which it is served."""
        return frozenset((place, tour.day) for tour in self.tours for place in tour.places)


@dataclass(frozen=True, slots=True)
class Limit:
    """The greatest transit time from one place to another, in service days, where it is not the common one."""

    origin: str
    to: str
    transit_days: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What the timetable must keep, and what it should not upset.

    Attributes:
        transit_days: greatest time in service days from ready to delivery, for every pair of places.
        limits: pairs for which it is another; a pair counts in one direction.
        today: what is driven now; None: nothing to keep.
        change_cost: what one visit more or less than today must save a week to be worth changing, minor units.
    """

    transit_days: int
    limits: tuple[Limit, ...] = ()
    today: Timetable | None = None
    change_cost: int = 0

    def days(self, origin: str, to: str) -> int:
        """The greatest transit time between two places; of several limits the last one holds."""
        own = [limit.transit_days for limit in self.limits if (limit.origin, limit.to) == (origin, to)]
        return own[-1] if own else self.transit_days


@dataclass(frozen=True, slots=True)
class Designed:
    """Where the search for a timetable stands.

    Attributes:
        cost: of the best one so far, a week, minor units; None: there is none yet.
        floor: no timetable costs less, proven; None: not known yet.
        done: share of the descents that have been made, 0 to 1.
        timetable: a better one than any told before; None: only numbers.
    """

    cost: int | None
    floor: int | None
    done: float
    timetable: Timetable | None = None


Listener: TypeAlias = Callable[[Designed], None]


def unheard(news: Designed) -> None:
    """Listen to nothing."""
