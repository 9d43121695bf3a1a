"""Why something stays behind, and what would take it along, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from api.languages import N_, count, duration, gettext, money
from routing.plan import Fact

WHY: dict[str, str] = {
    "no-vehicle": N_("No vehicle drives on these days."),
    "too-heavy": N_("%(crates)s crates are more than any vehicle holds (%(capacity)s)."),
    "over-weight": N_("%(kg)s kg are more than any vehicle may carry that has the room (%(max_kg)s)."),
    "shut-at-origin": N_("%(from)s hands out no crates from %(ready)s, when it is ready, to %(due)s, when it is due."),
    "shut-at-destination": N_(
        "%(to)s receives no crates from %(ready)s, when it is ready, to %(due)s, when it is due."
    ),
    "no-vehicle-allowed": N_("No vehicle that could take it may go to both %(from)s and %(to)s."),
    "out-of-reach": N_(
        "The way there and back takes %(drives)s of driving; the longest shift lasts %(longest_shift)s."
    ),
    "closed-at-origin": N_("%(from)s hands out no crates when %(vehicle)s could fetch it (%(taken_at)s)."),
    "closed-at-destination": N_("%(to)s receives no crates when %(vehicle)s could bring it (%(arrives_at)s)."),
    "closed-at-both": N_("Neither %(from)s nor %(to)s is open when a vehicle could come."),
    "no-crossing": N_(
        "%(crossing)s does not go when it is needed (%(departs_at)s); it would be in %(to)s %(arrives_at)s then."
    ),
    "too-late": N_("It can be in %(to)s %(arrives_at)s at the earliest; it was promised by %(due)s."),
    "impossible": N_(
        "No plan can deliver it in time; the search ended before it was known which limit stands in the way."
    ),
    "can-wait": N_("It need not be there yet: it is due %(due)s."),
    "dearer-than-penalty": N_("Taking it along would cost %(extra_cost)s, more than waiting counts (%(penalty)s)."),
    "no-room": N_("Beside everything else the vehicles have no time or no room for it."),
    "stopped": N_("The search ended before a place was found for it. Plan again for longer."),
}
"""Code of `routing.reasons` to its sentence."""

REMEDY: dict[str, str] = {
    "another-vehicle": N_("With one more vehicle like %(change_vehicle)s it could go, for %(extra_cost)s more."),
    "open-destination-longer": N_(
        "If %(to)s received at %(change_arrives_at)s, %(change_vehicle)s could bring it, for %(extra_cost)s more."
    ),
    "open-origin-longer": N_(
        "If %(from)s handed out crates at %(change_taken_at)s, %(change_vehicle)s could take it, "
        "for %(extra_cost)s more."
    ),
    "open-both-longer": N_(
        "If %(from)s were open at %(change_taken_at)s and %(to)s at %(change_arrives_at)s, it could go, "
        "for %(extra_cost)s more."
    ),
    "another-departure": N_(
        "If %(change_crossing)s also went at %(change_departs_at)s, %(change_vehicle)s could bring it, "
        "for %(extra_cost)s more."
    ),
    "later": N_("If it may arrive %(change_arrives_at)s, %(change_vehicle)s takes it along, for %(extra_cost)s more."),
    "longer-shift": N_(
        "If %(change_vehicle)s were out from %(change_starts_at)s to %(change_ends_at)s, it could go, "
        "for %(extra_cost)s more."
    ),
    "larger-vehicle": N_(
        "If %(change_vehicle)s held %(change_capacity)s crates, it could go, for %(extra_cost)s more."
    ),
    "pay": N_("%(change_vehicle)s could bring it %(change_arrives_at)s all the same, for %(extra_cost)s more."),
}
"""Code of the fact `change` to its sentence; codes are those of `routing.changes`."""

MOMENTS = frozenset(
    {
        "ready",
        "taken_at",
        "arrives_at",
        "due",
        "departs_at",
        "change_departs_at",
        "change_arrives_at",
        "change_taken_at",
        "change_starts_at",
        "change_ends_at",
    }
)
"""Facts that are seconds from 00:00 of day 0."""

SPANS = frozenset({"drives", "longest_shift"})
AMOUNTS = frozenset({"extra_cost", "penalty"})
PLACES = frozenset({"from", "to"})
VEHICLES = frozenset({"vehicle", "change_vehicle"})


@dataclass(frozen=True, slots=True)
class Names:
    """How facts are called: places and vehicles by their ids, moments by their seconds."""

    place: Callable[[str], str]
    vehicle: Callable[[str], str]
    moment: Callable[[int], str]
    currency: str


def why(reason: str, facts: Mapping[str, Fact], names: Names) -> str:
    """Why it stays behind; a code without a sentence says only itself."""
    return gettext(WHY[reason]) % _Said(facts, names) if reason in WHY else reason


def remedy(facts: Mapping[str, Fact], names: Names) -> str | None:
    """The cheapest change that would take it along; None: none was found."""
    change = facts.get("change")
    return gettext(REMEDY[change]) % _Said(facts, names) if isinstance(change, str) and change in REMEDY else None


class _Said(dict[str, str]):
    """Facts as people read them; one that is missing leaves a dash."""

    def __init__(self, facts: Mapping[str, Fact], names: Names) -> None:
        super().__init__({name: _written(name, fact, names) for name, fact in facts.items()})

    def __missing__(self, key: str) -> str:
        return "–"


def _written(name: str, fact: Fact, names: Names) -> str:
    if isinstance(fact, str):
        if name in PLACES:
            return names.place(fact)
        return names.vehicle(fact) if name in VEHICLES else fact
    if fact is None:
        return "–"
    if name in MOMENTS:
        return names.moment(fact)
    if name in SPANS:
        return duration(fact)
    return money(fact, names.currency) if name in AMOUNTS else count(fact)
