"""A sentence for every refusal of the domain, by its code; facts are put in as the language writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from api import season_sentences
from api.languages import N_, count, gettext, long_day, moment

SENTENCES: dict[str, str] = {
    "error": N_("This can't be done."),
    "not-found": N_("There is no such thing here (%(id)s). It may have been removed."),
    "not-allowed": N_("You have no right to do this."),
    "wrong-state": N_("This has already gone on and can't be changed in this way any more. Look at it anew."),
    "bad-value": N_("This value won't do."),
    # people
    "wrong-credentials": N_("Wrong name or password."),
    "wrong-token": N_("This token is not valid, or no longer."),
    "name-taken": N_("Somebody already signs in with this name."),
    "weak-password": N_("A password needs at least %(least)s characters."),
    "last-administrator": N_("Nobody would be left who can manage people. Make somebody else administrator first."),
    "key-reused": N_("This idempotency key was used for another message."),
    # network
    "date-in-the-past": N_("This day has passed."),
    "ends-before-it-begins": N_("The last day lies before the first."),
    "bad-network": N_("The network file has faults; nothing was loaded."),
    "wrong-feed": N_("This calendar address opens nothing, or no longer."),
    "too-many-feeds": N_("At most %(most)s addresses can be open. Withdraw one first."),
    "bad-gtfs": N_("The GTFS feed has faults; nothing was stored."),
    "stops-out-of-order": N_("Stop %(position)s comes before the tour has left the stop before it."),
    "never-runs": N_("Choose weekdays, or name the days on which the tour runs."),
    "years-overlap": N_("The school year %(name)s has some of these days already."),
    "breaks-overlap": N_("Two breaks meet on %(day)s."),
    "outside-season": N_("%(day)s lies outside the season (%(first_day)s to %(last_day)s)."),
    "no-service-day": N_("The network has no service day within a year."),
    "not-a-register": N_("This is neither BaseBibliotek's XML nor a table with names of libraries."),
    "road-known": N_("Something else is known from %(origin)s to %(to)s in a season that meets this one."),
    "crossing-in-use": N_("Tours go over %(name)s. Change them first."),
    "bad-timetable": N_("Line %(line)s can't be read at %(part)s: %(text)s"),
    # holdings
    "code-taken": N_("Another collection has this code."),
    "wrong-check-digit": N_("This number is mistyped: its check digit is wrong."),
    "nested-too-deep": N_("%(part)s can't hold this: parts lie in one another one level deep."),
    "part-in-use": N_("Copies of %(part)s are missing, damaged or lent alone. Settle that first."),
    "not-a-table": N_("This is no table: give a CSV or XLSX file of at most %(most_rows)s rows."),
    "bad-stock": N_("The table has faults; nothing was stored."),
    # bookings
    "too-soon": N_("Transport can't make it by then. The earliest possible day is %(earliest)s."),
    "too-far-ahead": N_("This lies too far ahead to promise. The last possible day is %(latest)s."),
    "place-closed": N_("%(place)s receives no crates on %(day)s. The next possible day is %(next_open)s."),
    "place-never-open": N_("%(place)s receives crates on no service day."),
    "no-tour": N_("No tour brings it from %(home)s to %(place)s by then. The earliest possible day is %(earliest)s."),
    "no-tour-home": N_("No tour brings it from %(place)s home to %(home)s after %(day)s."),
    "no-timetable-yet": N_("No timetable is known for that time yet; the last one ends %(last_day)s."),
    "tour-full": N_("The tour %(tour)s has no room left on %(day)s. The next possible day is %(earliest)s."),
    "shut-when-tour-comes": N_(
        "Nobody is there in %(place)s when the tour %(tour)s comes on %(day)s. The next possible day is %(earliest)s."
    ),
    "at-home-already": N_("The collection is at home in %(place)s; no transport is needed."),
    "kept-at-home": N_(
        "The owner keeps the collection at home from %(first)s to %(last)s. It can be had again from %(free_from)s."
    ),
    "hold-clashes": N_("It is promised to %(place)s from %(first)s to %(last)s; come to terms with them first."),
    "already-promised": N_("The collection is promised to somebody else then. It is free again from %(free_from)s."),
    "after-term": N_(
        "The term ends on %(term_ends)s and everything has to be home by then; this would be on %(home_on)s."
    ),
    "outlasts-term": N_(
        "The term ends on %(term_ends)s and everything has to be home by then; this would be on %(home_on)s. "
        "The loan can last until %(until)s."
    ),
    "after-school-year": N_(
        "The bookmobile comes again on %(visit)s, and the school year ends on %(year_ends)s: everything has to be home "
        "by then."
    ),
    "nothing-fits": N_("Nothing of the sort is free for %(place)s from %(first_day)s."),
    "free-now": N_("%(collection)s is free on these days: ask for it."),
    "already-waiting": N_("You stand in line for %(collection)s on some of these days already."),
    "in-parts": N_("%(collection)s can't both come in parts and go straight from one borrower to the next."),
    "rest-too-late": N_("The rest has to come after %(first_day)s and no later than %(last_day)s."),
    "no-time-between": N_(
        "%(taker)s needs it from %(first_day)s, and the loan to %(giver)s lasts until %(until)s: too tight."
    ),
    "not-the-same": N_("These two loans can't follow each other directly."),
    "handed-on": N_("The collection goes straight on to %(place)s. Take that back first."),
    "way-planned": N_("A published plan drives %(shipment)s already. Ask the coordinator to withdraw it first."),
    "change-open": N_("Another change of this loan waits for the owner. Take it back first."),
    "promised-meanwhile": N_(
        "The collection has been promised to somebody else since. Send what was found home by itself."
    ),
    # transport
    "same-place": N_("Crates go from one place to another; both are %(place)s."),
    "already-moved": N_("%(shipment)s has been fetched already."),
    "not-a-service-day": N_("No transport drives on %(day)s. The next service day is %(next)s."),
    "run-under-way": N_("A plan for this day is being made right now."),
    "changed-meanwhile": N_("Something the plan rests on has changed meanwhile. Plan again."),
    "broken-plan": N_("The planner made a plan that breaks a rule; it was not kept. Plan again, and report this."),
    "stale-plan": N_("Something has changed since this plan was made. Plan again before you publish."),
    "already-published": N_("Another plan of this day is published. Withdraw it first."),
    "already-under-way": N_("The day's driving has begun; the plan can't be withdrawn any more."),
    "no-published-plan": N_("No plan is published for %(day)s."),
    "not-published": N_("Only a published plan can be driven."),
    "not-started": N_("This trip begins %(starts_at)s; it can't have been driven yet."),
    "driven-meanwhile": N_("Stops that this would change have been driven by now. Replan from where the vans are."),
    "nothing-to-undo": N_("The plan is as it was published; there is nothing to undo."),
    "nothing-differs": N_("Choose at least one thing that is to be different."),
    "no-single-hub": N_("A timetable can be designed where there is one hub at which all vans are at home."),
    "too-many-places": N_("A timetable can be designed for at most %(most)s places beside the hub, not %(places)s."),
    "no-demand": N_("Nothing was sent in the last %(weeks)s weeks. Look further back, or give the crates in a file."),
    "too-many-studies": N_("The planner has %(most)s questions to work on already. Wait for one, or stop one."),
    "scan-id-reused": N_("This scan was sent before with another content."),
    # costs
    "trip-not-driven": N_("Costs are posted only when a trip has been driven."),
    "no-agreement": N_("No agreement says who pays for transport on %(day)s."),
    **season_sentences.SENTENCES,
}
"""Code of a `LogisticsError` to its sentence; `%(fact)s` names the error's facts."""

