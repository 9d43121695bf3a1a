"""Publishing by a worker: all of it or nothing, also when workers die, and coordinators hear how it ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from logistics.access.notices import Notice
from logistics.access.people import Person
from logistics.bookings.booking import Booking
from logistics.bookings.rotation_plans import put
from logistics.bookings.rotations import Rotation, RotationState
from logistics.database import Sessions
from logistics.transport import approvals, rotation_publications
from logistics.transport.queued import RunState
from logistics.transport.rotation_publications import (
    PUBLICATIONS,
    Publication,
    ask_to_publish,
    run_publication,
    stop_publishing,
)
from logistics.transport.season_refusals import AlreadyPublishing
from tests.logistics.conftest import World
from tests.logistics.rotations import MONDAY, a_rotation


@pytest.fixture
def asked(sessions: Sessions, session: Session, world: World, now: datetime) -> Publication:
    """The crate goes to the hub, then to the south; committed."""
    session.commit()
    with sessions.begin() as other:
        rotation = a_rotation(other, world, now)
        for period, place in ((1, world.hub), (2, world.south)):
            where = {"collection_id": world.crate.id, "period": period, "place_id": place.id, "fixed": False}
            put(other, rotation.id, by=world.coordinator, **where)
        return ask_to_publish(other, rotation.id, by=world.coordinator, now=now)


def lent(sessions: Sessions, world: World, now: datetime, first_day: date, last_day: date) -> None:
    """Somebody else has the crate then."""
    with sessions.begin() as session:
        by = session.get_one(Person, world.coordinator.id)
        days = {"first_day": first_day, "last_day": last_day}
        booking = approvals.request(
            session, collection_id=world.crate.id, place_id=world.south.id, by=by, now=now, **days
        )
        approvals.approve(session, booking.id, by=by, now=now)


def ended(sessions: Sessions, asked: Publication) -> tuple[RunState, RotationState, int]:
    """How the publication ended, where the rotation stands, and how many bookings there are."""
    with sessions() as session:
        state = session.get_one(Publication, asked.id).state
        rotation = session.get_one(Rotation, asked.rotation_id).state
        return state, rotation, session.scalar(select(func.count()).select_from(Booking)) or 0


def told(sessions: Sessions, person_id: str) -> list[str]:
    with sessions() as session:
        return list(session.scalars(select(Notice.code).where(Notice.person_id == person_id).order_by(Notice.told_at)))


def test_everything_is_booked_once_however_often_the_job_comes(
    sessions: Sessions, asked: Publication, world: World, now: datetime
) -> None:
    with sessions() as session, pytest.raises(AlreadyPublishing):
        ask_to_publish(session, asked.rotation_id, by=world.coordinator, now=now)
    for _ in range(2):
        run_publication(sessions, asked.id, 0, lambda: now)
    assert ended(sessions, asked) == (RunState.DONE, RotationState.PUBLISHED, 2)
    assert told(sessions, world.coordinator.id) == ["rotation-booked"]


def test_a_worker_that_died_is_followed_by_another_and_does_no_harm_when_it_wakes(
    sessions: Sessions, asked: Publication, now: datetime
) -> None:
    with sessions.begin() as session:
        dead = PUBLICATIONS.claim(session, asked.id, 0, now)
    later = now + timedelta(minutes=1)
    with sessions() as session:
        (lost,) = PUBLICATIONS.stale(session, later)
    assert dead is not None
    run_publication(sessions, asked.id, lost.attempt, lambda: later)
    assert ended(sessions, asked) == (RunState.DONE, RotationState.PUBLISHED, 2)


def test_nothing_is_booked_where_one_loan_can_not_be(
    sessions: Sessions, asked: Publication, world: World, now: datetime
) -> None:
    lent(sessions, world, now, date(2027, 2, 15), date(2027, 3, 5))
    run_publication(sessions, asked.id, 0, lambda: now)
    assert ended(sessions, asked) == (RunState.FAILED, RotationState.DRAFT, 1)
    with sessions() as session:
        fault = session.get_one(Publication, asked.id).fault or {}
    assert (fault["code"], fault["facts"]["period"], fault["facts"]["cause"]) == (
        "crate-not-free",
        2,
        "already-promised",
    )
    assert told(sessions, world.coordinator.id) == ["rotation-not-published"]


def test_what_was_changed_after_the_word_is_not_published(
    sessions: Sessions, asked: Publication, world: World, now: datetime
) -> None:
    with sessions.begin() as session:
        where = {"collection_id": world.crate.id, "period": 2, "place_id": None, "fixed": False}
        put(session, asked.rotation_id, by=world.coordinator, **where)
    run_publication(sessions, asked.id, 0, lambda: now)
    assert ended(sessions, asked) == (RunState.FAILED, RotationState.DRAFT, 0)


def test_called_off_it_stays_a_draft(sessions: Sessions, asked: Publication, world: World, now: datetime) -> None:
    with sessions.begin() as session:
        stop_publishing(session, asked.id, by=world.coordinator, now=now)
    run_publication(sessions, asked.id, 0, lambda: now)
    assert ended(sessions, asked) == (RunState.CANCELLED, RotationState.DRAFT, 0)


def test_what_is_booked_while_loans_are_looked_for_makes_it_look_again(
    sessions: Sessions, asked: Publication, world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = rotation_publications._found
    times = []

    def disturbed(*args: object) -> object:
        found = looked(*args)  # type: ignore[arg-type]
        if not times:
            lent(sessions, world, now, MONDAY, date(2027, 1, 12))
        times.append(1)
        return found

    monkeypatch.setattr(rotation_publications, "_found", disturbed)
    run_publication(sessions, asked.id, 0, lambda: now)
    assert (len(times), ended(sessions, asked)) == (2, (RunState.DONE, RotationState.PUBLISHED, 3))
    with sessions() as session:
        first = session.get_one(Rotation, asked.rotation_id).cells[0].booking
        assert first is not None
        assert first.first_day > MONDAY
