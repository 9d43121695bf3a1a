"""Names in the order in which readers look for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.alphabet import alphabetical
from api.languages import speaking

NAMES = ["Östersund", "Årjäng", "Zinkgruvan", "arvika", "Älvdalen", "Ås", "Säffle", "Sunne"]


@pytest.mark.parametrize(
    ("language", "order"),
    [
        ("sv", ["arvika", "Sunne", "Säffle", "Zinkgruvan", "Årjäng", "Ås", "Älvdalen", "Östersund"]),
        ("nb", ["arvika", "Sunne", "Säffle", "Zinkgruvan", "Älvdalen", "Östersund", "Årjäng", "Ås"]),
    ],
)
def test_the_last_letters_stand_where_the_language_has_them(language: str, order: list[str]) -> None:
    with speaking(language):
        assert sorted(NAMES, key=alphabetical) == order


@given(st.lists(st.text(max_size=10)))
def test_any_names_can_be_sorted(names: list[str]) -> None:
    assert len(sorted(names, key=alphabetical)) == len(names)
