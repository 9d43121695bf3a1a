"""Searches for a rotation, and its publishing: started, watched and called off; what is published can be taken back."""

from __future__ import annotations

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.installation import installation, now
from api.languages import gettext
from api.pages.form import Form
from api.pages.seasons.blueprint import pages
from api.pages.watching import load_anew
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.transport.queued import RunState
from logistics.transport.rotation_publications import ask_to_publish, publication_of, stop_publishing
from logistics.transport.rotation_publishing import take_back
from logistics.transport.rotation_runs import MOST_SECONDS, SECONDS, search, search_of, stop_search


@pages.post("/rotations/<rotation_id>/search")
@needs(Act.ROTATE)
def find(rotation_id: str) -> Response:
    """Let a worker look for a rotation; what is fixed by hand stays."""
    form = Form({"seconds": str(SECONDS), **request.form})
    seconds = form.whole("seconds", least=1, most=MOST_SECONDS)
    run = search(db(), rotation_id, seconds=seconds, by=person(), now=now())
    installation().jobs.wake_for_rotation(db(), run)
    return redirect(url_for("seasons.rotation", rotation_id=rotation_id))


@pages.get("/rotation-searches/<run_id>")
@needs(Act.ROTATE)
def found(run_id: str) -> str | FlaskResponse:
    """How far a search has come; the page that asks is loaded anew when it has ended."""
    run = search_of(db(), run_id, person())
    if run.under_way:
        return render_template("seasons/search.html", run=run)
    return load_anew()


@pages.post("/rotation-searches/<run_id>/stop")
@needs(Act.ROTATE)
def stop(run_id: str) -> Response:
    """Stop a search; the best rotation found so far is kept."""
    run = stop_search(db(), run_id, by=person(), now=now())
    flash(gettext("The search stops. The best rotation found so far is kept."))
    return redirect(url_for("seasons.rotation", rotation_id=run.rotation_id))


@pages.post("/rotations/<rotation_id>/publish")
@needs(Act.ROTATE)
def publish_rotation(rotation_id: str) -> Response:
    """Let a worker book the whole season and tell the libraries."""
    publication = ask_to_publish(db(), rotation_id, by=person(), now=now())
    installation().jobs.wake_to_publish(db(), publication)
    return redirect(url_for("seasons.rotation", rotation_id=rotation_id))


@pages.get("/rotation-publications/<publication_id>")
@needs(Act.ROTATE)
def publishing(publication_id: str) -> str | FlaskResponse:
    """How far the publishing has come; the page that asks is loaded anew when it has ended."""
    publication = publication_of(db(), publication_id, person())
    if publication.under_way:
        return render_template("seasons/publishing.html", publication=publication)
    if publication.state is RunState.DONE:
        flash(gettext("Published. Loans and their transport are booked, and the libraries are told."), "good")
    return load_anew()


@pages.post("/rotation-publications/<publication_id>/stop")
@needs(Act.ROTATE)
def stop_publication(publication_id: str) -> Response:
    """Call the publishing off; the rotation stays a draft."""
    publication = stop_publishing(db(), publication_id, by=person(), now=now())
    flash(gettext("The publishing stops. Nothing is booked, unless it had just been."))
    return redirect(url_for("seasons.rotation", rotation_id=publication.rotation_id))


@pages.post("/rotations/<rotation_id>/take-back")
@needs(Act.ROTATE)
def take_rotation_back(rotation_id: str) -> Response:
    """Make it a draft again, as long as no crate has left."""
    take_back(db(), rotation_id, by=person(), now=now())
    flash(gettext("The rotation is a draft again; its loans are cancelled."))
    return redirect(url_for("seasons.rotation", rotation_id=rotation_id))
