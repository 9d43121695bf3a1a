"""What the floor keeps of a problem: places without order of stops, days, and what may be carried when.

Everything kept is a relaxation; `docs/floor.md` proves each step. Money is counted in `UNIT` parts of the
smallest unit of the currency, so that costs per metre and per second are whole numbers.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from routing.problem import DAY, Problem, Shipment
from routing.units import PER_METRE, PER_SECOND, UNIT, Whole, shortest


class TooLarge(Exception):
    """The relaxation does not cover this problem; a cheaper floor must do."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day on which at least one vehicle has a shift.

    Attributes:
        start, end: seconds from 00:00 of day 0, around all shifts of the day.
        latest: the shift that begins last begins then.
        span: seconds that the vehicle with the longest shifts can be out.
        vehicles: how many have a shift.
        opens, closes: first and last start of a stop by place, shape (places,); `closes` < 0: shut.
        one_shift: no vehicle has two shifts on this day.
    """

    number: int
    start: int
    end: int
    latest: int
    span: int
    vehicles: int
    opens: Whole
    closes: Whole
    one_shift: bool


@dataclass(frozen=True, slots=True)
class Order:
    """Equal shipments together.

    Attributes:
        origin, to: rows of `Ground`; the home's row is the number of places.
        same: positions of days on which it can be fetched and brought; with a home at one end: be carried.
        fetched, brought: positions of days for the two halves of a way over a hub; none with a home at one end.
        crates: of one of them.
        penalty: in units, of one; `Ground.dear` for what must go.
        count: how many.
    """

    origin: int
    to: int
    same: tuple[int, ...]
    fetched: tuple[int, ...]
    brought: tuple[int, ...]
    crates: int
    penalty: int
    count: int

    @property
    def days(self) -> tuple[int, ...]:
        """Positions of all days on which one of its ways touches it, in their order; none: it must be left."""
        first, last = min(self.fetched, default=0), max(self.brought, default=0)
        halves = {k for k in self.fetched if k < last} | {k for k in self.brought if k > first and self.fetched}
        return tuple(sorted(halves.union(self.same)))


@dataclass(frozen=True, slots=True)
class Ground:
    """The relaxed problem.

    Attributes:
        names: place ids in the order of the rows.
        cost: units from row to column, the stop at the column included, shape (places + 1, places + 1); last: home.
        clock: seconds of the same.
        drive: seconds of driving alone.
        stops: seconds of a stop, shape (places,).
        fixed: units for a vehicle and day.
        hub_stop: seconds of a stop at the only hub, where it is the only home; else 0.
        rate: units for a second on duty.
        handling: seconds for a crate, in or out.
        sorting: seconds from the end of the stop that puts a crate down to the begin of one that takes it up.
        longest_drive, pause: of the break rule; 0: none.
        dear: units for leaving undone what must be done; the larger, the nearer to must.
        changes_at_home: crates change vehicles at homes only, or nowhere.
    """

    names: tuple[str, ...]
    days: tuple[Day, ...]
    orders: tuple[Order, ...]
    cost: Whole
    clock: Whole
    drive: Whole
    stops: Whole
    fixed: int
    hub_stop: int
    rate: int
    handling: int
    sorting: int
    longest_drive: int
    pause: int
    dear: int
    changes_at_home: bool

    @property
    def places(self) -> int:
        """How many places besides home there are."""
        return len(self.names)


def ground(problem: Problem, most_places: int = 20) -> Ground:
    """Relax a problem.

    Raises:
        TooLarge: more than `most_places` places, no vehicle, or a shift that runs over midnight.
    """
    homes = {vehicle.home for vehicle in problem.vehicles}
    used = {s.origin for s in problem.shipments} | {s.to for s in problem.shipments}
    kept = [row for row, place in enumerate(problem.places) if place.id in used and place.id not in homes]
    if not homes or len(kept) + 1 > most_places:
        raise TooLarge
    home_rows = [problem.index[name] for name in sorted(homes)]
    metres, drive = (_between(shortest(matrix), kept, home_rows) for matrix in (problem.metres, problem.seconds))
    stops = np.array([_stop_seconds(problem, row) for row in kept], np.int64)
    clock = drive + np.append(stops, 0)
    np.fill_diagonal(clock, 0)
    per_km = min(v.cost_per_km for v in problem.vehicles)
    per_hour = min(v.cost_per_hour for v in problem.vehicles)
    cost = metres * per_km * PER_METRE + clock * per_hour * PER_SECOND
    days = tuple(day for number in range(problem.days) if (day := _day(problem, number, kept)) is not None)
    hubs = {place.id for place in problem.places if place.hub}
    rate = per_hour * PER_SECOND
    fixed = min(v.cost_per_day for v in problem.vehicles) * UNIT
    dear = 4 * (fixed + 2 * int(cost.max()))
    rows = {problem.places[row].id: k for k, row in enumerate(kept)} | {name: len(kept) for name in homes}
    counted = Counter(
        (*_order(problem, s, rows, days, drive, stops), s.crates, dear if s.penalty is None else s.penalty * UNIT)
        for s in problem.shipments
        if rows[s.origin] != rows[s.to]
    )
    rule = problem.break_rule
    return Ground(
        names=tuple(problem.places[row].id for row in kept),
        days=days,
        orders=tuple(Order(*parts, count) for parts, count in sorted(counted.items())),
        cost=cost,
        clock=clock,
        drive=drive,
        stops=stops,
        fixed=fixed,
        hub_stop=_stop_seconds(problem, home_rows[0]) if len(homes) == 1 and hubs == homes else 0,
        rate=rate,
        handling=problem.crate_seconds,
        sorting=problem.sort_seconds,
        longest_drive=rule.max_drive if rule else 0,
        pause=rule.length if rule else 0,
        dear=dear,
        changes_at_home=hubs <= homes,
    )


def _between(far: Whole, kept: list[int], homes: list[int]) -> Whole:
    """Rows of the kept places and one for the nearest home, shape (kept + 1, kept + 1)."""
    out = np.zeros((len(kept) + 1, len(kept) + 1), np.int64)
    out[:-1, :-1] = far[np.ix_(kept, kept)]
    if kept:
        out[-1, :-1] = far[np.ix_(homes, kept)].min(axis=0)
        out[:-1, -1] = far[np.ix_(kept, homes)].min(axis=1)
    return out


def _stop_seconds(problem: Problem, row: int) -> int:
    own = problem.places[row].stop_seconds
    return problem.stop_seconds if own is None else own


def _day(problem: Problem, number: int, kept: list[int]) -> Day | None:
    first, last = number * DAY, (number + 1) * DAY
    shifts = [[s for s in v.shifts if first <= s[0] < last] for v in problem.vehicles]
    if any(end > last for of_one in shifts for _, end in of_one):
        raise TooLarge
    out = [of_one for of_one in shifts if of_one]
    if not out:
        return None
    opens, closes = np.zeros(len(kept), np.int64), np.full(len(kept), -1, np.int64)
    for k, row in enumerate(kept):
        spans = [(max(a, first), min(b, last)) for a, b in problem.places[row].windows if a <= last and b >= first]
        if spans:
            opens[k], closes[k] = spans[0][0], spans[-1][1]
    return Day(
        number=number,
        start=min(a for of_one in out for a, _ in of_one),
        end=max(b for of_one in out for _, b in of_one),
        latest=max(a for of_one in out for a, _ in of_one),
        span=max(sum(b - a for a, b in of_one) for of_one in out),
        vehicles=len(out),
        opens=opens,
        closes=closes,
        one_shift=max(len(of_one) for of_one in out) == 1,
    )


def _order(
    problem: Problem, shipment: Shipment, rows: dict[str, int], days: tuple[Day, ...], drive: Whole, stops: Whole
) -> tuple[int, int, tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Where from, where to, and on which days it can be carried in one day, fetched, and brought."""
    home = len(stops)
    origin, to = rows[shipment.origin], rows[shipment.to]
    handled = problem.crate_seconds * shipment.crates
    same, fetched, brought = [], [], []
    for k, day in enumerate(days):
        loaded = aboard = max(day.start, shipment.ready)
        latest = min(day.end, shipment.due)
        can_fetch = True
        if origin != home:
            loaded = max(day.opens[origin], shipment.ready, day.start + drive[home, origin])
            aboard = loaded + stops[origin] + handled
            can_fetch = loaded <= day.closes[origin] and aboard + drive[origin, home] <= day.end
        if to != home:
            latest = min(day.closes[to], shipment.due)
        if can_fetch:
            fetched.append(k)
        if max(day.start + drive[home, to], day.opens[to] if to != home else day.start, shipment.ready) <= latest:
            brought.append(k)
            if can_fetch and aboard + drive[origin, to] <= latest:
                same.append(k)
    if home in (origin, to):
        return origin, to, tuple(same), (), ()
    if not any(place.hub for place in problem.places):
        return origin, to, tuple(same), (), ()
    return origin, to, tuple(same), tuple(fetched), tuple(brought)
