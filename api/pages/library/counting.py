"""Counting what is in a collection: on its shelf, packed, arrived, at home again; all there, or what is not."""

from __future__ import annotations

from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from api.installation import now
from api.languages import gettext
from api.pages.form import Form
from api.pages.library.blueprint import pages
from api.pages.library.shelves import managed
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.holdings.collections import Collection
from logistics.holdings.contents import in_order
from logistics.holdings.shortfalls import open_shortfalls
from logistics.holdings.stocktakes import Finding, Standing, last_stocktake, standings, take_stock
from logistics.transport.counting import count_contents

ALL, LATER = "all", "later"
"""What a form says of the contents as a whole; anything else: what it says of each part."""


@pages.get("/shelves/<collection_id>/count")
@needs(Act.MANAGE_HOLDINGS)
def count_shelf(collection_id: str) -> str:
    """Look through a collection of ours."""
    return _shown(collection_id, Form())


@pages.post("/shelves/<collection_id>/count")
@needs(Act.MANAGE_HOLDINGS)
def counted_shelf(collection_id: str) -> tuple[str, int] | Response:
    """Write down what was found."""
    form = Form(request.form)
    with form.catching:
        findings = read_findings(form, managed(collection_id))
        stocktake_id = form.text("stocktake_id")
        form.check()
        _, opened = take_stock(db(), collection_id, findings, stocktake_id=stocktake_id, by=person(), now=now())
        tell_counted(len(opened))
        return redirect(url_for("library.shelf", collection_id=collection_id, _anchor="missing"))
    return _shown(collection_id, form), 422


@pages.post("/crates/<shipment_id>/count")
@needs(Act.RECEIVE)
def count_crates(shipment_id: str) -> tuple[str, int] | Response:
    """Write down what is in a collection that is packed, or has come."""
    from api.pages.library.crates import shown_shipment  # which shows this form

    form = Form(request.form)
    with form.catching:
        count_from(form, shipment_id)
        return redirect(url_for("library.shipment", shipment_id=shipment_id))
    return shown_shipment(shipment_id, form), 422


def count_from(form: Form, shipment_id: str) -> None:
    """Write down what a form says of the contents of a shipment that is at hand.

    Raises:
        BadForm: it can't be read.
        LogisticsError: whatever `count_contents` refuses.
    """
    from logistics.transport.history import shipment_of

    found = shipment_of(db(), shipment_id, person())
    findings = read_findings(form, found.booking.collection) if found.booking else []
    stocktake_id = form.text("stocktake_id")
    form.check()
    count_contents(db(), shipment_id, findings, stocktake_id=stocktake_id, by=person(), now=now())
    tell_counted(sum((finding.missing > 0) + (finding.damaged > 0) for finding in findings))


def read_findings(form: Form, collection: Collection) -> list[Finding]:
    """What a form tells of each part; nothing where it says that all is there."""
    if form.values.get("contents") == ALL:
        return []
    findings = []
    for each in standings(db(), collection).values():
        position = each.part.position
        missing = form.whole_or_none(f"missing-{position}", least=0, most=each.there) or 0
        damaged = form.whole_or_none(f"damaged-{position}", least=0, most=each.there - missing) or 0
        if missing or damaged:
            findings.append(Finding(position, missing, damaged))
    return findings


def standings_in_order(session: Session, collection: Collection) -> list[Standing]:
    """How every part stands, as a list shows them."""
    known = standings(session, collection)
    return [known[part.position] for part in in_order(collection)]


def tell_counted(opened: int) -> None:
    """Say what a count came to."""
    if opened:
        flash(gettext("Noted. What is missing or damaged shows on the collection until it is settled."), "warn")
    else:
        flash(gettext("Counted: all is there."), "good")


def _shown(collection_id: str, form: Form) -> str:
    collection = managed(collection_id)
    return render_template(
        "library/count.html",
        collection=collection,
        standings=standings_in_order(db(), collection),
        short=open_shortfalls(db(), collection.id),
        last=last_stocktake(db(), collection.id),
        stocktake_id=form.values.get("stocktake_id") or str(uuid4()),
        form=form,
    )
