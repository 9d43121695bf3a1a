"""What a library keeps for the network: its collections made, changed, filled and taken out of use."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.alphabet import alphabetical
from api.languages import gettext
from api.pages.form import Form
from api.pages.library.blueprint import pages
from api.pages.paging import PAGE_SIZE, Paging
from api.pages.where import own_network, places_for
from api.session import db
from api.sign_in import needs, person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.holdings.collections import Collection, CollectionKind, PartKind
from logistics.holdings.contents import in_order, value_of
from logistics.holdings.part_loans import open_part_loans
from logistics.holdings.photos import photo_of
from logistics.holdings.search import kept_at
from logistics.holdings.shelves import (
    HIGHEST_GRADE,
    MOST_CRATES,
    MOST_GRAMS,
    OLDEST,
    add_collection,
    change_collection,
)
from logistics.holdings.shortfalls import open_shortfalls
from logistics.holdings.stocktakes import last_stocktake

NOTHING = Form()
"""A form in which nothing is typed yet."""


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
    return shown(collection_id)


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
    return shown(collection_id, form=form), 422


def _values(form: Form) -> dict[str, Any]:
    """What is said of a collection, new or known."""
    return {
        "code": form.text("code", most=24),
        "title": form.text("title", most=200),
        "subject": form.text("subject", needed=False, most=120),
        "local_flavour": form.text("local_flavour", needed=False, most=120),
        "audience": form.text("audience", needed=False, most=60),
        "age_from": form.whole_or_none("age_from", least=0, most=OLDEST),
        "age_to": form.whole_or_none("age_to", least=0, most=OLDEST),
        "grade_from": form.whole_or_none("grade_from", least=0, most=HIGHEST_GRADE),
        "grade_to": form.whole_or_none("grade_to", least=0, most=HIGHEST_GRADE),
        "description": form.text("description", needed=False, most=2000),
        "language": form.text("language", needed=False, most=8) or None,
        "crates": form.whole("crates", least=1, most=MOST_CRATES),
        "weight_grams": form.grams("weight_grams", most_kilograms=MOST_GRAMS // 1000),
    }


def _listed(form: Form) -> str:
    homes = places_for(Act.MANAGE_HOLDINGS)
    paging = Paging.asked()
    found = kept_at(db(), [place.id for place in homes], offset=paging.offset, limit=PAGE_SIZE, alphabet=alphabetical)
    return render_template(
        "library/shelves.html",
        collections=found.items,
        paging=paging.of(found.total),
        homes=homes,
        kinds=list(CollectionKind),
        form=form,
    )


def shown(collection_id: str, *, form: Form = NOTHING, part_form: Form = NOTHING, photo_form: Form = NOTHING) -> str:
    """One of our collections, with the forms that change it."""
    found = managed(collection_id)
    return render_template(
        "library/shelf.html",
        collection=found,
        parts=in_order(found),
        value=value_of(found),
        short=open_shortfalls(db(), found.id),
        part_loans=open_part_loans(db(), found.id),
        last=last_stocktake(db(), found.id),
        currency=own_network().currency,
        part_kinds=list(PartKind),
        form=form,
        part_form=part_form,
        photo=photo_of(db(), found.id),
        photo_form=photo_form,
    )


def managed(collection_id: str) -> Collection:
    """One of our collections.

    Raises:
        NotFound, NotAllowed: there is none, or it is another library's.
    """
    found = fetch(db(), Collection, collection_id)
    allow(person(), Act.MANAGE_HOLDINGS, network_id=found.network_id, place_ids=(found.home_id,))
    return found
