"""What the choice of a timetable rests on: tours with their costs, patterns of weekdays, crates a visit moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from routing.problem import DAY, Problem, Vehicle
from routing.schedule import Visit, schedule
from routing.season.model import CannotTabulate, NoTimetable, Wish
from routing.season.suited import unsuited
from routing.season.tours import Tours, tours
from routing.season.transit import Pattern, longest_transit, patterns


@dataclass(frozen=True, slots=True)
class Offer:
    """A kind of vehicle on a service day, and every tour it can make.

    Attributes:
        position: of the day among the service days.
        vehicles: alike in everything but their id; each makes one tour a day at most.
        table: the tours; bit k of a set is the place `table.rows[k]`.
        cost: minor units by set, shape (2 ** places,), without the handling of crates; infinite: no tour.
    """

    position: int
    day: int
    vehicles: tuple[Vehicle, ...]
    table: Tours
    cost: NDArray[np.float64]

    def members(self, subset: int) -> list[int]:
        """Rows of the places of a set."""
        return [row for bit, row in enumerate(self.table.rows) if subset >> bit & 1]


@dataclass(frozen=True, slots=True)
class Work:
    """What the choice is made of.

    Attributes:
        days: service days; patterns speak of positions among them.
        weekly: crate units brought to and taken from each place in a week, shape (places, 2).
        offers: for every service day and kind of vehicle.
        allowed: patterns by row of the place, the hub left out.
    """

    week: Problem
    wish: Wish
    days: tuple[int, ...]
    weekly: tuple[tuple[int, int], ...]
    offers: tuple[Offer, ...]
    allowed: Mapping[int, tuple[Pattern, ...]]

    def upset(self, row: int, pattern: Pattern) -> int:
        """What it costs that a place is visited on other days than today."""
        if self.wish.today is None:
            return 0
        place = self.week.places[row].id
        now = {self.days.index(day) for visited, day in self.wish.today.visits() if visited == place}
        return self.wish.change_cost * len(now ^ set(pattern))

    def companions(self, row: int, pattern: Pattern, other: int) -> list[Pattern]:
        """Patterns of another place with which this pattern keeps the wish in both directions."""
        count, here, there = len(self.days), self.week.places[row].id, self.week.places[other].id
        to, back = self.wish.days(here, there), self.wish.days(there, here)
        return [
            rival
            for rival in self.allowed[other]
            if longest_transit(count, pattern, rival) <= to and longest_transit(count, rival, pattern) <= back
        ]

    def aboard(self, row: int, pattern: Pattern, position: int) -> int:
        """Room that a visit may take in a van: what it brings until it is there, or what it takes after."""
        return max(moved(self.weekly[row], len(self.days), pattern, position))

    def order(self, offer: Offer, subset: int, chosen: Mapping[int, Pattern]) -> tuple[str, ...] | None:
        """The places of a tour in the order in which it can be driven exactly; None: it can't.

        Windows, shift and breaks are kept, with the crates that the chosen patterns bring together.
        """
        rows = offer.table.order(subset)
        lasting = {
            self.week.places[row].id: stop_seconds(self.week, row)
            + self.week.crate_seconds * sum(moved(self.weekly[row], len(self.days), chosen[row], offer.position))
            for row in rows
        }
        week = replace(
            self.week,
            places=tuple(
                replace(place, stop_seconds=lasting.get(place.id, place.stop_seconds)) for place in self.week.places
            ),
        )
        home = offer.vehicles[0].home
        places = tuple(self.week.places[row].id for row in rows)
        visits = [Visit(home), *map(Visit, places), Visit(home)]
        shifts = (shift for shift in offer.vehicles[0].shifts if shift[0] // DAY == offer.day)
        return places if any(schedule(week, visits, shift) for shift in shifts) else None


def prepare(week: Problem, wish: Wish) -> Work:
    """Tabulate tours and patterns.

    Raises:
        NoTimetable: no service day, or a place that can't be visited often enough.
        CannotTabulate: more places than can be tabulated, or not one hub that is every vehicle's home.
    """
    if faults := unsuited(week):
        raise CannotTabulate(faults)
    days = service_days(week)
    if not days or any(limit < 1 for limit in (wish.transit_days, *(one.transit_days for one in wish.limits))):
        raise NoTimetable(days=wish.transit_days)
    kinds: dict[Vehicle, list[Vehicle]] = {}
    for vehicle in week.vehicles:
        kinds.setdefault(replace(vehicle, id=""), []).append(vehicle)
    weekly = weekly_crates(week)
    offers = tuple(
        offer(week, position, day, tuple(alike), [-(-max(crates) // len(days)) for crates in weekly])
        for position, day in enumerate(days)
        for alike in kinds.values()
    )
    allowed = {
        row: allowed_patterns(week, row, len(days), offers, wish)
        for row, place in enumerate(week.places)
        if not place.hub
    }
    return Work(week, wish, days, weekly, offers, allowed)


def moved(weekly: tuple[int, int], count: int, pattern: Pattern, position: int) -> tuple[int, int]:
    """Crate units that a visit brings and takes: the share of the week since the visit before.

    Args:
        weekly: brought to and taken from the place in a week.
        count: service days in a week.
        pattern: on which of them the place is visited; `position` is one of them.
    """
    before = pattern[pattern.index(position) - 1]
    gap = (position - before - 1) % count + 1
    brought, taken = weekly
    return -(-brought * gap // count), -(-taken * gap // count)


def service_days(week: Problem) -> tuple[int, ...]:
    """Days on which any vehicle has a shift."""
    return tuple(sorted({shift[0] // DAY for vehicle in week.vehicles for shift in vehicle.shifts}))


def weekly_crates(week: Problem) -> tuple[tuple[int, int], ...]:
    """Crate units brought to and taken from each place, shape (places, 2)."""
    brought, taken = [0] * len(week.places), [0] * len(week.places)
    for shipment in week.shipments:
        brought[week.index[shipment.to]] += shipment.crates
        taken[week.index[shipment.origin]] += shipment.crates
    return tuple(zip(brought, taken, strict=True))


def stop_seconds(week: Problem, row: int) -> int:
    """How long a stop lasts before any crate is moved."""
    own = week.places[row].stop_seconds
    return week.stop_seconds if own is None else own


def offer(week: Problem, position: int, day: int, vehicles: tuple[Vehicle, ...], least: Sequence[int]) -> Offer:
    """Every tour of a kind of vehicle on a day, with its cost.

    Args:
        least: room that a visit takes at the very least, by row of the place: were it made every day.
    """
    vehicle = vehicles[0]
    table = tours(week, vehicle, day, [stop_seconds(week, row) for row in range(len(week.places))])
    bits = (np.arange(len(table.last))[:, None] >> np.arange(len(table.rows))) & 1
    aboard = bits @ np.array([least[row] for row in table.rows], np.int64)
    rule = week.break_rule
    rests = np.maximum(0, (table.seconds - 1) // rule.max_drive) * rule.length if rule else 0
    duty = table.seconds + table.service + rests + 2 * stop_seconds(week, table.home)
    cost = vehicle.cost_per_day + table.metres * vehicle.cost_per_km / 1000 + duty * vehicle.cost_per_hour / 3600
    possible = (table.last >= 0) & (aboard <= vehicle.capacity)
    return Offer(position, day, vehicles, table, np.where(possible, np.floor(cost + 0.5), np.inf))


def allowed_patterns(week: Problem, row: int, count: int, offers: tuple[Offer, ...], wish: Wish) -> tuple[Pattern, ...]:
    """Weekdays on which a place can be visited so that crates between it and the hub keep the greatest transit time.

    Raises:
        NoTimetable: there are none.
    """
    reached = [
        any(o.position == position and np.isfinite(o.cost[1 << o.table.rows.index(row)]) for o in offers)
        for position in range(count)
    ]
    place, hub = week.places[row].id, week.vehicles[0].home
    to, back = wish.days(place, hub), wish.days(hub, place)
    fitting = tuple(
        pattern
        for pattern in patterns(reached)
        if longest_transit(count, pattern, None) <= to and longest_transit(count, None, pattern) <= back
    )
    if not fitting:
        raise NoTimetable(days=min(to, back), place=place)
    return fitting
