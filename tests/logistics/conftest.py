"""A small network in which everything can happen: three places, one van, somebody in each role."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.holdings.collections import Collection
from logistics.network.fleet import Vehicle
from logistics.network.networks import Network
from logistics.network.places import Place
from tests.builders import a_collection, a_network, a_person, a_vehicle


@dataclass(frozen=True)
class World:
    """North owns a crate; south borrows it; the hub lies between them and is the van's home."""

    network: Network
    north: Place
    hub: Place
    south: Place
    van: Vehicle
    crate: Collection
    owner: Person
    borrower: Person
    hub_staff: Person
    driver: Person
    coordinator: Person


@pytest.fixture
def world(session: Session) -> World:
    """Flushed, not committed."""
    network = a_network(session)
    north, hub, south = (session.get_one(Place, f"test-{name}") for name in ("north", "hub", "south"))
    van = a_vehicle(session, network)
    session.expire(network)
    return World(
        network=network,
        north=north,
        hub=hub,
        south=south,
        van=van,
        crate=a_collection(session, north, id="crate", title="Deckare", crates=2),
        owner=a_person(session, Role.LIBRARIAN, north),
        borrower=a_person(session, Role.LIBRARIAN, south),
        hub_staff=a_person(session, Role.LIBRARIAN, hub),
        driver=a_person(session, Role.DRIVER),
        coordinator=a_person(session, Role.COORDINATOR),
    )
