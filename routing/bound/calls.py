"""Which places are called at on one day, in which order and when, as constraints of the program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from ortools.sat.python import cp_model

from routing.bound.ground import Day, Ground
from routing.bound.program import Program

Call: TypeAlias = tuple[int, bool]
"""Place, and whether it is its last call of the day, where it has several."""


class Leg(NamedTuple):
    """Units, the stop at its end included; seconds of the same; seconds of driving."""

    cost: int
    clock: int
    drive: int


@dataclass
class Calls:
    """The routes of all vehicles on one day: every way from home to home is a segment.

    Attributes:
        places: those that can be called at.
        end: second after which nobody is out.
        made: the call is made.
        arcs: from one call straight to another; home is (places, False).
        middle: the place is called at three times or more, where calls are ordered.
        at: seconds at which the call begins, where calls are ordered.
        left, back: seconds at which the call's segment leaves home and is back.
        segments, vehicles: how many there are, and how many drive them.
        put, taken: crates are put down at the hub, taken up there.
    """

    places: list[int]
    end: int
    segments: cp_model.IntVar
    vehicles: cp_model.IntVar
    put: cp_model.IntVar
    taken: cp_model.IntVar
    made: dict[Call, cp_model.IntVar] = field(default_factory=dict)
    arcs: dict[tuple[Call, Call], cp_model.IntVar] = field(default_factory=dict)
    middle: dict[int, cp_model.IntVar] = field(default_factory=dict)
    at: dict[Call, cp_model.IntVar] = field(default_factory=dict)
    left: dict[Call, cp_model.IntVar] = field(default_factory=dict)
    back: dict[Call, cp_model.IntVar] = field(default_factory=dict)

    def of(self, place: int) -> Iterator[Call]:
        """The calls of a place that the program tells apart."""
        return (call for call in ((place, False), (place, True)) if call in self.made)

    def again(self, place: int) -> cp_model.LinearExprT:
        """1: the place is called at more than once."""
        return self.made.get((place, True), 0)


def earliest(ground: Ground, day: Day, place: int) -> int:
    """The first second at which a call can begin."""
    return int(max(day.opens[place], day.start + ground.drive[ground.places, place]))


def latest(ground: Ground, day: Day, place: int) -> int:
    """The last second at which a call can begin."""
    home = day.end - ground.drive[place, ground.places] - ground.stops[place]
    return int(min(day.closes[place], home))


def add_calls(program: Program, ground: Ground, day: Day, ordered: bool) -> Calls:
    """Add a day.

    Args:
        ordered: first and last calls are told apart and have times; else each place is called at once.
    """
    model, home = program.model, (ground.places, False)
    places = [p for p in range(ground.places) if earliest(ground, day, p) <= latest(ground, day, p)]
    vehicles = program.number(0, day.vehicles, ground.fixed)
    segments = program.number(0, 2 * len(places))
    calls = Calls(places, day.end, segments, vehicles, program.literal(), program.literal())
    driven = program.literal()
    for place in places:
        first = calls.made[place, False] = program.literal()
        model.add_implication(first, driven)
        if ordered:
            again = calls.made[place, True] = program.literal()
            calls.middle[place] = program.literal(int(ground.stops[place]) * ground.rate)
            model.add_implication(again, first)
            model.add_implication(calls.middle[place], again)
    if ordered:
        _add_times(program, ground, day, calls)
    _add_arcs(program, ground, day, calls, driven)
    model.add(segments == sum(literal for (a, _), literal in calls.arcs.items() if a == home))
    model.add(vehicles >= driven)
    model.add(segments >= vehicles)
    legs = [(_leg(ground, places, a, b), arc) for ((a, _), (b, _)), arc in calls.arcs.items()]
    working = sum(leg.clock * arc for leg, arc in legs)
    if ground.longest_drive:
        most = day.vehicles * day.span // ground.longest_drive + 1
        pauses = program.number(0, most, ground.rate * ground.pause)
        driving = sum(leg.drive * arc for leg, arc in legs)
        model.add(driving <= ground.longest_drive * (segments + pauses))
        working += ground.pause * pauses
    model.add(working <= day.span * vehicles)
    if ground.hub_stop:
        _add_hub_stops(program, ground, calls)
    return calls


def _leg(ground: Ground, places: list[int], a: int, b: int) -> Leg:
    """From one place to another; at the same place again: over the nearest other, whose stop is counted apart."""
    if a != b:
        return Leg(int(ground.cost[a, b]), int(ground.clock[a, b]), int(ground.drive[a, b]))
    others = [p for p in places if p != a]
    drive = int((ground.drive[a, others] + ground.drive[others, a]).min())
    over = ground.cost[a, others] + ground.cost[others, a] - ground.stops[others] * ground.rate
    return Leg(int(over.min()), drive + int(ground.stops[a]), drive)


def _add_times(program: Program, ground: Ground, day: Day, calls: Calls) -> None:
    """When each call begins, and when its segment leaves home and is back."""
    model, home = program.model, ground.places
    for call in calls.made:
        place, last = call
        calls.at[call] = program.number(earliest(ground, day, place), latest(ground, day, place))
        calls.left[call] = program.number(day.start, day.end)
        calls.back[call] = program.number(day.start, day.end)
        model.add(calls.at[call] >= calls.left[call] + int(ground.drive[home, place]))
        model.add(calls.back[call] >= calls.at[call] + int(ground.stops[place] + ground.drive[place, home]))
        if last:
            model.add(calls.at[call] >= calls.at[place, False])


def _add_arcs(program: Program, ground: Ground, day: Day, calls: Calls, driven: cp_model.IntVar) -> None:
    """Circuits through home that pass every call once that is made."""
    model, home = program.model, (ground.places, False)
    node = {home: 0} | {call: n for n, call in enumerate(calls.made, 1)}
    idle = len(node)
    arcs: list[tuple[int, int, cp_model.LiteralT]] = [(idle, idle, driven), (0, idle, ~driven), (idle, 0, ~driven)]
    arcs += [(node[call], node[call], ~made) for call, made in calls.made.items()]
    for a in node:
        for b in node:
            if a[0] == b[0] and (a in (home, b) or not b[1] or len(calls.places) == 1):
                continue
            leg = _leg(ground, calls.places, a[0], b[0])
            between = home not in (a, b)
            taken = leg.drive + (int(ground.stops[a[0]]) if between else 0)
            if between and earliest(ground, day, a[0]) + taken > latest(ground, day, b[0]):
                continue
            arc = calls.arcs[a, b] = program.literal(leg.cost)
            arcs.append((node[a], node[b], arc))
            if calls.at and between:
                model.add(calls.at[b] >= calls.at[a] + taken).only_enforce_if(arc)
                model.add(calls.left[b] == calls.left[a]).only_enforce_if(arc)
                model.add(calls.back[b] == calls.back[a]).only_enforce_if(arc)
    model.add_multiple_circuit(arcs)


def _add_hub_stops(program: Program, ground: Ground, calls: Calls) -> None:
    """One stop at the only hub and home where crates are moved there; two for both ways unless one passes by."""
    model, stop = program.model, ground.hub_stop * ground.rate
    once, twice = program.literal(stop), program.literal(stop)
    model.add_implication(calls.put, once)
    model.add_implication(calls.taken, once)
    if calls.middle:
        passed = sum(calls.middle.values(), calls.segments - calls.vehicles)
        model.add(twice + passed >= calls.put + calls.taken - 1)
