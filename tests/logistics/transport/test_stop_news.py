"""A change of the published day is told to those at whose door it changes something, once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.notices import Notice
from logistics.transport.plans import Plan
from logistics.transport.publishing import publish, withdraw
from logistics.transport.stop_news import TOLERANCE, Visit, Visits, tell_of_stops, visits_of
from tests.logistics.conftest import World
from tests.logistics.transport.conftest import Draft


@pytest.fixture
def plan(session: Session, world: World, draft: Draft, now: datetime) -> Plan:
    """The published plan of Tuesday: from north to south."""
    return publish(session, draft().id, by=world.coordinator, now=now)


def told(session: Session, world: World, plan: Plan, after: Visits, now: datetime) -> list[tuple[str, str]]:
    """Who is told what, where the plan's visits become others."""
    for _ in range(2):
        tell_of_stops(session, world.network, plan, visits_of(plan, now), after, occasion="change", now=now)
    return [(notice.person_id, notice.code) for notice in session.scalars(select(Notice).order_by(Notice.code))]


def moved(visits: Visits, place_id: str, by: timedelta) -> Visits:
    later = [Visit(visit.starts_at + by, visit.library_ids) for visit in visits[place_id]]
    return {**visits, place_id: later}


def test_who_waits_longer_is_told_and_nobody_else(session: Session, world: World, plan: Plan, now: datetime) -> None:
    after = moved(visits_of(plan, now), world.south.id, TOLERANCE + timedelta(minutes=1))
    assert told(session, world, plan, after, now) == [(world.borrower.id, "van-retimed")]


def test_minutes_that_traffic_takes_are_not_told(session: Session, world: World, plan: Plan, now: datetime) -> None:
    assert told(session, world, plan, moved(visits_of(plan, now), world.south.id, TOLERANCE), now) == []


def test_a_stop_that_is_taken_away_is_told_and_one_that_is_new(
    session: Session, world: World, plan: Plan, now: datetime
) -> None:
    visits = visits_of(plan, now)
    after = {world.hub.id if place == world.south.id else place: ones for place, ones in visits.items()}
    expected = [(world.hub_staff.id, "van-added"), (world.borrower.id, "van-dropped")]
    assert told(session, world, plan, after, now) == expected


def test_a_stop_that_is_behind_is_not_told_of(session: Session, world: World, plan: Plan, now: datetime) -> None:
    late = max(stop.starts_at for trip in plan.trips for stop in trip.stops)
    assert visits_of(plan, late) == {}


def test_a_plan_that_is_withdrawn_and_comes_back_is_told_each_time(
    session: Session, world: World, plan: Plan, now: datetime
) -> None:
    for minutes in (1, 3):
        withdraw(session, plan.id, by=world.coordinator, now=now + timedelta(minutes=minutes))
        publish(session, plan.id, by=world.coordinator, now=now + timedelta(minutes=minutes + 1))
    news = select(Notice.code).where(Notice.person_id == world.borrower.id, Notice.code.like("van-%"))
    assert sorted(session.scalars(news)) == ["van-added"] * 2 + ["van-dropped"] * 2
