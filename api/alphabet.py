"""The order of names as readers expect it: å, ä and ö are letters of their own, at the end."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from api.languages import language

LAST_LETTERS = {
    "sv": {"å": 1, "ä": 2, "æ": 2, "ö": 3, "ø": 3},
    "nb": {"æ": 1, "ä": 1, "ø": 2, "ö": 2, "å": 3},
}
"""Letters after z by language; readers of English get the Swedish order, as they look for Swedish and Norwegian names.

Source: the Unicode CLDR collation rules for sv and nb, primary differences only.
"""

_BEHIND = 0x10FF00  # among the last private signs of Unicode


def alphabetical(name: str) -> str:
    """A key that sorts names in the alphabet of the language in use."""
    return _key(language(), name)


@lru_cache(maxsize=100_000)  # a search sorts every title of a network, and the next one the same titles again
def _key(code: str, name: str) -> str:
    return "".join(map(_sorts_as, unicodedata.normalize("NFC", name.lower()).translate(_moved(code))))


@cache
def _moved(code: str) -> dict[int, str]:
    """The last letters of a language, each as a sign that stands behind every letter there is."""
    return {ord(letter): chr(_BEHIND + place) for letter, place in LAST_LETTERS.get(code, LAST_LETTERS["sv"]).items()}


@cache
def _sorts_as(letter: str) -> str:
    """A letter without its accents; at most as many are kept as there are letters."""
    return unicodedata.normalize("NFD", letter)[0]
