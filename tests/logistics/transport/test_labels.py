from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from logistics.transport.labels import ALPHABET, initial, new_code, normal
from logistics.transport.loose import send_crates
from tests.logistics.conftest import World


@pytest.mark.parametrize(
    ("name", "letter"), [("Sunne", "S"), ("årjäng", "A"), ("Ørsta", "O"), ("Ælvdal", "A"), ("  7 Kil", "K"), ("", "X")]
)
def test_an_initial_is_a_plain_capital(name: str, letter: str) -> None:
    assert initial(name) == letter


def test_no_sign_of_a_code_can_be_taken_for_another() -> None:
    assert not set(ALPHABET) & set("01ILOS")


@given(st.text(ALPHABET, min_size=5, max_size=5))
def test_a_code_is_known_however_it_is_typed(signs: str) -> None:
    assert normal(f" vs-{signs[:2].lower()} {signs[2:]}\x00\n") == f"VS-{signs}"


def test_a_code_that_is_taken_is_not_given_again(
    session: Session, world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    signs = iter("22222" + "22222" + "33333")
    monkeypatch.setattr("secrets.choice", lambda alphabet: next(signs))
    send_crates(
        session,
        from_place_id=world.north.id,
        to_place_id=world.south.id,
        crates=1,
        ready_on=date(2026, 11, 24),
        by=world.owner,
        now=now,
    )
    assert new_code(session, world.network, world.south) == "TS-33333"
