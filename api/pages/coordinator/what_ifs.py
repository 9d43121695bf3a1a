"""What if: asked of a planned week, watched, and read side by side."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.installation import installation, now
from api.languages import gettext
from api.pages.coordinator.blueprint import pages
from api.pages.coordinator.compared import Comparison, comparison
from api.pages.form import Form
from api.pages.paging import PAGE_SIZE, Paging
from api.pages.where import all_places, own_network
from api.questions import question
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.network.calendar import is_service_day
from logistics.network.networks import Network
from logistics.transport.circumstances import Circumstances, OtherHours, carriers, read
from logistics.transport.plan_search import latest_plans, plan_of
from logistics.transport.plans import Plan
from logistics.transport.studies import LONGEST_NAME, Study, StudyKind, cancel_study, remove_study, studies_in, study_of
from logistics.transport.what_ifs import SECONDS, ask_what_if
from routing.what_if import SEEDS

SECONDS_OFFERED = (5, 10, 30, 60)
"""Of one search; a what-if makes six."""

ROWS_OF_HOURS = 2
"""Places whose hours can be changed in one question."""

PLANS_OFFERED = 8


@pages.get("/what-if")
@needs(Act.STUDY)
def what_ifs() -> str:
    """Everything that was asked, and the planned weeks that can be asked about."""
    paging, network = Paging.asked(), own_network()
    found, total = studies_in(db(), network.id, StudyKind.WHAT_IF, person(), offset=paging.offset, limit=PAGE_SIZE)
    return render_template(
        "coordinator/what_ifs.html",
        studies=[(study, question(read(study.asked), network)) for study in found],
        paging=paging.of(total),
        plans=latest_plans(db(), network.id, PLANS_OFFERED, person()),
        network=network,
    )


@pages.get("/plans/<plan_id>/what-if")
@needs(Act.STUDY)
def ask_page(plan_id: str) -> str:
    """The question, empty or as an earlier one was."""
    plan = plan_of(db(), plan_id, person())
    before = request.args.get("as")
    asked = read(study_of(db(), before, StudyKind.WHAT_IF, person()).asked) if before else Circumstances()
    return _asking(plan, asked, Form())


@pages.post("/plans/<plan_id>/what-if")
@needs(Act.STUDY)
def ask(plan_id: str) -> tuple[str, int] | Response:
    """Ask; a worker answers."""
    plan = plan_of(db(), plan_id, person())
    form = Form(request.form)
    asked = Circumstances()
    with form.catching:
        seconds = form.whole("seconds", least=1, most=600)
        name = form.text("name", needed=False, most=LONGEST_NAME)
        asked = _typed(form)
        form.check()
        study = ask_what_if(db(), plan.id, asked, seconds=seconds, name=name, by=person(), now=now())
        installation().jobs.wake_for_study(db(), study)
        return redirect(url_for("coordinator.what_if", study_id=study.id))
    return _asking(plan, asked, form), 422


@pages.get("/what-if/<study_id>")
@needs(Act.STUDY)
def what_if(study_id: str) -> str:
    """One question and, once it is there, its answer; a part of the page while a worker is at it."""
    study = study_of(db(), study_id, StudyKind.WHAT_IF, person())
    network = own_network()
    whole = not request.headers.get("HX-Request")
    return render_template(
        "coordinator/what_if.html" if whole else "coordinator/what_if_answer.html",
        study=study,
        asked=question(read(study.asked), network),
        compared=_compared(study, network),
        searches=len(SEEDS),
        network=network,
    )


@pages.post("/what-if/<study_id>/cancel")
@needs(Act.STUDY)
def stop_what_if(study_id: str) -> Response:
    """Stop the searches; what was found by then is compared, if both sides have something."""
    study_of(db(), study_id, StudyKind.WHAT_IF, person())
    cancel_study(db(), study_id, by=person(), now=now())
    flash(gettext("The searches stop. What they have found by then is compared."))
    return redirect(url_for("coordinator.what_if", study_id=study_id))


@pages.post("/what-if/<study_id>/remove")
@needs(Act.STUDY)
def remove_what_if(study_id: str) -> Response:
    """Throw a question away with its answer."""
    study_of(db(), study_id, StudyKind.WHAT_IF, person())
    remove_study(db(), study_id, by=person())
    flash(gettext("The question is removed."))
    return redirect(url_for("coordinator.what_ifs"))


def _compared(study: Study, network: Network) -> Comparison | None:
    return comparison(study, network) if study.answer is not None and study.plan is not None else None


def _typed(form: Form) -> Circumstances:
    """What the form says differs; faults are noted by their fields."""
    hours = []
    for row in range(1, ROWS_OF_HOURS + 1):
        place_id = form.text(f"place-{row}", needed=False)
        opens, closes = form.time(f"opens-{row}"), form.time(f"closes-{row}")
        if place_id and opens is None and closes is None:
            form.errors.setdefault(f"opens-{row}", gettext("Say when it opens, or when it closes."))
        if place_id:
            hours.append(OtherHours(place_id, opens, closes))
        elif opens is not None or closes is not None:
            form.errors.setdefault(f"place-{row}", gettext("Say which library."))
    return Circumstances(
        without_days=tuple(day for day in map(_day, request.form.getlist("day")) if day),
        without_vehicles=tuple(request.form.getlist("van")),
        without_carriers=tuple(request.form.getlist("carrier")),
        hours=tuple(hours),
        hubs=_chosen(form, "hub"),
        more_like=_chosen(form, "like"),
    )


def _chosen(form: Form, name: str) -> tuple[str, ...]:
    value = form.text(name, needed=False)
    return (value,) if value else ()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _asking(plan: Plan, asked: Circumstances, form: Form) -> str:
    network = own_network()
    days = [plan.day + timedelta(days=number) for number in range(network.horizon_days)]
    rows: list[Any] = [*asked.hours, *([None] * ROWS_OF_HOURS)][:ROWS_OF_HOURS]
    return render_template(
        "coordinator/what_if_new.html",
        plan=plan,
        network=network,
        asked=asked,
        hours=rows,
        days=[day for day in days if is_service_day(network, day)],
        vans=[van for van in network.vehicles if van.active],
        carriers=carriers(network),
        places=all_places(),
        seconds=SECONDS_OFFERED,
        usual=SECONDS,
        searches=2 * len(SEEDS),
        form=form,
    )
