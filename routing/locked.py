"""What of a published plan has been driven or promised and stays to the letter, and where that leaves each shipment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from routing.errors import Faulty
from routing.plan import Plan
from routing.problem import Problem


@dataclass(frozen=True, slots=True)
class Locked:
    """What of a plan stays to the letter.

    Attributes:
        stops: by row of the plan's trip, how many stops from its first on; a trip that is not named keeps none.
        now: nothing else starts before, seconds.
    """

    stops: Mapping[int, int] = field(default_factory=dict)
    now: int = 0

    def of(self, trip: int | None) -> int:
        """How many stops of a trip stay; a trip that is not there yet has none."""
        return 0 if trip is None else self.stops.get(trip, 0)


NOTHING_LOCKED = Locked()


class LockedBroken(Faulty):
    """What is locked breaks a rule of the changed problem, so no plan can keep both."""

    code = "locked-broken"


@dataclass(frozen=True, slots=True)
class Lying:
    """Where a shipment lies, and from when on it can be taken up there, seconds."""

    place: str
    free: int


@dataclass(frozen=True, slots=True)
class Aboard:
    """The row of the trip that carries a shipment after its last locked stop."""

    trip: int


def locked_at(plan: Plan, now: int) -> Locked:
    """What is locked when nobody can be called back: stops that have begun, and those that a vehicle drives to.

    Args:
        now: seconds from 00:00 of day 0.
    """
    stops = {}
    for n, trip in enumerate(plan.trips):
        begun = sum(stop.start <= now for stop in trip.stops)
        if begun and trip.stops[begun - 1].leave <= now:
            begun += 1
        if begun:
            stops[n] = min(begun, len(trip.stops))
    return Locked(stops, now)


def whereabouts(problem: Problem, plan: Plan, locked: Locked) -> dict[str, Lying | Aboard | None]:
    """Where the locked stops leave each shipment; None: delivered."""
    found: dict[str, Lying | Aboard | None] = {s.id: Lying(s.origin, s.ready) for s in problem.shipments}
    stops = sorted(
        (stop.start, n, k) for n, trip in enumerate(plan.trips) for k, stop in enumerate(trip.stops[: locked.of(n)])
    )
    for _, n, k in stops:
        stop = plan.trips[n].stops[k]
        for name in stop.unload:
            there = stop.place == problem.shipment[name].to
            found[name] = None if there else Lying(stop.place, stop.leave + problem.sort_seconds)
        for name in stop.load:
            found[name] = Aboard(n)
    return found
