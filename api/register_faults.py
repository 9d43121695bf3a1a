"""Words for what becomes of the rows of a national register, and a sentence for every fault of one."""

from __future__ import annotations

from api.languages import N_, gettext
from logistics.files.load_register import PlaceChange, PlaceFate
from logistics.files.register import RowFault

SENTENCES: dict[str, str] = {
    "no-name": N_("The library has no name."),
    "bad-isil": N_("%(value)s is no ISIL."),
    "bad-library-number": N_("%(value)s is no library number: it has seven digits."),
    "bad-coordinates": N_("%(value)s is no latitude and longitude."),
}
"""Code of `logistics.files.register` to its sentence."""

FATES: dict[PlaceFate, str] = {
    PlaceFate.NEW: N_("new"),
    PlaceFate.CHANGED: N_("changed"),
    PlaceFate.UNCHANGED: N_("as it was"),
    PlaceFate.UNPLACED: N_("new, without coordinates: add it when you know where it is"),
}

COLUMNS: dict[str, str] = {"isil": "ISIL", "library_number": N_("Library number"), "address": N_("Address")}
"""Column that a register may change to its name."""


def changed_in_words(change: PlaceChange) -> str:
    """Which of a library's columns change, in the language in use; empty: none."""
    return ", ".join(gettext(COLUMNS[name]) for name in change.changed)


def fate_in_words(fate: PlaceFate) -> str:
    """What becomes of a library, in the language in use."""
    return gettext(FATES[fate])


def in_words(fault: RowFault) -> str:
    """What is wrong with a row, in the language in use."""
    return gettext(SENTENCES[fault.code], value=fault.value)
