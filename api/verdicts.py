"""What can be said of a what-if's difference in cost, in words; codes are those of `routing.what_if.Verdict`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.languages import N_, gettext, money

DEARER: dict[str, str] = {
    "proven": N_("It costs more: that is proven, for no plan under these circumstances is as cheap as today's."),
    "clear": N_(
        "It costs more: the difference is larger than what the searches of both sides differ by among themselves "
        "(%(chance)s)."
    ),
    "unclear": N_("No clear difference in cost: chance in the search alone may explain this much (%(chance)s)."),
    "equal": N_("No difference in cost was found."),
}
CHEAPER: dict[str, str] = {
    **DEARER,
    "proven": N_("It costs less: that is proven, for no plan of today is as cheap as this one."),
    "clear": N_(
        "It costs less: the difference is larger than what the searches of both sides differ by among themselves "
        "(%(chance)s)."
    ),
}

ONE_SEARCH = N_("There was only one search a side, which says nothing about chance. Search again for a clear answer.")


def verdict(answer: Mapping[str, Any], currency: str) -> str:
    """The sentence for an answer as `routing.answers` writes it."""
    code, chance = answer["verdict"], answer["chance"]
    if code == "unclear" and chance is None:
        return gettext(ONE_SEARCH)
    table = DEARER if answer["difference"]["cost"] >= 0 else CHEAPER
    said = gettext(table[code])
    return said % {"chance": "" if chance is None else money(chance, currency)}
