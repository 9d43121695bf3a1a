"""A sentence for every fault of a network's file."""

from __future__ import annotations

from api.languages import N_, gettext
from logistics.files.faults import Fault

SENTENCES: dict[str, str] = {
    "not-toml": N_("This is not TOML."),
    "unreadable": N_("%(value)s can't be read."),
    "missing": N_("Missing."),
    "empty": N_("Must not be empty."),
    "unknown-key": N_("No such key is known here."),
    "wrong-type": N_("Must be of another type."),
    "too-small": N_("Too small or too short."),
    "too-large": N_("Too large or too long."),
    "bad-format": N_("%(value)s is not written as in this example: %(example)s."),
    "unknown-value": N_("%(value)s is not known here."),
    "duplicate": N_("%(value)s is there twice."),
    "unknown-reference": N_("Nothing in the file is called %(value)s."),
    "ends-before-it-begins": N_("%(value)s ends before it begins."),
    "overlap": N_("%(value)s overlaps with another one."),
    "bad-check-digit": N_("%(value)s is mistyped: its check digit is wrong."),
    "in-the-future": N_("%(value)s lies in the future."),
    "outside-season": N_("%(value)s lies outside the season or school year."),
    "contradicts": N_("%(value)s says something else than the first row of this collection."),
    "nested-too-deep": N_("%(value)s can't hold this: parts lie in one another one level deep."),
    "lives-elsewhere": N_("The collection lives in %(value)s already; a table does not move it."),
    "not-yours": N_("%(value)s keeps its collections itself; you may not change them."),
    "part-in-use": N_("Copies of %(value)s are missing, damaged or lent alone; it can't be left out yet."),
    "unknown-title": N_("%(value)s is in no collection yet, so nobody knows its title. Write it beside the number."),
    "bad-record": N_("The record can't be read."),
    "unknown-file": N_("No such file is wanted in the archive."),
    "unreadable-file": N_("The file is broken, or too large (MB)."),
    "not-a-picture": N_("This is no JPEG, PNG or WebP picture, or it is too large."),
    "only-one-of-two": N_("Two settings belong together, and one of them is missing."),
}
"""Code to sentence."""

BOUNDS: dict[str, str] = {
    "wanted": N_("wanted: %(fact)s"),
    "least": N_("at least %(fact)s"),
    "most": N_("at most %(fact)s"),
    "choices": N_("one of: %(fact)s"),
    "line": N_("line %(fact)s"),
}
"""Facts that say what would do, or where; told after the sentence, where they are known."""


def in_words(fault: Fault) -> str:
    """The sentence of a fault, in the language in use, with what would do."""
    facts = {"value": "–", "example": "–", **fault.facts}
    told = gettext(SENTENCES[fault.code], **facts) if fault.code in SENTENCES else fault.code
    bounds = ", ".join(gettext(BOUNDS[name], fact=fact) for name, fact in fault.facts.items() if name in BOUNDS)
    return f"{told} ({bounds})" if bounds else told
