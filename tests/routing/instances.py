"""Named tiny problems, and a strategy for random ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from routing.problem import DAY, BreakRule, Place, Problem, Shipment, Vehicle

HOUR = 3600


def on_a_line(*, minutes: tuple[int, ...] = (0, 30, 60), days: int = 2, vehicles: int = 1, **changed: Any) -> Problem:
    """Places `p0`, `p1`, ... on a straight road, so many minutes from `p0`, which is the hub and the vans' home.

    A minute is 1 km. Everything is open from 8 to 16 (the hub from 7 to 18), a stop takes 5 minutes and no time
    for each crate, sorting 30 minutes; vans of 10 crates from 7 to 18, 100 a day, 1 a km, 60 an hour.
    """
    places = tuple(
        Place(
            id=f"p{n}",
            name=f"P{n}",
            hub=n == 0,
            windows=tuple(
                (day * DAY + (8 - (n == 0)) * HOUR, day * DAY + (16 + 2 * (n == 0)) * HOUR) for day in range(days)
            ),
        )
        for n in range(len(minutes))
    )
    apart = tuple(tuple(abs(a - b) for b in minutes) for a in minutes)
    van = Vehicle(
        id="van-1",
        home="p0",
        capacity=10,
        cost_per_day=100,
        cost_per_km=1,
        cost_per_hour=60,
        shifts=tuple((day * DAY + 7 * HOUR, day * DAY + 18 * HOUR) for day in range(days)),
    )
    problem = Problem(
        name="line",
        currency="SEK",
        days=days,
        places=places,
        metres=tuple(tuple(1000 * m for m in row) for row in apart),
        seconds=tuple(tuple(60 * m for m in row) for row in apart),
        stop_seconds=300,
        crate_seconds=0,
        sort_seconds=1800,
        vehicles=tuple(replace(van, id=f"van-{n + 1}") for n in range(vehicles)),
        shipments=(),
    )
    return replace(problem, **changed)


def shipment(name: str, origin: str, to: str, **changed: Any) -> Shipment:
    """One crate, ready at 8 on day 0, due at 18 that day, 1000 to leave it."""
    crate = Shipment(id=name, origin=origin, to=to, crates=1, ready=8 * HOUR, due=18 * HOUR, penalty=1000)
    return replace(crate, **changed)


def with_place(problem: Problem, place_id: str, **changed: Any) -> Problem:
    """The problem with one place changed."""
    places = tuple(replace(place, **changed) if place.id == place_id else place for place in problem.places)
    return replace(problem, places=places)


@st.composite
def spans(draw: st.DrawFn, end: int, most: int) -> tuple[tuple[int, int], ...]:
    """At most so many spans before `end`, sorted and apart, on quarters of an hour."""
    marks = draw(st.lists(st.integers(0, end // 900), max_size=2 * most, unique=True).map(sorted))
    return tuple((900 * a, 900 * b) for a, b in zip(marks[::2], marks[1::2], strict=False))


@st.composite
def problems(draw: st.DrawFn, must_go: bool = True) -> Problem:
    """Up to 5 places and 6 shipments over 2 days, with anything that the format allows."""
    size, days = draw(st.integers(2, 5)), draw(st.integers(1, 2))
    seconds = [[60 * draw(st.integers(1, 200)) if a != b else 0 for b in range(size)] for a in range(size)]
    places = tuple(
        Place(
            id=f"p{n}",
            name="",
            windows=draw(spans(days * DAY, 4)) or ((0, days * DAY),),
            hub=draw(st.booleans()),
            stop_seconds=draw(st.none() | st.integers(0, 900)),
        )
        for n in range(size)
    )
    a_place = st.integers(0, size - 1)
    vehicles = tuple(
        Vehicle(
            id=f"v{n}",
            home=f"p{draw(a_place)}",
            capacity=draw(st.integers(0, 9)),
            cost_per_day=draw(st.integers(0, 1000)),
            cost_per_km=draw(st.integers(0, 999)),
            cost_per_hour=draw(st.integers(0, 9999)),
            shifts=draw(spans(days * DAY, 3)) or ((0, days * DAY),),
            max_trips=draw(st.none() | st.integers(1, 3)),
        )
        for n in range(draw(st.integers(1, 3)))
    )
    shipments = []
    for n in range(draw(st.integers(0, 6))):
        origin = draw(a_place)
        to = (origin + draw(st.integers(1, size - 1))) % size
        ready = draw(st.integers(0, days * DAY - 1))
        shipments.append(
            Shipment(
                id=f"s{n}",
                origin=f"p{origin}",
                to=f"p{to}",
                crates=draw(st.integers(1, 5)),
                ready=ready,
                due=draw(st.integers(ready, days * DAY)),
                penalty=draw(st.integers(0, 10**6) | (st.none() if must_go else st.nothing())),
            )
        )
    return Problem(
        name="random",
        currency="NOK",
        days=days,
        places=places,
        metres=tuple(tuple(10 * s for s in row) for row in seconds),
        seconds=tuple(map(tuple, seconds)),
        stop_seconds=draw(st.integers(0, 600)),
        crate_seconds=draw(st.integers(0, 60)),
        sort_seconds=draw(st.integers(0, 3600)),
        vehicles=vehicles,
        shipments=tuple(shipments),
        break_rule=draw(st.none() | st.builds(BreakRule, st.integers(3600, 16200), st.integers(600, 2700))),
    )
