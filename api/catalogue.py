"""The words of each language, read straight from the translators' files: nothing has to be compiled."""

from __future__ import annotations

from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

FOLDER = Path(__file__).with_name("translations")


def path_of(language: str) -> Path:
    """Where a language's sentences are."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


@cache
def catalogue(language: str) -> NullTranslations:
    """Sentences of a language; English, and what nobody has translated, is as in the source."""
    path = path_of(language)
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as file:
        entries = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, entries)
    compiled.seek(0)
    return Translations(compiled)
