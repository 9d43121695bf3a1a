"""Labels to print: of crates on their way and of collections, many at once, on sheets and on rolls."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.alphabet import alphabetical
from api.documents.label_formats import FORMATS
from api.languages import gettext
from api.pages.form import Form
from api.pages.library.blueprint import pages
from api.pages.where import own_network, own_place, places_for
from api.session import db
from api.sign_in import needs, person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.holdings.collections import Collection
from logistics.holdings.search import Wanted, find_collections
from logistics.transport.history import shipment_of
from logistics.transport.search import shipments_in
from logistics.transport.shipments import Shipment, ShipmentState

if TYPE_CHECKING:
    from api.documents.labels import Label

# What prints is imported where it is used: its templates share their words with these pages.

MOST = 200
"""Shipments or collections of one print; each may have several crates."""

MOST_LABELS = 2_000

TO_PACK = frozenset({ShipmentState.WAITING, ShipmentState.PLANNED})

USUAL = "a4-2x7"


@pages.get("/labels/shipments")
@needs(Act.SEE_SHIPMENTS)
def shipment_label_choice() -> str:
    """Which shipments to print labels for: those that are to be packed."""
    found = shipments_in(db(), own_network().id, person(), states=TO_PACK, limit=MOST).items
    own = own_place()
    ours = [shipment for shipment in found if own is None or shipment.from_place_id == own.id]
    return _choice("library/labels_shipments.html", shipments=ours)


@pages.get("/labels/collections")
@needs(Act.SEE_HOLDINGS)
def collection_label_choice() -> str:
    """Which collections to print labels or lists of contents for: ours, or those of one home."""
    homes = places_for(Act.MANAGE_HOLDINGS)
    own = own_place()
    home_id = request.args.get("home") or (own.id if own else None)
    found = find_collections(
        db(),
        Wanted(home_id=home_id),
        network_id=own_network().id,
        by=person(),
        limit=MOST,
        alphabet=alphabetical,
    )
    return _choice("library/labels_collections.html", collections=found.items, homes=homes, home_id=home_id)


@pages.get("/labels/shipments.pdf")
@needs(Act.SEE_SHIPMENTS)
def shipment_labels_file() -> FlaskResponse | Response:
    """The labels of the shipments that were ticked."""
    from api.documents.labels import shipment_labels

    chosen: list[Shipment] = [shipment_of(db(), row_id, person()) for row_id in _ticked()]
    return _printed("shipment", [label for shipment in chosen for label in shipment_labels(shipment)])


@pages.get("/labels/collections.pdf")
@needs(Act.SEE_HOLDINGS)
def collection_labels_file() -> FlaskResponse | Response:
    """The labels of the collections that were ticked, or their lists of contents."""
    from api.documents.labels import collection_labels, contents_pdf

    chosen = [_seen(row_id) for row_id in _ticked()]
    if request.args.get("what") == "contents":
        small = request.args.get("size") != "a4"
        return _sent(lambda: contents_pdf(chosen, small=small), bool(chosen), "collection")
    return _printed("collection", [label for each in chosen for label in collection_labels(each, request.url_root)])


def _ticked() -> Iterable[str]:
    return list(dict.fromkeys(request.args.getlist("id")))[:MOST]


def _seen(collection_id: str) -> Collection:
    found = fetch(db(), Collection, collection_id)
    allow(person(), Act.SEE_HOLDINGS, network_id=found.network_id)
    return found


def _printed(kind: str, labels: list[Label]) -> FlaskResponse | Response:
    from api.documents.labels import labels_pdf

    form = FORMATS.get(request.args.get("format", ""), FORMATS[USUAL])
    start = request.args.get("start", default=1, type=int)
    first = start if 1 <= start <= form.on_a_page else 1
    return _sent(lambda: labels_pdf(labels[:MOST_LABELS], form, start=first), bool(labels), kind)


def _sent(printed: Callable[[], bytes], something: bool, kind: str) -> FlaskResponse | Response:
    from api.documents.pdf import NoPdf

    if not something:
        flash(gettext("Tick what you want to print."), "warn")
        return redirect(url_for(f"library.{kind}_label_choice"))
    try:
        content = printed()
    except NoPdf as missing:
        flash(gettext("Nothing can be printed here: %(packages)s are missing.", packages=", ".join(missing.packages)))
        return redirect(url_for(f"library.{kind}_label_choice"))
    headers = {"Content-Disposition": 'inline; filename="labels.pdf"'}
    return FlaskResponse(content, headers=headers, content_type="application/pdf")


def _choice(template: str, **rows: object) -> str:
    return render_template(
        template,
        formats=FORMATS,
        usual=USUAL,
        ticked=request.args.getlist("id"),
        most_on_a_page=max(form.on_a_page for form in FORMATS.values()),
        form=Form(request.args),
        **rows,
    )
