"""A season's timetable: which places are visited on which weekdays by which tours, so that every pair of places keeps
a greatest transit time, at the least yearly cost.

Whether a pair keeps its time depends on the weekdays of its two places alone, and what a day costs depends on which
places it serves. So the choice is a pattern of weekdays for each place: what serving any set of places costs on a
day is tabulated, a search over patterns looks it up, and a relaxation over all tours proves a floor.
"""

from __future__ import annotations

from itertools import islice
from time import monotonic

from routing.problem import Problem
from routing.season.annealing import descents
from routing.season.figures import Figures, figures, handling_cost
from routing.season.fleet_costs import day_costs, drive_exactly
from routing.season.model import CannotTabulate, Designed, Limit, Listener, NoTimetable, Timetable, Tour, Wish, unheard
from routing.season.relaxation import relax
from routing.season.work import prepare

__all__ = [
    "CannotTabulate",
    "Designed",
    "Figures",
    "Limit",
    "NoTimetable",
    "Timetable",
    "Tour",
    "Wish",
    "design",
    "figures",
]

DESCENTS = 12
"""Searches from the densest timetable; at 16 places the best cost comes back in most of them."""


def design(
    week: Problem,
    wish: Wish,
    *,
    seconds: float = 30.0,
    descents_at_most: int = DESCENTS,
    seed: int = 1,
    told: Listener = unheard,
) -> Timetable:
    """Design the cheapest timetable that keeps the wish.

    Args:
        week: a typical week: its shipments say how many crates move, its windows when places receive. It has one
            hub, where every vehicle is at home.
        seconds: of wall time; reached before the descents are done, the best by then is returned.
        descents_at_most: with the seed, they decide the answer where time does not.
        told: hears of the floor and after each descent; called in this thread.

    Returns:
        A timetable whose tours all keep windows, shifts, breaks and capacity, and a floor of what its visits cost.

    Raises:
        NoTimetable: no choice of weekdays keeps the wish, or none was found.
        CannotTabulate: the week has more places than can be tabulated, or not one hub for all vehicles.
    """
    until = monotonic() + seconds
    work = prepare(week, wish)
    handling = handling_cost(week)
    relaxed = relax(work).floor
    floor = None if relaxed is None else relaxed + handling
    told(Designed(None, floor, 0.0))
    best: tuple[int, tuple[Tour, ...]] | None = None
    tried = set()
    rounds = islice(descents(work, day_costs(work), seed), descents_at_most)
    for number, (promised, chosen) in enumerate(rounds, start=1):
        better = None
        choice = tuple(chosen.items())
        if chosen and choice not in tried and (best is None or promised < best[0]):
            tried.add(choice)
            driven = drive_exactly(work, chosen)
            if driven and (best is None or driven[0] < best[0]):
                best, better = driven, Timetable(driven[1], lower_bound=floor)
        told(Designed(best[0] + handling if best else None, floor, number / descents_at_most, better))
        if monotonic() > until:
            break
    if best is None:
        raise NoTimetable(days=wish.transit_days)
    return Timetable(best[1], lower_bound=floor)
