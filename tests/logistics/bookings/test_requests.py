from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from logistics.bookings.booking import Booking, BookingState
from logistics.bookings.decisions import approve
from logistics.bookings.refusals import AlreadyPromised, PlaceClosed
from logistics.bookings.requests import LONGEST_NOTE, ask
from logistics.errors import BadValue, LogisticsError, NotAllowed, NotFound
from tests.builders import a_network
from tests.logistics.conftest import World

THURSDAY, FRIDAY, SATURDAY = date(2026, 11, 26), date(2026, 11, 27), date(2026, 11, 28)


def asked(session: Session, world: World, now: datetime, **changed: Any) -> Booking:
    """South asks for the crate from Thursday to Friday, or what the test asks for."""
    values = {"collection_id": "crate", "place_id": world.south.id, "first_day": THURSDAY, "last_day": FRIDAY}
    return ask(session, **{**values, "by": world.borrower, "now": now, **changed})


def test_a_request_keeps_the_promise_that_approval_would_give(session: Session, world: World, now: datetime) -> None:
    booking = asked(session, world, now)
    assert (booking.leaves_on, booking.arrives_on) == (date(2026, 11, 25), THURSDAY)
    assert (booking.collected_on, booking.home_on) == (date(2026, 11, 30), date(2026, 12, 1))


def test_a_request_keeps_nothing_from_others(session: Session, world: World, now: datetime) -> None:
    asked(session, world, now)
    assert asked(session, world, now).state is BookingState.REQUESTED


def test_what_is_promised_is_refused_with_the_day_from_which_it_is_free(
    session: Session, world: World, now: datetime
) -> None:
    approve(session, asked(session, world, now).id, by=world.owner, now=now)
    with pytest.raises(AlreadyPromised) as refusal:
        asked(session, world, now)
    assert refusal.value.facts["free_from"] == date(2026, 12, 3)


def test_the_day_from_which_it_is_free_can_be_asked_for(session: Session, world: World, now: datetime) -> None:
    approve(session, asked(session, world, now).id, by=world.owner, now=now)
    later = asked(session, world, now, first_day=date(2026, 12, 3), last_day=date(2026, 12, 4))
    assert later.state is BookingState.REQUESTED


def test_a_day_on_which_nobody_receives_is_refused_with_the_next_on_which_it_is_free_too(
    session: Session, world: World, now: datetime
) -> None:
    wanted = {"collection_id": "crate", "place_id": world.hub.id, "by": world.hub_staff, "now": now}
    lent = ask(session, first_day=date(2026, 12, 7), last_day=date(2026, 12, 11), **wanted)
    approve(session, lent.id, by=world.owner, now=now)
    saturday = {"first_day": date(2026, 12, 5), "last_day": date(2026, 12, 8)}
    with pytest.raises(PlaceClosed) as refusal:
        ask(session, **wanted, **saturday)
    next_best = refusal.value.facts["next_open"]
    assert next_best > lent.home_on
    assert ask(session, **wanted, first_day=next_best, last_day=next_best).first_day == next_best


def test_a_collection_that_comes_home_on_the_day_it_would_leave_is_not_free(
    session: Session, world: World, now: datetime
) -> None:
    approve(session, asked(session, world, now).id, by=world.owner, now=now)
    with pytest.raises(AlreadyPromised):
        asked(session, world, now, first_day=date(2026, 12, 2), last_day=date(2026, 12, 4))


@pytest.mark.parametrize(
    ("changed", "refusal", "field"),
    [
        ({"collection_id": "none"}, NotFound, "collection_id"),
        ({"place_id": "none"}, NotFound, "place_id"),
        ({"first_day": SATURDAY, "last_day": SATURDAY}, PlaceClosed, "first_day"),
        ({"note": "x" * (LONGEST_NOTE + 1)}, BadValue, "note"),
    ],
)
def test_a_bad_request_names_the_field_at_fault(
    session: Session,
    world: World,
    now: datetime,
    changed: dict[str, Any],
    refusal: type[LogisticsError],
    field: str,
) -> None:
    with pytest.raises(refusal) as refused:
        asked(session, world, now, **{"by": world.coordinator, **changed})
    assert refused.value.field == field


def test_a_refused_request_leaves_nothing(session: Session, world: World, now: datetime) -> None:
    with pytest.raises(PlaceClosed):
        asked(session, world, now, first_day=SATURDAY, last_day=SATURDAY)
    assert session.scalar(select(func.count()).select_from(Booking)) == 0


def test_a_collection_that_is_not_lent_any_more_is_not_there(session: Session, world: World, now: datetime) -> None:
    world.crate.active = False
    with pytest.raises(NotFound):
        asked(session, world, now)


def test_a_place_of_another_network_is_not_there(session: Session, world: World, now: datetime) -> None:
    a_network(session, places=("hub",), id="other")
    with pytest.raises(NotFound) as refusal:
        asked(session, world, now, place_id="other-hub")
    assert refusal.value.field == "place_id"


def test_a_librarian_asks_for_the_own_place_only(session: Session, world: World, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        asked(session, world, now, by=world.hub_staff)
