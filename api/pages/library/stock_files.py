"""Collections as files: taken home as CSV or XLSX, and stored from one after a look at what that would change."""

from __future__ import annotations

import base64
import binascii
import zlib
from datetime import date

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.installation import now, today
from api.languages import gettext, ngettext
from api.pages import uploads
from api.pages.form import BadForm, Form
from api.pages.library.blueprint import pages
from api.pages.library.shelves import managed
from api.pages.uploads import MEGABYTE
from api.pages.where import own_network, own_place
from api.pictures import prepared_or_none
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.files.load_stock import Fate, StockChange, exported, store, weigh
from logistics.files.spreadsheets import TableFormat
from logistics.files.stock import BadStock, read_stock, write_stock
from logistics.files.stock_archive import (
    PhotoChange,
    is_archive,
    read_archive,
    store_archive,
    weigh_archive,
    write_archive,
)
from logistics.files.stock_columns import COLUMNS
from logistics.files.titles import add_titles, read_titles

MEDIA_TYPES = {
    TableFormat.CSV: "text/csv; charset=utf-8",
    TableFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

LARGEST_FILE = 1_000_000
"""Bytes; what was looked through is kept in the page until it is stored, so it travels twice."""


LARGEST_ARCHIVE = 24 * MEGABYTE


@pages.get("/shelves/export.zip")
@needs(Act.MANAGE_HOLDINGS)
def export_archive() -> FlaskResponse:
    """Our collections with their contents and photos."""
    place, network = own_place(), own_network()
    found = exported(db(), network_id=network.id, by=person(), home_id=place.id if place else None)
    name = f"{network.id}-{today(network).isoformat()}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = write_archive(db(), found, TableFormat.XLSX)
    return FlaskResponse(content, headers=headers, content_type="application/zip")


@pages.get("/shelves/export.<form>")
@needs(Act.MANAGE_HOLDINGS)
def export_shelves(form: str) -> FlaskResponse:
    """Our collections with their contents as a table; a coordinator's are all of the network."""
    kind = TableFormat(form) if form in {known.value for known in TableFormat} else TableFormat.CSV
    place, network = own_place(), own_network()
    found = exported(db(), network_id=network.id, by=person(), home_id=place.id if place else None)
    name = file_name(network.id, today(network), kind)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return FlaskResponse(write_stock(found, kind), headers=headers, content_type=MEDIA_TYPES[kind])


def file_name(network_id: str, day: date, kind: TableFormat) -> str:
    """What a file of collections is called."""
    return f"{network_id}-{day.isoformat()}.{kind.value}"


@pages.get("/shelves/import")
@needs(Act.MANAGE_HOLDINGS)
def import_shelves() -> str:
    """The form that takes a table."""
    return _asked(Form())


@pages.post("/shelves/import")
@needs(Act.MANAGE_HOLDINGS)
def look_through() -> tuple[str, int] | str | Response:
    """What storing a table would change, with every fault; or store what was looked through."""
    form = Form(request.form)
    with form.catching:
        content = uploads.sent_or_kept(form, most_bytes=LARGEST_ARCHIVE)
        if not is_archive(content) and len(content) > LARGEST_FILE:
            form.errors["file"] = gettext("The file is too large.")
            form.check()
        storing = "store" in form.values
        try:
            changes, photos = _read(content, storing)
        except BadStock as refused:
            return _asked(form, faults=refused.faults), 422
        if not storing:
            return _asked(form, changes=changes, photos=photos, kept=uploads.kept(content))
        uploads.stored()
        stored = sum(change.fate is not Fate.UNCHANGED for change in changes)
        flash(ngettext("%(num)s collection is stored.", "%(num)s collections are stored.", stored), "good")
        if new := sum(photo.fate is not Fate.UNCHANGED for photo in photos):
            flash(ngettext("%(num)s photo is stored.", "%(num)s photos are stored.", new), "good")
        return redirect(url_for("library.shelves"))
    return _asked(form), 422


def _read(content: bytes, storing: bool) -> tuple[list[StockChange], list[PhotoChange]]:
    """What storing a table or an archive does, or would do."""
    network_id, by = own_network().id, person()
    if not is_archive(content):
        return (store if storing else weigh)(db(), read_stock(content), network_id=network_id, by=by), []
    found = read_archive(content)
    if storing:
        done = store_archive(db(), found, network_id=network_id, by=by, now=now(), prepare=prepared_or_none)
    else:
        done = weigh_archive(db(), found, network_id=network_id, by=by, prepare=prepared_or_none)
    return done.collections, done.photos


@pages.get("/shelves/<collection_id>/titles")
@needs(Act.MANAGE_HOLDINGS)
def titles(collection_id: str) -> str:
    """The form that takes titles from a file."""
    return _asked_titles(collection_id, Form())


@pages.post("/shelves/<collection_id>/titles")
@needs(Act.MANAGE_HOLDINGS)
def look_through_titles(collection_id: str) -> tuple[str, int] | str | Response:
    """The titles of a file, with every fault; or put those in that were looked through."""
    form = Form(request.form)
    with form.catching:
        content = read_file(form)
        try:
            found = read_titles(db(), content, managed(collection_id))
        except BadStock as refused:
            return _asked_titles(collection_id, form, faults=refused.faults), 422
        if "store" not in form.values:
            return _asked_titles(collection_id, form, titles=found, kept=keep(content))
        number = add_titles(db(), collection_id, found, by=person())
        flash(ngettext("%(num)s title is put in.", "%(num)s titles are put in.", number), "good")
        return redirect(url_for("library.shelf", collection_id=collection_id, _anchor="parts"))
    return _asked_titles(collection_id, form), 422


def read_file(form: Form) -> bytes:
    """The file that was chosen, or the one that was looked through before.

    Raises:
        BadForm: there is none, or it is too large; the fault is by `file`.
    """
    sent = request.files.get("file")
    content = sent.read(LARGEST_FILE + 1) if sent is not None and sent.filename else kept(form.values.get("kept", ""))
    if not content:
        form.errors["file"] = gettext("Choose a file.")
    elif len(content) > LARGEST_FILE:
        form.errors["file"] = gettext("The file is too large.")
    if "file" in form.errors:
        raise BadForm
    return content


def keep(content: bytes) -> str:
    """A file as the value of a field."""
    return base64.b64encode(zlib.compress(content)).decode()


def kept(value: str) -> bytes:
    """A file from the value of a field; b"" where it is none of ours."""
    try:
        return zlib.decompressobj().decompress(base64.b64decode(value, validate=True), LARGEST_FILE + 1)
    except (binascii.Error, zlib.error, ValueError):
        return b""


def _asked(form: Form, **found: object) -> str:
    return render_template("library/import.html", form=form, columns=COLUMNS, **_nothing | found)


def _asked_titles(collection_id: str, form: Form, **found: object) -> str:
    collection = managed(collection_id)
    return render_template("library/titles.html", form=form, collection=collection, **_nothing | found)


_nothing: dict[str, object] = {"changes": None, "photos": (), "titles": None, "faults": (), "kept": ""}
"""What the pages show before a file is looked through."""
