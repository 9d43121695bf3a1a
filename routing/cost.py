"""What a plan costs, to the smallest unit of the currency, and each trip's exact part of it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from routing.plan import Plan, Trip
from routing.problem import DAY, Problem


@dataclass(frozen=True, slots=True)
class TripCost:
    """One trip's part, exact: nothing is rounded before the sum over the plan is taken.

    Attributes:
        vehicle, day: which vehicle, and the day on which the trip starts.
        metres: driven.
        duty_seconds: from the first stop's start to the last stop's leave.
        day_charge: the vehicle's cost per day where this is its first trip of the day, else 0.
        distance_thousandths: metres x cost per km, in 1/1000 of the smallest unit.
        duty_3600ths: seconds x cost per hour, in 1/3600 of the smallest unit.
    """

    vehicle: str
    day: int
    metres: int
    duty_seconds: int
    day_charge: int
    distance_thousandths: int
    duty_3600ths: int

    @property
    def exact(self) -> Fraction:
        """The trip's cost in the smallest unit, unrounded."""
        return self.day_charge + Fraction(self.distance_thousandths, 1000) + Fraction(self.duty_3600ths, 3600)


@dataclass(frozen=True, slots=True)
class Cost:
    """A plan's cost; amounts in the smallest unit of the currency.

    Attributes:
        total: transport + penalties.
        transport: day_charges + distance + duty.
        day_charges, distance, duty: the three parts, the last two rounded half up once each.
        penalties: of what stays behind; what must go and stays behind adds nothing here, it breaks the plan.
        vehicle_days: pairs of a vehicle and a day on which it starts a trip.
        metres, duty_seconds: over all trips.
        trips: in the order of the plan's trips.
    """

    total: int
    transport: int
    day_charges: int
    distance: int
    duty: int
    penalties: int
    vehicle_days: int
    metres: int
    duty_seconds: int
    trips: tuple[TripCost, ...]


def cost(problem: Problem, plan: Plan) -> Cost:
    """Price a plan. It need not keep the rules, but must name only what the problem has.

    Source: docs/file-format.md.
    """
    charged: set[tuple[str, int]] = set()
    parts: dict[int, TripCost] = {}
    by_start = sorted(range(len(plan.trips)), key=lambda n: (plan.trips[n].stops[0].start, n))
    for n in by_start:
        parts[n] = price(problem, plan.trips[n], charged)
    trips = tuple(parts[n] for n in range(len(plan.trips)))
    distance = (sum(part.distance_thousandths for part in trips) + 500) // 1000
    duty = (sum(part.duty_3600ths for part in trips) + 1800) // 3600
    day_charges = sum(part.day_charge for part in trips)
    penalties = sum(problem.shipment[left.shipment].penalty or 0 for left in plan.unserved)
    transport = day_charges + distance + duty
    return Cost(
        total=transport + penalties,
        transport=transport,
        day_charges=day_charges,
        distance=distance,
        duty=duty,
        penalties=penalties,
        vehicle_days=len(charged),
        metres=sum(part.metres for part in trips),
        duty_seconds=sum(part.duty_seconds for part in trips),
        trips=trips,
    )


def price(problem: Problem, trip: Trip, charged: set[tuple[str, int]]) -> TripCost:
    """Price one trip and note its vehicle and day as charged."""
    vehicle = problem.vehicle[trip.vehicle]
    rows = [problem.index[stop.place] for stop in trip.stops]
    metres = sum(problem.metres[a][b] for a, b in pairwise(rows))
    span = trip.stops[-1].leave - trip.stops[0].start
    day = trip.stops[0].start // DAY
    first = (trip.vehicle, day) not in charged
    charged.add((trip.vehicle, day))
    return TripCost(
        vehicle=trip.vehicle,
        day=day,
        metres=metres,
        duty_seconds=span,
        day_charge=vehicle.cost_per_day if first else 0,
        distance_thousandths=metres * vehicle.cost_per_km,
        duty_3600ths=span * vehicle.cost_per_hour,
    )
