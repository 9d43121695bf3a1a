"""Labels on paper: for crates on their way and collections on their shelves; lists of contents for inside a lid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

import segno

from api.documents.label_formats import LabelFormat, Spot, spots
from api.documents.pdf import pdf_from
from api.languages import gettext
from logistics.holdings.collections import Collection, Part
from logistics.holdings.contents import in_order
from logistics.transport.shipments import Shipment

MILLIMETRES_PER_POINT = 0.3528
WIDTH_OF_A_LETTER = 0.72
"""Of DejaVu Sans Bold, in parts of its size; wide letters make it an upper estimate for most names."""

WIDTH_OF_A_SMALL_LETTER = 0.62
"""The same of DejaVu Sans, in which the lines are."""

LEAST_POINTS = 9.0

NUMBER_HEIGHT, CODE_HEIGHT, LINE_HEIGHT, LINE_POINTS = 9.5, 7.7, 4.3, 10.0
"""Millimetres that the words of a tall label take, and the size of its lines, as `labels.css` has them."""

PADDING = 8.0
"""Millimetres left free on both sides of a tall label together, and above and below."""

LEAST_EDGE = 22.0
"""Millimetres of a QR code that every phone still reads."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says.

    Attributes:
        heading: read from afar: where it goes, or what it is.
        number: the library's, seven digits; None where it has none.
        code: of the shipment or collection.
        link: what the QR code holds.
        lines: smaller words below.
    """

    heading: str
    number: str | None
    code: str
    link: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A label with its place and its code as a picture.

    Attributes:
        points: size of the heading.
        edge: of the picture, in millimetres.
        breaks: its lines are broken where they are too long; else they are cut.
    """

    label: Label
    spot: Spot
    picture: str
    points: float
    edge: float
    breaks: bool


def shipment_labels(shipment: Shipment) -> list[Label]:
    """One label for each crate of a shipment: where it goes, large, and its code."""
    title = shipment.booking.collection.title if shipment.booking else shipment.note
    return [
        Label(
            heading=shipment.to_place.name,
            number=shipment.to_place.library_number,
            code=shipment.code,
            link=shipment.code,
            lines=tuple(
                line
                for line in (
                    gettext("from %(place)s", place=shipment.from_place.name),
                    title,
                    gettext("Crate %(number)s of %(all)s", number=number, all=shipment.crates),
                )
                if line
            ),
        )
        for number in range(1, shipment.crates + 1)
    ]


def collection_labels(collection: Collection, site: str) -> list[Label]:
    """One label for each crate of a collection: what it is and where it lives; its code opens its page on a phone.

    Args:
        site: where the pages are served; "" where nowhere: the code then holds the collection's own.
    """
    link = f"{site.rstrip('/')}/library/collections/{collection.id}" if site else collection.code
    home = gettext("at home in %(place)s", place=collection.home.name)
    return [
        Label(
            heading=collection.title,
            number=collection.home.library_number,
            code=collection.code,
            link=link,
            lines=(home, gettext("Crate %(number)s of %(all)s", number=number, all=collection.crates)),
        )
        for number in range(1, collection.crates + 1)
    ]


def labels_pdf(labels: Sequence[Label], form: LabelFormat, *, start: int = 1) -> bytes:
    """Print labels in the language in use.

    Args:
        start: place on the first sheet of the first label, from 1.

    Raises:
        NoPdf: the system's libraries are missing.
    """
    placed = [
        Placed(label, spot, _picture(label.link), *sizes(label, form))
        for label, spot in zip(labels, spots(form, len(labels), start), strict=True)
    ]
    pages = [list(page) for _, page in groupby(placed, key=lambda each: each.spot.page)]
    return pdf_from("labels.html", pages=pages, format=form)


def contents_pdf(collections: Sequence[Collection], *, small: bool) -> bytes:
    """Print the list of contents of each collection, to lie inside its lid.

    Args:
        small: on A5 rather than A4.

    Raises:
        NoPdf: the system's libraries are missing.
    """
    listed: list[tuple[Collection, list[Part], str]] = [
        (collection, in_order(collection), _picture(collection.code)) for collection in collections
    ]
    return pdf_from("contents.html", listed=listed, size="A5" if small else "A4")


def heading_points(text: str, form: LabelFormat) -> float:
    """The size at which a heading fits, on one line or on two, whichever is larger; it can always be read."""
    beside_code = 0 if form.tall else form.label[1] * 0.62 + 3
    width = form.label[0] - beside_code - 8
    longest, shares = (len(text), _longer_half(text)), ((0.13, 0.1) if form.tall else (0.22, 0.13))
    fits = (
        min(width / (max(letters, 1) * WIDTH_OF_A_LETTER), form.label[1] * share) / MILLIMETRES_PER_POINT
        for letters, share in zip(longest, shares, strict=True)
    )
    return round(max(LEAST_POINTS, *fits), 1)


def sizes(label: Label, form: LabelFormat) -> tuple[float, float, bool]:
    """How a label is set so that nothing is pushed off it.

    Returns:
        Points of the heading, the edge of the code in millimetres, and whether lines can be broken.
    """
    points = heading_points(label.heading, form)
    width, height = form.label
    if not form.tall:
        return points, min(width, height) * 0.62, False
    most = min(width - 12, height * 0.5)
    room = height - 1.5 * PADDING - CODE_HEIGHT - (NUMBER_HEIGHT if label.number else 0)  # some lies around the code
    broken = sum(_rows(line, WIDTH_OF_A_SMALL_LETTER * LINE_POINTS, form) for line in label.lines)
    while True:
        headed = _rows(label.heading, WIDTH_OF_A_LETTER * points, form) * 1.05 * points * MILLIMETRES_PER_POINT
        for rows, breaks in ((broken, True), (len(label.lines), False)):
            edge = min(most, room - headed - rows * LINE_HEIGHT)
            if edge >= LEAST_EDGE or (points <= LEAST_POINTS and not breaks):
                return round(points, 1), round(max(edge, LEAST_EDGE), 1), breaks
        points = max(LEAST_POINTS, 0.9 * points)


def _rows(text: str, letter_points: float, form: LabelFormat) -> int:
    """Rows that a text takes across a tall label, at least."""
    return max(1, ceil(len(text) * letter_points * MILLIMETRES_PER_POINT / (form.label[0] - PADDING)))


def _longer_half(text: str) -> int:
    """How many letters the longer of two lines has, where the text is broken as evenly as its words allow."""
    gaps = [place for place, letter in enumerate(text) if letter == " "]
    return min((max(place, len(text) - place - 1) for place in gaps), default=len(text))


def _picture(text: str) -> str:
    return str(segno.make(text, micro=False, error="m").svg_data_uri(border=1, scale=3))
