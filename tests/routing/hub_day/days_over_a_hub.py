"""Random days over a hub, and the cheapest plan of a tiny one by trying everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations, product

from hypothesis import strategies as st

from routing.check import check
from routing.cost import cost
from routing.plan import Plan, Stop, Trip, Unserved
from routing.problem import BreakRule, Place, Problem, Shipment, Vehicle
from routing.schedule import Visit, schedule
from tests.routing.instances import HOUR


@st.composite
def hub_day_problems(draw: st.DrawFn, places: int = 3, shipments: int = 4, whole_rates: bool = True) -> Problem:
    """One day, everything from or to `p0`; tight enough that hours, room and pauses matter."""
    size = draw(st.integers(2, places + 1))
    spots = [(draw(st.integers(0, 90)), draw(st.integers(0, 90))) for _ in range(size)]
    minutes = [[1 + abs(a - c) + abs(b - d) if n != m else 0 for m, (c, d) in enumerate(spots)]
               for n, (a, b) in enumerate(spots)]  # fmt: skip
    rows = []
    for n in range(size):
        opens = 7 * HOUR if n == 0 else draw(st.integers(14, 24)) * 1800
        closes = 18 * HOUR if n == 0 else opens + draw(st.integers(1, 12)) * 1800
        later = ((closes + HOUR, closes + 2 * HOUR),) if n and draw(st.booleans()) else ()
        rows.append(Place(f"p{n}", "", ((opens, closes), *later), hub=n == 0, stop_seconds=draw(st.integers(0, 900))))
    moved = []
    for n in range(draw(st.integers(1, shipments))):
        far = f"p{draw(st.integers(1, size - 1))}"
        ends = ("p0", far) if draw(st.booleans()) else (far, "p0")
        ready = draw(st.sampled_from((0, 0, 0, 8 * HOUR, 11 * HOUR)))
        due = draw(st.sampled_from((18 * HOUR, 18 * HOUR, 14 * HOUR)))
        penalty = draw(st.none() | st.integers(0, 5000))
        moved.append(Shipment(f"s{n}", *ends, draw(st.integers(1, 6)), ready, due, penalty))
    rate = 3600 if whole_rates else 1
    van = Vehicle(
        "v0", "p0", draw(st.integers(4, 12)), draw(st.integers(0, 2000)), draw(st.integers(0, 30)) * 100,
        draw(st.integers(0, 2) if whole_rates else st.integers(0, 9999)) * rate,
        ((7 * HOUR, draw(st.integers(10, 18)) * HOUR),), draw(st.none() | st.integers(1, 3)),
    )  # fmt: skip
    return Problem(
        name="hub-day", currency="NOK", days=1, places=tuple(rows),
        metres=tuple(tuple(1000 * m for m in row) for row in minutes),
        seconds=tuple(tuple(60 * m for m in row) for row in minutes),
        stop_seconds=300, crate_seconds=draw(st.integers(0, 120)), sort_seconds=600,
        vehicles=(van, Vehicle("v1", *(getattr(van, name) for name in Vehicle.__slots__[1:]))), shipments=tuple(moved),
        break_rule=draw(st.none() | st.builds(BreakRule, st.integers(3 * HOUR, 5 * HOUR), st.integers(900, 2700))),
    )  # fmt: skip


def cheapest_by_trying(problem: Problem) -> int | None:
    """The cost of the cheapest plan among all orders, trips and sets of shipments; None: none keeps the rules."""
    best: int | None = None
    for count in range(len(problem.shipments) + 1):
        for served in combinations(problem.shipments, count):
            left = tuple(Unserved(s.id, "left") for s in problem.shipments if s not in served)
            for trips in all_trips(problem, served):
                plan = Plan(trips, left)
                price = cost(problem, plan).total
                if (best is None or price < best) and not check(problem, plan):
                    best = price
    return best


def all_trips(problem: Problem, served: Sequence[Shipment]) -> Iterator[tuple[Trip, ...]]:
    """Every way to drive some shipments with two vehicles: in which order, and where a stop, round and trip ends."""
    if not served:
        yield ()
        return
    for order in permutations(served):
        for cuts in product(("same", "next", "home", "trip", "van"), repeat=len(order) - 1):
            if cuts.count("van") <= 1:
                made = driven(problem, order, cuts)
                if made is not None:
                    yield made


def driven(problem: Problem, order: Sequence[Shipment], cuts: Sequence[str]) -> tuple[Trip, ...] | None:
    """Trips of shipments in this order; after each, the cut says how the next one follows."""
    vans: list[list[list[list[list[Shipment]]]]] = [[[[[order[0]]]]]]
    for cut, shipment in zip(cuts, order[1:], strict=True):
        last = vans[-1][-1][-1][-1]
        if cut == "same":
            if far(last[0]) != far(shipment):
                return None
            last.append(shipment)
        elif cut == "next":
            vans[-1][-1][-1].append([shipment])
        elif cut == "home":
            vans[-1][-1].append([[shipment]])
        elif cut == "trip":
            vans[-1].append([[[shipment]]])
        else:
            vans.append([[[[shipment]]]])
    made: list[Trip] = []
    for vehicle, trips in zip(problem.vehicles, vans, strict=False):
        begins, ends = vehicle.shifts[0]
        for rounds in trips:
            stops = schedule(problem, visits(rounds), (begins, ends))
            if stops is None:
                return None
            made.append(Trip(vehicle.id, stops))
            begins = stops[-1].leave
    return tuple(made)


def far(shipment: Shipment) -> str:
    """The end of a shipment that is not the hub."""
    return shipment.to if shipment.origin == "p0" else shipment.origin


def visits(rounds: list[list[list[Shipment]]]) -> list[Visit]:
    """The stops of a trip of rounds of calls."""
    brought: tuple[Shipment, ...] = ()
    found = []
    for one in rounds:
        moved = [s for call in one for s in call]
        taken = tuple(s for s in moved if s.origin == "p0")
        found.append(visit("p0", brought, taken))
        found += [
            visit(far(call[0]), tuple(s for s in call if s in taken), tuple(s for s in call if s not in taken))
            for call in one
        ]
        brought = tuple(s for s in moved if s not in taken)
    return [*found, visit("p0", brought, ())]


def visit(place: str, unload: tuple[Shipment, ...], load: tuple[Shipment, ...]) -> Visit:
    """A stop that keeps ready and due times."""
    return Visit(
        place, tuple(s.id for s in unload), tuple(s.id for s in load),
        earliest=max([0, *(s.ready for s in load)]), latest=min([2**40, *(s.due for s in unload)]),
    )  # fmt: skip


__all__ = ["Stop", "cheapest_by_trying", "hub_day_problems"]
