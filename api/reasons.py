"""Why a shipment stays behind, and what would take it along, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from api.faults import moment_of_plan
from api.languages import N_, count, duration, gettext, money
from routing.errors import Fault
from routing.plan import Fact, Unserved
from routing.problem import Problem

SENTENCES: dict[str, str] = {
    "no-vehicle": N_("No vehicle is on duty."),
    "too-heavy": N_("It is larger (%(crates)s crates) than the largest vehicle holds (%(capacity)s)."),
    "out-of-reach": N_("It is too far: no trip there and home fits into a working day."),
    "closed-at-origin": N_("%(from)s is closed when a van could fetch it in time."),
    "closed-at-destination": N_("%(to)s is closed when a van could bring it in time."),
    "closed-at-both": N_("%(from)s and %(to)s are both closed when a van could take it in time."),
    "too-late": N_("It can't be at %(to)s in time any more."),
    "can-wait": N_("It can wait: it is due after the days that are planned."),
    "dearer-than-penalty": N_("Taking it along would cost more than it is worth."),
    "no-room": N_("The vans have no time or no room left for it."),
    "not-said": N_("The plan gives no reason."),
}
"""Code of `routing.reasons` to its sentence."""

CLAUSES: dict[str, str] = {
    "taken_at": N_("a van could be at %(from)s at %(fact)s"),
    "arrives_at": N_("it would be at %(to)s at %(fact)s"),
    "due": N_("it is due at %(fact)s"),
    "opens_at": N_("open from %(fact)s"),
    "closes_at": N_("open until %(fact)s"),
    "origin_opens_at": N_("%(from)s is open from %(fact)s"),
    "origin_closes_at": N_("%(from)s is open until %(fact)s"),
    "destination_opens_at": N_("%(to)s is open from %(fact)s"),
    "destination_closes_at": N_("%(to)s is open until %(fact)s"),
    "drives": N_("it takes %(fact)s hours of driving"),
    "longest_shift": N_("the longest shift lasts %(fact)s hours"),
    "costs": N_("it would cost %(fact)s"),
    "extra_cost": N_("it would cost %(fact)s more"),
    "penalty": N_("leaving it counts %(fact)s"),
}
"""What follows the sentence, fact by fact, in this order; facts without a clause are not told."""

MOMENTS = frozenset(name for name in CLAUSES if name.endswith("_at")) | {"due"}
DURATIONS = frozenset({"drives", "longest_shift"})
AMOUNTS = frozenset({"costs", "extra_cost", "penalty"})


@dataclass(frozen=True, slots=True)
class Told:
    """How the facts of a reason are written.

    Attributes:
        place: the name of a place by its id.
        vehicle: the name of a vehicle by its id.
        moment: seconds from 00:00 of the plan's first day, as a day and a time.
        amount: minor units, as money.
    """

    place: Callable[[str], str]
    vehicle: Callable[[str], str]
    moment: Callable[[int], str]
    amount: Callable[[int], str]


def why(reason: str, facts: Mapping[str, Fact], told: Told) -> str:
    """The sentence of a reason with its facts, in the language in use; a code without one says only itself."""
    if reason not in SENTENCES:
        return reason
    names = dict.fromkeys(("from", "to", "crates", "capacity"), "–")
    names |= {name: written(name, fact, told) for name, fact in facts.items()}
    sentence = gettext(SENTENCES[reason], **names)
    clauses = list(_clauses(facts, names))
    return f"{sentence} ({'; '.join(clauses)})" if clauses else sentence


def written(name: str, fact: Fact, told: Told) -> str:
    """A fact as people read it, by its name."""
    if fact is None:
        return "–"
    if isinstance(fact, str):
        return told.place(fact) if name in ("from", "to") else told.vehicle(fact) if name == "vehicle" else fact
    if name in MOMENTS:
        return told.moment(fact)
    if name in DURATIONS:
        return duration(fact)
    return told.amount(fact) if name in AMOUNTS else count(fact)


def in_words(problem: Problem, left: Unserved | Fault) -> str:
    """The reason of a shipment left behind in a plan of this problem."""
    reason = left.reason if isinstance(left, Unserved) else left.code
    return why(reason, left.facts, of_problem(problem))


def of_problem(problem: Problem) -> Told:
    """Facts written with the names of a problem; days are counted, for it has no dates."""

    def place(place_id: str) -> str:
        return problem.place(place_id).name if place_id in problem.index else place_id

    return Told(place, lambda vehicle: vehicle, moment_of_plan, lambda amount: money(amount, problem.currency))


def _clauses(facts: Mapping[str, Fact], names: Mapping[str, str]) -> Iterator[str]:
    for name, clause in CLAUSES.items():
        if facts.get(name) is not None:
            yield gettext(clause, **{**names, "fact": names[name]})
