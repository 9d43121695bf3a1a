"""A sentence for every piece of news, by its code, and the page that shows what it is about."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from flask import url_for

from api.languages import N_, gettext, money
from api.sentences import filled
from logistics.access.notices import Notice

BOOKINGS: dict[str, str] = {
    "request-made": N_("%(place)s asks for %(collection)s from %(first_day)s."),
    "request-approved": N_("%(home)s lends you %(collection)s from %(first_day)s."),
    "request-declined": N_("%(home)s can't lend you %(collection)s from %(first_day)s."),
    "request-withdrawn": N_("%(place)s no longer wants %(collection)s from %(first_day)s."),
    "approved-by-rule": N_("%(place)s gets %(collection)s from %(first_day)s: your rule “%(rule)s” has approved it."),
    "approval-withdrawn": N_("%(home)s has taken back its yes to %(collection)s from %(first_day)s."),
    "change-proposed": N_("%(who)s proposes a change of the loan of %(collection)s to %(place)s. It waits for you."),
    "change-refused": N_("%(home)s does not agree to the change of your loan of %(collection)s; it stays as it was."),
    "loan-extended": N_("The loan of %(collection)s to %(place)s is longer now, until %(last_day)s."),
    "loan-shortened": N_("The loan of %(collection)s to %(place)s is shorter now, until %(last_day)s."),
    "handed-on": N_("%(collection)s goes straight from %(giver)s to %(next)s."),
    "hand-on-taken-back": N_("%(collection)s goes home before it goes to %(next)s."),
    "offer-made": N_("%(collection)s is free for %(place)s from %(first_day)s. It is kept for you until %(until)s."),
    "offer-lapsed": N_("The offer of %(collection)s from %(first_day)s has ended unanswered; the next is asked."),
    "offer-taken": N_("%(place)s takes %(collection)s from %(first_day)s, off the waiting list."),
    "waiting-in-vain": N_("%(collection)s did not become free for %(place)s from %(first_day)s in time."),
    "delivered-in-parts": N_(
        "%(collection)s comes in two parts: %(copies)s copies for %(first_day)s, and %(later)s more on %(later_day)s."
    ),
    "delivered-whole": N_("%(collection)s comes as a whole after all, for %(first_day)s."),
    "rest-stays": N_("The rest of %(collection)s will not come to %(place)s."),
    "wish-fulfilled": N_("The wish of %(place)s for %(first_day)s is fulfilled: the first that was free is asked for."),
    "wish-matched": N_("Something that %(place)s wished for from %(first_day)s has become free."),
    "wish-in-vain": N_("Nothing that %(place)s wished for from %(first_day)s became free in time."),
    "series-asked": N_("%(what)s is asked for again for %(place)s, for %(occasion)s."),
    "series-skipped": N_("%(what)s can't be had for %(place)s for %(occasion)s; the series goes on after that."),
    "booking-cancelled": N_("The loan of %(collection)s to %(place)s from %(first_day)s is cancelled."),
}

HOLDINGS: dict[str, str] = {
    "parts-lacking": N_("Something is missing from %(collection)s, or damaged: %(part)s (%(shipment)s)."),
    "part-reminder": N_("Reminder %(number)s: %(copies)s × %(part)s of %(collection)s did not come back from you."),
    "part-charge-replacement": N_("%(collection)s: %(copies)s × %(part)s is charged, %(amount)s."),
    "part-charge-found": N_("%(collection)s: %(copies)s × %(part)s is found again, %(amount)s is paid back."),
}

PROMISES: dict[str, str] = {
    "promise-changed": N_(
        "%(collection)s now arrives in %(place)s %(arrives_on)s, is fetched %(collected_on)s and is home in %(home)s "
        "%(home_on)s: a tour or the hours of a place have changed."
    ),
    "promise-broken": N_(
        "%(collection)s can't be in %(place)s from %(first_day)s as promised: a tour or the hours of a place have "
        "changed. Look for other days together."
    ),
}

DAYS: dict[str, str] = {
    "van-retimed": N_("%(day)s the van comes to %(place)s at %(at)s, not at %(was)s: the day's plan has changed."),
    "van-dropped": N_("%(day)s the van does not come to %(place)s at %(was)s after all: the day's plan has changed."),
    "van-added": N_("%(day)s the van comes to %(place)s after all, at %(at)s: the day's plan has changed."),
}

SEASONS: dict[str, str] = {
    "share-granted": N_("%(round)s: %(class)s gets %(collection)s."),
    "share-refused": N_("%(round)s: %(class)s gets no set this time. Look at the reason."),
    "rotation-published": N_("%(rotation)s is published: look which crates come to you, and when."),
    "rotation-booked": N_("%(rotation)s is published: %(loans)s loans and their transport are booked."),
    "rotation-not-published": N_("%(rotation)s could not be published; nothing is booked. Look at the reason."),
    "year-reminder": N_("%(title)s: %(day)s."),
    "year-term-ends": N_("The term ends %(day)s (%(title)s): sets and crates back."),
    "year-agreement-ends": N_("The agreement with %(title)s ends %(day)s."),
    "year-round-closes": N_("Last day to apply for %(title)s: %(day)s."),
}

NOTICES: dict[str, str] = {**SEASONS, **DAYS, **PROMISES, **BOOKINGS, **HOLDINGS}
"""Code of a notice to its sentence; `%(fact)s` names the notice's facts. Each subject has a table of its own."""

PAGES: dict[str, tuple[str, str]] = {
    "share-round": ("seasons.share_round", "round_id"),
    "rotation": ("seasons.rotation", "rotation_id"),
    "day": ("library.desk", "day"),
    "booking": ("library.booking", "booking_id"),
    "collection": ("library.collection", "collection_id"),
    "wish": ("library.wish", "wish_id"),
    "series": ("library.one_series", "series_id"),
    "shipment": ("library.shipment", "shipment_id"),
}
"""Kind of what a notice is about to the page that shows it, and the name that the page has for its id."""


ISO = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?[+-]\d{2}:\d{2})?$")
DAY_LENGTH = len("2026-11-23")


def said(notice: Notice) -> str:
    """The news in the language in use; facts that are days are written as such."""
    known = gettext(NOTICES.get(notice.code, notice.code))
    facts = {name: as_known(fact) for name, fact in notice.facts.items()}
    if "currency" in facts:
        facts["amount"] = money(int(str(facts["amount"])), str(facts["currency"]))
    return filled(known, facts)


def address(notice: Notice) -> str | None:
    """Where what the notice is about can be looked at; None: nowhere."""
    kind, _, identifier = notice.about.partition(":")
    if not identifier or kind not in PAGES:
        return None
    endpoint, name = PAGES[kind]
    values: dict[str, Any] = {name: identifier}
    return url_for(endpoint, **values)


def as_known(fact: object) -> object:
    """A fact as it was before it was stored as JSON."""
    if not isinstance(fact, str) or not ISO.match(fact):
        return fact
    try:
        return date.fromisoformat(fact) if len(fact) == DAY_LENGTH else datetime.fromisoformat(fact)
    except ValueError:
        return fact
    return fact
