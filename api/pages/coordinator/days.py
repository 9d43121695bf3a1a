"""A service day: what waits, the plan that is being made, the draft or the published plan."""

from __future__ import annotations

from datetime import date
from itertools import islice

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.installation import now, today
from api.pages.coordinator.blueprint import day_in, pages
from api.pages.coordinator.shown import shown
from api.pages.form import Form
from api.pages.where import own_network
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.network.calendar import cutoff_of, is_service_day, next_service_day, service_days
from logistics.network.networks import Network
from logistics.transport.clearing import open_deviations
from logistics.transport.day_sheet import bookmobiles
from logistics.transport.pending import OPEN
from logistics.transport.plan_search import latest_run, plans_of_day
from logistics.transport.plans import PlanState
from logistics.transport.queued import RunState
from logistics.transport.search import shipments_in

DAYS_OFFERED = 6

SECONDS_OFFERED = (10, 20, 60, 180)
"""How long a coordinator may let the planner search."""


@pages.get("/")
@needs(Act.PLAN)
def today_() -> Response:
    """The day that needs a coordinator next: today while it drives unplanned, else the next service day."""
    network = own_network()
    day = today(network)
    planned = is_service_day(network, day) and plans_of_day(db(), network.id, day, person())
    chosen = day if planned and planned[0].state is PlanState.PUBLISHED and not _over(network) else None
    return redirect(url_for("coordinator.day", day=chosen or next_service_day(network, day)))


def _over(network: Network) -> bool:
    """Whether the last shift of today has ended, so that tomorrow is what matters."""
    local = now().astimezone(network.clock)
    last = max((van.shift_ends_minute for van in network.vehicles if van.active), default=0)
    return local.hour * 60 + local.minute >= min(last, network.cutoff_minute)


@pages.get("/days/<day>")
@needs(Act.PLAN)
def day(day: str) -> str:
    """One service day."""
    return day_page(day_in(day), Form())


@pages.get("/days")
@needs(Act.PLAN)
def go_to_day() -> Response:
    """From a date field to its day."""
    return redirect(url_for("coordinator.day", day=day_in(request.args.get("day", ""))))


def day_page(day: date, form: Form) -> str:
    """The page of a day, with what is wrong with the form that starts a run."""
    network, who = own_network(), person()
    plans = plans_of_day(db(), network.id, day, who)
    run = latest_run(db(), network.id, day, who)
    first = min(day, today(network))
    offered = list(islice(service_days(network, first), DAYS_OFFERED))
    return render_template(
        "coordinator/day.html",
        network=network,
        day=day,
        days=offered if day in offered else [day, *offered[:-1]],
        serves=is_service_day(network, day),
        past=day < today(network),
        cutoff=cutoff_of(network, day),
        following=next_service_day(network, day),
        run=run,
        running=run is not None and run.state in (RunState.WAITING, RunState.RUNNING),
        shown=shown(plans[0], who) if plans else None,
        other=plans[1] if len(plans) > 1 else None,
        waiting=shipments_in(db(), network.id, who, states=OPEN, limit=1).total,
        deviations=len(open_deviations(db(), network.id, who)),
        buses=bookmobiles(db(), network.id, day),
        seconds=SECONDS_OFFERED,
        form=form,
    )
