"""The master of the floor: which places are called at on which days, and each crate's way, as a linear program."""

from __future__ import annotations

from dataclasses import dataclass, field

from routing.bound.ground import Ground, Order
from routing.bound.rows import Rows

Visit = tuple[int, int]
"""Place, position of the day."""

Pair = tuple[int, int, int]
"""Place from, place to, position of the day."""


@dataclass
class DayRows:
    """Variables and rows of one day.

    Attributes:
        one, several, more: variables: one vehicle drives; two or more; how many above two.
        used, both: variables: the hub is called at; at least twice.
        put, taken: variables: crates are put down at the hub; taken up there.
        routes: row that allows one route of a single vehicle.
        trips: row that allows trips of several vehicles.
        clock: row of the time that the vehicles have.
        twice: row in which passing home on the way saves a second stop there.
        called: rows that a single vehicle's route fills by calling at a place.
        shared: rows that several vehicles' trips fill by calling at a place.
        ordered: rows that a single vehicle's route fills by calling at one place before another.
    """

    one: int
    several: int
    more: int
    put: int
    taken: int
    routes: int
    trips: int
    clock: int
    twice: int
    called: dict[int, int] = field(default_factory=dict)
    shared: dict[int, int] = field(default_factory=dict)
    ordered: dict[tuple[int, int], int] = field(default_factory=dict)


class Week:
    """The linear program of a whole problem.

    Attributes:
        visited: variable of each visit; 1: the place is called at on that day.
        ordered: variable of each pair: a single vehicle calls at one before the other.
        constant: units that every plan pays.
    """

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rows = Rows()
        self.visited: dict[Visit, int] = {}
        self.alone: dict[Visit, int] = {}
        self.shared: dict[Visit, int] = {}
        self.ordered: dict[Pair, int] = {}
        self.joined: dict[Pair, int] = {}
        self.constant = 0
        self.days = [self._day(k) for k in range(len(ground.days))]
        for order in ground.orders:
            self._order(order)
        self.rows.freeze()

    def _below(self, part: int, *whole: int) -> None:
        """A variable is at most the sum of others."""
        self.rows.row({part: -1} | dict.fromkeys(whole, 1))

    def _day(self, k: int) -> DayRows:
        ground, day, rows = self.ground, self.ground.days[k], self.rows
        many = day.vehicles > 1
        one = rows.variable(cost=ground.fixed)
        several = rows.variable(int(many), 2 * ground.fixed)
        more = rows.variable(max(0, day.vehicles - 2), ground.fixed)
        stop = ground.hub_stop * ground.rate
        put, taken = rows.variable(), rows.variable()
        used, both = rows.variable(cost=stop), rows.variable(cost=stop)
        rows.row({one: -1, several: -1}, -1)
        self._below(put, one, several)
        self._below(taken, one, several)
        self._below(put, used)
        self._below(taken, used)
        if day.vehicles > 2:
            rows.row({several: day.vehicles - 2, more: -1})
        clock = {one: day.span, several: 2 * day.span, more: day.span, used: -ground.hub_stop, both: -ground.hub_stop}
        made = DayRows(
            one=one,
            several=several,
            more=more,
            put=put,
            taken=taken,
            routes=rows.row({one: 1}),
            trips=rows.row({several: max(1, ground.places)}),
            clock=rows.row(clock),
            twice=rows.row({both: 1, put: -1, taken: -1, several: 1}, -1),
        )
        for place in range(ground.places):
            if day.closes[place] < 0:
                continue
            visited, alone, shared = rows.variable(), rows.variable(), rows.variable(int(many))
            missed = rows.variable(cost=ground.dear)
            self.visited[place, k], self.alone[place, k], self.shared[place, k] = visited, alone, shared
            self._below(visited, alone, shared, missed)
            self._below(alone, one)
            self._below(alone, visited)
            self._below(shared, several)
            self._below(shared, visited)
            made.called[place] = rows.row({alone: -1})
            made.shared[place] = rows.row({shared: -1})
        return made

    def _order(self, order: Order) -> None:
        """Its ways: on one day, or fetched and later brought; or left where it is."""
        ground, rows = self.ground, self.rows
        seconds = 2 * ground.handling * order.crates * order.count
        work = seconds * ground.rate
        self.constant += work
        left = rows.variable(cost=order.penalty * order.count - work)
        ways = [left]
        if ground.places in (order.origin, order.to):
            place = min(order.origin, order.to)
            for k in order.same:
                way = rows.variable()
                self._below(way, self.visited[place, k])
                if ground.hub_stop:
                    self._below(way, self.days[k].put if order.to == ground.places else self.days[k].taken)
                rows.term(self.days[k].clock, way, -seconds)
                ways.append(way)
            rows.row(dict.fromkeys(ways, 1), 1)
            return
        for k in order.same:
            way = rows.variable()
            self._below(way, self._pair(order.origin, order.to, k))
            rows.term(self.days[k].clock, way, -seconds)
            ways.append(way)
        fetched = {k: rows.variable() for k in order.fetched if any(k < then for then in order.brought)}
        brought = {k: rows.variable(cost=work) for k in order.brought if any(then < k for then in order.fetched)}
        for halves, place, side in ((fetched, order.origin, "put"), (brought, order.to, "taken")):
            for k, half in halves.items():
                self._below(half, self.visited[place, k])
                rows.term(self.days[k].clock, half, -seconds)
                if ground.hub_stop:
                    self._below(half, getattr(self.days[k], side))
        for k in brought:
            earlier = {half: 1 for then, half in fetched.items() if then < k}
            until = {half: -1 for then, half in brought.items() if then <= k}
            rows.row(earlier | until)
        rows.row(dict.fromkeys(ways, 1) | dict.fromkeys(brought.values(), 1), 1)

    def _pair(self, origin: int, to: int, k: int) -> int:
        """The variable that says that crates can go from one place to another within a day."""
        if (origin, to, k) not in self.joined:
            joined, ordered = self.rows.variable(), self.rows.variable()
            self._below(joined, ordered, self.shared[origin, k])
            self._below(joined, ordered, self.shared[to, k])
            self._below(ordered, self.alone[origin, k])
            self._below(ordered, self.alone[to, k])
            self.days[k].ordered[origin, to] = self.rows.row({ordered: -1})
            self.joined[origin, to, k], self.ordered[origin, to, k] = joined, ordered
        return self.joined[origin, to, k]
