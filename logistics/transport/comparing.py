"""Two plans of a day stop by stop: what is at another hour, with other crates, new or gone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import Enum

from logistics.transport.plans import Action, Plan, Stop

Name = tuple[str, str, date]
"""Ids of a vehicle and a place, and a day."""


class StopChange(Enum):
    """How a stop of one plan differs from its like in another."""

    RETIMED = "retimed"  # on the same day, at another hour
    RELOADED = "reloaded"  # at the same hour, with other crates
    ADDED = "added"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class StopDifference:
    """One stop that is not as it was; `before` is None where it is added, `after` where it is dropped."""

    change: StopChange
    before: Stop | None
    after: Stop | None

    @property
    def stop(self) -> Stop:
        """The later of both, for its place and vehicle."""
        stop = self.after or self.before
        if stop is None:
            raise ValueError("a difference has a stop on one side at least")
        return stop


@dataclass(frozen=True, slots=True)
class PlanDifference:
    """What differs between two plans of a day.

    Attributes:
        kept: stops that are as they were.
        stops: those that are not, in order of time.
    """

    kept: int
    stops: list[StopDifference]


def differences(before: Plan, after: Plan) -> PlanDifference:
    """Compare the stops of the plans' own day that somebody waits for.

    Ends of trips at home that move nothing are left out. Equal stops are paired first, then those of the same vehicle
    and place in the order of time, as `routing.steady.changed` counts them.
    """
    old, new = _by_name(before), _by_name(after)
    kept = 0
    found: list[StopDifference] = []
    for name in old.keys() | new.keys():
        was, now = list(old.get(name, ())), list(new.get(name, ()))
        for stop in list(was):
            same = next((other for other in now if _what(other) == _what(stop)), None)
            if same is not None:
                was.remove(stop)
                now.remove(same)
                kept += 1
        pairs = min(len(was), len(now))
        for stop, other in zip(was[:pairs], now[:pairs], strict=True):
            same_hour = stop.starts_at == other.starts_at
            found.append(StopDifference(StopChange.RELOADED if same_hour else StopChange.RETIMED, stop, other))
        found += [StopDifference(StopChange.DROPPED, stop, None) for stop in was[pairs:]]
        found += [StopDifference(StopChange.ADDED, None, other) for other in now[pairs:]]
    return PlanDifference(kept, sorted(found, key=lambda one: (one.stop.starts_at, one.stop.place_id)))


def moves(stop: Stop) -> frozenset[tuple[str, Action]]:
    """What a stop loads and unloads, by id of the shipment."""
    return frozenset((handling.shipment_id, handling.action) for handling in stop.handlings)


def _what(stop: Stop) -> tuple[object, ...]:
    return (stop.starts_at, stop.leaves_at, moves(stop))


def _by_name(plan: Plan) -> dict[Name, list[Stop]]:
    found: dict[Name, list[Stop]] = defaultdict(list)
    for trip in plan.trips:
        if trip.day == plan.day:
            for stop in trip.stops:
                if stop.handlings or stop.position not in (0, len(trip.stops) - 1):
                    found[trip.vehicle_id, stop.place_id, trip.day].append(stop)
    for stops in found.values():
        stops.sort(key=lambda stop: stop.starts_at)
    return found
