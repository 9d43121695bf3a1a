"""Shipments that no plan can deliver, and which limit makes them so: found by lifting limits and looking again."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from routing.alone import Fleet, Way
from routing.detours import OutOfTime
from routing.plan import Fact, Stop, Unserved
from routing.problem import DAY, Problem, Shipment, Span
from routing.roads.crossings import next_departure
from routing.sailings import sailings
from routing.schedule import FAR

ENDS = {"closed-at-origin": ("origin",), "closed-at-destination": ("to",), "closed-at-both": ("origin", "to")}
"""Places that are thought open day and night, by the reason that they are not."""


def open_always(problem: Problem, *place_ids: str) -> Problem:
    """The problem with places that receive at any time."""
    windows = ((0, problem.days * DAY),)
    places = [replace(place, windows=windows) if place.id in place_ids else place for place in problem.places]
    return replace(problem, places=tuple(places))


def why_impossible(problem: Problem, shipment: Shipment, deadline: float | None = None) -> Unserved:
    """Name the limit that keeps a shipment from going even with the whole fleet to itself.

    Args:
        shipment: one for which `Fleet.way` finds nothing.
        deadline: of `time.monotonic`, after which a reason that takes planning is only `impossible`; None: none.

    Returns:
        The reason with its facts, a code of `routing.reasons`. Of several limits each of which alone stands
        in the way, the one that would have to give way by the fewest seconds.
    """
    plain = plainly_impossible(problem, shipment)
    if plain:
        return plain
    facts: dict[str, Fact] = {"from": shipment.origin, "to": shipment.to}
    if deadline is not None and time.monotonic() > deadline:
        return Unserved(shipment.id, "impossible", facts)
    anywhere = replace(problem, vehicles=tuple(replace(vehicle, forbidden=()) for vehicle in problem.vehicles))
    if anywhere != problem and Fleet(anywhere).earliest(shipment, detours=False):
        return Unserved(shipment.id, "no-vehicle-allowed", facts)
    lifted = [found for code in ENDS if (found := open_ends(problem, shipment, code))]
    if problem.legs and (crossed := without_waiting(problem, shipment)):
        lifted.append(crossed)
    late = Fleet(problem).earliest(replace(shipment, due=FAR), detours=False)
    if late:
        lifted.append((late.arrives_at - shipment.due, "too-late", arrival(late, shipment)))
    if lifted:
        _, code, more = min(lifted, key=lambda found: found[0])
        return Unserved(shipment.id, code, facts | more)
    if shipment.due >= problem.days * DAY:
        return Unserved(shipment.id, "can-wait", facts | {"due": shipment.due, "horizon_ends": problem.days * DAY})
    everywhere = open_always(problem, *(place.id for place in problem.places))
    try:
        late = Fleet(everywhere, deadline).way(replace(shipment, due=FAR))
    except OutOfTime:
        return Unserved(shipment.id, "impossible", facts)
    if late:
        return Unserved(shipment.id, "too-late", facts | arrival(late, shipment))
    return Unserved(shipment.id, "out-of-reach", facts | reach(problem, shipment))


def plainly_impossible(problem: Problem, shipment: Shipment) -> Unserved | None:
    """The limit that can be read off without planning anything; None: there is none of that kind."""
    facts: dict[str, Fact] = {"from": shipment.origin, "to": shipment.to}
    if not any(vehicle.shifts for vehicle in problem.vehicles):
        return Unserved(shipment.id, "no-vehicle", facts)
    largest = max(problem.vehicles, key=lambda vehicle: vehicle.capacity)
    if shipment.crates > largest.capacity:
        facts |= {"crates": shipment.crates, "capacity": largest.capacity, "vehicle": largest.id}
        return Unserved(shipment.id, "too-heavy", facts)
    roomy = [vehicle for vehicle in problem.vehicles if vehicle.capacity >= shipment.crates]
    strongest = max(roomy, key=lambda vehicle: FAR if vehicle.max_kg is None else vehicle.max_kg)
    if strongest.max_kg is not None and shipment.kg > strongest.max_kg:
        facts |= {"kg": shipment.kg, "max_kg": strongest.max_kg, "vehicle": strongest.id}
        return Unserved(shipment.id, "over-weight", facts)
    horizon = problem.days * DAY
    for code, place_id in (("shut-at-origin", shipment.origin), ("shut-at-destination", shipment.to)):
        windows = problem.place(place_id).windows
        if shipment.due < horizon and not any(b <= shipment.due and e >= shipment.ready for b, e in windows):
            return Unserved(shipment.id, code, facts | {"ready": shipment.ready, "due": shipment.due})
    return None


def at_any_time(problem: Problem) -> Problem:
    """The problem with crossings that can be begun at any time."""
    spans = ((0, problem.days * DAY),)
    return replace(problem, crossings=tuple(replace(crossing, departs=spans) for crossing in problem.crossings))


def without_waiting(problem: Problem, shipment: Shipment) -> tuple[int, str, dict[str, Fact]] | None:
    """What crossings at any time would give: the seconds of the wait, the reason, its facts."""
    way = Fleet(at_any_time(problem)).earliest(shipment, detours=False)
    if way is None:
        return None
    missed = max((missing(problem, trip.stops) for trip in way.trips), key=lambda found: found[0])
    if not missed[0]:
        return None
    facts: dict[str, Fact] = {"vehicle": way.trips[-1].vehicle, "arrives_at": way.arrives_at, **missed[1]}
    return missed[0], "no-crossing", facts


def missing(problem: Problem, stops: Sequence[Stop]) -> tuple[int, dict[str, Fact]]:
    """The departure that a trip would need most and that is not there: seconds to the next one, and facts of it."""
    most: tuple[int, dict[str, Fact]] = (0, {})
    for taken in sailings(at_any_time(problem), stops):
        for sailing in taken:
            there = problem.crossing[sailing.crossing.id]
            after = next_departure(there.departs, sailing.departs)
            wait = DAY if after is None else min(DAY, after - sailing.departs)
            if wait > most[0]:
                most = wait, {"crossing": there.name, "departs_at": sailing.departs}
    return most


def open_ends(problem: Problem, shipment: Shipment, code: str) -> tuple[int, str, dict[str, Fact]] | None:
    """What opening the ends of the reason would give: seconds outside windows, the reason, its facts."""
    ends = [getattr(shipment, end) for end in ENDS[code]]
    way = Fleet(open_always(problem, *ends)).earliest(shipment, detours=False)
    if way is None:
        return None
    facts: dict[str, Fact] = {"vehicle": way.trips[-1].vehicle, "arrives_at": way.arrives_at}
    outside = 0
    for end, place_id in zip(ENDS[code], ends, strict=True):
        at = way.arrives_at if end == "to" else taken_at(way, shipment)
        short, limits = distance(problem.place(place_id).windows, at)
        outside += short
        stem = "" if len(ends) == 1 else f"{'destination' if end == 'to' else 'origin'}_"
        facts |= {f"{stem}{name}": value for name, value in limits.items()}
        if end == "origin":
            facts["taken_at"] = at
    return outside, code, facts


def distance(windows: tuple[Span, ...], at: int) -> tuple[int, dict[str, Fact]]:
    """Seconds from a moment to the nearest window of its day, with the hour that would have to give way.

    Returns:
        `closes_at` or `opens_at`; `closed_on_day` where the day has no window, counted as a whole day's
        seconds; no fact where the moment lies in a window.
    """
    day = at // DAY
    today = [(begins, ends) for begins, ends in windows if begins < (day + 1) * DAY and ends >= day * DAY]
    if any(begins <= at <= ends for begins, ends in today):
        return 0, {}
    choices: list[tuple[int, dict[str, Fact]]] = [(DAY, {"closed_on_day": day})] if not today else []
    choices += [(at - ends, {"closes_at": ends}) for _, ends in today if ends < at]
    choices += [(begins - at, {"opens_at": begins}) for begins, _ in today if begins > at]
    return min(choices, key=lambda choice: choice[0])


def taken_at(way: Way, shipment: Shipment) -> int:
    """When the first stop that loads the shipment starts."""
    return next(stop.start for stop in way.trips[0].stops if shipment.id in stop.load)


def arrival(way: Way, shipment: Shipment) -> dict[str, Fact]:
    """When it would arrive, and when it should."""
    return {"vehicle": way.trips[-1].vehicle, "arrives_at": way.arrives_at, "due": shipment.due}


def reach(problem: Problem, shipment: Shipment) -> dict[str, Fact]:
    """How far it is, against how long a shift lasts and how far may be driven in one piece."""
    shifts = [shift for vehicle in problem.vehicles for shift in vehicle.shifts]
    homes = sorted({problem.index[vehicle.home] for vehicle in problem.vehicles})
    origin, goal = problem.index[shipment.origin], problem.index[shipment.to]
    rounds = [
        (problem.seconds[home][origin], problem.seconds[origin][goal], problem.seconds[goal][home]) for home in homes
    ]
    shortest = min(rounds, key=sum)
    facts: dict[str, Fact] = {
        "drives": sum(shortest),
        "longest_leg": max(shortest),
        "longest_shift": max(ends - begins for begins, ends in shifts),
    }
    if problem.break_rule:
        facts["most_in_one_piece"] = problem.break_rule.max_drive
    return facts
