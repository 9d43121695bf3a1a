"""Reasons of a plan file in words: places by the problem's names, days counted, for a file has no dates."""

from __future__ import annotations

from api.faults import moment_of_plan
from api.languages import gettext as _
from api.reasons import Names, remedy, why
from routing.errors import Fault
from routing.plan import Unserved
from routing.problem import Problem

NOT_SAID = "not-said"
"""What a plan file that gives no reason is read as."""


def in_words(problem: Problem, left: Unserved | Fault) -> str:
    """Why a shipment stays behind and, where it is known, the cheapest change that would take it along."""
    reason = left.reason if isinstance(left, Unserved) else left.code
    if reason == NOT_SAID:
        return _("The plan gives no reason.")
    names = names_of(problem)
    told = (why(reason, left.facts, names), remedy(left.facts, names))
    return " ".join(sentence for sentence in told if sentence)


def names_of(problem: Problem) -> Names:
    """How the facts of a problem's reasons are called."""

    def place(place_id: str) -> str:
        return problem.place(place_id).name if place_id in problem.index else place_id

    return Names(place, lambda vehicle_id: vehicle_id, moment_of_plan, problem.currency)
