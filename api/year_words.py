"""What the marks of the annual wheel are called."""

from __future__ import annotations

from api.languages import N_, gettext
from logistics.costs.year import Mark

WORDS: dict[str, str] = {
    "term-ends": N_("The term ends (%(title)s): sets and crates back"),
    "agreement-ends": N_("The agreement with %(title)s ends"),
    "round-closes": N_("Last day to apply: %(title)s"),
    "crates-travel": N_("Crates travel on: %(title)s"),
}
"""Marks that nobody made: code to what they are called."""


def called(mark: Mark) -> str:
    """What a mark is called, in the language in use."""
    return mark.title if mark.code == "entry" else gettext(WORDS[mark.code], title=mark.title)
