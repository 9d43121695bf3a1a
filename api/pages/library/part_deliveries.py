"""Sending a collection in two parts: so many copies now, the rest later."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from api.installation import now
from api.languages import gettext
from api.pages.form import Form
from api.pages.library.blueprint import pages
from api.pages.library.bookings import shown_booking
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.bookings.search import booking_of
from logistics.bookings.splits import MOST_COPIES
from logistics.transport import splitting


@pages.post("/bookings/<booking_id>/in-parts")
@needs(Act.DECIDE)
def deliver_in_parts(booking_id: str) -> tuple[str, int] | Response:
    """Send some copies now, and the rest later."""
    form = Form(request.form)
    with form.catching:
        copies_now = form.whole("copies_now", least=1, most=MOST_COPIES)
        copies_later = form.whole("copies_later", least=1, most=MOST_COPIES)
        later_day = form.day("later_day")
        form.check()
        copies = {"copies_now": copies_now, "copies_later": copies_later}
        splitting.deliver_in_parts(db(), booking_id, later_day=later_day, by=person(), now=now(), **copies)
        flash(gettext("It goes out in two parts; the borrower is told."), "good")
        return redirect(url_for("library.booking", booking_id=booking_id))
    return shown_booking(booking_of(db(), booking_id, person()), form), 422


@pages.post("/bookings/<booking_id>/whole")
@needs(Act.DECIDE)
def deliver_whole(booking_id: str) -> Response:
    """Send everything at once after all."""
    splitting.deliver_whole(db(), booking_id, by=person(), now=now())
    flash(gettext("Everything goes out at once."))
    return redirect(url_for("library.booking", booking_id=booking_id))


@pages.post("/bookings/<booking_id>/keep-the-rest")
@needs(Act.DECIDE)
def keep_the_rest(booking_id: str) -> Response:
    """Let the rest stay at home."""
    splitting.keep_the_rest(db(), booking_id, by=person(), now=now())
    flash(gettext("The rest stays at home; the borrower is told."))
    return redirect(url_for("library.booking", booking_id=booking_id))
