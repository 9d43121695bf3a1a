"""What is in one of our collections: parts put in, changed and taken out."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.languages import gettext
from api.pages.form import Form
from api.pages.library.blueprint import pages
from api.pages.library.shelves import managed, shown
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.holdings.collections import PartKind
from logistics.holdings.contents import (
    MOST_COPIES,
    MOST_VALUE,
    MOST_VOICES,
    add_part,
    change_part,
    remove_part,
)
from logistics.holdings.stocktakes import standings


@pages.post("/shelves/<collection_id>/parts")
@needs(Act.MANAGE_HOLDINGS)
def add_to_collection(collection_id: str) -> tuple[str, int] | Response:
    """Put something into a collection."""
    form = Form(request.form)
    with form.catching:
        values = _values(form)
        form.check()
        add_part(db(), collection_id, by=person(), **values)
        return redirect(url_for("library.shelf", collection_id=collection_id, _anchor="parts"))
    return shown(collection_id, part_form=form), 422


@pages.get("/shelves/<collection_id>/parts/<int:position>")
@needs(Act.MANAGE_HOLDINGS)
def part(collection_id: str, position: int) -> str:
    """One part, to be changed."""
    return shown_part(collection_id, position, Form(), Form())


@pages.post("/shelves/<collection_id>/parts/<int:position>")
@needs(Act.MANAGE_HOLDINGS)
def change_in_collection(collection_id: str, position: int) -> tuple[str, int] | Response:
    """Change what is said of a part."""
    form = Form(request.form)
    with form.catching:
        values = _values(form)
        form.check()
        changed = change_part(db(), collection_id, position, by=person(), **values)
        flash(gettext("%(title)s is changed.", title=changed.title), "good")
        return redirect(url_for("library.shelf", collection_id=collection_id, _anchor="parts"))
    return shown_part(collection_id, position, form, Form()), 422


@pages.post("/shelves/<collection_id>/parts/<int:position>/remove")
@needs(Act.MANAGE_HOLDINGS)
def take_out(collection_id: str, position: int) -> Response:
    """Take something out of a collection."""
    remove_part(db(), collection_id, position, by=person())
    return redirect(url_for("library.shelf", collection_id=collection_id, _anchor="parts"))


def _values(form: Form) -> dict[str, Any]:
    """What is said of a part, new or known."""
    return {
        "kind": form.choice("kind", PartKind),
        "title": form.text("title", most=300),
        "creator": form.text("creator", needed=False, most=200),
        "identifier": form.text("identifier", needed=False, most=40),
        "copies": form.whole("copies", least=1, most=MOST_COPIES),
        "within": form.whole_or_none("within", least=1, most=2**31 - 1),
        "value": form.amount("value", most=MOST_VALUE),
        "essential": "essential" in form.values,
        "voices": form.whole_or_none("voices", least=1, most=MOST_VOICES),
    }


def shown_part(collection_id: str, position: int, form: Form, lending: Form) -> str:
    """One part, with the forms that change it and lend it alone."""
    collection = managed(collection_id)
    found = collection.part_at(position)
    return render_template(
        "library/part.html",
        collection=collection,
        part=found,
        standing=standings(db(), collection)[position],
        part_kinds=list(PartKind),
        form=form,
        lending=lending,
    )
