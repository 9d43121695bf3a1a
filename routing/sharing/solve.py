"""The best allocation of a round, proven, and the reason for each refusal.

Goals are taken one after the other (`routing.sharing.round.Score`): each is solved to the optimum by CP-SAT, then held
while the next one is. One worker and a fixed seed: the same round always gives the same answer. Run in a process of its
own (`routing.sharing.process`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import astuple
from typing import Any

from ortools.sat.python import cp_model

from routing.errors import RoutingError
from routing.sharing.answer import Refusal, Shared
from routing.sharing.round import Allocation, Application, Round, Slot, score

GOALS = ("pupils", "served", "wishes", "lots")
"""Codes of refusals: the first goal in which giving to the application would have been worse."""

MOST_SHOWN = 6
"""Of free slots that are named to somebody who was refused."""


class NotSettled(RoutingError):
    """The optimum of a goal could not be proven. Facts: `goal`."""

    code = "not-settled"


def solve(round_: Round, told: Callable[[int, int], None] = lambda done, of: None) -> Shared:
    """Share out a round.

    Args:
        told: hears how many applications are settled, of how many.

    Raises:
        NotSettled: an optimum could not be proven.
    """
    allocation = best(round_)
    refused = [one for one in round_.applications if one.id not in allocation]
    refusals = []
    for number, application in enumerate(refused):
        told(number, len(refused))
        refusals.append(_reason(round_, allocation, application))
    return Shared(allocation, tuple(refusals), score(round_, allocation))


def best(round_: Round, forced: str | None = None) -> dict[str, Slot]:
    """The best allocation; with `forced`, the best of those that give something to that application.

    Raises:
        NotSettled: an optimum could not be proven.
    """
    model = cp_model.CpModel()
    given: dict[tuple[str, Slot], Any] = {
        (one.id, slot): model.new_bool_var("") for one in round_.applications for slot in round_.slots(one)
    }
    by_application: dict[str, list[Any]] = defaultdict(list)
    by_slot: dict[Slot, list[Any]] = defaultdict(list)
    by_place: dict[str, list[Any]] = defaultdict(list)
    for (name, slot), here in given.items():
        by_application[name].append(here)
        by_slot[slot].append(here)
        by_place[round_.application[name].place].append(here)
    for group in (*by_application.values(), *by_slot.values()):
        model.add_at_most_one(group)
    if round_.most_per_place is not None:
        for group in by_place.values():
            model.add(sum(group) <= round_.most_per_place)
    if forced is not None:
        model.add_exactly_one(by_application[forced])
    worth: dict[tuple[str, Slot], tuple[int, ...]] = {
        (name, slot): astuple(score(round_, {name: slot})) for name, slot in given
    }
    chosen: dict[str, Slot] = {}
    for goal, name in enumerate(GOALS):
        total = sum(worth[key][goal] * here for key, here in given.items())
        model.maximize(total)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        if solver.solve(model) != cp_model.OPTIMAL:
            raise NotSettled(goal=name)
        chosen = {key[0]: key[1] for key, here in given.items() if solver.value(here)}
        model.add(total == sum(worth[key][goal] for key in chosen.items()))
    return chosen


def _reason(round_: Round, allocation: Allocation, application: Application) -> Refusal:
    slots = list(round_.slots(application))
    holder = {slot: name for name, slot in allocation.items()}
    free = _free(round_, holder, application)
    if not slots:
        return Refusal(application.id, "nothing-possible", free=free)
    otherwise = best(round_, application.id)
    now, then = score(round_, allocation), score(round_, otherwise)
    goal = next((name for name in GOALS if getattr(then, name) < getattr(now, name)), GOALS[-1])
    lacking = now.pupils - then.pupils
    return Refusal(
        application.id,
        goal,
        rivals=tuple((slot, holder[slot]) for slot in slots if slot in holder),
        instead=tuple(sorted(set(allocation) - set(otherwise))),
        pupils_short=lacking // application.weight_percent + 1 if lacking else 0,
        free=free,
    )


def _free(round_: Round, holder: dict[Slot, str], application: Application) -> tuple[Slot, ...]:
    """Slots that nobody has: of sets it wished for, in other periods; then of other sets, in its periods."""
    asked = set(round_.slots(application))
    others = [one.id for one in round_.sets if one.id not in application.wishes]
    named = [(wish, period) for wish in application.wishes for period in range(round_.periods)]
    named += [(other, period) for other in others for period in application.periods]
    left = [slot for slot in named if slot not in holder and slot not in round_.taken and slot not in asked]
    return tuple(slot for slot in left if slot[0] in round_.copies)[:MOST_SHOWN]
