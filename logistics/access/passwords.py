"""Passwords: argon2id hashes, and the same work whether or not a sign-in name exists."""

from __future__ import annotations

from functools import cache
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from logistics.access.people import Person
from logistics.errors import LogisticsError

LEAST_CHARACTERS = 10
MOST_CHARACTERS = 1000

_HASHER = PasswordHasher()  # argon2id with the second recommended parameters of RFC 9106, section 4


class WeakPassword(LogisticsError):
    """Facts: `least` and `most`, the numbers of characters that would do."""

    code = "weak-password"


def hash_password(plain: str) -> str:
    """An argon2id hash with its salt and parameters, at most 255 characters.

    Raises:
        WeakPassword: it is too short, or too long to be one.
    """
    if not LEAST_CHARACTERS <= len(plain) <= MOST_CHARACTERS:
        raise WeakPassword(field="password", least=LEAST_CHARACTERS, most=MOST_CHARACTERS)
    return _HASHER.hash(_typed(plain))


def verify(person: Person | None, plain: str) -> bool:
    """Whether it is the person's password; a hash made with older parameters is made anew on the way.

    Without a person the same work is done, so that the time taken tells nobody which sign-in names exist.
    """
    stored = person.password_hash if person is not None else _nobodys_hash()
    try:
        _HASHER.verify(stored, _typed(plain[:MOST_CHARACTERS]))
    except (VerificationError, InvalidHashError):
        return False
    if person is None or len(plain) > MOST_CHARACTERS:
        return False
    if _HASHER.check_needs_rehash(stored):
        person.password_hash = _HASHER.hash(_typed(plain))
    return True


def _typed(plain: str) -> str:
    # One keyboard sends å as one character, another as a and a ring (RFC 8265, section 4.2).
    return normalize("NFC", plain)


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash("nobody signs in with this")
