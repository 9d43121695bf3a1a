"""Closures: who may close a place, from when, and that it can be taken back."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from logistics.access.rights import Role
from logistics.errors import BadValue, DateInThePast, EndsBeforeItBegins, NotAllowed, NotFound
from logistics.network.calendar import receives
from logistics.network.closures import close_place, reopen_place
from logistics.network.networks import Network
from logistics.network.places import Closure, Place
from tests.builders import a_network, a_person

TODAY = date(2026, 11, 23)


@pytest.fixture
def network(session: Session) -> Network:
    return a_network(session)


@pytest.fixture
def north(session: Session, network: Network) -> Place:
    return session.get_one(Place, "test-north")


def closed(session: Session, place: Place, now: datetime, first: date = TODAY, last: date = TODAY) -> Closure:
    librarian = a_person(session, Role.LIBRARIAN, place)
    return close_place(
        session, place_id=place.id, first_day=first, last_day=last, reason=" inventory ", by=librarian, now=now
    )


def test_a_closed_place_receives_nothing(session: Session, network: Network, north: Place, now: datetime) -> None:
    closed(session, north, now)
    assert not receives(network, north, TODAY)


def test_a_reopened_place_receives_again(session: Session, network: Network, north: Place, now: datetime) -> None:
    closure = closed(session, north, now)
    reopen_place(session, closure.id, by=a_person(session, Role.LIBRARIAN, north))
    assert receives(network, north, TODAY)


def test_a_closure_can_be_taken_back_once(session: Session, north: Place, now: datetime) -> None:
    closure, librarian = closed(session, north, now), a_person(session, Role.LIBRARIAN, north)
    reopen_place(session, closure.id, by=librarian)
    with pytest.raises(NotFound):
        reopen_place(session, closure.id, by=librarian)


def test_closures_may_overlap(session: Session, network: Network, north: Place, now: datetime) -> None:
    week = TODAY + timedelta(days=7)
    first = closed(session, north, now, TODAY, week)
    closed(session, north, now, week, week)
    reopen_place(session, first.id, by=a_person(session, Role.COORDINATOR))
    assert [receives(network, north, day) for day in (TODAY, week)] == [True, False]


def test_yesterday_can_not_be_closed(session: Session, north: Place, now: datetime) -> None:
    with pytest.raises(DateInThePast) as refused:
        closed(session, north, now, TODAY - timedelta(days=1), TODAY)
    assert refused.value.field == "first_day"


def test_today_is_the_date_at_the_place(session: Session, north: Place, now: datetime) -> None:
    after_midnight_in_stockholm = now.replace(hour=23, minute=30)
    with pytest.raises(DateInThePast):
        closed(session, north, after_midnight_in_stockholm)


def test_a_closure_does_not_end_before_it_begins(session: Session, north: Place, now: datetime) -> None:
    with pytest.raises(EndsBeforeItBegins) as refused:
        closed(session, north, now, TODAY + timedelta(days=1), TODAY)
    assert refused.value.field == "last_day"


def test_a_reason_is_short(session: Session, north: Place, now: datetime) -> None:
    with pytest.raises(BadValue):
        close_place(
            session,
            place_id=north.id,
            first_day=TODAY,
            last_day=TODAY,
            reason="x" * 201,
            by=a_person(session, Role.COORDINATOR),
            now=now,
        )


def test_nobody_closes_a_neighbour(session: Session, north: Place, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        close_place(
            session,
            place_id="test-south",
            first_day=TODAY,
            last_day=TODAY,
            reason="",
            by=a_person(session, Role.LIBRARIAN, north),
            now=now,
        )


def test_nobody_opens_a_neighbour(session: Session, north: Place, now: datetime) -> None:
    closure = closed(session, north, now)
    neighbour = a_person(session, Role.LIBRARIAN, session.get_one(Place, "test-south"))
    with pytest.raises(NotAllowed):
        reopen_place(session, closure.id, by=neighbour)


def test_an_unknown_place_is_not_closed(session: Session, network: Network, now: datetime) -> None:
    with pytest.raises(NotFound) as refused:
        close_place(
            session,
            place_id="test-nowhere",
            first_day=TODAY,
            last_day=TODAY,
            reason="",
            by=a_person(session, Role.COORDINATOR),
            now=now,
        )
    assert refused.value.field == "place_id"
