"""Circumstances that may differ: a day without transport, a van more or less, other hours, a hub more; also several."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from routing.problem import DAY, Place, Problem, Span

Change = Callable[[Problem], Problem]
"""A circumstance that differs; it leaves the shipments as they are. KeyError: it names what is not there."""


def all_of(changes: Sequence[Change]) -> Change:
    """Several circumstances at once, one after the other."""

    def change(problem: Problem) -> Problem:
        for one in changes:
            problem = one(problem)
        return problem

    return change


def without_day(day: int) -> Change:
    """Nobody drives on that day (0 first); libraries are open all the same."""

    def change(problem: Problem) -> Problem:
        if not 0 <= day < problem.days:
            raise KeyError(day)
        vehicles = (
            replace(vehicle, shifts=tuple(shift for shift in vehicle.shifts if shift[0] // DAY != day))
            for vehicle in problem.vehicles
        )
        return replace(problem, vehicles=tuple(vehicles))

    return change


def without_vehicles(vehicle_ids: Collection[str]) -> Change:
    """Those vans are not there: one that is in repair, or all of a carrier that stopped."""

    def change(problem: Problem) -> Problem:
        for vehicle_id in vehicle_ids:
            problem.vehicle[vehicle_id]
        return replace(problem, vehicles=tuple(v for v in problem.vehicles if v.id not in vehicle_ids))

    return change


def another_vehicle(like: str) -> Change:
    """One van more, of the same home, size, shifts and prices as the one named."""

    def change(problem: Problem) -> Problem:
        model = problem.vehicle[like]
        number = next(n for n in range(2, len(problem.vehicles) + 3) if f"{like}+{n}" not in problem.vehicle)
        return replace(problem, vehicles=(*problem.vehicles, replace(model, id=f"{like}+{number}")))

    return change


def receiving(place_id: str, opens: int | None = None, closes: int | None = None) -> Change:
    """The place receives from or until another hour on every day on which it receives at all.

    Its first span of the day begins, or its last one ends, at that hour; what then lies outside is dropped.

    Args:
        opens, closes: seconds after midnight; None: as it is.
    """

    def hours(place: Place) -> Place:
        by_day: dict[int, list[Span]] = {}
        for span in place.windows:
            by_day.setdefault(span[0] // DAY, []).append(span)
        spans = (span for day, own in sorted(by_day.items()) for span in within(own, day))
        return replace(place, windows=tuple(spans))

    def within(spans: list[Span], day: int) -> list[Span]:
        begins = spans[0][0] if opens is None else day * DAY + opens
        ends = spans[-1][1] if closes is None else day * DAY + closes
        kept = [span for span in spans if span[1] > begins and span[0] < ends]
        if not kept:
            return [(begins, ends)] if begins < ends else []
        kept[0] = (begins, kept[0][1])
        kept[-1] = (kept[-1][0], ends)
        return kept

    return _on_place(place_id, hours)


def with_hub(place_id: str) -> Change:
    """Crates may be put down, sorted and taken up again at that place too."""
    return _on_place(place_id, lambda place: replace(place, hub=True))


def _on_place(place_id: str, altered: Callable[[Place], Place]) -> Change:
    def change(problem: Problem) -> Problem:
        row = problem.index[place_id]
        places = list(problem.places)
        places[row] = altered(places[row])
        return replace(problem, places=tuple(places))

    return change
