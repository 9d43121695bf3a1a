"""Timetable designs: asked for, watched, laid side by side, taken away as files, made a season's tours."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Any

from flask import Response as FlaskResponse
from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.demand import BadDemand, read_demand
from api.installation import installation, now
from api.languages import gettext
from api.pages.coordinator.blueprint import pages
from api.pages.coordinator.designed import designed, figures
from api.pages.form import Form
from api.pages.paging import PAGE_SIZE, Paging
from api.pages.where import all_places, own_network
from api.session import db
from api.sign_in import needs, person
from logistics.access.permission import may
from logistics.access.rights import Act
from logistics.transport.adopting import adopt_design
from logistics.transport.designs import MOST_TRANSIT_DAYS, MOST_WEEKS, SECONDS, Wanted, ask_design
from logistics.transport.studies import LONGEST_NAME, Study, StudyKind, cancel_study, remove_study, studies_in, study_of
from routing.timetable import Limit

TRANSIT_DAYS_OFFERED = (1, 2, 3, 4, 5)
ROWS_OF_LIMITS = 3
WEEKS_OFFERED = (4, 8, 13, 26, 52)
MOST_SIDE_BY_SIDE = 4


@pages.get("/designs")
@needs(Act.STUDY)
def designs() -> str:
    """All designs side by side."""
    paging, network = Paging.asked(), own_network()
    found, total = studies_in(db(), network.id, StudyKind.TIMETABLE, person(), offset=paging.offset, limit=PAGE_SIZE)
    return render_template("coordinator/designs.html", studies=found, paging=paging.of(total), network=network)


@pages.get("/designs/new")
@needs(Act.STUDY)
def new_design() -> str:
    """The wish."""
    return _wishing(Form())


@pages.post("/designs/new")
@needs(Act.STUDY)
def ask_for_designs() -> tuple[str, int] | Response:
    """Ask for a design for each transit time that is ticked."""
    form = Form(request.form)
    with form.catching:
        wishes = _typed(form)
        name = form.text("name", needed=False, most=LONGEST_NAME)
        form.check()
        asked = []
        for wish in wishes:
            study = ask_design(db(), own_network().id, wish, name=name, seconds=SECONDS, by=person(), now=now())
            installation().jobs.wake_for_study(db(), study)
            asked.append(study)
        if len(asked) == 1:
            return redirect(url_for("coordinator.design", study_id=asked[0].id))
        return redirect(url_for("coordinator.designs"))
    return _wishing(form), 422


@pages.get("/designs/compare")
@needs(Act.STUDY)
def compare_designs() -> str | Response:
    """Some designs side by side: figures, weekdays, transit times."""
    chosen = [_design(study_id) for study_id in request.args.getlist("design")[:MOST_SIDE_BY_SIDE]]
    chosen = [study for study in chosen if study.answer is not None]
    if len(chosen) < 2:
        flash(gettext("Tick at least two finished designs."))
        return redirect(url_for("coordinator.designs"))
    network = own_network()
    shown = [designed(study, network) for study in chosen]
    return render_template(
        "coordinator/designs_compared.html",
        studies=chosen,
        shown=shown,
        figures=figures([one.driven for one in shown], network.currency),
        network=network,
    )


@pages.get("/designs/<study_id>")
@needs(Act.STUDY)
def design(study_id: str) -> str:
    """One design; a part of the page while a worker is at it."""
    return _design_page(_design(study_id), Form(), part=bool(request.headers.get("HX-Request")))


@pages.post("/designs/<study_id>/cancel")
@needs(Act.STUDY)
def stop_design(study_id: str) -> Response:
    """Stop the search; its best timetable is kept."""
    cancel_study(db(), _design(study_id).id, by=person(), now=now())
    flash(gettext("The search stops. The best timetable found by then is kept."))
    return redirect(url_for("coordinator.design", study_id=study_id))


@pages.post("/designs/<study_id>/remove")
@needs(Act.STUDY)
def remove_design(study_id: str) -> Response:
    """Throw a design away."""
    remove_study(db(), _design(study_id).id, by=person())
    flash(gettext("The design is removed."))
    return redirect(url_for("coordinator.designs"))


@pages.post("/designs/<study_id>/adopt")
@needs(Act.MANAGE_TOURS)
def adopt(study_id: str) -> tuple[str, int] | Response:
    """Make the design a season's tours, not yet active."""
    form = Form(request.form)
    with form.catching:
        name = form.text("season", most=LONGEST_NAME)
        first, last = form.day("first"), form.day("last")
        form.check()
        season = adopt_design(db(), study_id, name=name, first_day=first, last_day=last, by=person())
        flash(
            gettext(
                "%(season)s is there as a draft with %(number)s tours. "
                "Nobody is promised them before they are made active.",
                season=season.name,
                number=len(season.tours),
            ),
            "good",
        )
        return redirect(url_for("coordinator.tours", _anchor=f"season-{season.id}"))
    return _design_page(_design(study_id), form, part=False), 422


