from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from logistics.errors import NotAllowed, NotFound
from logistics.transport.search import coming_to, shipments_in, to_pack
from logistics.transport.shipments import Shipment, ShipmentState
from tests.logistics.conftest import World


def test_a_place_packs_what_begins_there(session: Session, world: World, shipment: Shipment) -> None:
    assert to_pack(session, world.north.id, world.owner) == [shipment]
    assert to_pack(session, world.south.id, world.borrower) == []


def test_what_has_left_is_not_packed(session: Session, world: World, shipment: Shipment) -> None:
    shipment.state, shipment.at_place = ShipmentState.ABOARD, None
    assert to_pack(session, world.north.id, world.owner) == []


def test_a_place_awaits_what_goes_there(session: Session, world: World, shipment: Shipment) -> None:
    assert coming_to(session, world.south.id, world.borrower) == [shipment]


@pytest.mark.parametrize("state", [ShipmentState.RECEIVED, ShipmentState.CANCELLED])
def test_what_has_ended_is_not_awaited(
    session: Session, world: World, shipment: Shipment, state: ShipmentState
) -> None:
    shipment.state = state
    assert coming_to(session, world.south.id, world.borrower) == []


def test_a_librarian_does_not_see_what_another_place_packs(session: Session, world: World) -> None:
    with pytest.raises(NotAllowed):
        to_pack(session, world.north.id, world.borrower)


def test_an_unknown_place_awaits_nothing(session: Session, world: World) -> None:
    with pytest.raises(NotFound):
        coming_to(session, "none", world.coordinator)


def test_both_ends_and_the_coordinator_see_a_shipment_of_the_network(
    session: Session, world: World, shipment: Shipment
) -> None:
    people = (world.owner, world.borrower, world.coordinator, world.hub_staff)
    assert [shipments_in(session, world.network.id, by).total for by in people] == [1, 1, 1, 0]


def test_a_list_can_be_narrowed_to_states(session: Session, world: World, shipment: Shipment) -> None:
    astray = shipments_in(session, world.network.id, world.coordinator, states=[ShipmentState.ASTRAY])
    assert (astray.items, astray.total) == ([], 0)


def test_a_driver_sees_no_lists_of_shipments(session: Session, world: World, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        shipments_in(session, world.network.id, world.driver)
