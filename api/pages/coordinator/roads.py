"""What people know of the roads: pairs of places by season, and crossings with their timetables."""

from __future__ import annotations

import re
from functools import partial

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from api.installation import today
from api.languages import N_, gettext, language
from api.pages.coordinator import closed_roads as _closed_roads  # noqa: F401  # their pages are led to from this one
from api.pages.coordinator import places as _places  # noqa: F401
from api.pages.coordinator.blueprint import pages
from api.pages.coordinator.road_fields import point_in, point_written, season_in, season_written
from api.pages.form import Form
from api.pages.where import all_places, own_network
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.network.closed_roads import closed_roads_of
from logistics.network.crossings import Crossing, CrossingKind
from logistics.network.known import (
    LONGEST_NAME,
    MOST_METRES,
    MOST_SECONDS,
    CrossingText,
    RoadText,
    crossings_of,
    forget_crossing,
    forget_road,
    know_road,
    roads_of,
    write_crossing,
)
from logistics.network.roads import WHOLE_YEAR, RoadMatrix, RoadOverride, RoadPath
from logistics.network.timetable_lines import LONGEST_LINE, write_timetable

MOST_LINES = 100
NOT_A_LENGTH = N_("Give a length in kilometres, such as 85 or 12.5.")


@pages.get("/roads")
@needs(Act.MANAGE_NETWORK)
def roads() -> str:
    """What is known, what was measured, and what is estimated."""
    return _listed(Form())


@pages.post("/roads")
@needs(Act.MANAGE_NETWORK)
def know() -> tuple[str, int] | Response:
    """Write down a pair; an earlier row that was changed gives way."""
    form = Form(request.form)
    with form.catching:
        text = _road_in(form)
        form.check()
        rows = know_road(db(), own_network().id, text, by=person())
        before = request.form.get("replaces")
        if before and before not in {row.id for row in rows} and db().get(RoadOverride, before):
            forget_road(db(), before, by=person())
        flash(gettext("The road is kept. The next plan reckons with it."), "good")
        return redirect(url_for("coordinator.roads"))
    return _listed(form), 422


@pages.get("/roads/<known_id>")
@needs(Act.MANAGE_NETWORK)
def road(known_id: str) -> str:
    """One pair as a form."""
    row = fetch(db(), RoadOverride, known_id)
    return _listed(Form(_values(row)), open_=True)


@pages.post("/roads/<known_id>/forget")
@needs(Act.MANAGE_NETWORK)
def forget(known_id: str) -> Response:
    """Take away what is known of a pair, in one direction."""
    forget_road(db(), known_id, by=person())
    flash(gettext("The road is as it was measured, or estimated, again."))
    return redirect(url_for("coordinator.roads"))


@pages.get("/crossings/new")
@needs(Act.MANAGE_NETWORK)
def new_crossing() -> str:
    """An empty crossing."""
    return _crossing_form(Form(), None)


