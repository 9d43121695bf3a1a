"""Collections: looking for one, its contents, its calendar, and asking for it with the promise at once."""

from __future__ import annotations

from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.alphabet import alphabetical
from api.installation import now, today
from api.languages import gettext, language_name
from api.pages.form import Form
from api.pages.library.blueprint import pages
from api.pages.library.calendar import months
from api.pages.library.wanted import FILTERS, NARROWING, read_free, read_wanted
from api.pages.paging import PAGE_SIZE, Paging
from api.pages.where import all_places, own_network, own_place, places_for
from api.session import db
from api.sign_in import needs, person
from logistics.access.permission import allow, may
from logistics.access.rights import Act
from logistics.bookings import requests
from logistics.bookings.availability import busy_spans
from logistics.bookings.calendar import Use, calendars
from logistics.bookings.contacts import contact_of, contacts_of
from logistics.bookings.holds import holds_of
from logistics.bookings.promise import earliest_arrival
from logistics.bookings.refusals import AlreadyPromised, KeptAtHome
from logistics.bookings.waiting import line_for
from logistics.database import fetch
from logistics.errors import LogisticsError
from logistics.holdings.collections import Collection, CollectionKind
from logistics.holdings.contents import in_order, value_of
from logistics.holdings.part_loans import open_part_loans
from logistics.holdings.photos import photo_of
from logistics.holdings.search import find_collections, languages_of, subjects_of
from logistics.holdings.shortfalls import open_shortfalls
from logistics.holdings.stocktakes import lacking, standings
from logistics.network.fleet import VehicleKind
from logistics.network.places import Place
from logistics.transport import approvals

MONTHS_SHOWN = 4

USUAL_LOAN = timedelta(days=28)
"""What the form proposes; a class set's reading takes about a month."""


@pages.get("/collections")
@needs(Act.SEE_HOLDINGS)
def collections() -> str:
    """Everything the network lends, by words, kind, home and language."""
    paging = Paging.asked()
    form = Form(request.args)
    wanted, also = read_wanted(form), read_free(form)
    found = find_collections(
        db(),
        wanted,
        network_id=own_network().id,
        by=person(),
        also=also,
        offset=paging.offset,
        limit=PAGE_SIZE,
        alphabet=alphabetical,
    )
    shown = {
        "found": found.items,
        "paging": paging.of(found.total),
        "form": form,
        "asked": {name: form.values[name] for name in FILTERS if form.values.get(name)},
    }
    if request.headers.get("HX-Request"):
        return render_template("library/collections_found.html", **shown)
    network_id = own_network().id
    languages = [(code, language_name(code)) for code in languages_of(db(), network_id)]
    return render_template(
        "library/collections.html",
        places=all_places(),
        kinds=list(CollectionKind),
        subjects=sorted(subjects_of(db(), network_id), key=alphabetical),
        languages=sorted(languages, key=lambda language: alphabetical(language[1])),
        narrowed=any(form.values.get(name) for name in NARROWING),
        **shown,
    )


@pages.get("/collections/<collection_id>")
@needs(Act.SEE_HOLDINGS)
def collection(collection_id: str) -> str:
    """One collection, with what is in it and when it is free."""
    return shown_collection(collection_id, Form())


@pages.get("/collections/<collection_id>/promise")
@needs(Act.REQUEST)
def promise(collection_id: str) -> str:
    """What a request would be promised; asked again whenever a date in the form changes."""
    form = Form(request.args)
    with form.catching:
        first, last = form.day("first_day"), form.day("last_day")
        place_id = form.text("place_id")
        form.check()
        contact_id = form.text("contact_id", needed=False)
        contact = contact_of(db(), contact_id, person()) if contact_id else None
        wanted, place = requests.parties(db(), collection_id, contact.goal_id if contact else place_id)
        asks_for = contact.library_id if contact else place.id
        allow(person(), Act.REQUEST, network_id=wanted.network_id, place_ids=(asks_for,))
        borrower = contact.kind.place_kind if contact else None
        given = requests.offer(db(), wanted, place, first, last, now(), borrower=borrower)
        return render_template("library/promise.html", promise=given, collection=wanted, place=place)
    return render_template("library/promise_refused.html", form=form, waits=form.code == AlreadyPromised.code)


