"""The photo of a collection: shown to whoever sees the collection, changed by its home."""

from __future__ import annotations

from flask import Response as FlaskResponse
from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from api.installation import now
from api.languages import gettext
from api.pages.form import BadForm, Form
from api.pages.library.blueprint import pages
from api.pages.library.shelves import shown
from api.pictures import LARGEST_FILE, BadPicture, prepared
from api.session import db
from api.sign_in import needs, person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.holdings.collections import Collection
from logistics.holdings.photos import LONGEST_ALT, Picture, existing_photo, remove_photo, set_photo

A_YEAR = 31_536_000


@pages.get("/collections/<collection_id>/photo/<digest>.jpg")
@needs(Act.SEE_HOLDINGS)
def photo(collection_id: str, digest: str) -> FlaskResponse:
    """The picture itself; its address changes when it does, so that browsers may keep it."""
    found = fetch(db(), Collection, collection_id)
    allow(person(), Act.SEE_HOLDINGS, network_id=found.network_id)
    kept = existing_photo(db(), found.id)
    age = A_YEAR if digest == kept.digest[: len(digest)] else 0
    headers = {"Cache-Control": f"private, max-age={age}"}
    return FlaskResponse(kept.content, headers=headers, content_type="image/jpeg")


@pages.post("/shelves/<collection_id>/photo")
@needs(Act.MANAGE_HOLDINGS)
def add_photo(collection_id: str) -> tuple[str, int] | Response:
    """Give a collection of ours its photo."""
    form = Form(request.form)
    with form.catching:
        alt = form.text("alt", most=LONGEST_ALT)
        picture = _picture(form)
        form.check()
        set_photo(db(), collection_id, picture, alt=alt, by=person(), now=now())
        flash(gettext("The photo is stored, without place and time."), "good")
        return redirect(url_for("library.shelf", collection_id=collection_id))
    return shown(collection_id, photo_form=form), 422


@pages.post("/shelves/<collection_id>/photo/remove")
@needs(Act.MANAGE_HOLDINGS)
def take_photo_away(collection_id: str) -> Response:
    """Take the photo away."""
    remove_photo(db(), collection_id, by=person())
    flash(gettext("The photo is taken away."), "good")
    return redirect(url_for("library.shelf", collection_id=collection_id))


def _picture(form: Form) -> Picture:
    sent = request.files.get("photo")
    content = sent.read(LARGEST_FILE + 1) if sent is not None and sent.filename else b""
    try:
        return prepared(content)
    except BadPicture:
        form.errors["photo"] = gettext("Choose a JPEG, PNG or WebP picture of at most 12 MB.")
        raise BadForm from None
