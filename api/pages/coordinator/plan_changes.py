"""A plan that is changed: stops locked, the day replanned, changes compared, taken back, earlier plans brought back."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.installation import installation, now
from api.languages import gettext
from api.pages.coordinator.blueprint import pages
from api.pages.coordinator.shown import shown
from api.pages.form import Form
from api.pages.where import own_network
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.transport.comparing import differences
from logistics.transport.day_changes import DayChange
from logistics.transport.plan_search import plan_of, versions_of_day
from logistics.transport.publishing import undo_change
from logistics.transport.replanning import request_change
from logistics.transport.versions import bring_back, lock_stops

MOST_STOPS = 1_000


@pages.post("/trips/<trip_id>/lock")
@needs(Act.PLAN)
def lock(trip_id: str) -> Response:
    """Lock a trip's stops up to one, or unlock those after it."""
    trip = lock_stops(db(), trip_id, Form(request.form).whole("stops", least=0, most=MOST_STOPS), by=person())
    return redirect(url_for("coordinator.plan_page", plan_id=trip.plan_id, _anchor=f"trip-{trip.id}"))


@pages.post("/plans/<plan_id>/replan")
@needs(Act.PLAN)
def replan(plan_id: str) -> Response:
    """Ask for a draft that follows a plan after a change."""
    change = DayChange(
        tuple(van for van in request.form.getlist("van") if van),
        tuple(place for place in request.form.getlist("place") if place),
    )
    run = request_change(db(), plan_id, change, by=person(), now=now())
    installation().jobs.wake(db(), run)
    return redirect(url_for("coordinator.day", day=run.day))


@pages.post("/plans/<plan_id>/undo")
@needs(Act.PUBLISH)
def undo(plan_id: str) -> Response:
    """Take the last change of a published plan back."""
    plan = undo_change(db(), plan_id, by=person(), now=now())
    flash(gettext("Undone. Drivers and libraries see the plan as it was before."), "good")
    return redirect(url_for("coordinator.day", day=plan.day))


@pages.post("/plans/<plan_id>/bring-back")
@needs(Act.PLAN)
def bring_plan_back(plan_id: str) -> Response:
    """Make an earlier plan the draft again."""
    plan = bring_back(db(), plan_id, by=person(), now=now())
    flash(gettext("This plan is the day's draft again."), "good")
    return redirect(url_for("coordinator.plan_page", plan_id=plan.id))


@pages.get("/plans/<plan_id>/compare")
@needs(Act.SEE_PLANS)
def compare_plans(plan_id: str) -> str:
    """Two plans of a day side by side; another one than asked for where none is."""
    plan = plan_of(db(), plan_id, person())
    versions = versions_of_day(db(), plan.network_id, plan.day, person())
    others = [one for one in versions if one.id != plan.id]
    other = next((one for one in others if one.id == request.args.get("with")), others[0] if others else None)
    return render_template(
        "coordinator/plans_compared.html",
        plan=shown(plan, person()),
        other=shown(other, person()) if other else None,
        difference=differences(other, plan) if other else None,
        versions=versions,
        network=own_network(),
    )
