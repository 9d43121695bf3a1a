"""A timetable design as a coordinator reads it: figures, weekdays by place, tours with their hours, times by pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.alphabet import alphabetical
from api.languages import count, kilometres, minute, money, percent, weekdays
from api.languages import gettext as _
from logistics.network.networks import Network
from logistics.transport.studies import Study
from routing.problem import DAY

Tree = dict[str, Any]
"""JSON as `logistics.transport.designs` keeps it."""


@dataclass(frozen=True, slots=True)
class Visited:
    """A weekday of a place: the colours of the vans that come, and whether it is new or gone beside today."""

    vans: tuple[int, ...]
    change: str  # "added", "dropped" or ""


@dataclass(frozen=True, slots=True)
class Call:
    """A stop of a tour, as time of day."""

    name: str
    arrives: str
    leaves: str


@dataclass(frozen=True, slots=True)
class TourShown:
    """A tour with its stops; none where it can't be driven within the shift."""

    weekday: str
    van: str
    colour: int
    calls: list[Call]


@dataclass(frozen=True, slots=True)
class Designed:
    """Everything that the page of a design says.

    Attributes:
        days: names of the service days.
        grid: places in the reader's alphabet, each with its service days.
        matrix: greatest transit days from each place (row) to each (column), in the order of `names`; None: never.
        kept: pairs by greatest transit days, ascending.
        changed: places whose weekdays differ from today's.
    """

    days: list[str]
    grid: list[tuple[str, list[Visited]]]
    tours: list[TourShown]
    names: list[str]
    matrix: list[list[int | None]]
    kept: list[tuple[int, int]]
    vans: list[tuple[int, str]]
    changed: int
    patterns: dict[str, str]
    driven: Tree
    today: Tree | None


def designed(study: Study, network: Network) -> Designed:
    """Read a stored design."""
    answer: Tree = study.answer or {}
    week: Tree = study.problem
    shown = weekdays()
    days = sorted({shift[0] // DAY for van in week["vehicles"] for shift in van["shifts"]})
    vans = [van["id"] for van in week["vehicles"]]
    named = {van.id: van.name for van in network.vehicles}
    places = sorted(week["places"], key=lambda place: alphabetical(place["name"]))
    names = {place["id"]: place["name"] for place in places}
    visits = _visits(answer["timetable"], vans)
    before = _visits(answer["today"]["timetable"], vans) if answer["today"] else None
    grid = [
        (place["name"], [_visited(visits, before, place["id"], day) for day in days])
        for place in places
        if not place.get("hub")
    ]
    times = {(one["from"], one["to"]): one["transit_days"] for one in answer["figures"]["pairs"]}
    matrix = [[times.get((origin, to)) for to in names] for origin in names]
    kept = Counter(days for days in times.values() if days is not None)
    return Designed(
        days=[shown[day % 7] for day in days],
        grid=grid,
        tours=[_tour(one, shown, names, named, vans) for one in answer["tours"]],
        names=list(names.values()),
        matrix=matrix,
        kept=sorted(kept.items()),
        vans=[(colour % 6, named.get(van, van)) for colour, van in enumerate(vans)],
        changed=len(answer["changes"]),
        patterns={
            name: " ".join(shown[day % 7] for day in days if (place_id, day) in visits)
            for place_id, name in names.items()
        },
        driven=answer["figures"],
        today=answer["today"]["figures"] if answer["today"] else None,
    )


def _visits(timetable: Tree, vans: Sequence[str]) -> dict[tuple[str, int], tuple[int, ...]]:
    found: dict[tuple[str, int], tuple[int, ...]] = {}
    for tour in timetable["tours"]:
        for place in tour["places"]:
            key = (place, tour["day"])
            found[key] = (*found.get(key, ()), vans.index(tour["vehicle"]) % 6)
    return found


def _visited(
    visits: dict[tuple[str, int], tuple[int, ...]],
    before: dict[tuple[str, int], tuple[int, ...]] | None,
    place: str,
    day: int,
) -> Visited:
    now, then = visits.get((place, day), ()), (before or {}).get((place, day), ())
    if before is None or bool(now) == bool(then):
        return Visited(now, "")
    return Visited(now, "added" if now else "dropped")


def _tour(one: Tree, shown: list[str], names: dict[str, str], named: dict[str, str], vans: Sequence[str]) -> TourShown:
    midnight = DAY * one["day"]
    calls = [
        Call(
            names.get(stop["place"], stop["place"]),
            minute((stop["start"] - midnight) // 60),
            minute((stop["leave"] - midnight) // 60),
        )
        for stop in one["stops"]
    ]
    van: str = one["vehicle"]
    return TourShown(shown[one["day"] % 7], named.get(van, van), vans.index(van) % 6, calls)


def figures(measured: Sequence[Tree], currency: str) -> list[tuple[str, list[str]]]:
    """Rows of figures, a column for each timetable."""

    def above(one: Tree) -> str:
        return "–" if one["gap"] is None else percent(one["gap"])

    def longest(one: Tree) -> str:
        return _("some never") if one["longest_transit_days"] is None else count(one["longest_transit_days"])

    return [
        (_("Cost a week"), [money(one["weekly_cost"], currency) for one in measured]),
        (_("Cost a season"), [money(one["season_cost"], currency) for one in measured]),
        (_("Above the best possible, at most"), [above(one) for one in measured]),
        (_("Distance a week"), [kilometres(one["weekly_metres"]) for one in measured]),
        (_("CO₂ a season"), [f"{count(one['season_kg_co2'])}\u00a0kg" for one in measured]),
        (_("Visits a week"), [count(one["visits"]) for one in measured]),
        (_("Longest transit time, service days"), [longest(one) for one in measured]),
    ]
