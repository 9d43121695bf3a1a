"""Networks, with their municipalities and vehicles."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice, takewhile
from typing import Any

from marshmallow import fields

from api.installation import today
from api.rest.fields import Day, Moment, Text, Whole, WholeInQuery
from api.rest.resource import Resource
from api.rest.schema import Incoming, Labelled, Outgoing, list_of
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.network.calendar import cutoff_of, service_days
from logistics.network.networks import Network
from logistics.network.queries import network_of, networks_of

networks = Resource("networks", "Libraries that move their collections together.")

MOST_SERVICE_DAYS = 100


class NetworkOut(Outgoing):
    """A network and its habits of transport."""

    id = Text(most=32)
    name = Text(most=120)
    currency = Text(most=3, metadata={"description": "ISO 4217; all amounts are in its smallest unit."})
    time_zone = Text(most=40, metadata={"description": "IANA name of its wall clock."})
    country = Text(most=2)
    subdivision = Text(most=8, allow_none=True)
    language = Text(most=8)
    service_weekdays = fields.List(Whole(least=0, most=6), metadata={"description": "Monday is 0."})
    cutoff_minute = Whole(
        least=0, most=1439, metadata={"description": "Minutes after midnight of the day before a service day."}
    )
    transit_days = Whole(least=1, metadata={"description": "Service days that a promise allows for each way."})
    horizon_days = Whole(least=1, metadata={"description": "Calendar days that planning looks ahead."})
    plan_seconds = Whole(least=1)
    source = Text(most=500, metadata={"description": "Where the network's data come from, with licence."})


class MunicipalityOut(Outgoing):
    """Who pays for a place."""

    id = Text(most=64)
    code = Text(most=8)
    name = Text(most=120)
    population = Whole(least=1)
    population_on = Day()


class VehicleOut(Outgoing):
    """A van or bus; costs in minor units."""

    id = Text(most=64)
    name = Text(most=120)
    home = fields.Nested(Labelled)
    carrier = Text(most=120, metadata={"description": "Who drives it; empty: not said."})
    capacity = Whole(least=1, metadata={"description": "Crate units."})
    shift_starts_minute = Whole(least=0, most=1440)
    shift_ends_minute = Whole(least=0, most=1440)
    max_trips = Whole(least=1, allow_none=True)
    cost_per_day = Whole(least=0)
    cost_per_km = Whole(least=0)
    cost_per_hour = Whole(least=0)
    active = fields.Boolean()


class ServiceDayOut(Outgoing):
    """A day on which transport drives."""

    day = Day()
    cutoff_at = Moment(metadata={"description": "Later changes wait for another day."})


class ServiceDaysQuery(Incoming):
    """From which day on, and how many."""

    first = Day(load_default=None, metadata={"description": "Today, unless given."})
    count = WholeInQuery(least=1, most=MOST_SERVICE_DAYS, load_default=10)


@networks.reads("/networks", Act.SEE_NETWORK, gives=list_of(NetworkOut))
def every_network(by: Person) -> object:
    """The networks that the caller belongs to, or administers."""
    return {"items": networks_of(db(), by)}


@networks.reads("/networks/<id:network_id>", Act.SEE_NETWORK, gives=NetworkOut)
def one_network(by: Person, network_id: str) -> Network:
    """One network."""
    return network_of(db(), network_id, by)


@networks.reads("/networks/<id:network_id>/municipalities", Act.SEE_NETWORK, gives=list_of(MunicipalityOut))
def municipalities(by: Person, network_id: str) -> object:
    """The municipalities of a network."""
    return {"items": network_of(db(), network_id, by).municipalities}


@networks.reads("/networks/<id:network_id>/vehicles", Act.SEE_NETWORK, gives=list_of(VehicleOut))
def vehicles(by: Person, network_id: str) -> object:
    """The vehicles of a network."""
    return {"items": network_of(db(), network_id, by).vehicles}


@networks.reads(
    "/networks/<id:network_id>/service-days", Act.SEE_NETWORK, query=ServiceDaysQuery, gives=list_of(ServiceDayOut)
)
def days_of_service(by: Person, wanted: dict[str, Any], network_id: str) -> object:
    """The next days on which transport drives, each with the moment until which it can be changed."""
    network = network_of(db(), network_id, by)
    first = wanted["first"] or today(network)
    days = islice(service_days(network, first), wanted["count"])
    within = takewhile(lambda day: day <= first + timedelta(days=366), days)
    return {"items": [{"day": day, "cutoff_at": cutoff_of(network, day)} for day in within]}
