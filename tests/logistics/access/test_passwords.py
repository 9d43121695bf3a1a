"""Passwords are kept as argon2id and checked with the same care for everybody."""

import pytest
from argon2 import PasswordHasher

from logistics.access.passwords import WeakPassword, hash_password, verify
from logistics.access.people import Person

GOOD = "krånglig läsning"


def test_a_hash_is_argon2id_and_fits_its_column() -> None:
    stored = hash_password(GOOD)
    assert stored.startswith("$argon2id$")
    assert len(stored) <= 255


def test_a_hash_takes_as_much_memory_and_time_as_rfc_9106_recommends() -> None:
    assert "$m=65536,t=3,p=4$" in hash_password(GOOD)


@pytest.mark.usefixtures("quick_passwords")
def test_the_same_password_never_has_the_same_hash() -> None:
    assert hash_password(GOOD) != hash_password(GOOD)


@pytest.mark.parametrize("plain", ["", "nine char", "x" * 1001])
def test_a_password_too_short_or_too_long_is_refused(plain: str) -> None:
    with pytest.raises(WeakPassword):
        hash_password(plain)


@pytest.mark.usefixtures("quick_passwords")
def test_the_right_password_fits() -> None:
    assert verify(Person(password_hash=hash_password(GOOD)), GOOD)


@pytest.mark.usefixtures("quick_passwords")
def test_another_password_does_not_fit() -> None:
    assert not verify(Person(password_hash=hash_password(GOOD)), GOOD + "!")


@pytest.mark.usefixtures("quick_passwords")
def test_a_letter_with_a_ring_fits_however_the_keyboard_sends_it() -> None:
    assert verify(Person(password_hash=hash_password("smörgåsar idag")), "smo\u0308rga\u030asar idag")


def test_nobody_has_a_password() -> None:
    assert not verify(None, "nobody signs in with this")


def test_a_hash_that_is_none_fits_nothing() -> None:
    assert not verify(Person(password_hash="none"), "none")


@pytest.mark.usefixtures("quick_passwords")
def test_a_long_password_is_not_cut_to_one_that_fits() -> None:
    person = Person(password_hash=hash_password("x" * 1000))
    assert not verify(person, "x" * 1001)


def test_a_hash_with_older_parameters_is_made_anew() -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8192).hash(GOOD)
    person = Person(password_hash=old)
    assert verify(person, GOOD)
    assert person.password_hash != old
    assert verify(person, GOOD)


def test_a_wrong_password_renews_nothing() -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8192).hash(GOOD)
    person = Person(password_hash=old)
    verify(person, "something else")
    assert person.password_hash == old
