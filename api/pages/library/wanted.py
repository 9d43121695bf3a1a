"""What a search for collections asks for, read from its address; what can't be read asks for nothing and is told."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from api.installation import now
from api.pages.form import BadForm, Form
from api.pages.where import own_network
from logistics.bookings.free import free_between
from logistics.holdings.collections import CollectionKind
from logistics.holdings.contents import MOST_VOICES
from logistics.holdings.search import Wanted
from logistics.holdings.shelves import HIGHEST_GRADE, OLDEST

NARROWING = ("home", "subject", "language", "age", "grade", "voices")
"""Filters that a page shows only on demand."""

FILTERS = ("text", "kind", "free_from", "free_to", *NARROWING)
"""Every field of the search, as its address names it."""

LONGEST_TEXT = 100


def read_wanted(form: Form) -> Wanted:
    """The filters that can be read off rows of collections."""
    kinds = {kind.value: kind for kind in CollectionKind}
    return Wanted(
        text=form.text("text", needed=False)[:LONGEST_TEXT] or None,
        kind=kinds.get(form.values.get("kind", "")),
        subject=form.text("subject", needed=False) or None,
        language=form.text("language", needed=False) or None,
        home_id=form.text("home", needed=False) or None,
        age=form.whole_or_none("age", least=0, most=OLDEST),
        grade=form.whole_or_none("grade", least=0, most=HIGHEST_GRADE),
        voices=form.whole_or_none("voices", least=1, most=MOST_VOICES),
    )


def read_free(form: Form) -> list[ColumnElement[bool]]:
    """Free from a day to a day; one day alone is a loan of that day."""
    first, last = (form.values.get(name, "").strip() for name in ("free_from", "free_to"))
    if not first and not last:
        return []
    form.values["free_from"], form.values["free_to"] = first or last, last or first
    found: list[ColumnElement[bool]] = []
    with form.catching:
        days = form.day("free_from"), form.day("free_to")
        if {"free_from", "free_to"} & form.errors.keys():
            raise BadForm
        found.append(free_between(own_network(), *days, now()))
    return found
