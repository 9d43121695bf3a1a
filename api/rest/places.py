"""Places: where crates are handed over, and when somebody is there."""

from __future__ import annotations

from marshmallow import fields

from api.rest.fields import Choice, Text, Whole
from api.rest.resource import Resource
from api.rest.schema import Labelled, Outgoing, list_of
from api.session import db
from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.network.places import Place, PlaceKind
from logistics.network.queries import places_of

places = Resource("places", "Where crates are handed over.")


class HoursOut(Outgoing):
    """When somebody is there to receive a crate, by the wall clock."""

    weekday = Whole(least=0, most=6, metadata={"description": "Monday is 0."})
    opens_minute = Whole(least=0, most=1440, metadata={"description": "Minutes after midnight."})
    closes_minute = Whole(least=0, most=1440)


class PlaceOut(Outgoing):
    """A library, school or other place."""

    id = Text(most=64)
    network_id = Text(most=32)
    municipality = fields.Nested(Labelled)
    name = Text(most=120)
    kind = Choice(PlaceKind)
    address = Text(most=200)
    library_number = Text(most=7, allow_none=True)
    lat = fields.Float(metadata={"description": "Degrees, WGS 84."})
    lon = fields.Float()
    hub = fields.Boolean(metadata={"description": "Crates are put down here, sorted and sent on."})
    active = fields.Boolean()
    receiving_hours = fields.List(fields.Nested(HoursOut))


@places.reads("/networks/<id:network_id>/places", Act.SEE_NETWORK, gives=list_of(PlaceOut))
def places_of_network(by: Person, network_id: str) -> object:
    """The places that a network serves."""
    return {"items": places_of(db(), network_id, by)}


@places.reads("/places/<id:place_id>", Act.SEE_NETWORK, gives=PlaceOut)
def one_place(by: Person, place_id: str) -> Place:
    """One place."""
    return seen_place(by, place_id)


def seen_place(by: Person, place_id: str) -> Place:
    """A place of a network that the caller may see.

    Raises:
        NotFound: no such place.
        NotAllowed: it is in another network.
    """
    place = fetch(db(), Place, place_id)
    allow(by, Act.SEE_NETWORK, network_id=place.network_id)
    return place
