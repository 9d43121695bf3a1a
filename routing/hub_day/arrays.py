"""A day as arrays for the kernels: as it is, and relaxed so that no visit shared between trips costs less."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import numpy as np

from routing.hub_day import days, lookahead, trips
from routing.hub_day.day import HubDay, Kind
from routing.hub_day.trips import FAR
from routing.hub_day.ways import crates, divided, least_work, stop_seconds, undivided
from routing.units import PER_METRE, PER_SECOND, UNIT, Whole, shortest

MUST_GO = 1 << 50
"""Units for leaving out a place from or to which something must go."""


@dataclass(frozen=True)
class Arrays:
    """What the kernels of `trips` and `days` take; shapes are told there.

    Attributes:
        cost, clock: units and seconds from row to column with all that a visit takes, at home and there.
        sure: whether every way that divides a visit can be told from those that do not.
    """

    drive: Whole
    metres: Whole
    ways: Whole
    way_first: Whole
    windows: Whole
    limit: Whole
    of_set: Whole
    cost: Whole
    clock: Whole
    rule: Whole
    another: Whole
    sure: bool


def over_sets(values: Sequence[int], start: int, join: Callable[[Any, Any], Any]) -> Whole:
    """What the values of a set's places come to, shape (sets,)."""
    found = np.full(1, start, np.int64)
    for value in values:
        found = np.concatenate([found, join(found, value)])
    return found


def skipping(day: HubDay) -> Whole:
    """Units of leaving all of a place's shipments where they are, shape (places,)."""
    return np.array(
        [
            sum(MUST_GO if s.penalty is None else s.penalty * UNIT for s in (*goes_out, *comes_in))
            for goes_out, comes_in in zip(day.goes_out, day.comes_in, strict=True)
        ],
        np.int64,
    )


class Looks(Enum):
    """How a day is looked at: as it is; with too little work at every place; or only where a visit is divided."""

    STRICT = auto()
    LOOSE = auto()
    DIVIDED = auto()


def arrays(
    day: HubDay, kind: Kind, looks: Looks, another: Whole | None = None, alone: bool = True, forced: Whole | None = None
) -> Arrays:
    """A day for vehicles of a kind.

    Args:
        another: of `lookahead.fill_another`, needed for `DIVIDED`.
        forced: of `forcing.forced`, for trips; None: nothing.
        alone: whether nobody else helps a vehicle that serves all places.
    """
    problem = day.problem
    capacity, per_day, per_km, per_hour, shift, most_trips = kind
    rows = [*day.rows, day.home]
    relaxed = looks is not Looks.STRICT
    ((home_opens, home_closes),) = day.windows(day.home)
    drive, metres = (shortest(matrix)[np.ix_(rows, rows)] for matrix in (problem.seconds, problem.metres))
    whole = [undivided(day, p) for p in range(len(day.rows))]
    ways = [[choice] for choice in whole]
    if looks is Looks.LOOSE:
        ways = [[least_work(day, p, per_hour * PER_SECOND) or whole[p]] for p in range(len(day.rows))]
    if another is not None:
        short = crates([s for side in (*day.goes_out, *day.comes_in) for s in side]) > capacity
        for p in range(len(day.rows)):
            ways[p] += divided(day, p, int(another[p, -1]), per_hour * PER_SECOND, short)
    else:
        another = np.zeros((len(day.rows), 1 << len(day.rows)), np.int64)
    flat = [choice for choices in ways for choice in choices]
    windows = np.full((len(flat), max([1, *(len(choice.windows) for choice in flat)]), 2), (1, 0), np.int64)
    for n, choice in enumerate(flat):
        windows[n, : len(choice.windows)] = np.array(choice.windows, np.int64).reshape(-1, 2)
    if relaxed:
        ready = over_sets([min((s.ready for s in moved), default=FAR) for moved in day.goes_out], FAR, np.minimum)
        due = over_sets([max((s.due for s in moved), default=0) for moved in day.comes_in], 0, np.maximum)
    else:
        ready = over_sets([max((s.ready for s in moved), default=0) for moved in day.goes_out], 0, np.maximum)
        due = over_sets([min((s.due for s in moved), default=FAR) for moved in day.comes_in], FAR, np.minimum)
    rule = problem.break_rule
    home_stop = stop_seconds(day, day.home)
    visit = np.array([c.stay + problem.crate_seconds * (c.out + c.into) for c in whole] + [0], np.int64)
    return Arrays(
        drive=drive,
        metres=metres,
        ways=np.array(
            [(p, c.stay, c.out, c.into, c.extra, c.lack, c.shares, c.earlier) for p, cs in enumerate(ways) for c in cs],
            np.int64,
        ),
        way_first=np.cumsum([0, *(len(choices) for choices in ways)]),
        windows=windows,
        limit=np.array(
            [
                capacity,
                rule.max_drive if rule else FAR,
                rule.length if rule else 0,
                shift[0],
                shift[1],
                home_opens,
                home_closes,
                home_stop,
                problem.crate_seconds,
                relaxed,
            ],
            np.int64,
        ),
        of_set=np.stack([ready, due, np.zeros_like(ready) if forced is None else forced], axis=1),
        cost=metres * per_km * PER_METRE + (drive + visit) * per_hour * PER_SECOND,
        clock=drive + visit,
        rule=np.array(
            [
                per_km * PER_METRE,
                per_hour * PER_SECOND,
                rule.length if rule else 0,
                home_stop,
                FAR if relaxed else most_trips,
                not relaxed,
                per_day * UNIT,
                shift[1],
                rule.max_drive if rule else FAR,
                alone,
            ],
            np.int64,
        ),
        another=another,
        sure=all(c.lack > 0 or c.extra > 0 for choices in ways for c in choices[1:]),
    )


