"""Sentences for what rotations, fair sharing and the annual wheel refuse, and for the rules that a rotation breaks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from api.languages import N_, count, day, gettext, ngettext
from routing.rotation.check import Broken

SENTENCES: dict[str, str] = {
    "not-a-draft": N_("%(rotation)s is published. Take it back before you change it."),
    "not-in-rotation": N_("This does not take part in the rotation (%(id)s)."),
    "already-searching": N_("A search for %(rotation)s is under way already."),
    "already-publishing": N_("%(rotation)s is being published already."),
    "not-as-confirmed": N_("%(rotation)s, or what its loans rest on, was changed meanwhile. Publish it again."),
    "rotation-changed": N_("%(rotation)s was changed while a better one was looked for. Search again."),
    "broken-rotation": N_("The rotation breaks %(broken)s rules. Mend them, or search again, before you publish."),
    "round-closed": N_("%(round)s takes applications from %(opens_on)s until %(closes_on)s."),
    "not-in-round": N_("Choose sets and periods of this round, each once, and at least one of both."),
    "crate-not-free": N_(
        "%(crate)s can't be booked in period %(period)s: it is promised elsewhere, or can't be there in time. "
        "Leave it at home in that period, or choose another library."
    ),
    "crate-too-late": N_(
        "%(crate)s can't be in %(place)s in period %(period)s: nothing brings it there before %(earliest)s. "
        "Choose another library for that period, or leave the crate at home in it."
    ),
    "crates-not-free": N_("%(crates)s crates can't be booked where they stand."),
    "already-sharing": N_("The best answer is being looked for already."),
    "still-open": N_("%(round)s takes applications until %(closes_on)s; it can be decided after that."),
    "no-proposal": N_("Something has changed since the answer was found. Look at a new one before you decide."),
    "rotation-begun": N_("A crate of %(rotation)s is on its way already; it can't be taken back any more."),
}
"""Code of a refusal to its sentence."""

STATUS: dict[str, int] = {
    "not-a-draft": 409,
    "already-searching": 409,
    "already-publishing": 409,
    "not-as-confirmed": 409,
    "rotation-changed": 409,
    "broken-rotation": 409,
    "rotation-begun": 409,
    "round-closed": 409,
    "already-sharing": 409,
    "still-open": 409,
    "no-proposal": 409,
    "crate-not-free": 409,
    "crate-too-late": 409,
    "crates-not-free": 409,
}
"""HTTP status of a code that is not 422."""

SEARCHES: dict[str, str] = {
    "contradictory-cells": N_("What is fixed by hand breaks rules by itself. Mend or loosen it, then search again."),
    "not-settled": N_("The best answer could not be proven. Look again."),
}
"""Codes with which a search ends that are no refusal of the domain."""

RULES: dict[str, str] = {
    "unknown-cell": N_("%(place)s does not take part."),
    "excluded": N_("%(place)s does not want %(crate)s."),
    "closed-then": N_("Nothing can be brought to %(place)s at the beginning of period %(period)s."),
    "promised-then": N_("%(crate)s is promised to somebody else in period %(period)s."),
    "kept-then": N_("%(crate)s is kept at home in period %(period)s."),
    "not-as-fixed": N_("%(crate)s was fixed at %(place)s in period %(period)s."),
    "twice-there": N_("%(crate)s comes to %(place)s %(times)s times."),
    "too-many-there": N_("%(crates)s crates stand at %(place)s in period %(period)s; it has room for %(capacity)s."),
    "theme-again": N_("%(place)s has the theme %(theme)s in period %(period)s and in the next one again."),
}
"""Rules of `routing.rotation.check`: code to sentence."""


def rule_sentence(broken: Broken, name: Callable[[str], str]) -> str:
    """A broken rule in the language in use.

    Args:
        name: what a crate or a place is called, by its id.
    """
    facts: dict[str, object] = dict(broken.facts)
    for key in ("crate", "place"):
        if key in facts:
            facts[key] = name(str(facts[key]))
    if "period" in facts:
        facts["period"] = count(int(str(facts["period"])) + 1)
    return gettext(RULES[broken.code], **facts)


REASONS: dict[str, str] = {
    "nothing-possible": N_("Everything it wished for is promised elsewhere in its periods."),
    "pupils": N_("Others serve more pupils, those counted who went without before."),
    "served": N_("Otherwise fewer classes would have got a set."),
    "wishes": N_("Otherwise others would have got a set that they wanted less."),
    "lots": N_("It was as good as others; lots decided."),
    "not-booked": N_("It was given a set, but the loan could not be booked. Ask for it by hand."),
}
"""Why an application gets nothing, or no booking: code to sentence."""


def refusal_sentences(
    reason: Mapping[str, Any] | None, titles: Mapping[str, str], classes: Mapping[str, str], begins: Mapping[int, date]
) -> list[str]:
    """A reason in full: what decided, who has what was wished for, and what would have had to be different.

    Args:
        reason: as `routing.sharing` gives it, periods counted from 0; None: there is none.
        titles: of sets, by id.
        classes: what applications are called, by id.
        begins: first days of periods, by number.
    """
    if reason is None:
        return []
    decided = REASONS[reason["code"]]
    if reason["code"] == "not-booked":
        return [gettext(decided)]

    def slot(pair: Sequence[Any]) -> str:
        return f"{titles.get(pair[0], pair[0])} ({day(begins[pair[1] + 1])})"

    said = [gettext(decided)]
    said += [
        gettext("%(slot)s goes to %(name)s.", slot=slot(pair), name=classes.get(holder, holder))
        for pair, holder in reason["rivals"]
    ]
    if reason["instead"]:
        names = ", ".join(classes.get(name, name) for name in reason["instead"])
        said.append(gettext("Had it got one, these would have gone without: %(names)s.", names=names))
    if reason["pupils_short"]:
        said.append(
            ngettext(
                "With %(num)s pupil more it would have got one.",
                "With %(num)s pupils more it would have got one.",
                reason["pupils_short"],
            )
        )
    if reason["free"]:
        free = ", ".join(slot(pair) for pair in reason["free"])
        said.append(gettext("Still free, had it been wished for: %(free)s.", free=free))
    return said
