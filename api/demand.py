"""Crates a week between places, from a small table: from, to, crates, with commas, semicolons or tabs."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from api.languages import gettext as _
from logistics.network.places import Place

LONGEST = 200_000
"""Characters; a network of 18 places has 306 pairs."""


class BadDemand(Exception):
    """A table that can't be read; the text says where."""


def read_demand(text: str, places: Iterable[Place]) -> dict[tuple[str, str], int]:
    """Crates a week by pair of places; a pair that is there twice counts together, one of 0 crates is left out.

    Args:
        text: a line for each pair: where from, where to (names or ids), crates; a first line of titles is read over.

    Raises:
        BadDemand: with a sentence that names the line.
    """
    if len(text) > LONGEST:
        raise BadDemand(_("The file is too long."))
    known = {name.casefold(): place.id for place in places for name in (place.id, place.name)}
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    delimiter = max(";\t,", key=first.count)
    found: dict[tuple[str, str], int] = {}
    try:
        rows = list(csv.reader(StringIO(text.lstrip("\ufeff")), delimiter=delimiter, strict=True))
    except csv.Error:
        raise BadDemand(_("The file is no table of from, to and crates.")) from None
    for number, row in enumerate(rows, start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and not cells[-1].isdigit()):
            continue
        if len(cells) != 3:
            raise BadDemand(_("Line %(line)s: from, to and crates are wanted.", line=number))
        for name in cells[:2]:
            if name.casefold() not in known:
                raise BadDemand(_("Line %(line)s: there is no library called %(name)s.", line=number, name=name[:60]))
        origin, to = (known[name.casefold()] for name in cells[:2])
        if not (cells[2].isascii() and cells[2].isdigit() and len(cells[2]) <= 5):
            raise BadDemand(_("Line %(line)s: %(crates)s is no number of crates.", line=number, crates=cells[2][:20]))
        if origin == to:
            raise BadDemand(_("Line %(line)s: from and to are the same.", line=number))
        if int(cells[2]):
            found[origin, to] = found.get((origin, to), 0) + int(cells[2])
    return found
