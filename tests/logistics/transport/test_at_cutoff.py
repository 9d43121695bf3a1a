from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from logistics.transport.at_cutoff import MOST_TRIES, days_due, plan_what_is_due
from logistics.transport.queued import RunState
from tests.builders import a_network, a_plan, a_vehicle
from tests.logistics.conftest import World

TUESDAY = date(2026, 11, 24)
BEFORE_CUTOFF = datetime(2026, 11, 23, 13, 59, tzinfo=UTC)
CUTOFF = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
AFTER_MIDNIGHT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
SHIFT_STARTS = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
FRIDAY_EVENING = datetime(2026, 11, 27, 20, 0, tzinfo=UTC)
SUNDAY_CUTOFF = datetime(2026, 11, 29, 14, 0, tzinfo=UTC)


def test_nothing_is_due_before_the_cutoff(world: World, session: Session) -> None:
    assert plan_what_is_due(session, now=BEFORE_CUTOFF) == []


def test_the_next_service_day_is_due_at_the_cutoff(world: World, session: Session) -> None:
    assert [run.day for run in plan_what_is_due(session, now=CUTOFF)] == [TUESDAY]


def test_a_day_is_asked_for_once(world: World, session: Session) -> None:
    plan_what_is_due(session, now=CUTOFF)
    assert plan_what_is_due(session, now=CUTOFF + timedelta(minutes=1)) == []


def test_a_day_missed_at_its_cutoff_is_planned_in_the_night(world: World, session: Session) -> None:
    assert [run.day for run in plan_what_is_due(session, now=AFTER_MIDNIGHT)] == [TUESDAY]


def test_a_day_that_is_being_driven_is_not_planned_by_itself(world: World, session: Session) -> None:
    assert list(days_due(session, world.network, SHIFT_STARTS)) == []


def test_a_published_day_is_left_alone(world: World, session: Session) -> None:
    a_plan(session, world.network, TUESDAY)
    assert plan_what_is_due(session, now=CUTOFF) == []


@pytest.mark.parametrize(("moment", "days"), [(FRIDAY_EVENING, []), (SUNDAY_CUTOFF, [date(2026, 11, 30)])])
def test_monday_is_planned_on_sunday(world: World, session: Session, moment: datetime, days: list[date]) -> None:
    assert list(days_due(session, world.network, moment)) == days


def test_a_run_that_failed_because_something_changed_is_asked_for_again(world: World, session: Session) -> None:
    [run] = plan_what_is_due(session, now=CUTOFF)
    run.state, run.fault = RunState.FAILED, {"code": "changed-meanwhile", "facts": {}}
    assert len(plan_what_is_due(session, now=CUTOFF + timedelta(minutes=1))) == 1


def test_there_is_an_end_to_asking_again(world: World, session: Session) -> None:
    asked = 0
    for minute in range(2 * MOST_TRIES):
        for run in plan_what_is_due(session, now=CUTOFF + timedelta(minutes=minute)):
            run.state, run.fault = RunState.FAILED, {"code": "changed-meanwhile", "facts": {}}
            asked += 1
    assert asked == MOST_TRIES


def test_a_defect_is_not_asked_for_again(world: World, session: Session) -> None:
    [run] = plan_what_is_due(session, now=CUTOFF)
    run.state, run.fault = RunState.FAILED, {"code": "defect", "facts": {}}
    assert plan_what_is_due(session, now=CUTOFF + timedelta(minutes=1)) == []


def test_each_network_is_planned_at_its_own_cutoff(world: World, session: Session) -> None:
    other = a_network(session, places=(), id="late", cutoff_minute=18 * 60)
    assert [run.network_id for run in plan_what_is_due(session, now=CUTOFF)] == ["test"]
    assert list(days_due(session, other, CUTOFF + timedelta(hours=3))) == [TUESDAY]


def test_a_network_without_vans_is_no_hindrance(session: Session) -> None:
    network = a_network(session)
    assert list(days_due(session, network, AFTER_MIDNIGHT)) == []


def test_the_night_ends_with_the_earliest_shift(world: World, session: Session) -> None:
    a_vehicle(session, world.network, "van-2", shift_starts_minute=5 * 60)
    session.expire(world.network)
    assert list(days_due(session, world.network, SHIFT_STARTS - timedelta(hours=1))) == []
