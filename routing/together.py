"""What may be aboard together, and how long a vehicle is on duty: limits beyond the common format."""

from __future__ import annotations

from collections.abc import Sequence

from routing.board import Board, Frame
from routing.plan import Stop
from routing.problem import DAY, Problem, Vehicle
from routing.schedule import Visit


def fit_together(problem: Problem, vehicle: Vehicle, visits: Sequence[Visit]) -> bool:
    """Tell whether weight and groups that are to be kept apart allow a trip, whatever its crates take of room."""
    if not problem.extended:
        return True
    kg = 0
    groups: set[str] = set()
    for visit in visits:
        for name in visit.unload:
            kg -= problem.shipment[name].kg
            groups.difference_update(problem.shipment[name].apart)
        for name in visit.load:
            shipment = problem.shipment[name]
            if groups.intersection(shipment.apart):
                return False
            kg += shipment.kg
            groups.update(shipment.apart)
        if vehicle.max_kg is not None and kg > vehicle.max_kg:
            return False
    return True


def in_duty(board: Board, frame: Frame, stops: Sequence[Stop]) -> bool:
    """Tell whether the vehicle's day is short enough with these stops in the frame."""
    vehicle = frame.vehicle
    if vehicle.max_duty is None:
        return True
    day = stops[0].start // DAY
    others = (
        trip.stops[-1].leave - trip.stops[0].start
        for n, trip in enumerate(board.plan.trips)
        if n != frame.trip and trip.vehicle == vehicle.id and trip.stops[0].start // DAY == day
    )
    return sum(others) + stops[-1].leave - stops[0].start <= vehicle.max_duty
