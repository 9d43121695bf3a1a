"""The hours of a timetable's tours, with the crates that each visit moves in a typical week."""

from __future__ import annotations

from dataclasses import dataclass, replace

from routing.plan import Stop
from routing.problem import DAY, Problem
from routing.schedule import Visit, schedule
from routing.season.model import Timetable, Tour
from routing.season.work import moved, service_days, stop_seconds, weekly_crates


@dataclass(frozen=True, slots=True)
class TimedTour:
    """A tour and its stops from home to home; None: it can't be driven in this order within a shift."""

    tour: Tour
    stops: tuple[Stop, ...] | None


def timed(week: Problem, timetable: Timetable) -> list[TimedTour]:
    """Time every tour, in the order of days and vehicles.

    Raises:
        KeyError: a tour names a place or vehicle that the week does not have.
    """
    days, visits, weekly = service_days(week), timetable.visits(), weekly_crates(week)
    found = []
    for tour in sorted(timetable.tours, key=lambda tour: (tour.day, tour.vehicle)):
        lasting = {}
        for place in tour.places:
            row = week.index[place]
            pattern = tuple(position for position, day in enumerate(days) if (place, day) in visits)
            crates = sum(moved(weekly[row], len(days), pattern, days.index(tour.day)))
            lasting[place] = stop_seconds(week, row) + week.crate_seconds * crates
        longer = replace(
            week,
            places=tuple(
                replace(place, stop_seconds=lasting.get(place.id, place.stop_seconds)) for place in week.places
            ),
        )
        vehicle = week.vehicle[tour.vehicle]
        visited = [Visit(vehicle.home), *map(Visit, tour.places), Visit(vehicle.home)]
        shifts = (shift for shift in vehicle.shifts if shift[0] // DAY == tour.day)
        found.append(TimedTour(tour, next((stops for s in shifts if (stops := schedule(longer, visited, s))), None)))
    return found
