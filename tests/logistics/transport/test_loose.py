from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from logistics.bookings.refusals import PlaceClosed, TooFarAhead, TooSoon
from logistics.errors import (
    BadValue,
    DateInThePast,
    EndsBeforeItBegins,
    LogisticsError,
    NotAllowed,
    NotFound,
    WrongState,
)
from logistics.transport.custody import ScanKind
from logistics.transport.loose import LONGEST_NOTE, MOST_CRATES, cancel_shipment, send_crates
from logistics.transport.refusals import AlreadyMoved, SamePlace
from logistics.transport.scanning import record
from logistics.transport.shipments import Shipment, ShipmentState
from tests.builders import a_network
from tests.logistics.conftest import World

MONDAY, TUESDAY, WEDNESDAY = (date(2026, 11, number) for number in (23, 24, 25))
SATURDAY = date(2026, 11, 28)


def sent(session: Session, world: World, now: datetime, **changed: Any) -> Shipment:
    """North sends two crates to south, or what the test sends."""
    values = {"from_place_id": world.north.id, "to_place_id": world.south.id, "crates": 2, "ready_on": TUESDAY}
    return send_crates(session, **{**values, "by": world.owner, "now": now, **changed})


def test_crates_can_be_fetched_when_their_place_opens(session: Session, world: World, now: datetime) -> None:
    assert sent(session, world, now).ready_at == datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


def test_crates_sent_today_can_be_fetched_from_now(session: Session, world: World, now: datetime) -> None:
    later = now + timedelta(hours=3)
    assert sent(session, world, later, ready_on=MONDAY).ready_at == later


def test_crates_are_due_when_their_goal_closes_on_the_day_the_promise_allows(
    session: Session, world: World, now: datetime
) -> None:
    assert sent(session, world, now).due_at == datetime(2026, 11, 25, 15, 0, tzinfo=UTC)


def test_crates_can_be_due_on_another_day(session: Session, world: World, now: datetime) -> None:
    assert sent(session, world, now, due_on=TUESDAY).due_at == datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changed", "refusal", "field"),
    [
        ({"from_place_id": "none"}, NotFound, "from_place_id"),
        ({"to_place_id": "none"}, NotFound, "to_place_id"),
        ({"to_place_id": "test-north"}, SamePlace, "to_place_id"),
        ({"crates": 0}, BadValue, "crates"),
        ({"crates": MOST_CRATES + 1}, BadValue, "crates"),
        ({"weight_grams": -1}, BadValue, "weight_grams"),
        ({"note": "x" * (LONGEST_NOTE + 1)}, BadValue, "note"),
        ({"ready_on": date(2026, 11, 22)}, DateInThePast, "ready_on"),
        ({"due_on": MONDAY}, EndsBeforeItBegins, "due_on"),
        ({"due_on": date(2036, 11, 24)}, TooFarAhead, "due_on"),
        ({"ready_on": date.max}, TooFarAhead, "ready_on"),
        ({"ready_on": SATURDAY}, PlaceClosed, "ready_on"),
        ({"due_on": SATURDAY}, PlaceClosed, "due_on"),
    ],
)
def test_bad_input_names_the_field_at_fault(
    session: Session,
    world: World,
    now: datetime,
    changed: dict[str, Any],
    refusal: type[LogisticsError],
    field: str,
) -> None:
    with pytest.raises(refusal) as refused:
        sent(session, world, now, **{"by": world.coordinator, **changed})
    assert refused.value.field == field
    assert session.scalar(select(func.count()).select_from(Shipment)) == 0


def test_crates_packed_after_their_goal_has_closed_can_not_be_due_that_day(
    session: Session, world: World, now: datetime
) -> None:
    evening = now + timedelta(hours=9)
    with pytest.raises(TooSoon) as refusal:
        sent(session, world, evening, ready_on=MONDAY, due_on=MONDAY)
    assert refusal.value.facts == {"earliest": TUESDAY}


def test_a_place_of_another_network_can_not_be_sent_to(session: Session, world: World, now: datetime) -> None:
    a_network(session, places=("hub",), id="other")
    with pytest.raises(NotFound):
        sent(session, world, now, to_place_id="other-hub")


def test_a_place_that_is_not_served_any_more_can_not_be_sent_to(session: Session, world: World, now: datetime) -> None:
    world.south.active = False
    with pytest.raises(NotFound):
        sent(session, world, now)


def test_a_librarian_sends_from_the_own_place_only(session: Session, world: World, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        sent(session, world, now, by=world.borrower)


def test_crates_that_nobody_has_fetched_can_be_taken_back(session: Session, world: World, now: datetime) -> None:
    shipment = sent(session, world, now)
    assert cancel_shipment(session, shipment.id, by=world.owner).state is ShipmentState.CANCELLED


def test_crates_taken_back_can_not_be_taken_back_again(session: Session, world: World, now: datetime) -> None:
    shipment = sent(session, world, now)
    cancel_shipment(session, shipment.id, by=world.owner)
    with pytest.raises(WrongState):
        cancel_shipment(session, shipment.id, by=world.owner)


def test_crates_on_their_way_can_not_be_taken_back(session: Session, world: World, now: datetime) -> None:
    shipment = sent(session, world, now)
    record(
        session,
        scan_id="00000000-0000-4000-8000-000000000001",
        shipment_code=shipment.code,
        kind=ScanKind.LOAD,
        place_id=world.north.id,
        seen_at=now,
        by=world.driver,
        now=now,
    )
    with pytest.raises(AlreadyMoved):
        cancel_shipment(session, shipment.id, by=world.owner)
