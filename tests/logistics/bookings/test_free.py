"""A search by free days finds what nobody has then, transport before and after included."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.free import free_between
from logistics.errors import EndsBeforeItBegins
from logistics.holdings.search import find_collections
from tests.logistics.conftest import World

FIRST, LAST = date(2026, 12, 7), date(2026, 12, 11)
"""Monday to Friday."""


def a_booking(session: Session, world: World, leaves_on: date, home_on: date, state: BookingState) -> None:
    session.add(
        Booking(
            network_id="test",
            collection_id="crate",
            place_id="test-south",
            first_day=leaves_on,
            last_day=home_on,
            leaves_on=leaves_on,
            arrives_on=leaves_on,
            collected_on=home_on,
            home_on=home_on,
            state=state,
            asked_by_id=world.borrower.id,
            asked_at=datetime.combine(leaves_on, datetime.min.time(), world.network.clock),
        )
    )
    session.flush()


def is_found(session: Session, world: World, now: datetime, first: date = FIRST, last: date = LAST) -> bool:
    also = [free_between(world.network, first, last, now)]
    return find_collections(session, network_id="test", by=world.borrower, also=also).total == 1


def test_what_nobody_has_is_free(session: Session, world: World, now: datetime) -> None:
    assert is_found(session, world, now)


@pytest.mark.parametrize(
    ("leaves_on", "home_on", "free"),
    [
        (date(2026, 12, 8), date(2026, 12, 9), False),  # within
        (date(2026, 12, 1), date(2026, 12, 20), False),  # around
        (date(2026, 12, 1), date(2026, 12, 4), False),  # home on the service day on which it would have to leave
        (date(2026, 12, 1), date(2026, 12, 3), True),
        (date(2026, 12, 15), date(2026, 12, 20), False),  # leaves on the service day on which it would come home
        (date(2026, 12, 16), date(2026, 12, 20), True),
    ],
)
def test_days_of_transport_count_on_either_side(
    session: Session, world: World, now: datetime, leaves_on: date, home_on: date, free: bool
) -> None:
    a_booking(session, world, leaves_on, home_on, BookingState.APPROVED)
    assert is_found(session, world, now) is free


@pytest.mark.parametrize("state", [state for state in BookingState if state.value in ("requested", "returned", "lost")])
def test_only_what_holds_a_collection_keeps_it_from_others(
    session: Session, world: World, now: datetime, state: BookingState
) -> None:
    a_booking(session, world, FIRST, LAST, state)
    assert is_found(session, world, now)


def test_what_should_be_home_and_is_not_stays_away_for_one_more_way_back(
    session: Session, world: World, now: datetime
) -> None:
    a_booking(session, world, date(2026, 11, 2), date(2026, 11, 13), BookingState.ON_LOAN)
    tomorrow = now.date() + timedelta(days=1)
    assert not is_found(session, world, now, tomorrow, tomorrow)
    assert is_found(session, world, now)


def test_days_the_wrong_way_round_are_refused(world: World, now: datetime) -> None:
    with pytest.raises(EndsBeforeItBegins):
        free_between(world.network, LAST, FIRST, now)
