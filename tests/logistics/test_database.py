"""Both databases keep every update, give aware times back, and let readers read while somebody writes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from logistics.access.rights import Role
from logistics.database import Sessions, reading, unit_of_work
from logistics.network.networks import Network
from tests.builders import a_network, a_person

WRITERS, ROUNDS = 6, 20


def test_no_update_is_lost_among_many_writers(sessions: Sessions) -> None:
    with unit_of_work(sessions) as session:
        a_network(session, plan_seconds=1)

    def raise_often(_: int) -> None:
        for _ in range(ROUNDS):
            with unit_of_work(sessions) as session:
                network = session.get_one(Network, "test", with_for_update=True)
                network.plan_seconds += 1

    with ThreadPoolExecutor(WRITERS) as writers:
        list(writers.map(raise_often, range(WRITERS)))

    with reading(sessions) as session:
        assert session.get_one(Network, "test").plan_seconds == 1 + WRITERS * ROUNDS


def test_a_unit_of_work_that_fails_leaves_no_trace(sessions: Sessions) -> None:
    class Mishap(Exception):
        pass

    def fail_late() -> None:
        with unit_of_work(sessions) as session:
            a_network(session)
            raise Mishap

    with pytest.raises(Mishap):
        fail_late()

    with reading(sessions) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Network)) == 0


def test_a_reader_does_not_wait_for_a_writer(sessions: Sessions) -> None:
    with unit_of_work(sessions) as writing:
        a_network(writing)
        with reading(sessions) as session:
            assert session.get(Network, "test") is None


def test_what_a_reader_changes_is_dropped(sessions: Sessions) -> None:
    with reading(sessions) as session:
        a_network(session)

    with reading(sessions) as session:
        assert session.get(Network, "test") is None


def test_a_time_comes_back_aware_and_in_utc_whatever_zone_it_was_given_in(session: Session) -> None:
    summer = datetime(2026, 7, 1, 12, 0, tzinfo=timezone(timedelta(hours=2)))
    a_network(session)
    person = a_person(session, Role.COORDINATOR, created_at=summer)
    session.expire_all()

    assert person.created_at == summer
    assert person.created_at.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(session: Session) -> None:
    a_network(session)
    with pytest.raises(sa.exc.StatementError, match="without a time zone"):
        a_person(session, Role.COORDINATOR, created_at=datetime(2026, 7, 1, 12, 0))  # noqa: DTZ001
