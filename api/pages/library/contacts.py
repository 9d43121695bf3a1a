"""Contacts: borrowers that are no libraries, kept by the library that asks for them."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.installation import now
from api.languages import gettext
from api.pages.form import Form
from api.pages.library.blueprint import pages
from api.pages.library.likes import contacts_at
from api.pages.where import all_places, places_for
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.bookings.behalf import BorrowerKind
from logistics.bookings.contacts import (
    LONGEST,
    add_contact,
    change_contact,
    contact_of,
    remove_contact,
)


@pages.get("/contacts")
@needs(Act.KEEP_CONTACTS)
def contacts() -> str:
    """Everybody we ask for, and the form that adds one."""
    return _listed(Form())


@pages.post("/contacts")
@needs(Act.KEEP_CONTACTS)
def keep_contact() -> tuple[str, int] | Response:
    """Add somebody."""
    form = Form(request.form)
    with form.catching:
        library_id, values = form.text("library_id"), _values(form)
        form.check()
        made = add_contact(db(), library_id=library_id, by=person(), now=now(), **values)
        flash(gettext("%(organisation)s is among your contacts.", organisation=made.organisation), "good")
        return redirect(url_for("library.contacts"))
    return _listed(form), 422


@pages.get("/contacts/<contact_id>")
@needs(Act.KEEP_CONTACTS)
def contact(contact_id: str) -> str:
    """One contact, to be changed or deleted."""
    return _shown(contact_id, Form())


@pages.post("/contacts/<contact_id>")
@needs(Act.KEEP_CONTACTS)
def rewrite_contact(contact_id: str) -> tuple[str, int] | Response:
    """Write a contact anew."""
    form = Form(request.form)
    with form.catching:
        values = _values(form)
        form.check()
        made = change_contact(db(), contact_id, by=person(), **values)
        flash(gettext("%(organisation)s is changed.", organisation=made.organisation), "good")
        return redirect(url_for("library.contacts"))
    return _shown(contact_id, form), 422


@pages.post("/contacts/<contact_id>/delete")
@needs(Act.KEEP_CONTACTS)
def delete_contact(contact_id: str) -> Response:
    """Delete a contact; its loans keep no more than its kind."""
    remove_contact(db(), contact_id, by=person(), now=now())
    flash(gettext("The contact is deleted. Its loans keep no more than what kind of borrower it was."))
    return redirect(url_for("library.contacts"))


def _values(form: Form) -> dict[str, Any]:
    return {
        "kind": form.choice("kind", BorrowerKind),
        "organisation": form.text("organisation", most=LONGEST["organisation"]),
        "person": form.text("person", needed=False, most=LONGEST["person"]),
        "email": form.text("email", needed=False, most=LONGEST["email"]),
        "phone": form.text("phone", needed=False, most=LONGEST["phone"]),
        "receiving_place_id": form.text("receiving_place_id", needed=False) or None,
    }


def _listed(form: Form) -> str:
    libraries = places_for(Act.KEEP_CONTACTS)
    return render_template(
        "library/contacts.html",
        found=contacts_at(libraries),
        libraries=libraries,
        places=all_places(),
        kinds=list(BorrowerKind),
        form=form,
    )


def _shown(contact_id: str, form: Form) -> str:
    found = contact_of(db(), contact_id, person())
    return render_template(
        "library/contact.html", contact=found, places=all_places(), kinds=list(BorrowerKind), form=form
    )
