"""Numbers printed on what libraries lend: ISBN, ISMN and other EAN-13; an owner's own number is never wrong."""

from __future__ import annotations

import re


def has_wrong_check_digit(identifier: str) -> bool:
    """Whether something looks like an ISBN, ISMN or EAN-13 but was mistyped.

    Hyphens and spaces do not matter. What is neither 13 digits, nor nine digits with a tenth or X, is somebody's
    own number and never wrong.

    Source: ISO 2108 (ISBN) and GS1 General Specifications 7.9 (EAN-13): 13 digits weighted 1 and 3 in turn sum
    to a multiple of 10; the ten of an older ISBN weighted 10 to 1 sum to a multiple of 11, X being 10.
    """
    digits = re.sub(r"[ -]", "", identifier.upper())
    if re.fullmatch(r"[0-9]{13}", digits):
        return sum(int(digit) * (3 if position % 2 else 1) for position, digit in enumerate(digits)) % 10 != 0
    if re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        return sum(value * weight for value, weight in zip(values, range(10, 0, -1), strict=True)) % 11 != 0
    return False
