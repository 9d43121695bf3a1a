"""What a library keeps for the network: its collections made, changed, filled and taken out of use."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from api.alphabet import alphabetical
from api.languages import gettext
from api.pages.form import Form
from api.pages.library.blueprint import pages
from api.pages.where import places_for
from api.session import db
from api.sign_in import needs, person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.holdings.collections import Collection, CollectionKind, PartKind
from logistics.holdings.shelves import (
    MOST_COPIES,
    MOST_CRATES,
    MOST_GRAMS,
    add_collection,
    add_part,
    change_collection,
    remove_part,
)


@pages.get("/shelves")
@needs(Act.MANAGE_HOLDINGS)
def shelves() -> str:
    """Our collections, in use or not, and the form that adds one."""
    return _listed(Form())


@pages.post("/shelves")
@needs(Act.MANAGE_HOLDINGS)
def add_to_shelves() -> tuple[str, int] | Response:
    """Let the network borrow one more."""
    form = Form(request.form)
    with form.catching:
        home_id, kind, values = form.text("home_id"), form.choice("kind", CollectionKind), _values(form)
        form.check()
        added = add_collection(db(), home_id=home_id, kind=kind, by=person(), **values)
        flash(gettext("%(code)s is on the shelf. Now write down what is in it.", code=added.code), "good")
        return redirect(url_for("library.shelf", collection_id=added.id))
    return _listed(form), 422


@pages.get("/shelves/<collection_id>")
@needs(Act.MANAGE_HOLDINGS)
def shelf(collection_id: str) -> str:
    """One of our collections, to be changed."""
    return _shown(collection_id, Form(), Form())


@pages.post("/shelves/<collection_id>")
@needs(Act.MANAGE_HOLDINGS)
def change_shelf(collection_id: str) -> tuple[str, int] | Response:
    """Change what is said of a collection."""
    form = Form(request.form)
    with form.catching:
        values = _values(form)
        form.check()
        changed = change_collection(db(), collection_id, by=person(), active="active" in request.form, **values)
        flash(gettext("%(code)s is changed.", code=changed.code), "good")
        return redirect(url_for("library.shelf", collection_id=collection_id))
    return _shown(collection_id, form, Form()), 422


@pages.post("/shelves/<collection_id>/parts")
@needs(Act.MANAGE_HOLDINGS)
def add_to_collection(collection_id: str) -> tuple[str, int] | Response:
    """Put something into a collection."""
    form = Form(request.form)
    with form.catching:
        kind, title = form.choice("kind", PartKind), form.text("title", most=300)
        creator, identifier = form.text("creator", needed=False), form.text("identifier", needed=False)
        copies = form.whole("copies", least=1, most=MOST_COPIES)
        form.check()
        add_part(
            db(),
            collection_id,
            kind=kind,
            title=title,
            copies=copies,
            by=person(),
            creator=creator,
            identifier=identifier,
        )
        return redirect(url_for("library.shelf", collection_id=collection_id, _anchor="parts"))
    return _shown(collection_id, Form(), form), 422


@pages.post("/shelves/<collection_id>/parts/<int:position>/remove")
@needs(Act.MANAGE_HOLDINGS)
def take_out(collection_id: str, position: int) -> Response:
    """Take something out of a collection."""
    remove_part(db(), collection_id, position, by=person())
    return redirect(url_for("library.shelf", collection_id=collection_id, _anchor="parts"))


def _values(form: Form) -> dict[str, Any]:
    """What is said of a collection, new or known."""
    return {
        "code": form.text("code", most=24),
        "title": form.text("title", most=200),
        "subject": form.text("subject", needed=False, most=120),
        "audience": form.text("audience", needed=False, most=60),
        "description": form.text("description", needed=False, most=2000),
        "language": form.text("language", needed=False, most=8) or None,
        "crates": form.whole("crates", least=1, most=MOST_CRATES),
        "weight_grams": form.grams("weight_grams", most_kilograms=MOST_GRAMS // 1000),
    }


def _listed(form: Form) -> str:
    homes = places_for(Act.MANAGE_HOLDINGS)
    ours = db().scalars(select(Collection).where(Collection.home_id.in_([place.id for place in homes])))
    return render_template(
        "library/shelves.html",
        collections=sorted(ours, key=lambda collection: (not collection.active, alphabetical(collection.title))),
        homes=homes,
        kinds=list(CollectionKind),
        form=form,
    )


def _shown(collection_id: str, form: Form, part_form: Form) -> str:
    found = fetch(db(), Collection, collection_id)
    allow(person(), Act.MANAGE_HOLDINGS, network_id=found.network_id, place_ids=(found.home_id,))
    return render_template(
        "library/shelf.html", collection=found, part_kinds=list(PartKind), form=form, part_form=part_form
    )
