from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from logistics.errors import NotAllowed
from logistics.transport.calls import calls
from logistics.transport.publishing import publish
from logistics.transport.shipments import Shipment
from tests.logistics.conftest import World
from tests.logistics.transport.conftest import TUESDAY, Draft


def test_a_place_sees_when_the_van_comes_and_what_it_takes(
    session: Session, world: World, now: datetime, draft: Draft, shipment: Shipment
) -> None:
    publish(session, draft().id, by=world.coordinator, now=now)
    (call,) = calls(session, world.north.id, TUESDAY, world.owner)
    assert (call.vehicle, call.starts_at) == ("van-1", datetime(2026, 11, 24, 7, 0, tzinfo=UTC))
    assert (call.hands_over, call.gets) == ((shipment,), ())


def test_a_stop_that_moves_nothing_is_no_call(session: Session, world: World, now: datetime, draft: Draft) -> None:
    publish(session, draft().id, by=world.coordinator, now=now)
    assert calls(session, world.hub.id, TUESDAY, world.hub_staff) == []


def test_a_draft_calls_nowhere(session: Session, world: World, draft: Draft) -> None:
    draft()
    assert calls(session, world.north.id, TUESDAY, world.owner) == []


def test_a_librarian_does_not_see_calls_at_another_place(session: Session, world: World) -> None:
    with pytest.raises(NotAllowed):
        calls(session, world.north.id, TUESDAY, world.borrower)
