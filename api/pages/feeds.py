"""One's own calendar feeds: made, shown once, withdrawn; and the calendars that they open."""

from __future__ import annotations

from flask import Response, abort, flash, render_template, request, url_for
from flask import redirect as go_to
from werkzeug.wrappers import Response as Answer

from api import languages
from api.alphabet import alphabetical
from api.calendars import as_icalendar
from api.installation import now
from api.languages import gettext
from api.pages.form import Form
from api.pages.people import pages
from api.session import db
from api.sign_in import open_to_everybody, person, signed_in
from logistics.access.people import Person
from logistics.access.permission import may
from logistics.access.rights import Act
from logistics.bookings.agenda import agenda
from logistics.bookings.feeds import Feed, FeedKind, WrongFeed, feed_behind, feeds_of, make_feed, withdraw_feed
from logistics.costs.year import year_in_feed
from logistics.network.fleet import Vehicle
from logistics.network.networks import Network
from logistics.network.places import Place


@pages.get("/me/calendars")
@signed_in
def feeds() -> str:
    """The addresses that are open, and a form for another one, filled in as the address says."""
    return _shown(Form(request.args))


@pages.post("/me/calendars")
@signed_in
def open_feed() -> str | tuple[str, int]:
    """Make an address; it is shown this once."""
    form = Form(request.form)
    with form.catching:
        kind, _, about_id = form.text("about").partition(":")
        form.check()
        known = {kind.value: kind for kind in FeedKind}
        made, secret = make_feed(db(), known.get(kind, FeedKind.PERSON), about_id, by=person(), now=now())
        address = url_for("people.calendar", secret=secret, _external=True)
        return _shown(Form(), made, address)
    return _shown(form), 422


@pages.post("/me/calendars/<feed_id>/withdraw")
@signed_in
def close_feed(feed_id: str) -> Answer:
    """End an address: whoever has it reads nothing any more."""
    withdraw_feed(db(), feed_id, by=person(), now=now())
    flash(gettext("The address is withdrawn; calendars that read it stay as they are."), "good")
    return go_to(url_for("people.feeds"))


@pages.get("/calendars/<secret>.ics")
@open_to_everybody
def calendar(secret: str) -> Response:
    """What a feed shows, for a calendar program that can't sign in: the address is the key."""
    try:
        feed = feed_behind(db(), secret)
    except WrongFeed:
        abort(404)
    network = _network(feed)
    language = feed.person.language or (network.language if network else languages.DEFAULT)
    with languages.speaking(language, network.clock if network else None):
        written = as_icalendar(agenda(db(), feed, now=now()), year_in_feed(db(), feed, now=now()), name_of(feed), now())
    answer = Response(written, mimetype="text/calendar")
    answer.headers["Cache-Control"] = "private, max-age=900"
    answer.headers["Content-Disposition"] = 'inline; filename="bokrute.ics"'
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def name_of(feed: Feed) -> str:
    """What a feed is about, as people call it."""
    if feed.kind is FeedKind.PLACE:
        return db().get_one(Place, feed.about_id).name
    if feed.kind is FeedKind.VEHICLE:
        return db().get_one(Vehicle, feed.about_id).name
    if feed.kind is FeedKind.WHEEL:
        return gettext("Annual wheel: %(network)s", network=db().get_one(Network, feed.about_id).name)
    return feed.person.name


def _shown(form: Form, made: Feed | None = None, address: str = "") -> str:
    who = person()
    return render_template(
        "people/feeds.html",
        feeds=[(feed, name_of(feed)) for feed in feeds_of(db(), who)],
        choices=_choices(who),
        made=made,
        address=address,
        form=form,
    )


def _choices(who: Person) -> list[tuple[str, str]]:
    """What a person can have a calendar of: their own, the annual wheel, places, vehicles."""
    own = [(f"{FeedKind.PERSON.value}:", gettext("What concerns me"))]
    network = db().get(Network, who.network_id) if who.network_id else None
    if network is None:
        return own
    seen = [p for p in network.places if may(who, Act.SEE_BOOKINGS, network_id=network.id, place_ids=(p.id,))]
    places = [(f"{FeedKind.PLACE.value}:{place.id}", place.name) for place in seen if place.active]
    vehicles = [(f"{FeedKind.VEHICLE.value}:{van.id}", van.name) for van in network.vehicles if van.active]
    if may(who, Act.SEE_SEASONS, network_id=network.id):
        own.append((f"{FeedKind.WHEEL.value}:{network.id}", gettext("Annual wheel")))
    return own + sorted(places + vehicles, key=lambda choice: alphabetical(choice[1]))


def _network(feed: Feed) -> Network | None:
    if feed.kind is FeedKind.PLACE:
        return db().get(Network, db().get_one(Place, feed.about_id).network_id)
    if feed.kind is FeedKind.VEHICLE:
        return db().get(Network, db().get_one(Vehicle, feed.about_id).network_id)
    if feed.kind is FeedKind.WHEEL:
        return db().get(Network, feed.about_id)
    return db().get(Network, feed.person.network_id) if feed.person.network_id else None
