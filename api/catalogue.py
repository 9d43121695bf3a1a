"""The words of each language, read straight from the translators' files: nothing has to be compiled.

A language has one file for each subject; together they are its catalogue.
"""

from __future__ import annotations

from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

FOLDER = Path(__file__).with_name("translations")


def paths_of(language: str) -> list[Path]:
    """Where a language's sentences are, by subject."""
    return sorted((FOLDER / language / "LC_MESSAGES").glob("*.po"))


@cache
def catalogue(language: str) -> NullTranslations:
    """Sentences of a language; English, and what nobody has translated, is as in the source."""
    spoken = NullTranslations()
    for path in paths_of(language):
        with path.open("rb") as file:
            entries = read_po(file, locale=language)
        compiled = BytesIO()
        write_mo(compiled, entries)
        compiled.seek(0)
        subject = Translations(compiled)
        subject.add_fallback(spoken)
        spoken = subject
    return spoken