OUT_OF_RANGE = N_("The value, or its length, must lie between %(least)s and %(most)s.")
"""Of `bad-value` where the refusal says what would do."""

PLANNER: dict[str, str] = {
    "defect": N_("It has been noted as a defect. Plan again, and report it if it happens once more."),
    "must-go-impossible": N_("Shipments that must go can't go."),
    "solver-died": N_("The planner ended without an answer. Plan again."),
    "stopped-without-plan": N_("It was stopped before it had found any plan."),
    "stopped-without-answer": N_("It was stopped before both sides had a plan."),
    "no-timetable": N_("No choice of weekdays keeps the wished transit times."),
    "cannot-tabulate": N_("A timetable needs one hub that is every vehicle's home, and at most 17 other places."),
    "locked-broken": N_(
        "What is locked or under way can't be kept after this change: a van is on its way there, or carries crates "
        "that it could put down nowhere in time."
    ),
    "must-go-not-placed": N_("Shipments that must go found no place."),
    "still-solving": N_("The planner did not answer in time. Plan again."),
    "unsound-plan": SENTENCES["broken-plan"],
    **season_sentences.SEARCHES,
}
"""Codes with which a planning run ends that are no refusal of the domain."""

STATUS: dict[str, int] = {
    "not-found": 404,
    "not-allowed": 403,
    "wrong-credentials": 401,
    "wrong-state": 409,
    "already-promised": 409,
    "kept-at-home": 409,
    "hold-clashes": 409,
    "promised-meanwhile": 409,
    "handed-on": 409,
    "free-now": 409,
    "already-waiting": 409,
    "in-parts": 409,
    "way-planned": 409,
    "change-open": 409,
    "run-under-way": 409,
    "too-many-studies": 409,
    "driven-meanwhile": 409,
    "nothing-to-undo": 409,
    "changed-meanwhile": 409,
    "stale-plan": 409,
    "scan-id-reused": 409,
    "key-reused": 409,
    "wrong-token": 401,
    "name-taken": 409,
    "code-taken": 409,
    "last-administrator": 409,
    "road-known": 409,
    "crossing-in-use": 409,
    "already-moved": 409,
    "already-published": 409,
    "already-under-way": 409,
    "not-published": 409,
    "not-started": 409,
    "no-published-plan": 404,
    "trip-not-driven": 409,
    **season_sentences.STATUS,
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
    if code == "bad-value" and None not in (facts.get("least"), facts.get("most")):
        return gettext(OUT_OF_RANGE, least=written(facts["least"]), most=written(facts["most"]))
    return filled(gettext(SENTENCES.get(code) or PLANNER.get(code) or SENTENCES["error"]), facts)


def filled(said: str, facts: Mapping[str, object]) -> str:
    """A sentence with its facts as the language in use writes them; a dash for each that is missing."""
    return said % _Facts({name: written(fact) for name, fact in facts.items()})
