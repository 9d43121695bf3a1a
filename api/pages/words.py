"""Words for the domain's codes: roles, kinds and states, as readers call them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from api.languages import N_, gettext
from logistics.transport.deviations import Deviation, DeviationKind
from logistics.transport.shipments import ShipmentState

WORDS: dict[str, dict[str, str]] = {
    "Role": {
        "librarian": N_("Librarian"),
        "driver": N_("Driver"),
        "coordinator": N_("Coordinator"),
        "administrator": N_("Administrator"),
    },
    "CollectionKind": {
        "book-crate": N_("Book crate"),
        "music-kit": N_("Music kit"),
        "class-set": N_("Class set"),
    },
    "PartKind": {
        "book": N_("Book"),
        "teachers-guide": N_("Teacher's guide"),
        "score": N_("Score"),
        "choir-set": N_("Choir set"),
        "recording": N_("Recording"),
        "instrument": N_("Instrument"),
        "equipment": N_("Equipment"),
    },
    "ShortfallState": {
        "missing": N_("Missing"),
        "damaged": N_("Damaged"),
        "found": N_("Found again"),
        "repaired": N_("Repaired"),
        "replaced": N_("Replaced"),
        "written-off": N_("Written off"),
    },
    "Occasion": {
        "packed": N_("Counted as it was packed"),
        "arrived": N_("Counted on arrival"),
        "packed-home": N_("Counted as it was packed for home"),
        "home": N_("Counted at home again"),
        "shelf": N_("Counted on the shelf"),
    },
    "ChargeKind": {
        "replacement": N_("Replacement"),
        "found": N_("Found again, paid back"),
    },
    "Made": {
        "season": N_("Season"),
        "tour": N_("Tour"),
        "crossing": N_("Crossing"),
    },
    "CrossingKind": {
        "ferry": N_("Ferry"),
        "road": N_("Road that is not always open"),
    },
    "StopProgress": {
        "done": N_("done"),
        "passed": N_("passed, not all scanned"),
        "next": N_("next"),
        "late": N_("late"),
        "to-come": N_("to come"),
    },
    "PlaceKind": {
        "library": N_("Library"),
        "combination-library": N_("Combination library"),
        "school": N_("School"),
        "kindergarten": N_("Kindergarten"),
        "health-centre": N_("Child health centre"),
        "hospital": N_("Hospital"),
        "culture-school": N_("Culture school"),
        "bookmobile": N_("Bookmobile"),
        "other": N_("Other place"),
    },
    "Use": {
        "free": N_("free"),
        "on-the-way": N_("on the way"),
        "on-loan": N_("on loan"),
        "held": N_("kept at home"),
    },
    "VehicleKind": {
        "van": N_("Van"),
        "bookmobile": N_("Bookmobile"),
    },
    "BreakKind": {
        "autumn": N_("Autumn break"),
        "christmas": N_("Christmas holidays"),
        "winter": N_("Winter break"),
        "easter": N_("Easter holidays"),
        "other": N_("Break"),
    },
    "BookingState": {
        "requested": N_("Requested"),
        "offered": N_("Offered"),
        "approved": N_("Approved"),
        "on-the-way": N_("On the way"),
        "on-loan": N_("On loan"),
        "returning": N_("On the way home"),
        "returned": N_("Returned"),
        "declined": N_("Declined"),
        "cancelled": N_("Cancelled"),
        "lost": N_("Lost"),
    },
    "BorrowerKind": {
        "school": N_("School"),
        "kindergarten": N_("Kindergarten"),
        "choir": N_("Choir"),
        "culture-school": N_("Culture school"),
        "hospital": N_("Hospital"),
        "health-centre": N_("Child health centre"),
        "other": N_("Another borrower"),
    },
    "WishState": {
        "open": N_("Still looking"),
        "fulfilled": N_("Fulfilled"),
        "withdrawn": N_("Withdrawn"),
        "expired": N_("Wished in vain"),
    },
    "Rhythm": {
        "yearly": N_("Every year"),
        "monthly": N_("Every month"),
        "term-start": N_("At the start of every term"),
    },
    "WaitingState": {
        "waiting": N_("In line"),
        "offered": N_("Offered"),
        "taken": N_("Taken"),
        "left": N_("Left the line"),
        "lapsed": N_("Not answered in time"),
        "expired": N_("Waited in vain"),
    },
    "ChangeKind": {
        "extend": N_("A longer loan"),
        "shorten": N_("A shorter loan"),
        "hand-on": N_("Straight on to the next borrower"),
    },
    "ChangeState": {
        "proposed": N_("Proposed"),
        "agreed": N_("Agreed"),
        "refused": N_("Refused"),
        "withdrawn": N_("Withdrawn"),
    },
    "ShipmentState": {
        "waiting": N_("Waiting"),
        "planned": N_("Planned"),
        "aboard": N_("Aboard"),
        "at-hub": N_("At the hub"),
        "astray": N_("Astray"),
        "arrived": N_("Delivered"),
        "received": N_("Received"),
        "cancelled": N_("Cancelled"),
    },
    "Direction": {
        "out": N_("To the borrower"),
        "rest": N_("The rest, to the borrower"),
        "back": N_("Back home"),
        "loose": N_("Transport crate"),
    },
    "RotationState": {
        "draft": N_("Draft"),
        "published": N_("Published"),
        "running": N_("Under way"),
        "ended": N_("Ended"),
    },
    "EntryKind": {
        "campaign": N_("Campaign"),
        "meeting": N_("Meeting"),
        "deadline": N_("Deadline"),
    },
    "RoundState": {
        "open": N_("Takes applications"),
        "decided": N_("Decided"),
        "cancelled": N_("Given up"),
    },
    "PlanState": {
        "draft": N_("Draft"),
        "published": N_("Published"),
        "replaced": N_("Replaced"),
    },
    "TripState": {
        "planned": N_("Not driven yet"),
        "driven": N_("Driven"),
    },
    "RunState": {
        "waiting": N_("Waiting for a planner"),
        "running": N_("Planning"),
        "done": N_("Done"),
        "failed": N_("Failed"),
        "cancelled": N_("Stopped"),
    },
    "ScanKind": {
        "load": N_("Loaded"),
        "unload": N_("Unloaded"),
        "received": N_("Received"),
    },
    "DeviationKind": {
        "count": N_("Another number of crates"),
        "wrong-place": N_("Unloaded at the wrong place"),
        "cancelled": N_("Moved though it was cancelled"),
        "lost": N_("Lost"),
        "part-missing": N_("Part missing"),
        "part-damaged": N_("Part damaged"),
    },
    "Account": {
        "day": N_("Vehicle and day"),
        "distance": N_("Distance"),
        "time": N_("Driver's time"),
        "subsidy": N_("Subsidy"),
        "share": N_("Municipality's share"),
    },
    "SharingKey": {
        "population": N_("by population"),
        "equal": N_("in equal parts"),
    },
}
"""Enumeration, value, word; a test sees to it that every value shown has one."""

PASSING: dict[str, dict[str, str]] = {
    "Fate": {
        "new": N_("New"),
        "changed": N_("Changed"),
        "unchanged": N_("As it was"),
    },
    "StopChange": {
        "retimed": N_("Another time"),
        "reloaded": N_("Other crates"),
        "added": N_("New stop"),
        "dropped": N_("Stop dropped"),
    },
}
"""The same of enumerations that no table holds."""


def expected_and_found(deviation: Deviation, places: Mapping[str, str]) -> tuple[str, str]:
    """What was expected and what was found, as readers call it.

    Args:
        places: name by id.
    """
    sides = (deviation.expected, deviation.found)
    if deviation.kind is DeviationKind.CANCELLED:
        return word(ShipmentState(sides[0])), word(ShipmentState(sides[1]))
    return places.get(sides[0], sides[0]), places.get(sides[1], sides[1]) or "–"


def word(value: Enum) -> str:
    """The word for a role, kind or state, in the language in use."""
    name = type(value).__name__
    return gettext((WORDS.get(name) or PASSING[name])[str(value.value)])
