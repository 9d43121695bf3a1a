"""School rules: what a school borrows, and every class set, is home again before the term ends."""

from __future__ import annotations

from datetime import date

from logistics.bookings.refusals import AfterTerm
from logistics.holdings.collections import Collection, CollectionKind
from logistics.network.networks import Network
from logistics.network.places import PlaceKind
from logistics.network.terms import term_on

SCHOOLS = frozenset({PlaceKind.SCHOOL, PlaceKind.KINDERGARTEN, PlaceKind.CULTURE_SCHOOL})
"""Kinds of places whose loans follow the school year."""


def require_within_term(
    network: Network, collection: Collection, borrower: PlaceKind, first_day: date, home_on: date
) -> None:
    """Do nothing, or refuse; outside terms, and where nobody has told the school years, nothing is refused.

    Raises:
        AfterTerm: the collection would be home after the end of the term in which the loan begins.
    """
    if borrower not in SCHOOLS and collection.kind is not CollectionKind.CLASS_SET:
        return
    term = term_on(network.school_years, first_day)
    if term is not None and home_on > term.last_day:
        raise AfterTerm(field="last_day", term_ends=term.last_day, home_on=home_on)
