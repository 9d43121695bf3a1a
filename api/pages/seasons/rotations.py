"""Rotations: made, looked at by crate or by library, changed cell by cell, wished for."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from api.alphabet import alphabetical
from api.installation import now, today
from api.languages import gettext
from api.pages.form import Form
from api.pages.seasons.blueprint import pages
from api.pages.seasons.shown import shown
from api.pages.where import all_places, own_network, places_for
from api.session import db
from api.sign_in import needs, person
from logistics.access.permission import may
from logistics.access.rights import Act
from logistics.bookings.rotation_plans import (
    MOST_CAPACITY,
    MOST_PERIODS,
    MOST_WEEKS,
    make_rotation,
    put,
    rotation_of,
    rotations_in,
    take_wish_back,
    throw_away,
    wish,
)
from logistics.holdings.collections import Collection, CollectionKind

HOME = "home"
"""Stands in a form for a crate that rests at home."""


@pages.get("/rotations")
@needs(Act.SEE_SEASONS)
def rotations() -> str:
    """All rotations, and the form that makes one."""
    return _listed(Form())


@pages.post("/rotations")
@needs(Act.ROTATE)
def make() -> tuple[str, int] | Response:
    """Begin a rotation."""
    form = Form(request.form)
    with form.catching:
        name, first_day = form.text("name", most=120), form.day("first_day")
        weeks = form.whole("weeks", least=1, most=MOST_WEEKS)
        periods = form.whole("periods", least=1, most=MOST_PERIODS)
        capacity = form.whole("capacity", least=1, most=MOST_CAPACITY)
        form.check()
        made = make_rotation(
            db(),
            network_id=own_network().id,
            name=name,
            first_day=first_day,
            weeks=weeks,
            periods=periods,
            capacities=dict.fromkeys(request.form.getlist("places"), capacity),
            collection_ids=request.form.getlist("collection_ids"),
            by=person(),
            now=now(),
        )
        said = gettext("%(name)s is begun. Search, or put crates in their places by hand.", name=made.name)
        flash(said, "good")
        return redirect(url_for("seasons.rotation", rotation_id=made.id))
    return _listed(form), 422


@pages.get("/rotations/<rotation_id>")
@needs(Act.SEE_SEASONS)
def rotation(rotation_id: str) -> str:
    """One rotation; the address may name a cell that is to be changed."""
    return _page(rotation_id, Form())


@pages.post("/rotations/<rotation_id>/cells")
@needs(Act.ROTATE)
def put_cell(rotation_id: str) -> tuple[str, int] | Response:
    """Put a crate somewhere; the page then shows at once which rules that breaks."""
    form = Form(request.form)
    with form.catching:
        place_id, collection_id = form.text("place_id"), form.text("collection_id")
        period = form.whole("period", least=1, most=MOST_PERIODS)
        form.check()
        put(
            db(),
            rotation_id,
            collection_id=collection_id,
            period=period,
            place_id=None if place_id == HOME else place_id,
            fixed="fixed" in request.form,
            by=person(),
        )
        return redirect(url_for("seasons.rotation", rotation_id=rotation_id, _anchor=f"cell-{collection_id}-{period}"))
    return _page(rotation_id, form), 422


@pages.post("/rotations/<rotation_id>/wishes")
@needs(Act.WISH)
def add_wish(rotation_id: str) -> tuple[str, int] | Response:
    """Wish for a crate or a theme, or rule a crate out, for a library."""
    form = Form(request.form)
    with form.catching:
        what, place_id = form.text("what"), form.text("place_id")
        period = form.whole("period", least=0, most=MOST_PERIODS)
        form.check()
        kind, _, wanted = what.partition(":")
        wish(
            db(),
            rotation_id,
            place_id=place_id,
            collection_id=wanted if kind == "crate" else None,
            theme=wanted if kind == "theme" else None,
            period=period or None,
            never="never" in request.form,
            by=person(),
        )
        flash(gettext("Noted. The next search takes it into account."), "good")
        return redirect(url_for("seasons.rotation", rotation_id=rotation_id, _anchor="wishes"))
    return _page(rotation_id, form), 422


@pages.post("/rotation-wishes/<wish_id>/remove")
@needs(Act.WISH)
def remove_wish(wish_id: str) -> Response:
    """Take a wish back."""
    found = take_wish_back(db(), wish_id, by=person())
    return redirect(url_for("seasons.rotation", rotation_id=found.id, _anchor="wishes"))


@pages.post("/rotations/<rotation_id>/remove")
@needs(Act.ROTATE)
def remove(rotation_id: str) -> Response:
    """Throw a draft away."""
    throw_away(db(), rotation_id, by=person())
    flash(gettext("The draft is thrown away."))
    return redirect(url_for("seasons.rotations"))


def _listed(form: Form) -> str:
    network = own_network()
    crates = select(Collection).where(
        Collection.network_id == network.id, Collection.active, Collection.kind == CollectionKind.BOOK_CRATE
    )
    return render_template(
        "seasons/rotations.html",
        rotations=rotations_in(db(), network.id, person()),
        makes=may(person(), Act.ROTATE, network_id=network.id),
        places=all_places(),
        crates=sorted(db().scalars(crates), key=lambda crate: alphabetical(crate.title)),
        chosen_places=request.form.getlist("places"),
        chosen_crates=request.form.getlist("collection_ids"),
        day=today(network),
        form=form,
    )


def _page(rotation_id: str, form: Form) -> str:
    found = rotation_of(db(), rotation_id, person())
    return render_template(
        "seasons/rotation.html",
        shown=shown(found, person()),
        by_library=request.args.get("view", "library" if person().place_id else "crate") == "library",
        cell=request.args.get("cell") or f"{form.values.get('collection_id', '')}.{form.values.get('period', '')}",
        wishers=places_for(Act.WISH),
        home=HOME,
        form=form,
    )
