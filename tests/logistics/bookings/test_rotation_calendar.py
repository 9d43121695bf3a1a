"""What a rotation knows before it is searched: crates that others have, and places that nothing reaches."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from logistics.bookings.holds import hold
from logistics.bookings.rotation_calendar import kept_at_home, not_reached, promised_to_others
from logistics.bookings.rotation_plans import put
from logistics.bookings.rotations import Rotation
from logistics.network.places import Closure
from logistics.transport.approvals import approve, request
from logistics.transport.rotating import judge
from logistics.transport.rotation_publishing import publish
from tests.builders import a_season, a_tour
from tests.logistics.conftest import World
from tests.logistics.rotations import MONDAY, a_rotation

A_DAY = timedelta(days=1)


@pytest.fixture
def rotation(session: Session, world: World, now: datetime) -> Rotation:
    """North's crate among all three places, in two periods of four weeks; nothing is decided."""
    return a_rotation(session, world, now, capacities={world.north.id: 1, world.hub.id: 1, world.south.id: 1})


def lend(session: Session, world: World, first: int, last: int, now: datetime) -> None:
    """The hub has the crate from a day of the season to another, counted from its first."""
    days = {"first_day": MONDAY + first * A_DAY, "last_day": MONDAY + last * A_DAY}
    made = request(session, collection_id="crate", place_id=world.hub.id, by=world.hub_staff, now=now, **days)
    approve(session, made.id, by=world.owner, now=now)


def test_a_crate_is_promised_in_the_period_in_which_somebody_else_has_it_to_the_end(
    session: Session, world: World, rotation: Rotation, now: datetime
) -> None:
    lend(session, world, 30, 50, now)
    assert promised_to_others(session, rotation) == {(world.crate.id, 2)}


def test_a_loan_that_ends_early_in_a_period_leaves_room_for_one_more(
    session: Session, world: World, rotation: Rotation, now: datetime
) -> None:
    lend(session, world, 0, 11, now)
    assert promised_to_others(session, rotation) == frozenset()


def test_a_crate_is_kept_in_the_period_in_which_its_owner_keeps_it(
    session: Session, world: World, rotation: Rotation, now: datetime
) -> None:
    days = {"first_day": MONDAY + 25 * A_DAY, "last_day": MONDAY + 26 * A_DAY}
    hold(session, world.crate.id, by=world.owner, now=now, **days)
    assert kept_at_home(session, rotation) == {(world.crate.id, 1)}


def test_what_it_made_itself_does_not_stand_in_its_way(
    session: Session, world: World, rotation: Rotation, now: datetime
) -> None:
    for period, place in ((1, world.north), (2, world.south)):
        where = {"period": period, "place_id": place.id, "fixed": False}
        put(session, rotation.id, collection_id=world.crate.id, by=world.coordinator, **where)
    publish(session, rotation.id, by=world.coordinator, now=now)
    assert judge(session, rotation).broken == []


def test_a_place_that_is_closed_all_of_the_first_week_is_not_reached(
    session: Session, world: World, rotation: Rotation
) -> None:
    days = {"first_day": MONDAY, "last_day": MONDAY + 6 * A_DAY}
    world.south.closures.append(Closure(reason="New floor", **days))
    session.flush()
    assert not_reached(world.network, rotation) == {(world.south.id, 1)}


def test_a_place_to_which_no_tour_comes_is_not_reached(session: Session, world: World, rotation: Rotation) -> None:
    days = {"first_day": MONDAY - 30 * A_DAY, "last_day": MONDAY + 100 * A_DAY}
    season = a_season(session, world.network, **days)
    a_tour(session, season, world.van, "Nord", ("hub", 500), ("north", 540), ("hub", 600), weekdays=[1, 3])
    session.expire(world.network)
    assert not_reached(world.network, rotation) == {(world.south.id, 1), (world.south.id, 2)}


def test_a_draft_says_at_once_what_can_not_be(
    session: Session, world: World, rotation: Rotation, now: datetime
) -> None:
    lend(session, world, 30, 50, now)
    where = {"period": 2, "place_id": world.south.id, "fixed": True}
    put(session, rotation.id, collection_id=world.crate.id, by=world.coordinator, **where)
    assert [broken.code for broken in judge(session, rotation).broken] == ["promised-then"]