@pages.get("/crossings/<crossing_id>")
@needs(Act.MANAGE_NETWORK)
def crossing(crossing_id: str) -> str:
    """A crossing as a form."""
    found = fetch(db(), Crossing, crossing_id)
    values = {
        "name": found.name,
        "kind": found.kind.value,
        "minutes": str(found.seconds // 60),
        "ahead_minutes": str(found.ahead_seconds // 60),
        "there": "\n".join(write_timetable([row for row in found.services if not row.back], language())),
        "back": "\n".join(write_timetable([row for row in found.services if row.back], language())),
        "near": point_written(found.near_lat, found.near_lon),
        "far": point_written(found.far_lat, found.far_lon),
    }
    return _crossing_form(Form(values), found)


@pages.post("/crossings")
@needs(Act.MANAGE_NETWORK)
def add_crossing() -> tuple[str, int] | Response:
    """Make a crossing."""
    return _kept(None)


@pages.post("/crossings/<crossing_id>")
@needs(Act.MANAGE_NETWORK)
def alter_crossing(crossing_id: str) -> tuple[str, int] | Response:
    """Write a crossing anew."""
    return _kept(fetch(db(), Crossing, crossing_id))


@pages.post("/crossings/<crossing_id>/forget")
@needs(Act.MANAGE_NETWORK)
def remove_crossing(crossing_id: str) -> tuple[str, int] | Response:
    """Take a crossing away."""
    form = Form({})
    with form.catching:
        forget_crossing(db(), crossing_id, by=person())
        flash(gettext("The crossing is gone, and with it what was known of ways over it."))
        return redirect(url_for("coordinator.roads"))
    return _listed(form), 409


def _listed(form: Form, *, open_: bool = False) -> str:
    network = own_network()
    known = roads_of(db(), network.id, person())
    matrix = db().get(RoadMatrix, network.id)
    drawn = db().scalar(select(func.count()).select_from(RoadPath).where(RoadPath.network_id == network.id))
    places = all_places()
    measured = sum(row is not None for row in matrix.rows_of(places)) if matrix else 0
    return render_template(
        "coordinator/roads.html",
        form=form,
        open=open_ or bool(form.errors),
        roads=known,
        crossings=crossings_of(db(), network.id, person()),
        closed=closed_roads_of(db(), network.id, person()),
        today=today(network),
        places=places,
        names={place.id: place.name for place in network.places},
        matrix=matrix,
        drawn=drawn,
        measured=measured,
        whole_year=WHOLE_YEAR,
        timetable=partial(write_timetable, language=language()),
    )


def _road_in(form: Form) -> RoadText:
    crossing_id, _, back = form.text("over", needed=False).partition(" ")
    return RoadText(
        from_id=form.text("from_id"),
        to_id=form.text("to_id"),
        metres=_metres_in(form),
        seconds=60 * form.whole("minutes", least=0, most=MOST_SECONDS // 60),
        season=season_in(form),
        crossing_id=crossing_id or None,
        back=bool(back),
        before_seconds=60 * (form.whole_or_none("before", least=0, most=MOST_SECONDS // 60) or 0),
        both_ways=form.values.get("both_ways") == "yes",
    )


def _metres_in(form: Form) -> int:
    text = form.text("km", most=9).replace(",", ".")
    if re.fullmatch(r"\d{1,4}(\.\d{1,3})?", text) and round(1000 * float(text)) <= MOST_METRES:
        return round(1000 * float(text))
    form.errors.setdefault("km", gettext(NOT_A_LENGTH))
    return 0


def _values(row: RoadOverride) -> dict[str, str]:
    """A row as its form has it."""
    season = season_written(row.first_day, row.last_day)
    over = f"{row.crossing_id} back" if row.back else row.crossing_id or ""
    return {
        "from_id": row.from_id,
        "to_id": row.to_id,
        "km": f"{row.metres / 1000:g}",
        "minutes": str(row.seconds // 60),
        "first_day": season[0],
        "last_day": season[1],
        "over": over,
        "before": str(row.before_seconds // 60) if row.crossing_id else "",
        "replaces": row.id,
    }


def _kept(found: Crossing | None) -> tuple[str, int] | Response:
    form = Form(request.form)
    with form.catching:
        text = CrossingText(
            name=form.text("name", most=LONGEST_NAME),
            kind=form.choice("kind", CrossingKind),
            seconds=60 * form.whole("minutes", least=1, most=MOST_SECONDS // 60),
            ahead_seconds=60 * (form.whole_or_none("ahead_minutes", least=0, most=MOST_SECONDS // 60) or 0),
            there=form.text("there", needed=False, most=MOST_LINES * LONGEST_LINE).splitlines(),
            back=form.text("back", needed=False, most=MOST_LINES * LONGEST_LINE).splitlines(),
            near=point_in(form, "near"),
            far=point_in(form, "far"),
        )
        form.check()
        kept = write_crossing(
            db(), own_network().id, text, by=person(), crossing_id=found.id if found is not None else None
        )
        flash(gettext("%(crossing)s is kept. The next plan reckons with it.", crossing=kept.name), "good")
        return redirect(url_for("coordinator.roads", _anchor="crossings"))
    return _crossing_form(form, found), 422


def _crossing_form(form: Form, found: Crossing | None) -> str:
    return render_template("coordinator/crossing.html", form=form, crossing=found, kinds=list(CrossingKind))
