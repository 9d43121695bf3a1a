"""One's own notices: what has happened since one looked last."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from api.installation import now
from api.languages import gettext
from api.notices import address, said
from api.pages.paging import PAGE_SIZE, Paging
from api.pages.people import pages
from api.session import db
from api.sign_in import person, signed_in
from logistics.access.notices import mark_all_read, mark_read, mark_unread, notices_of


@pages.get("/notices")
@signed_in
def notices() -> str:
    """Everything that was told, newest first."""
    paging = Paging.asked()
    found = notices_of(db(), person(), offset=paging.offset, limit=PAGE_SIZE)
    return render_template(
        "people/notices.html",
        news=[(notice, said(notice), address(notice)) for notice in found.items],
        paging=paging.of(found.total),
    )


@pages.post("/notices/read")
@signed_in
def read_all_notices() -> Response:
    """Nothing is new any more."""
    mark_all_read(db(), by=person(), now=now())
    flash(gettext("All notices are marked as read."))
    return redirect(url_for("people.notices"))


@pages.post("/notices/<notice_id>/read")
@signed_in
def read_notice(notice_id: str) -> Response:
    """Note that one is read, and go to what it is about."""
    notice = mark_read(db(), notice_id, by=person(), now=now())
    return redirect(address(notice) or url_for("people.notices"))


@pages.post("/notices/<notice_id>/unread")
@signed_in
def unread_notice(notice_id: str) -> Response:
    """Keep one for later."""
    mark_unread(db(), notice_id, by=person())
    return redirect(url_for("people.notices"))
