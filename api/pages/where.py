"""Where the signed-in person works, and which places they may speak for."""

from __future__ import annotations

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from api.alphabet import alphabetical
from api.session import db
from api.sign_in import person
from logistics.access.permission import may
from logistics.access.rights import Act
from logistics.network.networks import Network
from logistics.network.places import Place


def own_network() -> Network:
    """The person's network; an administrator, who has none, looks at the first one there is."""
    network_id = person().network_id
    network = (
        db().get(Network, network_id) if network_id else db().scalars(select(Network).order_by(Network.id)).first()
    )
    if network is None:
        raise NotFound
    return network


def own_place() -> Place | None:
    """Where a librarian works; None for everybody else."""
    place_id = person().place_id
    return db().get(Place, place_id) if place_id else None


def places_for(act: Act) -> list[Place]:
    """The places that the person may do `act` for, in alphabetical order; for a librarian only their own."""
    places = [place for place in own_network().places if place.active]
    allowed = [p for p in places if may(person(), act, network_id=p.network_id, place_ids=(p.id,))]
    return sorted(allowed, key=lambda place: alphabetical(place.name))


def all_places() -> list[Place]:
    """Every place of the network that is in use, in alphabetical order."""
    return sorted((p for p in own_network().places if p.active), key=lambda place: alphabetical(place.name))