@pages.post("/collections/<collection_id>/request")
@needs(Act.REQUEST)
def ask(collection_id: str) -> tuple[str, int] | Response:
    """Ask the owner for a collection."""
    form = Form(request.form)
    with form.catching:
        first, last = form.day("first_day"), form.day("last_day")
        place_id, note = form.text("place_id"), form.text("note", needed=False, most=1000)
        contact_id = form.text("contact_id", needed=False) or None
        form.check()
        booking = approvals.request(
            db(),
            collection_id=collection_id,
            place_id=place_id,
            first_day=first,
            last_day=last,
            note=note,
            contact_id=contact_id,
            by=person(),
            now=now(),
        )
        if booking.rule:
            flash(gettext("Yours: the owner's rule “%(rule)s” has approved it.", rule=booking.rule), "good")
        else:
            flash(gettext("Your request is on its way to %(home)s.", home=booking.collection.home.name), "good")
        return redirect(url_for("library.booking", booking_id=booking.id))
    return shown_collection(collection_id, form), 422


def _collection(collection_id: str) -> Collection:
    found = fetch(db(), Collection, collection_id)
    allow(person(), Act.SEE_HOLDINGS, network_id=found.network_id)
    return found


def shown_collection(collection_id: str, form: Form, *, holding: Form | None = None) -> str:
    """The page of a collection, with what is wrong with either form on it."""
    return _shown(_collection(collection_id), form, holding)


def _shown(collection: Collection, form: Form, holding: Form | None = None) -> str:
    first = today(own_network()).replace(day=1)
    last = (first + timedelta(days=31 * MONTHS_SHOWN)).replace(day=1) - timedelta(days=1)
    spans = busy_spans(db(), collection.id, first, date.max)
    calendar = calendars(db(), [collection.id], first, last, now=now())
    askers = [place for place in places_for(Act.REQUEST) if place.id != collection.home_id]
    return render_template(
        "library/collection.html",
        collection=collection,
        parts=in_order(collection),
        photo=photo_of(db(), collection.id),
        value=value_of(collection),
        short=open_shortfalls(db(), collection.id),
        part_loans=open_part_loans(db(), collection.id),
        lacking=lacking(standings(db(), collection).values()),
        currency=own_network().currency,
        months=months(first, last, calendar[collection.id], today(own_network())),
        uses=list(Use),
        holds=holds_of(db(), [collection.id], today(own_network()), date.max),
        holding=holding or Form(),
        later=[span for span in spans if span.home_on >= today(own_network())],
        names={place.id: place.name for place in own_network().places},
        askers=askers,
        own=own_place(),
        line=line_for(db(), collection.id),
        contacts=contacts_of(db(), own.id, person()) if (own := own_place()) else [],
        manages=may(person(), Act.MANAGE_HOLDINGS, network_id=collection.network_id, place_ids=(collection.home_id,)),
        proposed=_proposed(collection, askers[0]) if askers else None,
        form=form,
    )


def _proposed(collection: Collection, place: Place) -> tuple[date, date]:
    """The first and last day that the empty form holds: as soon as transport makes it, for a usual loan."""
    network = own_network()
    first = today(network)
    try:
        first = earliest_arrival(network, collection.home, place, first, now())
        given = requests.offer(db(), collection, place, first, first + USUAL_LOAN, now())
        if given.out and given.out[-1].tour.vehicle.kind is VehicleKind.BOOKMOBILE:
            return first, _before_next_visit(collection, place, first)
    except (AlreadyPromised, KeptAtHome) as refusal:
        free_from = refusal.facts["free_from"]
        first = free_from if isinstance(free_from, date) else first
    except LogisticsError:
        pass  # the promise beside the form says what is wrong
    return first, first + USUAL_LOAN


def _before_next_visit(collection: Collection, place: Place, first: date) -> date:
    """The day before the bookmobile that brings a collection calls again: what it brings is due then."""
    return requests.offer(db(), collection, place, first, first, now()).collected_on - timedelta(days=1)
