"""Labels of shipments and collections, and lists of contents, as PDF in Base64."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import request
from marshmallow import fields

from api.documents.label_formats import FORMATS
from api.rest.collections import seen_collection
from api.rest.faults import BadMessage, Fault, FieldFault, bad_input
from api.rest.fields import OneOf, Text, Whole, WholeInQuery
from api.rest.resource import Resource
from api.rest.schema import Incoming, Outgoing, list_of
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.transport.history import shipment_of

if TYPE_CHECKING:
    from api.documents.labels import Label

labels = Resource("labels", "Labels and lists of contents, ready to print.")

MOST_IDS, LONGEST_ID = 200, 64
MOST_LABELS = 2_000
MOST_ON_A_PAGE = max(form.on_a_page for form in FORMATS.values())
SIZES = ("a4", "a5")

MILLIMETRES = {"description": "Millimetres."}


class LabelFormatOut(Outgoing):
    """A sheet or a roll of labels."""

    name = Text(most=20)
    page_width = fields.Float(metadata=MILLIMETRES)
    page_height = fields.Float(metadata=MILLIMETRES)
    label_width = fields.Float(metadata=MILLIMETRES)
    label_height = fields.Float(metadata=MILLIMETRES)
    on_a_page = Whole(least=1)


class PrintOut(Outgoing):
    """Something to print."""

    content = fields.String(metadata={"description": "Base64 of a PDF file."})


class IdsQuery(Incoming):
    """Of which, at most 200."""

    ids = Text(least=1, most=MOST_IDS * (LONGEST_ID + 1), required=True, metadata={"description": "Ids, with commas."})


class LabelsQuery(IdsQuery):
    """Of which, and on which paper."""

    format = OneOf(list(FORMATS), load_default="a4-2x7")
    start = WholeInQuery(
        least=1, most=MOST_ON_A_PAGE, load_default=1, metadata={"description": "The first free label of the sheet."}
    )


class ContentsQuery(IdsQuery):
    """Of which, and how large."""

    size = OneOf(SIZES, load_default="a5")


@labels.reads("/label-formats", Act.SEE_SHIPMENTS, gives=list_of(LabelFormatOut))
def label_formats(by: Person) -> object:
    """The sheets and rolls that labels are printed on."""
    return {
        "items": [
            {
                "name": name,
                "page_width": form.page[0],
                "page_height": form.page[1],
                "label_width": form.label[0],
                "label_height": form.label[1],
                "on_a_page": form.on_a_page,
            }
            for name, form in FORMATS.items()
        ]
    }


@labels.reads("/shipment-labels", Act.SEE_SHIPMENTS, query=LabelsQuery, gives=PrintOut)
def labels_of_shipments(by: Person, wanted: dict[str, Any]) -> object:
    """A label for each crate of shipments: where it goes, large, with the library's number and the code as QR."""
    from api.documents.labels import shipment_labels

    chosen = [shipment_of(db(), row_id, by) for row_id in _ids(wanted)]
    return _labels([label for shipment in chosen for label in shipment_labels(shipment)], wanted)


@labels.reads("/collection-labels", Act.SEE_HOLDINGS, query=LabelsQuery, gives=PrintOut)
def labels_of_collections(by: Person, wanted: dict[str, Any]) -> object:
    """A label for each crate of collections: what it is, where it lives, and a QR code that opens its page."""
    from api.documents.labels import collection_labels

    chosen = [seen_collection(by, row_id) for row_id in _ids(wanted)]
    return _labels([label for each in chosen for label in collection_labels(each, request.url_root)], wanted)


@labels.reads("/contents-lists", Act.SEE_HOLDINGS, query=ContentsQuery, gives=PrintOut)
def contents_lists(by: Person, wanted: dict[str, Any]) -> object:
    """What is in collections, each on a page of its own for the inside of its lid."""
    from api.documents.labels import contents_pdf

    chosen = [seen_collection(by, row_id) for row_id in _ids(wanted)]
    return _printed(lambda: contents_pdf(chosen, small=wanted["size"] == "a5"))


def _ids(wanted: dict[str, Any]) -> list[str]:
    ids = list(dict.fromkeys(filter(None, (row_id.strip() for row_id in wanted["ids"].split(",")))))
    if not 1 <= len(ids) <= MOST_IDS or any(len(row_id) > LONGEST_ID for row_id in ids):
        raise bad_input(FieldFault("ids", Fault("wrong-length", least=1, most=MOST_IDS)))
    return ids


def _labels(found: list[Label], wanted: dict[str, Any]) -> object:
    from api.documents.labels import labels_pdf

    form = FORMATS[wanted["format"]]
    start = min(wanted["start"], form.on_a_page)
    return _printed(lambda: labels_pdf(found[:MOST_LABELS], form, start=start))


def _printed(make: Callable[[], bytes]) -> object:
    from api.documents.pdf import NoPdf

    try:
        content = make()
    except NoPdf as missing:
        raise BadMessage(503, Fault("no-pdf", packages=", ".join(missing.packages))) from None
    return {"content": base64.b64encode(content).decode()}
