"""What is missing or damaged: in our collections, and while we had others'; what came of it, and what it cost."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.installation import now
from api.languages import gettext
from api.pages.form import Form
from api.pages.library.blueprint import pages
from api.pages.where import own_network, own_place, places_for
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.costs.replacements import BETWEEN, REMINDERS, charges_in, reminders_of, settle
from logistics.holdings.part_loans import lend_part, take_back
from logistics.holdings.shortfalls import MOVES, ShortfallState, shortfalls_of


@pages.get("/missing")
@needs(Act.MANAGE_HOLDINGS)
def missing() -> str:
    """Open shortfalls of a place, with their reminders, and the charges; a coordinator picks the place."""
    return _listed(Form())


@pages.post("/missing/<shortfall_id>/settle")
@needs(Act.MANAGE_HOLDINGS)
def settle_shortfall(shortfall_id: str) -> tuple[str, int] | Response:
    """Say what came of it."""
    form = Form(request.form)
    with form.catching:
        state = form.choice("state", ShortfallState)
        copies = form.whole_or_none("copies", least=1, most=10_000)
        form.check()
        done = settle(db(), shortfall_id, state, copies=copies, by=person(), now=now())
        flash(gettext("%(title)s is settled.", title=done.title), "good")
        return redirect(url_for("library.missing", place=form.values.get("place") or None))
    return _listed(form), 422


@pages.post("/shelves/<collection_id>/parts/<int:position>/lend")
@needs(Act.MANAGE_HOLDINGS)
def lend_alone(collection_id: str, position: int) -> tuple[str, int] | Response:
    """Lend copies of a part without the rest."""
    from api.pages.library.contents import shown_part  # which shows this form

    form = Form(request.form)
    with form.catching:
        copies, borrower = form.whole("copies", least=1, most=10_000), form.text("borrower", most=120)
        due_on = form.day("due_on")
        form.check()
        lend_part(
            db(), collection_id, position, copies=copies, borrower=borrower, due_on=due_on, by=person(), now=now()
        )
        flash(gettext("Noted as lent to %(borrower)s. The rest can be booked as ever.", borrower=borrower), "good")
        return redirect(url_for("library.shelf", collection_id=collection_id, _anchor="missing"))
    return shown_part(collection_id, position, Form(), form), 422


@pages.post("/part-loans/<loan_id>/back")
@needs(Act.MANAGE_HOLDINGS)
def part_is_back(loan_id: str) -> Response:
    """Copies lent alone are back."""
    done = take_back(db(), loan_id, by=person(), now=now())
    flash(gettext("%(title)s is back.", title=done.title), "good")
    return redirect(url_for("library.shelf", collection_id=done.collection_id))


def _listed(form: Form) -> str:
    choices = places_for(Act.MANAGE_HOLDINGS)
    wanted = form.values.get("place") or request.args.get("place")
    place = next((p for p in choices if p.id == wanted), own_place() or choices[0])
    state = "settled" if request.args.get("shown") == "settled" else "open"
    found = shortfalls_of(db(), place.id, person(), state=state)
    charges = [c for c in charges_in(db(), place.network_id, person()) if place.id in (c.payer_id, c.payee_id)]
    return render_template(
        "library/missing.html",
        shortfalls=found,
        reminders=reminders_of(db(), [shortfall.id for shortfall in found]),
        charges=charges,
        place=place,
        choices=choices,
        shown=state,
        moves=MOVES,
        days=BETWEEN.days,
        most_reminders=REMINDERS,
        currency=own_network().currency,
        form=form,
    )
