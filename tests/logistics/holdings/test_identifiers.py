"""Check digits of ISBN, ISMN and EAN."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics.holdings.identifiers import has_wrong_check_digit


@pytest.mark.parametrize(
    "identifier",
    [
        "978-0-306-40615-7",  # the example of the ISBN Users' Manual
        "9780306406157",
        "0-306-40615-2",
        "0-8044-2957-X",
        "979-0-2600-0043-8",  # the example of the ISMN Users' Manual
        "",
        "SUN-0012",
        "12345",
    ],
)
def test_right_numbers_and_own_numbers_are_not_wrong(identifier: str) -> None:
    assert not has_wrong_check_digit(identifier)


@given(digits=st.text("0123456789", min_size=12, max_size=12))
def test_one_of_ten_last_digits_fits(digits: str) -> None:
    assert [has_wrong_check_digit(digits + last) for last in "0123456789"].count(False) == 1


@given(digits=st.text("0123456789", min_size=12, max_size=12), position=st.integers(0, 11), change=st.integers(1, 9))
def test_one_mistyped_digit_is_always_found(digits: str, position: int, change: int) -> None:
    right = next(digits + last for last in "0123456789" if not has_wrong_check_digit(digits + last))
    wrong = str((int(right[position]) + change) % 10)
    assert has_wrong_check_digit(right[:position] + wrong + right[position + 1 :])


@given(digits=st.text("0123456789", min_size=9, max_size=9))
def test_one_of_eleven_last_signs_fits_an_old_isbn(digits: str) -> None:
    assert [has_wrong_check_digit(digits + last) for last in "0123456789X"].count(False) == 1
