"""What a year brings, and reminders that come once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.notices import Notice
from logistics.access.people import Person
from logistics.bookings.feeds import FeedKind, make_feed
from logistics.costs.year import remind_of_the_year, year_in_feed, year_of
from logistics.errors import NotAllowed
from logistics.network.wheel import EntryKind, mark
from tests.builders import an_agreement
from tests.logistics.conftest import World

YEAR = (date(2027, 1, 1), date(2027, 12, 31))
MEETING = date(2026, 12, 7)


def test_an_agreement_that_ends_is_a_deadline_without_anybody_marking_it(session: Session, world: World) -> None:
    an_agreement(session, world.network, valid_until=date(2027, 6, 30))
    assert [(one.code, one.first_day) for one in year_of(session, "test", *YEAR, world.coordinator)] == [
        ("agreement-ends", date(2027, 6, 30))
    ]


def with_meeting(session: Session, world: World, now: datetime, place_id: str | None = None) -> None:
    mark(
        session,
        network_id="test",
        kind=EntryKind.MEETING,
        title="Advent",
        first_day=MEETING,
        last_day=MEETING,
        place_id=place_id,
        remind_days=[14, 1],
        by=world.coordinator,
        now=now,
    )


def told(session: Session) -> list[str]:
    return sorted(session.scalars(select(Notice.person_id)))


def test_nobody_is_reminded_too_early(session: Session, world: World, now: datetime) -> None:
    with_meeting(session, world, now)
    remind_of_the_year(session, now=now - timedelta(days=5))
    assert told(session) == []


def test_everybody_is_reminded_once_however_often_the_clock_strikes(
    session: Session, world: World, now: datetime
) -> None:
    with_meeting(session, world, now)
    for hours in range(3):
        remind_of_the_year(session, now=now + timedelta(hours=hours))
    people = (world.coordinator, world.owner, world.borrower, world.hub_staff)
    assert told(session) == sorted(person.id for person in people)


def test_the_second_reminder_comes_the_day_before(session: Session, world: World, now: datetime) -> None:
    with_meeting(session, world, now, world.north.id)
    remind_of_the_year(session, now=now)
    remind_of_the_year(session, now=now + timedelta(days=13))
    assert told(session) == [world.owner.id] * 2


def test_what_another_place_marked_is_not_for_a_librarian_to_see(session: Session, world: World, now: datetime) -> None:
    with_meeting(session, world, now, world.north.id)
    days = (MEETING, MEETING)
    assert [len(year_of(session, "test", *days, by)) for by in (world.owner, world.borrower)] == [1, 0]


def in_feed(session: Session, kind: FeedKind, about: str, by: Person, now: datetime) -> list[str]:
    feed, _ = make_feed(session, kind, about, by=by, now=now)
    return [one.title for one in year_in_feed(session, feed, now=now)]


def test_a_persons_calendar_has_what_concerns_them(session: Session, world: World, now: datetime) -> None:
    with_meeting(session, world, now, world.north.id)
    an_agreement(session, world.network, carrier="Post", valid_until=date(2027, 6, 30))
    people = (world.owner, world.borrower, world.coordinator, world.driver)
    shown = [in_feed(session, FeedKind.PERSON, "", who, now) for who in people]
    assert shown == [["Advent"], [], ["Post"], []]


def test_the_wheels_own_calendar_has_everything_that_may_be_seen(session: Session, world: World, now: datetime) -> None:
    with_meeting(session, world, now)
    an_agreement(session, world.network, carrier="Post", valid_until=date(2027, 6, 30))
    assert in_feed(session, FeedKind.WHEEL, "test", world.borrower, now) == ["Advent", "Post"]


def test_whoever_sees_no_seasons_gets_no_calendar_of_the_wheel(session: Session, world: World, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        make_feed(session, FeedKind.WHEEL, "test", by=world.driver, now=now)
