"""What templates can say: sentences, money, dates, and who is looking."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from flask_wtf.csrf import generate_csrf  # type: ignore[import-untyped]  # Flask-WTF carries no types
from jinja2 import StrictUndefined

from api import languages
from api.installation import installation, now
from api.pages.words import word
from api.sign_in import somebody
from logistics.access.permission import may
from logistics.access.rights import Act

FILTERS = {
    name: getattr(languages, name)
    for name in (
        "money", "count", "percent", "kilometres", "kilograms", "day", "long_day", "short_date",
        "clock", "moment", "minute", "duration",
    )
}  # fmt: skip
"""The writers of `api.languages`, under their own names."""


def library_number(number: str) -> str:
    """Seven digits in the carriers' two groups: "214 2900"."""
    return f"{number[:3]}\u00a0{number[3:]}"


def prepare(environment: Any) -> None:
    """Teach a Jinja environment our languages; pages and printed documents share it."""
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(languages.gettext, _ngettext, newstyle=False, pgettext=languages.pgettext)
    environment.globals["_"] = environment.globals["gettext"] = languages.gettext
    environment.globals["ngettext"] = languages.ngettext
    environment.filters.update(FILTERS, word=word, library_number=library_number)


def _ngettext(one: str, many: str, number: int) -> str:
    return languages.ngettext(one, many, number)


def attach(app: Flask) -> None:
    """Teach the application's templates."""
    prepare(app.jinja_env)

    @app.context_processor
    def looking() -> dict[str, Any]:
        person = somebody()
        return {
            "person": person,
            "may": lambda act, **where: person is not None and may(person, Act(act), **where),
            "language": languages.language(),
            "LANGUAGES": languages.LANGUAGES,
            "config_demo": installation().config.demo,
            "now": now(),
            "csrf_token": generate_csrf,
            "here": request.full_path.rstrip("?") if request.method == "GET" else "",
        }