@pages.get("/designs/<study_id>/design.json")
@needs(Act.STUDY)
def design_json(study_id: str) -> FlaskResponse:
    """The wish, the typical week and the timetable, for programs."""
    study = _design(study_id)
    answer = jsonify(name=study.name, asked=study.asked, week=study.problem, answer=study.answer)
    answer.headers["Content-Disposition"] = f'attachment; filename="design-{study.id[:8]}.json"'
    return answer


@pages.get("/designs/<study_id>/tours.csv")
@needs(Act.STUDY)
def design_tours(study_id: str) -> FlaskResponse:
    """The tours stop by stop, for a spreadsheet."""
    study = _design(study_id)
    titles = [gettext("Day"), gettext("Vehicle"), gettext("Stop"), gettext("Arrive"), gettext("Leave")]
    rows = [
        [tour.weekday, tour.van, call.name, call.arrives, call.leaves]
        for tour in (designed(study, own_network()).tours if study.answer else [])
        for call in tour.calls
    ]
    return _table(f"tours-{study.id[:8]}.csv", [titles, *rows])


@pages.get("/designs/<study_id>/transit.csv")
@needs(Act.STUDY)
def design_transit(study_id: str) -> FlaskResponse:
    """The greatest transit days from each place (row) to each (column), for a spreadsheet."""
    study = _design(study_id)
    if study.answer is None:
        return _table(f"transit-{study.id[:8]}.csv", [])
    shown = designed(study, own_network())
    rows = [
        [name, *("" if cell is None else cell for cell in cells)]
        for name, cells in zip(shown.names, shown.matrix, strict=True)
    ]
    return _table(f"transit-{study.id[:8]}.csv", [["", *shown.names], *rows])


def _table(filename: str, rows: Iterable[Iterable[object]]) -> FlaskResponse:
    written = StringIO()
    csv.writer(written, delimiter=";").writerows(rows)
    # With the mark that makes spreadsheets read it as UTF-8.
    answer = FlaskResponse("\ufeff" + written.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def _design(study_id: str) -> Study:
    return study_of(db(), study_id, StudyKind.TIMETABLE, person())


def _design_page(study: Study, form: Form, *, part: bool) -> str:
    network = own_network()
    shown = designed(study, network) if study.answer else None
    measured = [] if shown is None else [one for one in (shown.today, shown.driven) if one is not None]
    return render_template(
        "coordinator/design_answer.html" if part else "coordinator/design.html",
        study=study,
        shown=shown,
        figures=figures(measured, network.currency),
        network=network,
        form=form,
        adopts=may(person(), Act.MANAGE_TOURS, network_id=network.id),
    )


def _typed(form: Form) -> list[Wanted]:
    """A wish for each transit time that is ticked; faults are noted by their fields."""
    ticked = [int(value) for value in request.form.getlist("transit") if value in map(str, TRANSIT_DAYS_OFFERED)]
    if not ticked:
        form.errors["transit"] = gettext("Tick at least one.")
    weeks = form.whole("season_weeks", least=1, most=MOST_WEEKS)
    past = form.whole("past_weeks", least=1, most=2 * MOST_WEEKS)
    start = form.text("start", needed=False)
    worth = form.amount("change_cost", most=10**9)
    kind, _colon, start_id = start.partition(":")
    demand: dict[tuple[str, str], int] | None = None
    file = request.files.get("demand")
    if file is not None and file.filename:
        try:
            demand = read_demand(file.read().decode("utf-8"), all_places())
        except UnicodeDecodeError:
            form.errors["demand"] = gettext("The file is not UTF-8.")
        except BadDemand as fault:
            form.errors["demand"] = str(fault)
    common: dict[str, Any] = {
        "limits": _limits(form),
        "season_weeks": weeks,
        "past_weeks": past,
        "demand": demand,
        "today_design": start_id if kind == "design" else None,
        "today_season": start_id if kind == "season" else None,
        "change_cost": worth,
    }
    return [Wanted(days, **common) for days in ticked]


def _limits(form: Form) -> list[Limit]:
    limits = []
    for row in range(1, ROWS_OF_LIMITS + 1):
        origin, to = form.text(f"from-{row}", needed=False), form.text(f"to-{row}", needed=False)
        if origin and to:
            days = form.whole(f"days-{row}", least=1, most=MOST_TRANSIT_DAYS)
            limits.append(Limit(origin, to, days))
        elif origin or to:
            form.errors.setdefault(f"to-{row}" if origin else f"from-{row}", gettext("Say which library."))
    return limits


def _wishing(form: Form) -> str:
    network = own_network()
    found, _total = studies_in(db(), network.id, StudyKind.TIMETABLE, person())
    return render_template(
        "coordinator/design_new.html",
        form=form,
        network=network,
        transit=TRANSIT_DAYS_OFFERED,
        ticked=request.form.getlist("transit") or ["2", "3"],
        places=all_places(),
        limits=range(1, ROWS_OF_LIMITS + 1),
        weeks=WEEKS_OFFERED,
        seasons=network.seasons,
        designs=[study for study in found if study.answer is not None],
    )
