"""Tours and ferries as GTFS: taken home as a file, and stored from one after a look at what that would change."""

from __future__ import annotations

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.alphabet import alphabetical
from api.gtfs_faults import in_words
from api.installation import now, today
from api.languages import gettext
from api.pages.coordinator.blueprint import pages
from api.pages.form import Form
from api.pages.revised import say_revised
from api.pages.uploads import MEGABYTE, kept, sent_or_kept, stored
from api.pages.where import own_network
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.files.gtfs.faults import BadGtfs
from logistics.files.gtfs.read import read_gtfs
from logistics.files.gtfs.store import store_gtfs, weigh_gtfs
from logistics.files.gtfs.write import write_gtfs
from logistics.network.timetables import LONGEST_NAME
from logistics.transport.revising import revise

LARGEST_FEED = 12 * MEGABYTE
"""Bytes, packed; the feed of a county with its buses fits."""


@pages.get("/tours/gtfs.zip")
@needs(Act.MANAGE_TOURS)
def export_tours() -> FlaskResponse:
    """The network's tours as a feed."""
    network = own_network()
    name = f"{network.id}-{today(network).isoformat()}-gtfs.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return FlaskResponse(write_gtfs(db(), network.id, by=person()), headers=headers, content_type="application/zip")


@pages.get("/tours/gtfs")
@needs(Act.MANAGE_TOURS)
def tour_files() -> str:
    """The file to take home, and the form that takes one."""
    return _asked(Form())


@pages.post("/tours/gtfs")
@needs(Act.MANAGE_TOURS)
def look_through_feed() -> tuple[str, int] | str | Response:
    """What storing a feed would change, with every fault; or store what was looked through."""
    form = Form(request.form)
    with form.catching:
        only_ferries = form.values.get("take") == "ferries"
        season = form.text("season", needed=not only_ferries, most=LONGEST_NAME)
        content = sent_or_kept(form, most_bytes=LARGEST_FEED)
        form.check()
        storing = "store" in form.values
        try:
            made = (store_gtfs if storing else weigh_gtfs)(
                db(),
                read_gtfs(content, only_ferries=only_ferries),
                network_id=own_network().id,
                season=season,
                vehicle_id=form.values.get("vehicle_id") or None,
                by=person(),
            )
        except BadGtfs as refused:
            return _asked(form, faults=refused.faults), 422
        if not storing:
            return _asked(form, made=made, kept=kept(content))
        stored()
        say_revised(revise(db(), own_network().id, now=now()))
        flash(
            gettext(
                "%(seasons)s seasons, %(tours)s tours, %(crossings)s crossings.",
                seasons=made.seasons,
                tours=made.tours,
                crossings=made.crossings,
            ),
            "good",
        )
        return redirect(url_for("coordinator.tours"))
    return _asked(form), 422


def _asked(form: Form, **found: object) -> str:
    network = own_network()
    nothing: dict[str, object] = {"faults": (), "made": None, "kept": ""}
    return render_template(
        "coordinator/tours_gtfs.html",
        network=network,
        vehicles=sorted((van for van in network.vehicles if van.active), key=lambda van: alphabetical(van.name)),
        in_words=in_words,
        megabytes=LARGEST_FEED // MEGABYTE,
        form=form,
        **nothing | found,
    )
