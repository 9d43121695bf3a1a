"""Whether a timetable can be designed for a week at all, before anything is tabulated."""

from __future__ import annotations

from routing.errors import Fault
from routing.problem import Problem
from routing.season.tours import MOST_PLACES


def unsuited(week: Problem) -> tuple[Fault, ...]:
    """Everything that keeps a week from being tabulated; empty: nothing does.

    Tours of a timetable begin and end at one hub, where every vehicle is at home, and serve at most `MOST_PLACES`
    other places. Paths are those of a problem file, as in `vehicles[1].home`.
    """
    hubs = [row for row, place in enumerate(week.places) if place.hub]
    faults = [
        Fault("one-hub-only", f"places[{row}].hub", {"place": week.places[row].id, "first": week.places[hubs[0]].id})
        for row in hubs[1:]
    ]
    if not hubs:
        faults.append(Fault("needs-a-hub", "places"))
    else:
        hub = week.places[hubs[0]].id
        faults += [
            Fault("home-is-no-hub", f"vehicles[{number}].home", {"home": vehicle.home, "hub": hub})
            for number, vehicle in enumerate(week.vehicles)
            if vehicle.home != hub
        ]
    if len(week.places) > MOST_PLACES + 1:
        faults.append(Fault("too-many", "places", {"got": len(week.places), "most": MOST_PLACES + 1}))
    return tuple(faults)
