"""How much two plans differ for those who wait at the stops, and the times that differ least."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from routing.board import Board
from routing.check import check
from routing.plan import Plan, Stop, Trip
from routing.problem import DAY
from routing.schedule import Visit, schedule
from routing.standing import Standing, gaps


@dataclass(frozen=True, slots=True)
class Changed:
    """Stops of a plan beside those of the one before; ends of trips at home that move nothing are not counted.

    Attributes:
        kept: same vehicle, place, times and crates.
        reloaded: at the same hour, with other crates.
        retimed: on the same day, at another hour.
        added, dropped: only in the later plan, only in the earlier one.
    """

    kept: int
    reloaded: int
    retimed: int
    added: int
    dropped: int

    @property
    def stops(self) -> int:
        """All stops that are not as they were."""
        return self.reloaded + self.retimed + self.added + self.dropped


Name = tuple[str, str, int]
"""A vehicle, a place and a day."""


def changed(before: Plan, after: Plan) -> Changed:
    """Compare two plans stop by stop: equal ones first, then those of the same vehicle, place and day in order."""
    old, new = by_name(before), by_name(after)
    kept = reloaded = retimed = added = dropped = 0
    for name in old.keys() | new.keys():
        was, now = list(old.get(name, ())), list(new.get(name, ()))
        for stop in [stop for stop in was if stop in now]:
            was.remove(stop)
            now.remove(stop)
            kept += 1
        pairs = min(len(was), len(now))
        same_hour = sum(a.start == b.start for a, b in zip(was, now, strict=False))
        reloaded, retimed = reloaded + same_hour, retimed + pairs - same_hour
        added, dropped = added + len(now) - pairs, dropped + len(was) - pairs
    return Changed(kept, reloaded, retimed, added, dropped)


def by_name(plan: Plan) -> dict[Name, list[Stop]]:
    """Stops that somebody waits for, in the order of time."""
    found: dict[Name, list[Stop]] = defaultdict(list)
    for trip in plan.trips:
        for k, stop in enumerate(trip.stops):
            if stop.load or stop.unload or k not in (0, len(trip.stops) - 1):
                sorted_moves = Stop(
                    stop.place, stop.start, stop.leave, tuple(sorted(stop.unload)), tuple(sorted(stop.load))
                )
                found[trip.vehicle, stop.place, stop.start // DAY].append(sorted_moves)
    for stops in found.values():
        stops.sort(key=lambda stop: stop.start)
    return found


def steadied(now: Standing, published: Plan) -> Standing:
    """The plan with its trips at the hours that were published, as far as they can still be kept."""
    for row in range(len(now.plan.trips)):
        for visits in wishes(now, row, published):
            trip = timed(now, row, visits)
            if trip is None:
                continue
            other = now.with_trip(row, trip)
            better = changed(published, other.plan).stops < changed(published, now.plan).stops
            if better and all(fault.code == "must-go" for fault in check(now.problem, other.plan)):
                now = other
                break
    return now


def timed(now: Standing, row: int, visits: list[Visit]) -> Trip | None:
    """The trip with these visits in its vehicle's time."""
    trip = now.plan.trips[row]
    for span in gaps(now, row, now.problem.vehicle[trip.vehicle]):
        stops = schedule(now.problem, visits, span)
        if stops:
            return Trip(trip.vehicle, stops)
    return None


def wishes(now: Standing, row: int, published: Plan) -> Iterator[list[Visit]]:
    """The trip's visits held to published hours: all, then each as far as the first change, then none too early."""
    trip = now.plan.trips[row]
    if not any(list(now.movable(row))):
        return
    told: dict[tuple[str, int], list[Stop]] = defaultdict(list)
    for before in published.trips:
        if before.vehicle == trip.vehicle:
            for stop in before.stops:
                told[stop.place, stop.start // DAY].append(stop)
    own = Board(now.problem, now.plan, now.locked).visits(row)
    wanted: list[int | None] = []
    for stop in trip.stops:
        hours = told[stop.place, stop.start // DAY]
        wanted.append(hours.pop(0).start if hours else None)
    first = next((k for k, at in enumerate(wanted) if at is None), len(own))
    for exact in sorted({len(own), first, now.locked.of(row)}, reverse=True):
        visits = []
        for k, (visit, at) in enumerate(zip(own, wanted, strict=True)):
            if at is not None and k >= now.locked.of(row):
                earliest = max(visit.earliest, at)
                latest = min(visit.latest, at) if k < exact else visit.latest
                visit = replace(visit, earliest=earliest, latest=latest)
            visits.append(visit)
        if all(visit.earliest <= visit.latest for visit in visits):
            yield visits
