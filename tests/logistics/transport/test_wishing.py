from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from logistics.access.notices import notices_of
from logistics.access.people import Person
from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.wishes import WISH_MOVES, Wish, WishState, open_wishes, wishes_of
from logistics.errors import BadValue, DateInThePast, NotAllowed, WrongState
from logistics.holdings.collections import Collection, CollectionKind
from logistics.transport.approvals import approve, cancel, request
from logistics.transport.wishing import choose, found_for, look_again, wish_for, withdraw_wish
from tests.builders import a_collection
from tests.logistics.conftest import World

FIRST = date(2026, 12, 2)
DAY = timedelta(days=1)
SPAN = {"first_day": FIRST, "last_day": FIRST + 9 * DAY}


@pytest.fixture
def ukrainian(session: Session, world: World) -> Collection:
    """North's crate for six to nine-year-olds in Ukrainian."""
    return a_collection(session, world.north, id="uk", code="A-1", language="uk", age_from=6, age_to=9, subject="Sagor")


def wish(session: Session, world: World, now: datetime, **values: Any) -> Wish:
    plain: dict[str, Any] = {"place_id": world.south.id, "by": world.borrower, **SPAN}
    return wish_for(session, **(plain | values), now=now)


def taken(session: Session, world: World, now: datetime, collection_id: str = "uk") -> Booking:
    made = request(session, collection_id=collection_id, place_id=world.hub.id, by=world.hub_staff, now=now, **SPAN)
    return approve(session, made.id, by=world.owner, now=now)


def found(session: Session, made: Wish, now: datetime) -> set[str]:
    return {match.collection.id for match in found_for(session, made, now)}


def codes(session: Session, person: Person) -> list[str]:
    return [notice.code for notice in notices_of(session, person).items]


@pytest.mark.parametrize("state", WishState)
def test_every_wish_can_come_to_an_end(state: WishState) -> None:
    assert not WISH_MOVES[state] or any(not WISH_MOVES[after] for after in WISH_MOVES[state])


@pytest.mark.parametrize(
    ("like", "fits"),
    [
        ({}, True),
        ({"language": "uk"}, True),
        ({"language": "ar"}, False),
        ({"kind": CollectionKind.BOOK_CRATE}, True),
        ({"kind": CollectionKind.MUSIC_KIT}, False),
        ({"subject": "Sagor"}, True),
        ({"subject": "Deckare"}, False),
        ({"age_from": 6, "age_to": 9}, True),
        ({"age_from": 9, "age_to": 12}, True),
        ({"age_from": 10}, False),
        ({"age_to": 5}, False),
    ],
)
def test_a_wish_is_matched_to_what_fits(
    session: Session, world: World, now: datetime, ukrainian: Collection, like: dict[str, Any], fits: bool
) -> None:
    assert ("uk" in found(session, wish(session, world, now, **like), now)) == fits


def test_what_somebody_else_has_is_no_match(
    session: Session, world: World, now: datetime, ukrainian: Collection
) -> None:
    taken(session, world, now)
    assert found(session, wish(session, world, now, language="uk"), now) == set()


def test_what_stands_at_home_with_us_is_no_match(
    session: Session, world: World, now: datetime, ukrainian: Collection
) -> None:
    ours = wish(session, world, now, place_id=world.north.id, by=world.owner, language="uk")
    assert found(session, ours, now) == set()


def test_a_match_comes_with_its_promise(session: Session, world: World, now: datetime, ukrainian: Collection) -> None:
    (match,) = found_for(session, wish(session, world, now, language="uk"), now)
    assert match.promise.arrives_on == FIRST


def test_the_librarian_chooses(session: Session, world: World, now: datetime, ukrainian: Collection) -> None:
    made = wish(session, world, now)
    booking = choose(session, made.id, "uk", by=world.borrower, now=now)
    assert (booking.collection_id, made.state, made.booking_id) == ("uk", WishState.FULFILLED, booking.id)
    assert "request-made" in codes(session, world.owner)


def test_a_wish_is_fulfilled_once(session: Session, world: World, now: datetime, ukrainian: Collection) -> None:
    made = wish(session, world, now)
    choose(session, made.id, "uk", by=world.borrower, now=now)
    with pytest.raises(WrongState):
        choose(session, made.id, "crate", by=world.borrower, now=now)


def test_the_first_that_is_free_is_taken(session: Session, world: World, now: datetime, ukrainian: Collection) -> None:
    made = wish(session, world, now, language="uk", take_first=True)
    assert made.state is WishState.FULFILLED
    assert session.get_one(Booking, made.booking_id).state is BookingState.REQUESTED


def test_what_becomes_free_later_is_taken_too(
    session: Session, world: World, now: datetime, ukrainian: Collection
) -> None:
    loan = taken(session, world, now)
    made = wish(session, world, now, language="uk", take_first=True)
    assert open_wishes(session) == [made.id]
    cancel(session, loan.id, by=world.owner, now=now)
    look_again(session, made.id, now)
    look_again(session, made.id, now)
    assert made.state is WishState.FULFILLED
    assert codes(session, world.borrower).count("wish-fulfilled") == 1


def test_who_wants_to_choose_is_told_once(session: Session, world: World, now: datetime, ukrainian: Collection) -> None:
    made = wish(session, world, now, language="uk")
    for _ in range(2):
        look_again(session, made.id, now)
    assert codes(session, world.borrower) == ["wish-matched"]


def test_a_wish_whose_day_has_come_is_in_vain(session: Session, world: World, now: datetime) -> None:
    made = wish(session, world, now, language="ar")
    look_again(session, made.id, now + 14 * DAY)
    assert made.state is WishState.EXPIRED
    assert codes(session, world.borrower) == ["wish-in-vain"]


def test_a_wish_is_taken_back(session: Session, world: World, now: datetime) -> None:
    made = wish(session, world, now)
    withdraw_wish(session, made.id, by=world.borrower)
    assert found_for(session, made, now) == []


def test_a_place_sees_its_wishes_and_nobody_elses(session: Session, world: World, now: datetime) -> None:
    made = wish(session, world, now)
    assert wishes_of(session, world.south.id, world.borrower) == [made]
    with pytest.raises(NotAllowed):
        wishes_of(session, world.south.id, world.owner)


@pytest.mark.parametrize(
    ("values", "refusal"),
    [({"age_from": 9, "age_to": 6}, BadValue), ({"first_day": date(2026, 11, 1)}, DateInThePast)],
)
def test_a_wish_that_can_not_be_is_refused(
    session: Session, world: World, now: datetime, values: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        wish(session, world, now, **values)
