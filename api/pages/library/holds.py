"""Days on which an owner keeps a collection at home."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from api.installation import now
from api.languages import gettext
from api.pages.form import Form
from api.pages.library.blueprint import pages
from api.pages.library.collections import shown_collection
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.bookings.holds import LONGEST_REASON, hold, release


@pages.post("/collections/<collection_id>/holds")
@needs(Act.MANAGE_HOLDINGS)
def keep_at_home(collection_id: str) -> tuple[str, int] | Response:
    """Keep a collection at home for some days."""
    form = Form(request.form)
    with form.catching:
        first, last = form.day("first_day"), form.day("last_day")
        reason = form.text("reason", needed=False, most=LONGEST_REASON)
        form.check()
        hold(db(), collection_id, first_day=first, last_day=last, reason=reason, by=person(), now=now())
        flash(gettext("Kept at home; nobody is promised it on these days."), "good")
        return redirect(url_for("library.collection", collection_id=collection_id))
    return shown_collection(collection_id, Form(), holding=form), 422


@pages.post("/holds/<hold_id>/release")
@needs(Act.MANAGE_HOLDINGS)
def lend_again(hold_id: str) -> Response:
    """Lend it again."""
    collection = release(db(), hold_id, by=person())
    flash(gettext("It is lent again on these days."), "good")
    return redirect(url_for("library.collection", collection_id=collection.id))
