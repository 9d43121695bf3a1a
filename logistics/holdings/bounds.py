"""Values that a collection and its parts can take: texts of a length, numbers in a range."""

from __future__ import annotations

from logistics.errors import BadValue


def check_text(field: str, value: str, least: int, most: int) -> str:
    """A text without blanks around it.

    Raises:
        BadValue: it is shorter than `least` or longer than `most` characters.
    """
    if not least <= len(value.strip()) <= most:
        raise BadValue(field=field, value=value, least=least, most=most)
    return value.strip()


def check_number(field: str, value: int, least: int, most: int) -> int:
    """A whole number.

    Raises:
        BadValue: it lies outside `least` and `most`.
    """
    if not least <= value <= most:
        raise BadValue(field=field, value=value, least=least, most=most)
    return value
