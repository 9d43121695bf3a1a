"""A library's own closed days."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from logistics.database import Sessions
from logistics.network.places import Closure
from tests.api.pages.conftest import Visitor

DAYS = {"place_id": "test-north", "first_day": "2026-12-21", "last_day": "2026-12-23", "reason": "Stocktaking"}


def closures(sessions: Sessions) -> int:
    with sessions() as session:
        return session.scalar(select(func.count()).select_from(Closure)) or 0


def test_a_library_closes_and_sees_it(owner: Visitor) -> None:
    assert "Stocktaking" in owner.post("/library/place/closures", **DAYS).text


def test_a_closure_can_be_taken_back(owner: Visitor, sessions: Sessions) -> None:
    owner.post("/library/place/closures", **DAYS)
    with sessions() as session:
        closure_id = session.scalars(select(Closure.id)).one()
    owner.post(f"/library/place/closures/{closure_id}/reopen", place="test-north")
    assert closures(sessions) == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"first_day": "2026-11-22"}, "first_day"),
        ({"last_day": "2026-12-20"}, "last_day"),
        ({"last_day": "never"}, "last_day"),
        ({"reason": "x" * 201}, "reason"),
    ],
)
def test_a_fault_stands_by_its_field(owner: Visitor, wrong: dict[str, str], field: str) -> None:
    answer = owner.post("/library/place/closures", **(DAYS | wrong))
    assert f'id="{field}-error"' in answer.text


def test_nobody_closes_another_library(borrower: Visitor, sessions: Sessions) -> None:
    borrower.post("/library/place/closures", **DAYS)
    assert closures(sessions) == 0


def test_a_coordinator_closes_any(coordinator: Visitor, sessions: Sessions) -> None:
    coordinator.post("/library/place/closures", **DAYS)
    assert closures(sessions) == 1
