"""Planning runs: started, watched and called off."""

from __future__ import annotations

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.installation import installation, now
from api.languages import gettext
from api.pages.coordinator.blueprint import day_in, pages
from api.pages.coordinator.days import day_page
from api.pages.form import Form
from api.pages.watching import load_anew
from api.pages.where import own_network
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.transport.plan_search import run_of
from logistics.transport.queued import RunState
from logistics.transport.runs import MOST_SECONDS, cancel_run, request_run


@pages.post("/days/<day>/plan")
@needs(Act.PLAN)
def plan(day: str) -> tuple[str, int] | Response:
    """Ask for a plan of a day; a worker makes it."""
    wanted = day_in(day)
    form = Form(request.form)
    with form.catching:
        seconds = form.whole("seconds", least=1, most=MOST_SECONDS)
        form.check()
        run = request_run(db(), network_id=own_network().id, day=wanted, seconds=seconds, by=person(), now=now())
        installation().jobs.wake(db(), run)
        return redirect(url_for("coordinator.day", day=run.day))
    return day_page(wanted, form), 422


@pages.get("/runs/<run_id>")
@needs(Act.SEE_PLANS)
def run(run_id: str) -> str | FlaskResponse:
    """How far a run has come; the page that asks is loaded anew when it has ended."""
    found = run_of(db(), run_id, person())
    if found.state in (RunState.WAITING, RunState.RUNNING):
        return render_template("coordinator/run.html", run=found, network=own_network())
    return load_anew()


@pages.post("/runs/<run_id>/cancel")
@needs(Act.PLAN)
def cancel(run_id: str) -> Response:
    """Stop a run; what it found so far is kept as the draft."""
    found = cancel_run(db(), run_id, by=person(), now=now())
    flash(gettext("Planning stops. The best plan found so far becomes the draft."))
    return redirect(url_for("coordinator.day", day=found.day))
