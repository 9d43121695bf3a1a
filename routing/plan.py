"""What is driven: trips of stops, what stays behind and why, and a floor of the cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Fact = str | int | None
"""What a reason may carry: ids, seconds, crate units, amounts. Sentences are made in `api`."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit of a vehicle to a place; unloading comes before loading.

    Attributes:
        start, leave: seconds from 00:00 of day 0.
        unload, load: shipment ids.
    """

    place: str
    start: int
    leave: int
    unload: tuple[str, ...] = ()
    load: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trip:
    """From the vehicle's home, over its stops, to its home: both are stops as well."""

    vehicle: str
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Unserved:
    """A shipment that stays where it is.

    Attributes:
        reason: a code of `routing.reasons`.
        facts: what the reason is made of, and the cheapest change that would take the shipment.
    """

    shipment: str
    reason: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """Trips in no particular order; every shipment is either delivered by them or in `unserved`.

    Attributes:
        lower_bound: no plan of the same problem costs less, proven; None: not known.
    """

    trips: tuple[Trip, ...]
    unserved: tuple[Unserved, ...] = ()
    lower_bound: int | None = None
