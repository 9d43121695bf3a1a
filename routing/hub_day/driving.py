"""The trips behind the kernels' rows, timed and with what they load."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

from routing.check import check
from routing.cost import cost
from routing.hub_day import days, trips
from routing.hub_day.arrays import Found
from routing.hub_day.day import HubDay, Kind
from routing.hub_day.ways import crates, stop_seconds
from routing.plan import Plan, Stop, Trip, Unserved
from routing.problem import Problem, Shipment, Span
from routing.schedule import opening


@dataclass(frozen=True)
class Round:
    """From home over some places to home.

    Attributes:
        calls: each place, by its position in the day, with the pauses on the leg to it.
        pauses: on the leg home.
        starts: as late as its own hours allow it to be without waiting.
        rested: whether a pause at home comes before it.
    """

    calls: list[tuple[int, int]]
    pauses: int
    starts: int
    rested: bool


def rounds(found: Found, part: int) -> list[Round]:
    """What the cheapest shift for a set of places drives, in the order of time."""
    first, last = int(found.day_first[part]), int(found.day_first[part + 1])
    row = min(range(first, last), key=lambda k: int(found.days[k, days.COST]))
    chain: list[Round] = []
    while row >= 0:
        trip = found.trips[found.days[row, days.TRIP]]
        starts = min(int(trip[trips.LATE]), max(int(trip[trips.STARTS]), int(trip[trips.EARLY] - trip[trips.LASTS])))
        rested = int(found.days[row, days.REST]) == days.RESTED
        chain.append(Round(calls(found, int(trip[trips.BEFORE])), int(trip[trips.HOW]), starts, rested))
        row = int(found.days[row, days.FORMER])
    return chain[::-1]


def calls(found: Found, label: int) -> list[tuple[int, int]]:
    """The places of a label in order, each with the pauses on the leg to it."""
    given, chain = found.arrays, []
    while label >= 0:
        here = found.labels[label]
        place, stay = (int(x) for x in given.ways[here[trips.HOW], [trips.PLACE, trips.STAY]])
        former = found.labels[here[trips.BEFORE]] if here[trips.BEFORE] >= 0 else None
        pauses = 0
        if given.limit[trips.PAUSE]:
            before = -1 if former is None else int(given.ways[former[trips.HOW], trips.PLACE])
            gone = 0 if former is None else int(former[trips.LASTS])
            idle = int(here[trips.LASTS]) - gone - stay - int(given.drive[before, place])
            pauses = idle // int(given.limit[trips.PAUSE])
        chain.append((place, pauses))
        label = int(here[trips.BEFORE])
    return chain[::-1]


@dataclass(frozen=True)
class Call:
    """A stop before it has times: the row of its place, the rest on the leg to it, and what it moves."""

    row: int
    rest: int
    unload: tuple[Shipment, ...] = ()
    load: tuple[Shipment, ...] = ()


def shift_trips(day: HubDay, kind: Kind, vehicle: str, chain: list[Round]) -> list[Trip] | None:
    """The trips of one vehicle, the cheapest of all ways to join rounds at home or not; None: none can be driven."""
    best: tuple[int, list[Trip]] | None = None
    for joins in product((True, False), repeat=len(chain) - 1):
        if any(joined and other.rested for joined, other in zip(joins, chain[1:], strict=True)):
            continue
        groups = [[chain[0]]]
        for joined, other in zip(joins, chain[1:], strict=True):
            if joined:
                groups[-1].append(other)
            else:
                groups.append([other])
        made = timed(day, kind, vehicle, groups)
        if made is None:
            continue
        rest = tuple(Unserved(s.id, "left") for s in day.problem.shipments if not any(
            s.id in stop.load for trip in made for stop in trip.stops))  # fmt: skip
        plan = Plan(tuple(made), rest)
        if any(fault.code != "must-go" for fault in check(day.problem, plan)):
            continue
        price = cost(day.problem, plan).transport
        if best is None or price < best[0]:
            best = (price, made)
    return best[1] if best else None


def timed(day: HubDay, kind: Kind, vehicle: str, groups: list[list[Round]]) -> list[Trip] | None:
    """Trips of a vehicle one after the other, each as early as it can without waiting longer than it must."""
    made: list[Trip] = []
    shift = kind[4]
    free = shift[0]
    rule = day.problem.break_rule
    for group in groups:
        if group[0].rested and rule:
            free += rule.length
        stops = time_stops(day, shift, free, stop_list(day, group), group[0].starts if len(group) == 1 else None)
        if stops is None:
            return None
        made.append(Trip(vehicle, tuple(stops)))
        free = stops[-1].leave
    return made


def stop_list(day: HubDay, group: list[Round]) -> list[Call]:
    """The stops of rounds that are driven as one trip."""
    rule = day.problem.break_rule
    length = rule.length if rule else 0
    stops: list[Call] = []
    brought: tuple[Shipment, ...] = ()
    rest = 0
    for one in group:
        taken = tuple(s for p, _ in one.calls for s in day.goes_out[p])
        stops.append(Call(day.home, rest, brought, taken))
        stops += [Call(day.rows[p], length * pauses, day.goes_out[p], day.comes_in[p]) for p, pauses in one.calls]
        brought = tuple(s for p, _ in one.calls for s in day.comes_in[p])
        rest = length * one.pauses
    return [*stops, Call(day.home, rest, brought, ())]


def time_stops(day: HubDay, shift: Span, free: int, stops: list[Call], wanted: int | None) -> list[Stop] | None:
    """Start as late as does not make the end later, and then every stop as early as it can.

    Args:
        wanted: when to start at best; None: found out here.
    """
    if wanted is None:
        ends = time_from(day, free, stops)
        if ends is None:
            return None
        low, high = free, ends[-1].leave
        while low < high:
            middle = (low + high + 1) // 2
            tried = time_from(day, middle, stops)
            if tried is not None and tried[-1].leave <= ends[-1].leave:
                low = middle
            else:
                high = middle - 1
        wanted = low
    made = time_from(day, max(free, wanted), stops)
    return made if made and made[-1].leave <= shift[1] else None


def time_from(day: HubDay, start: int, stops: list[Call]) -> list[Stop] | None:
    """Every stop as early as it can after a start; None: one of them comes too late for its windows."""
    problem: Problem = day.problem
    made: list[Stop] = []
    now = start
    for k, call in enumerate(stops):
        place = problem.places[call.row]
        if k:
            now += problem.seconds[stops[k - 1].row][call.row] + call.rest
        moved = (*call.unload, *call.load)
        lasts = 0
        if moved or 0 < k < len(stops) - 1:
            at: Any = opening(place.windows, max([now, *(s.ready for s in call.load)]))
            if at is None or any(at > s.due for s in call.unload if s.to == place.id):
                return None
            now = at
            lasts = stop_seconds(day, call.row) + problem.crate_seconds * crates(moved)
        made.append(Stop(place.id, now, now + lasts, tuple(s.id for s in call.unload), tuple(s.id for s in call.load)))
        now += lasts
    return made
