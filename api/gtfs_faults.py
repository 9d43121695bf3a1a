"""A sentence for every fault of a GTFS feed."""

from __future__ import annotations

from api.languages import N_, gettext
from logistics.files.gtfs.faults import GtfsFault

SENTENCES: dict[str, str] = {
    "not-a-zip": N_("This is no zip archive."),
    "missing-file": N_("This file is missing from the feed."),
    "not-utf-8": N_("The file is not UTF-8."),
    "missing-column": N_("The column is missing."),
    "missing": N_("Missing."),
    "bad-format": N_("%(value)s is not written as GTFS wants it."),
    "duplicate": N_("%(value)s is there twice."),
    "unknown-reference": N_("Nothing in the feed is called %(value)s."),
    "unknown-place": N_("The network has no place with the id %(value)s."),
    "overlap": N_("The stop comes before the one before it is left, or is left before it comes."),
    "ends-before-it-begins": N_("The last day lies before the first."),
    "too-small": N_("A trip needs at least %(least)s stops."),
    "outside-season": N_("%(value)s lies outside the season or school year."),
    "after-midnight": N_("%(value)s lies after midnight; a tour ends on the day on which it begins."),
    "missing-vehicle": N_("Say which vehicle drives the tours."),
    "never-runs": N_("The trip runs on no day."),
    "too-many": N_("There are %(value)s; at most %(most)s are taken."),
    "same-name": N_("%(value)s can't be told from %(other)s once capitals and signs are left out."),
    "not-supported": N_("The file is broken, too large, or of a kind that is not taken."),
}
"""Code to sentence."""


def in_words(fault: GtfsFault) -> str:
    """The sentence of a fault, in the language in use."""
    return gettext(SENTENCES[fault.code], **{"value": "–", "least": "–", "most": "–", "other": "–", **fault.facts})
