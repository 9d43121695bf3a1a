"""What a plan achieves: cost, distance, how long crates are under way and which stay behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import mean

from routing.cost import cost
from routing.plan import Plan
from routing.problem import Problem

GRAMS_CO2_PER_KM = 250
"""Of a diesel van of some 3.5 tonnes; an assumption, to be replaced by what one's own vans emit."""


def kilograms_co2(metres: int, grams_per_km: int = GRAMS_CO2_PER_KM) -> int:
    """What driving so far emits, whole kilograms, rounded down."""
    return metres * grams_per_km // 1_000_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """A plan in the figures by which two plans are compared.

    Attributes:
        cost, transport: smallest unit of the currency, with and without penalties.
        metres, duty_seconds, vehicle_days, trips: over all trips.
        transit_seconds: from ready to delivery, of every shipment delivered, by id.
        left: ids of the shipments that stay behind.
        crates_left: crate units that stay behind.
    """

    cost: int
    transport: int
    metres: int
    duty_seconds: int
    vehicle_days: int
    trips: int
    transit_seconds: Mapping[str, int]
    left: frozenset[str]
    crates_left: int

    @property
    def kg_co2(self) -> int:
        """Emitted by all trips, whole kilograms."""
        return kilograms_co2(self.metres)

    @property
    def typical_transit_seconds(self) -> int | None:
        """The middle transit time, the later one of two; None where nothing is delivered."""
        ordered = sorted(self.transit_seconds.values())
        return ordered[len(ordered) // 2] if ordered else None


def outcome(problem: Problem, plan: Plan) -> Outcome:
    """Measure a plan that keeps the rules."""
    priced = cost(problem, plan)
    left = frozenset(unserved.shipment for unserved in plan.unserved)
    return Outcome(
        cost=priced.total,
        transport=priced.transport,
        metres=priced.metres,
        duty_seconds=priced.duty_seconds,
        vehicle_days=priced.vehicle_days,
        trips=len(plan.trips),
        transit_seconds=deliveries(problem, plan),
        left=left,
        crates_left=sum(problem.shipment[shipment_id].crates for shipment_id in left),
    )


def deliveries(problem: Problem, plan: Plan) -> dict[str, int]:
    """Seconds from ready to the start of the unloading stop, for every shipment that a plan delivers."""
    return {
        shipment_id: stop.start - problem.shipment[shipment_id].ready
        for trip in plan.trips
        for stop in trip.stops
        for shipment_id in stop.unload
        if problem.shipment[shipment_id].to == stop.place
    }


@dataclass(frozen=True, slots=True)
class PairTransit:
    """The shipments from one place to another.

    Attributes:
        shipments: how many there are.
        delivered: how many of them reach their goal.
        mean_seconds, longest_seconds: from ready to delivery, of those delivered; None: none is.
    """

    shipments: int
    delivered: int
    mean_seconds: int | None
    longest_seconds: int | None


def transit_by_pair(problem: Problem, achieved: Outcome) -> dict[tuple[str, str], PairTransit]:
    """How long crates are under way between each two places, by their ids, in alphabetical order."""
    times: dict[tuple[str, str], list[int | None]] = {}
    for shipment in problem.shipments:
        pair = (shipment.origin, shipment.to)
        times.setdefault(pair, []).append(achieved.transit_seconds.get(shipment.id))
    found = {}
    for pair, own in sorted(times.items()):
        known = [seconds for seconds in own if seconds is not None]
        found[pair] = PairTransit(len(own), len(known), round(mean(known)) if known else None, max(known, default=None))
    return found


@dataclass(frozen=True, slots=True)
class Difference:
    """How a second outcome differs from a first: positive where the second has more.

    Attributes:
        cost, transport, metres, duty_seconds, vehicle_days, kg_co2, crates_left: second minus first.
        transit_seconds: of the middle shipment; None where one of the two delivers nothing.
        newly_left, newly_served: ids of shipments that only one of the two delivers.
    """

    cost: int
    transport: int
    metres: int
    duty_seconds: int
    vehicle_days: int
    kg_co2: int
    crates_left: int
    transit_seconds: int | None
    newly_left: frozenset[str]
    newly_served: frozenset[str]


def difference(first: Outcome, second: Outcome) -> Difference:
    """Compare two outcomes of the same shipments."""
    typical = first.typical_transit_seconds, second.typical_transit_seconds
    return Difference(
        cost=second.cost - first.cost,
        transport=second.transport - first.transport,
        metres=second.metres - first.metres,
        duty_seconds=second.duty_seconds - first.duty_seconds,
        vehicle_days=second.vehicle_days - first.vehicle_days,
        kg_co2=second.kg_co2 - first.kg_co2,
        crates_left=second.crates_left - first.crates_left,
        transit_seconds=None if typical[0] is None or typical[1] is None else typical[1] - typical[0],
        newly_left=second.left - first.left,
        newly_served=first.left - second.left,
    )
