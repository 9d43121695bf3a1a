"""A sentence for every refusal of the domain, by its code; facts are put in as the language writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from api.languages import N_, count, gettext, long_day, moment

SENTENCES: dict[str, str] = {
    "error": N_("This can't be done."),
    "not-found": N_("There is no such thing here (%(id)s). It may have been removed."),
    "not-allowed": N_("You have no right to do this."),
    "wrong-state": N_("This has already gone on and can't be changed in this way any more. Look at it anew."),
    "bad-value": N_("This value won't do."),
    # people
    "wrong-credentials": N_("Wrong name or password."),
    "name-taken": N_("Somebody already signs in with this name."),
    "weak-password": N_("A password needs at least %(least)s characters and must not be easy to guess."),
    "key-reused": N_("This idempotency key was used for another message."),
    # network
    "date-in-the-past": N_("This day has passed."),
    "ends-before-it-begins": N_("The last day lies before the first."),
    "bad-network": N_("The network file has faults; nothing was loaded."),
    # bookings
    "too-soon": N_("Transport can't make it by then. The earliest possible first day is %(earliest)s."),
    "too-far-ahead": N_("This lies too far ahead to promise. The last possible day is %(latest)s."),
    "place-closed": N_("Nobody receives crates there on %(day)s. The next day that works is %(next_open)s."),
    "at-home-already": N_("The collection is at home there; no transport is needed."),
    "already-promised": N_("The collection is promised to somebody else then. It is free again from %(free_from)s."),
    # transport
    "not-a-service-day": N_("No transport drives on %(day)s."),
    "run-under-way": N_("A plan for this day is being made right now."),
    "changed-meanwhile": N_("Something the plan rests on has changed meanwhile. Plan again."),
    "stale-plan": N_("Something has changed since this plan was made. Plan again before you publish."),
    "scan-id-reused": N_("This scan was sent before with another content."),
    # costs
    "trip-not-driven": N_("Costs are posted only when a trip has been driven."),
    "no-agreement": N_("No agreement says who pays for transport on %(day)s."),
}
"""Code of a `LogisticsError` to its sentence; `%(fact)s` names the error's facts."""

STATUS: dict[str, int] = {
    "not-found": 404,
    "not-allowed": 403,
    "wrong-credentials": 401,
    "wrong-state": 409,
    "already-promised": 409,
    "run-under-way": 409,
    "changed-meanwhile": 409,
    "stale-plan": 409,
    "scan-id-reused": 409,
    "key-reused": 409,
    "name-taken": 409,
    "trip-not-driven": 409,
}
"""HTTP status of a code; every other refusal is 422: understood, and it can't be done."""


class _Facts(dict[str, str]):
    """Facts as people read them; one that is missing leaves a dash rather than no sentence at all."""

    def __missing__(self, key: str) -> str:
        return "–"


def written(fact: object) -> str:
    """A fact as the language in use writes it."""
    if fact is None:
        return "–"
    if isinstance(fact, datetime):
        return moment(fact)
    if isinstance(fact, date):
        return long_day(fact)
    if isinstance(fact, int) and not isinstance(fact, bool):
        return count(fact)
    return str(fact)


def sentence(code: str, facts: Mapping[str, object]) -> str:
    """What to tell somebody about a refusal, in the language in use."""
    known = gettext(SENTENCES.get(code, SENTENCES["error"]))
    return known % _Facts({name: written(fact) for name, fact in facts.items()})