def another_visit(day: HubDay, kind: Kind) -> Whole:
    """`lookahead.fill_another` of a day."""
    rows = [*day.rows, day.home]
    drive, metres = (shortest(matrix)[np.ix_(rows, rows)] for matrix in (day.problem.seconds, day.problem.metres))
    _, _, per_km, per_hour, _, _ = kind
    found = np.empty((len(day.rows), 1 << len(day.rows)), np.int64)
    stops = [stop_seconds(day, row) * per_hour * PER_SECOND for row in day.rows]
    lookahead.fill_another(
        metres * per_km * PER_METRE + drive * per_hour * PER_SECOND, np.array(stops, np.int64), found
    )
    return found


@dataclass(frozen=True)
class Found:
    """What the kernels found for one kind of vehicle; rows and columns are told in `trips` and `days`.

    Attributes:
        price: units of the cheapest way to serve each set of places with one vehicle, its day included.
        divided: the same with at least one divided visit.
    """

    arrays: Arrays
    labels: Any
    trips: Any
    trip_first: Whole
    days: Whole
    day_first: Whole
    price: Whole
    divided: Whole


class NoRoom(Exception):
    """There are more labels than there is room for."""


MOST_LABELS, MOST_SHIFTS = 4_000_000, 1_000_000


def find_trips(given: Arrays, ahead: Whole, most: int, work: int) -> tuple[Any, Any, Whole]:
    """Labels, trips and where the trips of each set begin, as far as they can be part of a plan of `most` units.

    Args:
        ahead: of `lookahead.complete`.
        most: without what the vehicles cost for the day.
        work: most comparisons.

    Raises:
        NoRoom: too many.
    """
    places = len(given.way_first) - 1
    sets = 1 << places
    labels = np.empty((MOST_LABELS, trips.COLUMNS), np.int32)
    closed = np.empty((MOST_LABELS, trips.COLUMNS), np.int32)
    first, trip_first = np.zeros(sets * places + 1, np.int64), np.zeros(sets + 1, np.int64)
    new = np.zeros((2, trips.COLUMNS), np.int64)
    new[1, trips.ENOUGH] = work
    if not trips.find_trips(
        given.drive, given.metres, given.ways, given.way_first, given.windows, given.limit, given.of_set, given.rule,
        given.another, ahead, most, labels, first, closed, trip_first, new,
    ):  # fmt: skip
        raise NoRoom
    return labels, closed, trip_first


def cheapest(given: Arrays, closed: Any, trip_first: Whole) -> Whole:
    """Units of the cheapest trip for each set of places."""
    least = np.empty(len(trip_first) - 1, np.int64)
    days.cheapest_trips(given.rule, closed, trip_first, least)
    return least


def find_days(
    given: Arrays, labels: Any, closed: Any, trip_first: Whole, least: Whole, left: Whole, most: int
) -> Found:
    """What one vehicle can drive in a shift, as far as it can be part of a plan that costs at most `most`.

    Raises:
        NoRoom: too many.
    """
    sets = len(least)
    found = np.empty((MOST_SHIFTS, days.DAY_COLUMNS), np.int64)
    day_first, prices = np.zeros(sets + 1, np.int64), np.empty((2, sets), np.int64)
    new = np.zeros((1, days.DAY_COLUMNS), np.int64)
    if not days.find_days(given.rule, closed, trip_first, least, left, most, found, day_first, prices, new):
        raise NoRoom
    return Found(given, labels, closed, trip_first, found, day_first, prices[0], prices[1])
