"""A search for a rotation, from its row to the draft."""

from __future__ import annotations

from datetime import datetime

import pytest

from logistics.bookings.rotation_plans import put
from logistics.bookings.rotations import Rotation
from logistics.database import Sessions
from logistics.transport.queued import RunState
from logistics.transport.rotate import run_rotation
from logistics.transport.rotating import judge
from logistics.transport.rotation_runs import RotationRun, search
from logistics.transport.season_refusals import AlreadySearching
from tests.logistics.conftest import World
from tests.logistics.rotations import a_rotation


@pytest.fixture
def asked(sessions: Sessions, session: object, world: World, now: datetime) -> RotationRun:
    """A search of a second for one crate among two places and two periods; committed."""
    session.commit()  # type: ignore[attr-defined]  # the fixture's session
    with sessions.begin() as other:
        rotation = a_rotation(other, world, now)
        return search(other, rotation.id, seconds=1, by=world.coordinator, now=now)


def test_what_is_found_is_in_the_draft_with_its_proof(sessions: Sessions, asked: RotationRun, now: datetime) -> None:
    run_rotation(sessions, asked.id, 0, lambda: now, workers=1)
    with sessions() as session:
        run, rotation = session.get_one(RotationRun, asked.id), session.get_one(Rotation, asked.rotation_id)
        judged = judge(session, rotation)
        assert (run.state, run.fault) == (RunState.DONE, None)
        assert (judged.broken, judged.figures.meetings, judged.service_proven) == ([], 2, True)


def test_a_second_search_waits_for_the_first(
    sessions: Sessions, asked: RotationRun, world: World, now: datetime
) -> None:
    with sessions() as session, pytest.raises(AlreadySearching):
        search(session, asked.rotation_id, by=world.coordinator, now=now)


def test_a_draft_that_was_changed_meanwhile_is_not_overwritten(
    sessions: Sessions, asked: RotationRun, world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from logistics.transport import rotate

    searched = rotate._search

    def and_somebody_fixes_a_cell(*arguments: object) -> object:
        found = searched(*arguments)  # type: ignore[arg-type]  # what it was given
        with sessions.begin() as session:
            cell = {"collection_id": world.crate.id, "period": 2, "place_id": world.hub.id, "fixed": True}
            put(session, asked.rotation_id, by=world.coordinator, **cell)  # type: ignore[arg-type]  # a cell
        return found

    monkeypatch.setattr(rotate, "_search", and_somebody_fixes_a_cell)
    run_rotation(sessions, asked.id, 0, lambda: now, workers=1)
    with sessions() as session:
        run = session.get_one(RotationRun, asked.id)
        assert (run.state, (run.fault or {})["code"]) == (RunState.FAILED, "rotation-changed")
        assert len(session.get_one(Rotation, asked.rotation_id).cells) == 1
