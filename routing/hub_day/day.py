"""Which problems are days over one hub only, and each such day by itself."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TypeAlias

from routing.problem import DAY, Place, Problem, Shipment, Span, Vehicle

MOST_PLACES = 16
"""Besides the hub, on one day: the work and the memory double with each."""

MOST_METRES = 1 << 24
"""Of one leg: sums over a trip stay far below what 32 bits hold."""

Kind: TypeAlias = tuple[int, int, int, int, Span, int]
"""What makes vehicles alike on a day: capacity, cost per day, km and hour, shift, most trips."""


@dataclass(frozen=True)
class HubDay:
    """One day of a problem in which everything goes out from the hub or comes in to it.

    Attributes:
        number: of the day.
        home: row of the hub.
        rows: of the places that have shipments.
        goes_out, comes_in: shipments by place, in the order of `rows`.
        fleet: ids of the vehicles of each kind.
    """

    problem: Problem
    number: int
    home: int
    rows: tuple[int, ...]
    goes_out: tuple[tuple[Shipment, ...], ...]
    comes_in: tuple[tuple[Shipment, ...], ...]
    fleet: dict[Kind, tuple[str, ...]]

    @property
    def hub(self) -> Place:
        """The hub."""
        return self.problem.places[self.home]

    def windows(self, row: int) -> tuple[Span, ...]:
        """When a stop may start at a place on this day."""
        first, last = self.number * DAY, (self.number + 1) * DAY - 1
        spans = ((max(a, first), min(b, last)) for a, b in self.problem.places[row].windows)
        return tuple(span for span in spans if span[0] <= span[1])


def hub_days(problem: Problem) -> list[HubDay] | None:
    """The problem as days that have nothing to do with each other; None: it is no such problem.

    It is one where all vehicles live at one place, no other place is a hub, every shipment goes out from it or comes
    in to it and can be moved on one day only, nothing is beyond the common format, no shift runs over midnight, and
    no vehicle has two of them on a day.
    """
    homes = {vehicle.home for vehicle in problem.vehicles}
    if problem.extended or len(homes) != 1:
        return None
    (home,) = homes
    if any(place.hub and place.id != home for place in problem.places):
        return None
    if any((s.origin == home) == (s.to == home) for s in problem.shipments):
        return None
    fleets: list[defaultdict[Kind, list[str]]] = [defaultdict(list) for _ in range(problem.days)]
    for vehicle in problem.vehicles:
        for shift in vehicle.shifts:
            number = shift[0] // DAY
            if shift[1] > (number + 1) * DAY or number >= problem.days:
                return None
            fleets[number][kind_of(vehicle, shift)].append(vehicle.id)
        if len({shift[0] // DAY for shift in vehicle.shifts}) != len(vehicle.shifts):
            return None
    by_day: defaultdict[int, list[Shipment]] = defaultdict(list)
    for shipment in problem.shipments:
        can = [n for n, fleet in enumerate(fleets) if any(can_move(problem, shipment, kind[4]) for kind in fleet)]
        if len(can) > 1 or (not can and shipment.penalty is None):
            return None
        if can:
            by_day[can[0]].append(shipment)
    days = [one_day(problem, n, home, fleets[n], moved) for n, moved in sorted(by_day.items())]
    return days if all(fits(day) for day in days) else None


def kind_of(vehicle: Vehicle, shift: Span) -> Kind:
    """The kind of a vehicle in a shift."""
    most = vehicle.max_trips or 1 << 20
    return vehicle.capacity, vehicle.cost_per_day, vehicle.cost_per_km, vehicle.cost_per_hour, shift, most


def can_move(problem: Problem, shipment: Shipment, shift: Span) -> bool:
    """Whether both ends are open in a shift at times that suit, as if there were no way between them."""
    first, last = max(shift[0], shipment.ready), min(shift[1], shipment.due)
    return all(
        any(a <= last and b >= first for a, b in problem.place(end).windows) for end in (shipment.origin, shipment.to)
    )


def one_day(problem: Problem, number: int, home: str, fleet: dict[Kind, list[str]], moved: list[Shipment]) -> HubDay:
    """A day with what is moved on it."""
    rows = sorted({problem.index[s.to if s.origin == home else s.origin] for s in moved})
    names = [problem.places[row].id for row in rows]
    return HubDay(
        problem=problem,
        number=number,
        home=problem.index[home],
        rows=tuple(rows),
        goes_out=tuple(tuple(s for s in moved if s.to == name) for name in names),
        comes_in=tuple(tuple(s for s in moved if s.origin == name) for name in names),
        fleet={kind: tuple(names) for kind, names in sorted(fleet.items())},
    )


def fits(day: HubDay) -> bool:
    """Whether a day is small enough, its hub open once, and every leg of it short enough to drive in one piece."""
    rows = [*day.rows, day.home]
    legs = [(day.problem.seconds[a][b], day.problem.metres[a][b]) for a in rows for b in rows]
    rule = day.problem.break_rule
    return (
        len(day.rows) <= MOST_PLACES
        and len(day.windows(day.home)) == 1
        and max(metres for _, metres in legs) <= MOST_METRES
        and max(seconds for seconds, _ in legs) <= (rule.max_drive if rule else DAY)
    )
