"""Each shipment goes one way: within a day, fetched and brought on different days, or left where it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from ortools.sat.python import cp_model

from routing.bound.calls import Calls
from routing.bound.ground import Ground, Order
from routing.bound.program import Program
from routing.bound.rides import Rides
from routing.units import UNIT

Choices: TypeAlias = dict[int, cp_model.IntVar]
"""By position of the day."""


def add_order(program: Program, ground: Ground, days: Sequence[Calls], rides: Sequence[Rides], order: Order) -> None:
    """Add equal shipments; all go the way that is cheapest for one of them."""
    work = 2 * ground.handling * order.crates * order.count * ground.rate
    program.constant += work // UNIT
    left = program.literal(order.penalty * order.count - work)
    if ground.places in (order.origin, order.to):
        within = _to_or_from_home(program, ground, days, order)
        program.model.add_exactly_one([left, *within.values()])
        return
    over_night = program.literal(work)
    within, fetched, brought = {}, {}, {}
    for k, day in enumerate(days):
        here, there = order.origin in day.places, order.to in day.places
        if k in order.same and here and there:
            within[k] = program.literal()
            program.model.add_implication(within[k], rides[k].ride(order.origin, order.to))
        if k in order.fetched and here and any(k < then for then in order.brought):
            fetched[k] = _half(program, ground, day.put)
        if k in order.brought and there and any(then < k for then in fetched):
            brought[k] = _half(program, ground, day.taken)
        _only_where_called(program, day, order.origin, [each[k] for each in (within, fetched) if k in each])
        _only_where_called(program, day, order.to, [each[k] for each in (within, brought) if k in each])
    program.model.add_exactly_one([left, over_night, *within.values()])
    program.model.add(sum(fetched.values()) == over_night)
    program.model.add(sum(brought.values()) == over_night)
    for k in brought:
        before = sum(half for then, half in fetched.items() if then < k)
        program.model.add(before >= sum(half for then, half in brought.items() if then <= k))


def _to_or_from_home(program: Program, ground: Ground, days: Sequence[Calls], order: Order) -> Choices:
    """A way on each day on which the other end can be called at."""
    place = min(order.origin, order.to)
    within = {}
    for k in order.same:
        if place in days[k].places:
            within[k] = _half(program, ground, days[k].put if order.to == ground.places else days[k].taken)
            program.model.add_implication(within[k], days[k].made[place, False])
    return within


def _half(program: Program, ground: Ground, moved: cp_model.IntVar) -> cp_model.IntVar:
    """The choice of a way that ends or begins at the hub."""
    half = program.literal()
    if ground.hub_stop:
        program.model.add_implication(half, moved)
    return half


def _only_where_called(program: Program, day: Calls, place: int, ways: Sequence[cp_model.IntVar]) -> None:
    """At most one of the ways, and only where the place is called at: a shipment moves there once."""
    if ways:
        program.model.add(sum(ways) <= day.made[place, False])
