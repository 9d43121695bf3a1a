"""From a template to a PDF: fonts of our own, nothing fetched from anywhere, readable by screen readers."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, select_autoescape

from api.languages import language
from api.templating import prepare

if TYPE_CHECKING:
    from weasyprint import CSS  # type: ignore[import-untyped]  # WeasyPrint carries no types
    from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]  # WeasyPrint carries no types

TEMPLATES = Path(__file__).parent.parent / "templates"
FONTS = Path(__file__).parent / "fonts"
NEEDED = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
"""Debian packages without which no PDF can be made."""


class NoPdf(Exception):
    """The system's libraries for PDF are missing; `packages` are their names in Debian."""

    packages = NEEDED


def pdf_from(template: str, **facts: Any) -> bytes:
    """Fill a template of `templates/documents/` and print it.

    Raises:
        NoPdf: the system's libraries are missing.
    """
    try:
        from weasyprint import HTML  # takes seconds, and the system's libraries
        from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]  # WeasyPrint carries no types
    except OSError as missing:
        raise NoPdf from missing
    page = environment().get_template(f"documents/{template}").render(**facts, language=language())
    fonts, faces = typefaces()
    fetcher = URLFetcher(allowed_protocols={"data"})
    document = HTML(string=page, url_fetcher=fetcher)
    printed: bytes = document.write_pdf(stylesheets=[faces], font_config=fonts, pdf_variant="pdf/ua-1")
    return printed


@cache
def environment() -> Environment:
    """Templates without an application around them, so that a command can print too."""
    templates = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=select_autoescape())
    prepare(templates)
    return templates


def typefaces() -> tuple[FontConfiguration, CSS]:
    """The fonts that come with us; a host may have others, or none."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    return fonts, CSS(string=font_faces(), font_config=fonts)


@cache
def font_faces() -> str:
    """The rules that name our fonts and hold them."""
    rule = "@font-face {{ font-family: 'Bokrute Sans'; font-weight: {}; src: url({}) }}"
    weights = {"normal": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf"}
    return "".join(rule.format(weight, data_url(FONTS / name)) for weight, name in weights.items())


def data_url(path: Path, kind: str = "font/ttf") -> str:
    """A file as a URL that needs no fetching."""
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def picture(svg: str) -> str:
    """A drawing as a URL that needs no fetching."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
