"""A season's timetable and what is wished of it."""

from __future__ import annotations

from dataclasses import dataclass

from routing.errors import RoutingError


class NoTimetable(RoutingError):
    """No choice of weekdays keeps the greatest transit time. Facts: `days`, perhaps `place`."""

    code = "no-timetable"


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
class Wish:
    """What the timetable must keep, and what it should not upset.

    Attributes:
        transit_days: greatest time in service days from ready to delivery, for every pair of places.
        today: what is driven now; None: nothing to keep.
        change_cost: what one visit more or less than today must save a week to be worth changing, minor units.
    """

    transit_days: int
    today: Timetable | None = None
    change_cost: int = 0
