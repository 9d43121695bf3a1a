from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from logistics.errors import NotAllowed, NotFound
from logistics.transport.driving import finish_trip, trips_of_day
from logistics.transport.plans import Trip, TripState
from logistics.transport.publishing import publish
from logistics.transport.refusals import NotPublished, NotStarted
from tests.logistics.conftest import World
from tests.logistics.transport.conftest import TUESDAY, Draft

EVENING = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


@pytest.fixture
def trip(session: Session, world: World, now: datetime, draft: Draft) -> Trip:
    """The trip of Tuesday's published plan."""
    return publish(session, draft().id, by=world.coordinator, now=now).trips[0]


def test_a_finished_trip_has_been_driven(session: Session, world: World, now: datetime, trip: Trip) -> None:
    finish_trip(session, trip.id, by=world.driver, now=EVENING)
    assert (trip.state, trip.driven_at, trip.driven_by_id) == (TripState.DRIVEN, EVENING, world.driver.id)


def test_a_trip_finished_twice_was_driven_when_it_was_first_said(
    session: Session, world: World, now: datetime, trip: Trip
) -> None:
    finish_trip(session, trip.id, by=world.driver, now=EVENING)
    finish_trip(session, trip.id, by=world.coordinator, now=EVENING + timedelta(hours=1))
    assert (trip.driven_at, trip.driven_by_id) == (EVENING, world.driver.id)


def test_a_trip_that_leaves_later_can_not_have_been_driven(session: Session, world: World, trip: Trip) -> None:
    with pytest.raises(NotStarted) as refusal:
        finish_trip(session, trip.id, by=world.driver, now=trip.starts_at - timedelta(seconds=1))
    assert refusal.value.facts == {"day": TUESDAY, "starts_at": trip.starts_at}
    assert trip.state is TripState.PLANNED


def test_a_trip_of_a_draft_can_not_have_been_driven(
    session: Session, world: World, now: datetime, draft: Draft
) -> None:
    with pytest.raises(NotPublished):
        finish_trip(session, draft().trips[0].id, by=world.driver, now=EVENING)


def test_an_outlook_on_another_day_can_not_have_been_driven(
    session: Session, world: World, now: datetime, trip: Trip
) -> None:
    trip.day = TUESDAY + timedelta(days=1)
    with pytest.raises(NotPublished):
        finish_trip(session, trip.id, by=world.driver, now=EVENING)


def test_a_librarian_does_not_finish_trips(session: Session, world: World, now: datetime, trip: Trip) -> None:
    with pytest.raises(NotAllowed):
        finish_trip(session, trip.id, by=world.owner, now=now)


def test_an_unknown_trip_is_not_there(session: Session, world: World, now: datetime) -> None:
    with pytest.raises(NotFound):
        finish_trip(session, "none", by=world.driver, now=now)


def test_a_driver_sees_the_trips_of_the_day(session: Session, world: World, trip: Trip) -> None:
    assert trips_of_day(session, world.network.id, TUESDAY, world.driver) == [trip]


def test_a_day_without_a_published_plan_has_no_trips(session: Session, world: World, draft: Draft) -> None:
    draft()
    assert trips_of_day(session, world.network.id, TUESDAY, world.driver) == []


def test_a_librarian_sees_no_trips(session: Session, world: World) -> None:
    with pytest.raises(NotAllowed):
        trips_of_day(session, world.network.id, date(2026, 11, 23), world.owner)
