"""Which departures a plan's trips take, for the sheet: read from the problem that the plan was made for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from logistics.network.networks import Network
from logistics.transport.plans import Action, Plan, Trip
from logistics.transport.timeline import Timeline
from routing import plan as plain
from routing.files import read_problem
from routing.sailings import sailings


@dataclass(frozen=True, slots=True)
class SheetSailing:
    """A crossing on the way to a stop.

    Attributes:
        departs_at: for which one has to be there; where `waits` is false, about when one comes to a road that is open.
    """

    name: str
    departs_at: datetime
    lands_at: datetime
    waits: bool


def sailings_to(network: Network, plan: Plan, trips: Iterable[Trip]) -> Mapping[str, tuple[SheetSailing, ...]]:
    """The crossings on the way to each stop, by the stop's id; stops without any are not in it."""
    if not plan.problem.get("legs"):
        return {}
    problem = read_problem(plan.problem)
    timeline = Timeline(network, plan.day)
    found: dict[str, tuple[SheetSailing, ...]] = {}
    for trip in trips:
        if any(stop.place_id not in problem.index for stop in trip.stops):
            continue
        for stop, leg in zip(trip.stops[1:], sailings(problem, _plain(timeline, trip)), strict=True):
            if leg:
                found[stop.id] = tuple(
                    SheetSailing(
                        name=sailing.crossing.name,
                        departs_at=timeline.moment(sailing.departs),
                        lands_at=timeline.moment(sailing.lands),
                        waits=sailing.waits,
                    )
                    for sailing in leg
                )
    return found


def _plain(timeline: Timeline, trip: Trip) -> list[plain.Stop]:
    """The trip's stops in seconds of the plan."""
    return [
        plain.Stop(
            stop.place_id,
            timeline.second(stop.starts_at),
            timeline.second(stop.leaves_at),
            tuple(shipment.code for shipment in stop.shipments(Action.UNLOAD)),
            tuple(shipment.code for shipment in stop.shipments(Action.LOAD)),
        )
        for stop in trip.stops
    ]
