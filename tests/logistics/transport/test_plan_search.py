from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from logistics.errors import NotAllowed, NotFound
from logistics.transport.plan_search import latest_run, plan_of, plans_of_day, run_of
from logistics.transport.publishing import publish
from logistics.transport.runs import cancel_run, request_run
from tests.logistics.conftest import World
from tests.logistics.transport.conftest import TUESDAY, Draft


def test_a_day_shows_its_published_plan_before_its_draft(
    session: Session, world: World, now: datetime, draft: Draft
) -> None:
    draft()
    published = publish(session, draft().id, by=world.coordinator, now=now)
    newer = draft()
    assert plans_of_day(session, world.network.id, TUESDAY, world.coordinator) == [published, newer]


def test_a_librarian_sees_no_plans(session: Session, world: World, draft: Draft) -> None:
    plan = draft()
    with pytest.raises(NotAllowed):
        plan_of(session, plan.id, world.owner)


def test_an_unknown_plan_is_not_there(session: Session, world: World) -> None:
    with pytest.raises(NotFound):
        plan_of(session, "none", world.coordinator)


def test_an_unknown_run_is_not_there(session: Session, world: World) -> None:
    with pytest.raises(NotFound):
        run_of(session, "none", world.coordinator)


def test_the_latest_run_of_a_day_is_the_one_asked_for_last(session: Session, world: World, now: datetime) -> None:
    first = request_run(session, network_id=world.network.id, day=TUESDAY, by=world.coordinator, now=now)
    cancel_run(session, first.id, by=world.coordinator, now=now)
    later = now + timedelta(minutes=1)
    second = request_run(session, network_id=world.network.id, day=TUESDAY, by=world.coordinator, now=later)
    assert latest_run(session, world.network.id, TUESDAY, world.coordinator) is second


def test_a_day_that_nobody_has_planned_has_no_run(session: Session, world: World) -> None:
    assert latest_run(session, world.network.id, TUESDAY, world.coordinator) is None
