"""What if: the same shipments under one changed circumstance, solved anew and compared."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from routing.outcome import Difference, Outcome, difference, outcome
from routing.plan import Plan
from routing.problem import DAY, Place, Problem

Change = Callable[[Problem], Problem]
"""A circumstance that differs; it leaves the shipments as they are."""

Solve = Callable[[Problem], Plan]
"""A planner with its effort already given; both sides of a comparison get the same."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A question's answer: both plans, what each achieves, and the difference (changed minus today)."""

    today: Plan
    changed: Plan
    before: Outcome
    after: Outcome
    difference: Difference


def what_if(problem: Problem, change: Change, solve: Solve, *, today: Plan | None = None) -> Answer:
    """Solve the problem as it is, unless a plan of it is given, and as it would be, and compare.

    Raises:
        KeyError: the change names a place or vehicle that is not there.
        routing.errors.RoutingError: as `solve` does.
    """
    other = change(problem)
    before_plan = today if today is not None else solve(problem)
    after_plan = solve(other)
    before, after = outcome(problem, before_plan), outcome(other, after_plan)
    return Answer(before_plan, after_plan, before, after, difference(before, after))


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


def receiving(place_id: str, opens: int, closes: int) -> Change:
    """The place receives in those hours on every day on which it receives at all.

    Args:
        opens, closes: seconds after midnight.
    """

    def hours(place: Place) -> Place:
        days = sorted({opened // DAY for opened, _ in place.windows})
        return replace(place, windows=tuple((day * DAY + opens, day * DAY + closes) for day in days))

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
