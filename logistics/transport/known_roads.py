"""The roads that a plan is made with: what people know, else what was measured, else an estimate; day by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias

from sqlalchemy.orm import Session

from logistics.network.closed_roads import ClosedRoad, closed_at_any_time
from logistics.network.crossings import Crossing
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.network.roads import RoadMatrix, RoadOverride
from logistics.transport.closings import Left, detours_on, key_of, pairs_over, stretch_of
from logistics.transport.road_rows import crossings_of_network, overrides_of
from routing.roads.straight_line import Roads, straight_line

STRAIGHT_LINE = "straight-line"
BY_PEOPLE = "overrides"
"""Where every pair is known by people."""

Pair: TypeAlias = tuple[int, int]
"""Rows of two places, from and to."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A way that is closed on some days, and on those no other is left.

    Attributes:
        name: of what is closed.
        open_on: the days of the plan on which one gets through, counted from 0.
    """

    name: str
    open_on: frozenset[int]


@dataclass(frozen=True, slots=True)
class Over:
    """The way of a pair over crossings.

    Attributes:
        crossings: in order, each with whether it is taken from its far side.
        drives: seconds before each and after the last.
        gate: where it begins, if one does not always get through.
    """

    crossings: tuple[tuple[Crossing, bool], ...]
    drives: tuple[int, ...]
    gate: Gate | None = None

    @property
    def seconds(self) -> int:
        """What the way takes where nothing is waited for."""
        return sum(self.drives) + sum(crossing.seconds + crossing.ahead_seconds for crossing, _ in self.crossings)


@dataclass(frozen=True, slots=True)
class KnownRoads:
    """Distances and times between places on some days, and where they come from.

    Attributes:
        roads: shape (places, places), metres driven; `estimated` if any pair is.
        name: the engine with the day of its map, "straight-line", or both where some pairs had to be estimated
            ("osm 2026-11-20 + straight-line"). A pair that people know counts as neither; where all are, "overrides".
        over: the pairs that go over crossings, or through a gate.
        sailed: metres and seconds aboard, of the pairs of which that is measured; seconds are in the time of the way.
        sailing_known: False: metres of measured pairs may be those of a ferry.
        slower: pairs that are not the same on every day: each is as on the day on which it takes longest.
        unseen: roads that are closed on one of the days, of which nothing is known round them.
    """

    roads: Roads
    name: str
    over: Mapping[Pair, Over]
    sailed: Mapping[Pair, tuple[int, int]] = field(default_factory=dict)
    sailing_known: bool = True
    slower: frozenset[Pair] = frozenset()
    unseen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Way:
    """A pair on one day; `cut`: closed roads left no way, and this is the one over them."""

    metres: int
    seconds: int
    over: Over | None = None
    sailed: tuple[int, int] = (0, 0)
    cut: bool = False


def known_roads(session: Session, network: Network, places: Sequence[Place], days: Sequence[date]) -> KnownRoads:
    """The roads between places, as they are on every one of the days.

    The planner has one way for a pair. Where days differ, it is the one that takes longest; one that is closed on some
    days with no other left can be begun on the others only.
    """
    matrix = session.get(RoadMatrix, network.id)
    rows = matrix.rows_of(places) if matrix else [None] * len(places)
    pairs = [(a, b) for a in range(len(places)) for b in range(len(places)) if a != b]
    overrides, shut = overrides_of(session, network.id), closed_at_any_time(session, network.id)
    crossings = crossings_of_network(session, network.id)
    by_people = [_known_by_people(overrides, places, day) for day in days]
    unknown = [pair for pair in pairs if None in (rows[pair[0]], rows[pair[1]])]
    estimated = any(pair not in known for known in by_people for pair in unknown)
    guess = _estimate(network, places) if estimated else None
    measured = _measured(matrix, places, rows, crossings) if matrix else {}
    unseen: dict[str, None] = {}
    seen: dict[tuple[frozenset[str], str], dict[Pair, _Way]] = {}
    of_day: list[dict[Pair, _Way]] = []
    closed_by_day: list[list[ClosedRoad]] = []
    for known, day in zip(by_people, days, strict=True):
        closed = [road for road in shut if road.closed_on(day)]
        closed_by_day.append(closed)
        key = frozenset(road.id for road in known.values()), key_of(closed)
        if key not in seen:
            left = _left(session, matrix, closed, places, set(measured) - set(known), crossings, unseen)
            if estimated and closed:
                unseen |= dict.fromkeys(road.name for road in closed)
            seen[key] = {pair: _way(pair, known, left, measured, guess, crossings) for pair in pairs}
        of_day.append(seen[key])
    ways, slower = _slowest(pairs, of_day, closed_by_day)
    used = any(pair in measured and any(pair not in known for known in by_people) for pair in pairs)
    names = [matrix.engine] * used if matrix else []
    names += [STRAIGHT_LINE] * estimated
    over = {pair: way.over for pair, way in ways.items() if way.over is not None}
    return KnownRoads(
        _roads(len(places), ways, estimated),
        " + ".join(names) or (BY_PEOPLE if any(by_people) else STRAIGHT_LINE),
        over,
        {pair: way.sailed for pair, way in ways.items() if way.sailed[0]},
        sailing_known=not used or matrix is None or matrix.sailed is not None,
        slower=slower,
        unseen=tuple(unseen),
    )


def _way(
    pair: Pair,
    known: Mapping[Pair, RoadOverride],
    left: Mapping[Pair, _Way | None],
    measured: Mapping[Pair, _Way],
    guess: Roads | None,
    crossings: Mapping[str, Crossing],
) -> _Way:
    if pair in known:
        return _by_people(known[pair], crossings)
    if pair in measured:
        return (left[pair] or replace(measured[pair], cut=True)) if pair in left else measured[pair]
    assert guess is not None  # noqa: S101  # what nobody knows or measured is estimated
    return _Way(guess.metres[pair[0]][pair[1]], guess.seconds[pair[0]][pair[1]])


def _by_people(road: RoadOverride, crossings: Mapping[str, Crossing]) -> _Way:
    crossing = crossings.get(road.crossing_id or "")
    if crossing is None:
        return _Way(road.metres, road.seconds)
    over = Over(((crossing, road.back),), (road.before_seconds, road.seconds - road.before_seconds))
    return _Way(road.metres, over.seconds, over)


def _measured(
    matrix: RoadMatrix, places: Sequence[Place], rows: Sequence[int | None], crossings: Mapping[str, Crossing]
) -> dict[Pair, _Way]:
    """The measured pairs; those over a crossing that is gone since are as they were measured."""
    at = {place.id: number for number, place in enumerate(places)}
    over = {(a, b): (taken, drives) for a, b, taken, drives in matrix.over}
    sailed = {(a, b): (metres, seconds) for a, b, metres, seconds in matrix.sailed or ()}
    found = {}
    for one, a in at.items():
        for other, b in at.items():
            row, column = rows[a], rows[b]
            if a == b or row is None or column is None:
                continue
            taken, drives = over.get((one, other), ((), ()))
            way = _Way(matrix.metres[row][column], matrix.seconds[row][column], None, sailed.get((one, other), (0, 0)))
            found[a, b] = _with_crossings(way, [(key, back) for key, back in taken], drives, crossings)
    return found


def _with_crossings(
    way: _Way, taken: Sequence[tuple[str, bool]], drives: Sequence[int], crossings: Mapping[str, Crossing]
) -> _Way:
    if not taken or any(crossing_id not in crossings for crossing_id, _ in taken):
        return way
    over = Over(tuple((crossings[crossing_id], back) for crossing_id, back in taken), tuple(drives))
    return replace(way, over=over, seconds=over.seconds)


def _left(
    session: Session,
    matrix: RoadMatrix | None,
    closed: Sequence[ClosedRoad],
    places: Sequence[Place],
    measured: set[Pair],
    crossings: Mapping[str, Crossing],
    unseen: dict[str, None],
) -> dict[Pair, _Way | None]:
    """The ways round what is closed, None where there is none; what was not looked for is noted as unseen."""
    if matrix is None or not closed:
        return {}
    at = {place.id: number for number, place in enumerate(places)}
    detours = detours_on(session, matrix, closed)
    if detours is None:
        for road in closed:
            pairs = pairs_over(session, matrix, [stretch_of(road)], at)
            if any((at[a], at[b]) in measured for a, b in pairs):
                unseen[road.name] = None
        return {}
    found = {(at[a], at[b]): left for (a, b), left in detours.items() if a in at and b in at}
    return {pair: _round(left, crossings) for pair, left in found.items() if pair in measured}


def _round(left: Left, crossings: Mapping[str, Crossing]) -> _Way | None:
    if left.metres is None or left.seconds is None:
        return None
    way = _Way(left.metres, left.seconds, None, left.sailed)
    return _with_crossings(way, left.over, left.drives, crossings)


def _slowest(
    pairs: Sequence[Pair], of_day: Sequence[Mapping[Pair, _Way]], closed: Sequence[Sequence[ClosedRoad]]
) -> tuple[dict[Pair, _Way], frozenset[Pair]]:
    """Each pair as on the day on which it takes longest, and the pairs that differ from day to day."""
    ways: dict[Pair, _Way] = {}
    differ = set()
    for pair in pairs:
        daily = [ways_of[pair] for ways_of in of_day]
        passable = [way for way in daily if not way.cut]
        slowest = max(passable or daily, key=lambda way: (way.seconds, way.metres))
        if any(way != slowest for way in passable):
            differ.add(pair)
        if len(passable) < len(daily):
            open_on = frozenset(number for number, way in enumerate(daily) if not way.cut)
            shut = next(closed[number] for number, way in enumerate(daily) if way.cut)
            gate = Gate(", ".join(sorted(road.name for road in shut)), open_on)
            through = slowest.over or Over((), (slowest.seconds,))
            slowest = replace(slowest, over=replace(through, gate=gate))
        ways[pair] = slowest
    return ways, frozenset(differ)


def _roads(size: int, ways: Mapping[Pair, _Way], estimated: bool) -> Roads:
    def table(numbers: Mapping[Pair, int]) -> tuple[tuple[int, ...], ...]:
        return tuple(tuple(numbers.get((a, b), 0) for b in range(size)) for a in range(size))

    metres = table({pair: way.metres for pair, way in ways.items()})
    return Roads(metres, table({pair: way.seconds for pair, way in ways.items()}), estimated=estimated)


def _known_by_people(overrides: Sequence[RoadOverride], places: Sequence[Place], day: date) -> dict[Pair, RoadOverride]:
    """The pairs that people know on a day; a season stands before the whole year."""
    at = {place.id: number for number, place in enumerate(places)}
    holding = [row for row in overrides if row.holds_on(day) and row.from_id in at and row.to_id in at]
    holding.sort(key=lambda row: not row.all_year)
    return {(at[row.from_id], at[row.to_id]): row for row in holding}


def _estimate(network: Network, places: Sequence[Place]) -> Roads:
    return straight_line(
        [(place.lat, place.lon) for place in places],
        km_per_hour=network.speed_kmh,
        circuity=network.circuity_percent / 100,
    )
