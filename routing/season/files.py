"""Timetables and wishes as JSON, both ways."""

from __future__ import annotations

from typing import Any

from routing.season.figures import Figures
from routing.season.model import Limit, Timetable, Tour, Wish


def write_timetable(timetable: Timetable) -> dict[str, Any]:
    """The timetable as what `json.dump` takes; `read_timetable` of it gives it back."""
    return {
        "tours": [{"day": tour.day, "vehicle": tour.vehicle, "places": list(tour.places)} for tour in timetable.tours],
        "lower_bound": timetable.lower_bound,
    }


def read_timetable(tree: dict[str, Any]) -> Timetable:
    """The timetable that `write_timetable` wrote."""
    tours = tuple(Tour(tour["day"], tour["vehicle"], tuple(tour["places"])) for tour in tree["tours"])
    return Timetable(tours, tree["lower_bound"])


def write_wish(wish: Wish) -> dict[str, Any]:
    """The wish as what `json.dump` takes; `read_wish` of it gives it back."""
    return {
        "transit_days": wish.transit_days,
        "limits": [{"from": one.origin, "to": one.to, "transit_days": one.transit_days} for one in wish.limits],
        "today": wish.today and write_timetable(wish.today),
        "change_cost": wish.change_cost,
    }


def read_wish(tree: dict[str, Any]) -> Wish:
    """The wish that `write_wish` wrote."""
    return Wish(
        tree["transit_days"],
        tuple(Limit(one["from"], one["to"], one["transit_days"]) for one in tree["limits"]),
        tree["today"] and read_timetable(tree["today"]),
        tree["change_cost"],
    )


def write_figures(figures: Figures) -> dict[str, Any]:
    """What a timetable costs and gives, money in the smallest unit of the currency."""
    return {
        "weekly_cost": figures.weekly_cost,
        "season_cost": figures.season_cost,
        "weekly_metres": figures.weekly_metres,
        "season_kg_co2": figures.season_kg_co2,
        "visits": figures.visits,
        "pairs": [
            {"from": one, "to": other, "transit_days": longest}
            for (one, other), longest in figures.transit_days.items()
        ],
    }
