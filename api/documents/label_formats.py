"""Sheets and rolls of labels: how large, how many to a page, and where each lies; millimetres throughout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

TALL = 60
"""From this height on a label is read from top to bottom; a lower one has its code beside its words."""


@dataclass(frozen=True, slots=True)
class LabelFormat:
    """A kind of paper.

    Attributes:
        page: width and height; of a roll, of one label.
        columns, rows: labels on a page.
        label: width and height of each.
        margin: from the left and the upper edge of the page to the first label.
        gap: between columns and between rows.
    """

    page: tuple[float, float]
    columns: int
    rows: int
    label: tuple[float, float]
    margin: tuple[float, float] = (0, 0)
    gap: tuple[float, float] = (0, 0)

    @property
    def on_a_page(self) -> int:
        """How many labels a page has."""
        return self.columns * self.rows

    @property
    def tall(self) -> bool:
        """Whether a label is read from top to bottom."""
        return self.label[1] >= TALL


A4 = (210.0, 297.0)

FORMATS: dict[str, LabelFormat] = {
    "a4-3x8": LabelFormat(A4, 3, 8, (70, 37), (0, 0.5)),
    "a4-2x7": LabelFormat(A4, 2, 7, (99.1, 38.1), (4.65, 15.15), (2.5, 0)),
    "a4-2x4": LabelFormat(A4, 2, 4, (105, 74), (0, 0.5)),
    "a4-2x2": LabelFormat(A4, 2, 2, (105, 148), (0, 0.5)),
    "62x100": LabelFormat((62, 100), 1, 1, (62, 100)),
    "100x150": LabelFormat((100, 150), 1, 1, (100, 150)),
}
"""The usual sheets, with the sizes that label makers give (70 x 37 with 24 to a sheet, 99.1 x 38.1 with 14), and the
usual rolls of label printers."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a label lies: its page, counted from 0, and the millimetres from the left and the upper edge."""

    page: int
    left: float
    top: float


def spots(form: LabelFormat, number: int, start: int = 1) -> Iterator[Spot]:
    """Where so many labels lie, row by row.

    Args:
        start: place on the first page of the first label, from 1; those before it are used up.
    """
    for place in range(start - 1, start - 1 + number):
        page, here = divmod(place, form.on_a_page)
        row, column = divmod(here, form.columns)
        yield Spot(
            page,
            form.margin[0] + column * (form.label[0] + form.gap[0]),
            form.margin[1] + row * (form.label[1] + form.gap[1]),
        )
