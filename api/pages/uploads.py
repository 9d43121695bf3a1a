"""A file that is chosen once, looked through, and then stored by a second press of a button."""

from __future__ import annotations

from flask import request

from api.installation import now
from api.languages import gettext
from api.pages.form import BadForm, Form
from api.session import db
from api.sign_in import person
from logistics.access.uploads import drop_upload, keep_upload, kept_upload

MEGABYTE = 1024 * 1024


def sent_or_kept(form: Form, *, most_bytes: int) -> bytes:
    """The file that was chosen, or the one that was looked through before.

    Raises:
        BadForm: there is none, or it is too large; the fault is by `file`.
    """
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        content: bytes = sent.read(most_bytes + 1)
    else:
        content = kept_upload(db(), form.values.get("kept", ""), by=person())
    if not content:
        form.errors["file"] = gettext("Choose a file.")
    elif len(content) > most_bytes:
        form.errors["file"] = gettext("At most %(most)s MB.", most=most_bytes // MEGABYTE)
    if "file" in form.errors:
        raise BadForm
    return content


def kept(content: bytes) -> str:
    """Keep a file until it is stored; the value of the field that names it."""
    return keep_upload(db(), content, by=person(), now=now())


def stored() -> None:
    """What was kept is stored, and need not be kept any longer."""
    drop_upload(db(), by=person())
