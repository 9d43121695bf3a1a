"""What a timetable costs and gives, so that designs can be laid side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from routing.outcome import GRAMS_CO2_PER_KM, kilograms_co2
from routing.problem import Problem, Vehicle
from routing.season.model import Timetable, Tour
from routing.season.transit import Pattern, longest_transit
from routing.season.work import service_days, stop_seconds


@dataclass(frozen=True, slots=True)
class Figures:
    """A timetable in figures; money in minor units.

    Attributes:
        weekly_cost, season_cost: tours and the handling of crates, in a week and in all weeks of the season.
        weekly_metres, season_kg_co2: driven and emitted.
        visits: stops a week, the hub's left out.
        transit_days: longest time in service days from ready to delivery by (from, to); None: never.
    """

    weekly_cost: int
    season_cost: int
    weekly_metres: int
    season_kg_co2: int
    visits: int
    transit_days: Mapping[tuple[str, str], int | None]

    @property
    def longest_transit_days(self) -> int | None:
        """The longest transit time of any pair; None: some pair is never served."""
        times = list(self.transit_days.values())
        return None if None in times else max((days for days in times if days is not None), default=0)


def figures(week: Problem, timetable: Timetable, weeks: int, grams_co2_per_km: int = GRAMS_CO2_PER_KM) -> Figures:
    """Measure a timetable of any origin over a typical week.

    Args:
        weeks: of the season, in which the timetable is driven.

    Raises:
        KeyError: a tour names a place or vehicle that the week does not have.
    """
    weekly = sum(tour_cost(week, tour) for tour in timetable.tours) + handling_cost(week)
    metres = sum(tour_metres(week, tour) for tour in timetable.tours)
    return Figures(
        weekly_cost=weekly,
        season_cost=weeks * weekly,
        weekly_metres=metres,
        season_kg_co2=kilograms_co2(weeks * metres, grams_co2_per_km),
        visits=sum(len(tour.places) for tour in timetable.tours),
        transit_days=transit_by_pair(week, timetable),
    )


def tour_cost(week: Problem, tour: Tour) -> int:
    """What a tour costs without the handling of crates, rounded half up: the vehicle's day, its way and its time."""
    vehicle = week.vehicle[tour.vehicle]
    drive = sum(week.seconds[a][b] for a, b in _legs(week, tour, vehicle))
    rule = week.break_rule
    rests = max(0, (drive - 1) // rule.max_drive) * rule.length if rule else 0
    stops = sum(stop_seconds(week, week.index[place]) for place in (vehicle.home, *tour.places, vehicle.home))
    way = tour_metres(week, tour) * vehicle.cost_per_km / 1000
    return int(vehicle.cost_per_day + way + (drive + rests + stops) * vehicle.cost_per_hour / 3600 + 0.5)


def tour_metres(week: Problem, tour: Tour) -> int:
    """Metres driven, from home to home."""
    return sum(week.metres[a][b] for a, b in _legs(week, tour, week.vehicle[tour.vehicle]))


def handling_cost(week: Problem) -> int:
    """What the typical week's crates take of drivers' time, whatever the timetable: put in and out, at the hub too.

    By the hour of the cheapest vehicle, so that it is a floor as well.
    """
    hourly = min((vehicle.cost_per_hour for vehicle in week.vehicles), default=0)
    moves = sum(
        shipment.crates * (2 if week.place(shipment.origin).hub or week.place(shipment.to).hub else 4)
        for shipment in week.shipments
    )
    return moves * week.crate_seconds * hourly // 3600


def transit_by_pair(week: Problem, timetable: Timetable) -> dict[tuple[str, str], int | None]:
    """The longest transit time of every ordered pair of places, in service days; None: never."""
    days = service_days(week)
    visits = timetable.visits()
    patterns: dict[str, Pattern | None] = {
        place.id: None if place.hub else tuple(k for k, day in enumerate(days) if (place.id, day) in visits)
        for place in week.places
    }
    return {
        (one, other): None if there == () or here == () else longest_transit(len(days), here, there)
        for one, here in patterns.items()
        for other, there in patterns.items()
        if one != other
    }


def _legs(week: Problem, tour: Tour, vehicle: Vehicle) -> list[tuple[int, int]]:
    return list(pairwise(week.index[place] for place in (vehicle.home, *tour.places, vehicle.home)))
