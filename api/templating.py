"""What templates can say: sentences, money, dates, and who is looking."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

import segno
from flask import Flask, request
from flask_wtf.csrf import generate_csrf  # type: ignore[import-untyped]  # Flask-WTF carries no types
from jinja2 import StrictUndefined
from markupsafe import Markup

from api import languages
from api.alphabet import alphabetical
from api.installation import installation
from api.network_faults import in_words
from api.notices import as_known
from api.pages.words import expected_and_found, word
from api.road_names import road_name, road_note
from api.sentences import sentence
from api.session import db
from api.sign_in import somebody
from logistics.access.notices import unread_count
from logistics.transport.plans import Action, Stop

FILTERS = {
    name: getattr(languages, name)
    for name in (
        "money", "count", "percent", "kilometres", "distance", "kilograms", "kilograms_typed", "amount_typed",
        "language_name", "month", "day", "long_day", "short_date", "clock", "moment", "minute", "duration",
    )
}  # fmt: skip
"""The writers of `api.languages`, under their own names."""


def library_number(number: str) -> str:
    """Seven digits in the carriers' two groups: "214 2900"."""
    return f"{number[:3]}\u00a0{number[3:]}"


def fault_sentence(fault: dict[str, Any] | None) -> str:
    """Why a run failed; facts that are days are written as such."""
    if not fault:
        return ""
    return sentence(fault["code"], {name: as_known(fact) for name, fact in fault["facts"].items()})


def sort_names(rows: Iterable[Any], attribute: str) -> list[Any]:
    """Rows in the alphabet of the reader's language, by a dotted attribute."""
    return sorted(rows, key=lambda row: alphabetical(attrgetter(attribute)(row)))


def handled(stop: Stop) -> list[str]:
    """Codes of what a stop unloads and loads, "↓" before the one and "↑" before the other."""
    marks = {Action.UNLOAD: "↓", Action.LOAD: "↑"}
    return [f"{mark}{shipment.code}" for action, mark in marks.items() for shipment in stop.shipments(action)]


def qr(text: str) -> Markup:
    """A QR code as SVG that follows the style sheet's size."""
    code = segno.make(text, error="m", micro=False)
    return Markup(code.svg_inline(omitsize=True, border=1))  # noqa: S704  # drawn by segno: no text of anybody's


def prepare(environment: Any) -> None:
    """Teach a Jinja environment our languages; pages and printed documents share it."""
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(languages.gettext, _ngettext, newstyle=False)
    environment.globals["_"] = environment.globals["gettext"] = languages.gettext
    environment.globals["ngettext"] = languages.ngettext
    environment.globals["weekdays"] = languages.weekdays
    environment.globals["fault_sentence"] = fault_sentence
    environment.globals["qr"] = qr
    environment.globals["handled"] = handled
    environment.globals["expected_and_found"] = expected_and_found
    environment.filters.update(
        FILTERS,
        word=word,
        fault_of_cell=in_words,
        library_number=library_number,
        road_name=road_name,
        road_note=road_note,
        sort_names=sort_names,
    )


def _ngettext(one: str, many: str, number: int) -> str:
    return languages.ngettext(one, many, number)


def attach(app: Flask) -> None:
    """Teach the application's templates."""
    prepare(app.jinja_env)

    @app.context_processor
    def looking() -> dict[str, Any]:
        person = somebody()
        config = installation().config
        return {
            "person": person,
            "tiles": {"url": config.tiles, "attribution": config.tiles_attribution},
            "unread": lambda: unread_count(db(), person) if person else 0,
            "language": languages.language(),
            "LANGUAGES": languages.LANGUAGES,
            "csrf_token": generate_csrf,
            "here": request.full_path.rstrip("?") if request.method == "GET" else "",
        }
