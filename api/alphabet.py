"""The order of names as readers expect it: å, ä and ö are letters of their own, at the end."""

from __future__ import annotations

import unicodedata

from api.languages import language

LAST_LETTERS = {
    "sv": {"å": 1, "ä": 2, "æ": 2, "ö": 3, "ø": 3},
    "nb": {"æ": 1, "ä": 1, "ø": 2, "ö": 2, "å": 3},
}
"""Letters after z by language; readers of English get the Swedish order, as they look for Swedish and Norwegian names.

Source: the Unicode CLDR collation rules for sv and nb, primary differences only.
"""


def alphabetical(name: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts names in the alphabet of the language in use."""
    last = LAST_LETTERS.get(language(), LAST_LETTERS["sv"])
    return tuple((last.get(letter, 0), _plain(letter)) for letter in name.lower())


def _plain(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]
