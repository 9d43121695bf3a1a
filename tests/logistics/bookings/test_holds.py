"""Days on which an owner keeps a collection at home."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from logistics.bookings.availability import is_free
from logistics.bookings.decisions import approve
from logistics.bookings.free import free_between
from logistics.bookings.holds import Hold, hold, holds_of, release
from logistics.bookings.refusals import HoldClashes, KeptAtHome
from logistics.bookings.requests import ask
from logistics.errors import BadValue, DateInThePast, EndsBeforeItBegins, LogisticsError, NotAllowed, NotFound
from logistics.holdings.search import find_collections
from tests.logistics.conftest import World

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
THURSDAY, FRIDAY, MONDAY = date(2026, 11, 26), date(2026, 11, 27), date(2026, 11, 30)


def held(session: Session, world: World, first: date = THURSDAY, last: date = FRIDAY, **more: Any) -> Hold:
    values = {"first_day": first, "last_day": last, "by": world.owner, "now": NOW} | more
    return hold(session, world.crate.id, **values)


def asked(session: Session, world: World, day: date) -> str:
    wanted = {"collection_id": world.crate.id, "place_id": world.south.id, "first_day": day, "last_day": day}
    return ask(session, **wanted, by=world.borrower, now=NOW).id  # type: ignore[arg-type]


def test_nobody_is_promised_what_is_kept_at_home(session: Session, world: World) -> None:
    held(session, world)
    with pytest.raises(KeptAtHome) as refusal:
        asked(session, world, FRIDAY)
    assert refusal.value.facts["free_from"] == date(2026, 12, 1)


def test_a_loan_whose_way_home_reaches_into_a_hold_is_refused(session: Session, world: World) -> None:
    held(session, world, MONDAY, MONDAY)
    with pytest.raises(KeptAtHome):
        asked(session, world, THURSDAY)


def test_a_request_made_before_cannot_be_approved_into_a_hold(session: Session, world: World) -> None:
    booking_id = asked(session, world, FRIDAY)
    held(session, world)
    with pytest.raises(KeptAtHome):
        approve(session, booking_id, by=world.owner, now=NOW)


def test_what_is_promised_cannot_be_kept_at_home(session: Session, world: World) -> None:
    approve(session, asked(session, world, FRIDAY), by=world.owner, now=NOW)
    with pytest.raises(HoldClashes) as refusal:
        held(session, world, MONDAY, MONDAY)
    assert refusal.value.facts["place"] == "South"


def test_a_hold_that_is_released_lends_again(session: Session, world: World) -> None:
    made = held(session, world)
    release(session, made.id, by=world.owner)
    assert is_free(session, world.crate.id, THURSDAY, FRIDAY)
    with pytest.raises(NotFound):
        release(session, made.id, by=world.owner)


def test_a_search_for_free_days_leaves_out_what_is_kept_at_home(session: Session, world: World) -> None:
    held(session, world)
    also = [free_between(world.network, THURSDAY, THURSDAY, NOW)]
    assert find_collections(session, network_id="test", by=world.owner, also=also).total == 0
    later = [free_between(world.network, date(2026, 12, 10), date(2026, 12, 10), NOW)]
    assert find_collections(session, network_id="test", by=world.owner, also=later).total == 1


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"first": FRIDAY, "last": THURSDAY}, EndsBeforeItBegins),
        ({"first": date(2026, 11, 1), "last": date(2026, 11, 22)}, DateInThePast),
        ({"reason": "x" * 201}, BadValue),
    ],
)
def test_what_a_hold_cannot_be_is_refused(
    session: Session, world: World, values: dict[str, Any], refusal: type[LogisticsError]
) -> None:
    with pytest.raises(refusal):
        held(session, world, **values)
    assert holds_of(session, [world.crate.id], date.min, date.max) == []


def test_somebody_elses_collection_is_not_kept_at_home(session: Session, world: World) -> None:
    with pytest.raises(NotAllowed):
        held(session, world, by=world.borrower)
