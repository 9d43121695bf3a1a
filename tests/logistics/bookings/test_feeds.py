"""Calendar feeds: who may have one, what ends it, and what it shows."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.bookings.agenda import Entry, Event, agenda
from logistics.bookings.decisions import approve
from logistics.bookings.feeds import (
    MOST_FEEDS,
    Feed,
    FeedKind,
    TooManyFeeds,
    WrongFeed,
    feed_behind,
    feeds_of,
    make_feed,
    withdraw_feed,
)
from logistics.bookings.requests import ask
from logistics.errors import BadValue, NotAllowed, NotFound
from logistics.network.closures import close_place
from tests.builders import a_season, a_tour
from tests.logistics.conftest import World

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
THURSDAY = date(2026, 11, 26)


def own(session: Session, who: Person) -> tuple[Feed, str]:
    return make_feed(session, FeedKind.PERSON, "", by=who, now=NOW)


def shown(session: Session, feed: Feed) -> list[Entry]:
    return agenda(session, feed, now=NOW)


def test_a_secret_opens_its_feed(session: Session, world: World) -> None:
    feed, secret = own(session, world.owner)
    assert feed_behind(session, secret) is feed


def test_the_secret_itself_is_not_kept(session: Session, world: World) -> None:
    feed, secret = own(session, world.owner)
    assert secret not in feed.digest


def test_a_withdrawn_feed_opens_nothing(session: Session, world: World) -> None:
    feed, secret = own(session, world.owner)
    withdraw_feed(session, feed.id, by=world.owner, now=NOW)
    with pytest.raises(WrongFeed):
        feed_behind(session, secret)
    assert feeds_of(session, world.owner) == []


def test_the_feed_of_somebody_who_left_opens_nothing(session: Session, world: World) -> None:
    _, secret = own(session, world.owner)
    world.owner.active = False
    with pytest.raises(WrongFeed):
        feed_behind(session, secret)


def test_the_feed_of_a_place_ends_when_its_person_works_elsewhere(session: Session, world: World) -> None:
    _, secret = make_feed(session, FeedKind.PLACE, world.north.id, by=world.owner, now=NOW)
    world.owner.place_id = world.south.id
    with pytest.raises(WrongFeed):
        feed_behind(session, secret)


def test_nobody_reads_the_calendar_of_another_place(session: Session, world: World) -> None:
    with pytest.raises(NotAllowed):
        make_feed(session, FeedKind.PLACE, world.south.id, by=world.owner, now=NOW)


def test_nobody_withdraws_somebody_elses_feed(session: Session, world: World) -> None:
    feed, _ = own(session, world.owner)
    with pytest.raises(NotFound):
        withdraw_feed(session, feed.id, by=world.borrower, now=NOW)


def test_ones_own_feed_is_about_nothing_else(session: Session, world: World) -> None:
    with pytest.raises(BadValue):
        make_feed(session, FeedKind.PERSON, world.north.id, by=world.owner, now=NOW)


def test_nobody_has_more_feeds_than_can_be_looked_after(session: Session, world: World) -> None:
    for _ in range(MOST_FEEDS):
        own(session, world.owner)
    with pytest.raises(TooManyFeeds):
        own(session, world.owner)


@pytest.fixture
def with_tours(session: Session, world: World) -> None:
    """One round a day over all three places."""
    season = a_season(session, world.network)
    a_tour(session, season, world.van, "Round", ("hub", 500), ("north", 540), ("south", 620), ("hub", 700))
    session.expire(world.network)


def test_both_ends_of_a_loan_see_it_come_and_go(session: Session, world: World, with_tours: None) -> None:
    wanted = {"collection_id": world.crate.id, "place_id": world.south.id}
    booking = ask(session, **wanted, first_day=THURSDAY, last_day=THURSDAY, by=world.borrower, now=NOW)
    approve(session, booking.id, by=world.owner, now=NOW)
    session.expire_all()
    events = {
        who.id: [entry.event for entry in shown(session, own(session, who)[0]) if entry.uid.startswith("booking")]
        for who in (world.owner, world.borrower)
    }
    assert events == {world.owner.id: [Event.LEAVES, Event.HOME], world.borrower.id: [Event.ARRIVES, Event.COLLECTED]}


def test_a_loan_that_nobody_has_approved_is_in_no_calendar(session: Session, world: World) -> None:
    wanted = {"collection_id": world.crate.id, "place_id": world.south.id}
    ask(session, **wanted, first_day=THURSDAY, last_day=THURSDAY, by=world.borrower, now=NOW)
    assert shown(session, own(session, world.borrower)[0]) == []


def test_a_place_sees_when_tours_call(session: Session, world: World, with_tours: None) -> None:
    entries = shown(session, own(session, world.owner)[0])
    assert {(entry.event, entry.facts["tour"]) for entry in entries} == {(Event.TOUR_CALLS, "Round")}
    assert datetime(2026, 11, 24, 8, 0, tzinfo=UTC) in {entry.starts for entry in entries}


def test_a_driver_sees_the_tours_with_their_stops(session: Session, world: World, with_tours: None) -> None:
    first = shown(session, own(session, world.driver)[0])[0]
    assert (first.event, first.lines[1]) == (Event.TOUR, "09:00 North")


def test_a_coordinator_sees_closures_too(session: Session, world: World) -> None:
    days = {"first_day": THURSDAY, "last_day": THURSDAY, "reason": "Course"}
    close_place(session, place_id=world.north.id, **days, by=world.owner, now=NOW)
    (closed,) = shown(session, own(session, world.coordinator)[0])
    assert (closed.starts, closed.ends) == (THURSDAY, THURSDAY + timedelta(days=1))


def test_the_same_things_have_the_same_ids_each_time(session: Session, world: World, with_tours: None) -> None:
    feed, _ = own(session, world.owner)
    assert [entry.uid for entry in shown(session, feed)] == [entry.uid for entry in shown(session, feed)]
