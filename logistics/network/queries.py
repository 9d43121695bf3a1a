"""Networks and their places, for those who may see them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from logistics.access.people import Person
from logistics.access.permission import allow, may
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.network.networks import Network
from logistics.network.places import Place


def network_of(session: Session, network_id: str, by: Person) -> Network:
    """One network.

    Raises:
        NotFound: there is none of that id.
        NotAllowed: `by` does not belong to it.
    """
    network = fetch(session, Network, network_id, field="network_id")
    allow(by, Act.SEE_NETWORK, network_id=network.id)
    return network


def networks_of(session: Session, by: Person) -> list[Network]:
    """Every network that `by` belongs to, by name."""
    networks = session.scalars(select(Network).order_by(Network.name, Network.id))
    return [network for network in networks if may(by, Act.SEE_NETWORK, network_id=network.id)]


def places_of(session: Session, network_id: str, by: Person) -> list[Place]:
    """The places that a network serves, by name, their municipalities loaded.

    Raises:
        NotFound: no such network.
        NotAllowed: `by` does not belong to it.
    """
    network = network_of(session, network_id, by)
    wanted = select(Place).where(Place.network_id == network.id, Place.active).options(joinedload(Place.municipality))
    return list(session.scalars(wanted.order_by(Place.name, Place.id)))
