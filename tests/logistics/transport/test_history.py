from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from logistics.errors import NotAllowed, NotFound
from logistics.transport.custody import ScanKind
from logistics.transport.history import custody, shipment_of
from logistics.transport.loose import send_crates
from logistics.transport.scanning import Seen, record_many
from logistics.transport.shipments import Shipment, ShipmentState
from tests.logistics.conftest import World


@pytest.fixture
def shipment(session: Session, world: World, now: datetime) -> Shipment:
    """Three crates on their way from north to south."""
    return send_crates(
        session,
        from_place_id=world.north.id,
        to_place_id=world.south.id,
        crates=3,
        ready_on=date(2026, 11, 23),
        by=world.owner,
        now=now,
    )


def test_custody_tells_each_step_in_the_order_in_which_it_was_seen(
    session: Session, world: World, now: datetime, shipment: Shipment
) -> None:
    steps = [(ScanKind.RECEIVED, world.south, 2), (ScanKind.LOAD, world.north, 0), (ScanKind.UNLOAD, world.south, 1)]
    seen = [
        Seen(str(UUID(int=at)), shipment.code, kind, place.id, now + timedelta(minutes=at), crates=2)
        for kind, place, at in steps
    ]
    record_many(session, seen, by=world.coordinator, now=now)
    told = custody(session, shipment.id, world.borrower)
    assert [here.state for _, here in told.steps] == [
        ShipmentState.ABOARD,
        ShipmentState.ARRIVED,
        ShipmentState.RECEIVED,
    ]
    assert [deviation.found for deviation in told.deviations] == ["2"]


def test_an_unknown_shipment_has_no_custody(session: Session, world: World) -> None:
    with pytest.raises(NotFound):
        custody(session, "none", world.coordinator)


def test_a_place_on_neither_end_does_not_see_a_shipment(session: Session, world: World, shipment: Shipment) -> None:
    with pytest.raises(NotAllowed):
        shipment_of(session, shipment.id, world.hub_staff)


def test_the_place_where_a_shipment_lies_sees_it(
    session: Session, world: World, now: datetime, shipment: Shipment
) -> None:
    put_down = Seen(str(UUID(int=1)), shipment.code, ScanKind.UNLOAD, world.hub.id, now)
    record_many(session, [put_down], by=world.driver, now=now)
    assert shipment_of(session, shipment.id, world.hub_staff) is shipment
