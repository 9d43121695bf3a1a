"""What transport cost and who pays it, over a period."""

from __future__ import annotations

from datetime import date, timedelta

from flask import render_template, request

from api.installation import today
from api.pages.coordinator.blueprint import pages
from api.pages.form import Form
from api.pages.where import own_network
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.costs.statement import PeriodCosts, period_costs


@pages.get("/costs")
@needs(Act.SEE_COSTS)
def costs() -> str:
    """The ledger of a period, from what was driven; this month unless asked otherwise."""
    network = own_network()
    first, last = month_of(today(network))
    form = Form({"first": first.isoformat(), "last": last.isoformat(), **request.args})
    found: PeriodCosts | None = None
    with form.catching:
        first, last = form.day("first"), form.day("last")
        form.check()
        found = period_costs(db(), network.id, first, last, person())
    return render_template("coordinator/costs.html", costs=found, network=network, form=form)


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of a day's month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
