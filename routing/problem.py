"""What is to be planned: places, vehicles and shipments over a horizon of days.

Units everywhere in `routing`: whole seconds from 00:00 of day 0, whole metres, crate units, and the
smallest unit of the currency (öre, øre). Day d is the half-open interval [86400 d, 86400 (d + 1)).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

DAY = 86_400

Span: TypeAlias = tuple[int, int]
"""Seconds from, seconds to; both ends belong to it."""

Matrix: TypeAlias = tuple[tuple[int, ...], ...]
"""Shape (places, places), row = from, column = to; the diagonal is 0."""


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere a vehicle can stop.

    Attributes:
        windows: when a stop may start, sorted, disjoint. A day without one: closed.
        hub: crates may be put down here and taken up again by any vehicle.
        stop_seconds: time a stop takes before any crate is moved; None: the problem's.
        lat, lon: degrees, WGS 84, for maps only; None where the problem has no map.
    """

    id: str
    name: str
    windows: tuple[Span, ...]
    hub: bool = False
    stop_seconds: int | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A van or bus that leaves from its home and comes back to it.

    Attributes:
        capacity: crate units aboard at once.
        cost_per_day: once for each day on which it drives at all.
        cost_per_km, cost_per_hour: for distance driven and time between leaving and coming home.
        shifts: every trip lies inside one of them.
        max_trips: most trips in one shift; None: as many as fit.
        forbidden: ids of places that it does not go to.
        max_kg: weight aboard at once; None: any.
        max_duty: seconds on duty, over the trips that start on one day; None: any.
    """

    id: str
    home: str
    capacity: int
    cost_per_day: int
    cost_per_km: int
    cost_per_hour: int
    shifts: tuple[Span, ...]
    max_trips: int | None = None
    forbidden: tuple[str, ...] = ()
    max_kg: int | None = None
    max_duty: int | None = None


@dataclass(frozen=True, slots=True)
class BreakRule:
    """After `max_drive` seconds of driving, no more before a pause of `length` seconds in one piece.

    Attributes:
        split: a pause of the first length and, later, one of the second serve as well as one in one piece; None:
            they do not.
    """

    max_drive: int
    length: int
    split: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Shipment:
    """Crates that are to go from one place to another.

    Attributes:
        origin, to: place ids ("from" and "to" in the file).
        ready: not aboard before.
        due: the unloading stop at `to` has started by then.
        penalty: what it costs to leave it where it is; None: it must go.
        kg: weight.
        apart: groups; no two shipments of a group are aboard one vehicle at once.
        priority: the higher ones are kept where room is short; it costs nothing.
    """

    id: str
    origin: str
    to: str
    crates: int
    ready: int
    due: int
    penalty: int | None = None
    kg: int = 0
    apart: tuple[str, ...] = ()
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Crossing:
    """A ferry, or a road that is not always open, in one direction.

    Attributes:
        departs: when one can set off, sorted, disjoint: a departure is a span of one second.
        seconds: from setting off to the road on the other side; none of it is driving.
        ahead: so long before setting off one has to be there.
    """

    id: str
    name: str
    departs: tuple[Span, ...]
    seconds: int
    ahead: int = 0


@dataclass(frozen=True, slots=True)
class Leg:
    """The way from one place to another that goes over crossings.

    Attributes:
        origin, to: place ids ("from" and "to" in the file).
        crossings: ids, in order, at least one.
        drives: seconds driven before each crossing and after the last: one more than crossings.
    """

    origin: str
    to: str
    crossings: tuple[str, ...]
    drives: tuple[int, ...]


@dataclass(frozen=True)
class Problem:
    """A whole planning problem. Construct it through `routing.files` or from data already validated.

    Attributes:
        metres, seconds: driven between places in the order of `places`.
        stop_seconds: default of `Place.stop_seconds`.
        crate_seconds: added to a stop for each crate unit loaded or unloaded.
        sort_seconds: a crate put down at a hub can be taken up that long after the stop ended.
        legs: the ways that go over crossings; `seconds` of such a way is what it takes where nothing is waited for.
    """

    name: str
    currency: str
    days: int
    places: tuple[Place, ...]
    metres: Matrix
    seconds: Matrix
    stop_seconds: int
    crate_seconds: int
    sort_seconds: int
    vehicles: tuple[Vehicle, ...]
    shipments: tuple[Shipment, ...]
    break_rule: BreakRule | None = None
    crossings: tuple[Crossing, ...] = ()
    legs: tuple[Leg, ...] = ()

    @cached_property
    def index(self) -> dict[str, int]:
        """Row of each place id in the matrices."""
        return {place.id: row for row, place in enumerate(self.places)}

    @cached_property
    def shipment(self) -> dict[str, Shipment]:
        """Shipments by id."""
        return {shipment.id: shipment for shipment in self.shipments}

    @cached_property
    def vehicle(self) -> dict[str, Vehicle]:
        """Vehicles by id."""
        return {vehicle.id: vehicle for vehicle in self.vehicles}

    @cached_property
    def crossing(self) -> dict[str, Crossing]:
        """Crossings by id."""
        return {crossing.id: crossing for crossing in self.crossings}

    @cached_property
    def leg(self) -> dict[tuple[str, str], Leg]:
        """Ways over crossings by the ids of their ends."""
        return {(leg.origin, leg.to): leg for leg in self.legs}

    @cached_property
    def extended(self) -> bool:
        """Whether anything in it is beyond the common format."""
        return (
            any(v.forbidden or v.max_kg is not None or v.max_duty is not None for v in self.vehicles)
            or any(s.apart or s.priority for s in self.shipments)
            or (self.break_rule is not None and self.break_rule.split is not None)
            or bool(self.legs)
        )

    def place(self, place_id: str) -> Place:
        """The place of that id; KeyError where there is none."""
        return self.places[self.index[place_id]]
