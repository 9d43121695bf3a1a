"""A sentence for every refusal of the planner."""

from __future__ import annotations

from api.languages import N_, gettext
from routing.errors import RoutingError

SENTENCES: dict[str, str] = {
    "routing-error": N_("The planner refused."),
    "bad-file": N_("The file has faults."),
    "unsound-plan": N_("The planner made a plan that breaks a rule; this is a defect, and nothing was written."),
    "must-go-impossible": N_("%(shipments)s shipments must go, and can't."),
    "must-go-not-placed": N_("%(shipments)s shipments must go, and found no place in the time given."),
    "solver-died": N_("The planner ended without an answer (%(exit_code)s): %(last_lines)s"),
    "stopped-without-plan": N_("Stopped before there was any plan."),
    "stopped-without-answer": N_("Stopped before each side had a plan."),
    "no-timetable": N_("No choice of weekdays keeps the wished transit times."),
    "cannot-tabulate": N_("A timetable needs one hub that is every vehicle's home, and at most 17 other places."),
    "still-solving": N_("The planner is not done yet."),
    # roads
    "bad-extract": N_("%(file)s is no whole OpenStreetMap extract; nothing was replaced (%(cause)s)."),
    "no-roads-in-extract": N_("%(file)s has no road that a van may use; nothing was replaced."),
    "bad-speeds": N_("The table of speeds has faults."),
    "no-answer-from-roads": N_("The server of roads (%(engine)s) gave no answer that can be used: %(cause)s."),
    "bad-graph": N_("The roads in %(folder)s are damaged: build them again."),
    "off-road": N_("No road comes within %(within_metres)s m of %(place)s. Look at its coordinates."),
    "no-route": N_(
        "No way leads from %(origin)s (%(origin_snapped_metres)s m from its road) "
        "to %(to)s (%(to_snapped_metres)s m from its road)."
    ),
}
"""Code to sentence."""


def routing_sentence(error: RoutingError) -> str:
    """What to tell somebody about a refusal of the planner, in the language in use."""
    facts = {name: "–" if fact is None else str(fact) for name, fact in error.facts.items()}
    return gettext(SENTENCES.get(error.code, SENTENCES["routing-error"]), **facts)
