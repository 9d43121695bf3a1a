"""Roads that are closed, for a season or some days."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.rest.fields import Day, Object, Text, Whole
from api.rest.resource import Resource
from api.rest.roads import SEASON, PointIn, point_of, season_of
from api.rest.schema import Incoming, Outgoing, list_of
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.network.closed_roads import (
    LEAST_METRES,
    LONGEST_NAME,
    MOST_METRES,
    USUAL_METRES,
    ClosedRoad,
    ClosedRoadText,
    close_road,
    closed_road_of,
    closed_roads_of,
    forget_closed_road,
    set_lifted,
)

closed_roads = Resource("closed-roads", "Stretches of road that are closed: over a mountain in winter, by roadworks.")


class ClosedRoadOut(Outgoing):
    """All road within so many metres of a point, or of the line between two."""

    id = Text(most=64)
    network_id = Text(most=32)
    name = Text(most=LONGEST_NAME)
    lat = fields.Float(metadata={"description": "Degrees, WGS 84."})
    lon = fields.Float()
    to_lat = fields.Float(allow_none=True, metadata={"description": "Null: a point."})
    to_lon = fields.Float(allow_none=True)
    within_metres = Whole(least=LEAST_METRES, most=MOST_METRES)
    first_day = Whole(least=101, most=1231, metadata=SEASON)
    last_day = Whole(least=101, most=1231, metadata=SEASON)
    valid_from = Day(allow_none=True)
    valid_until = Day(allow_none=True)
    lifted = fields.Boolean(metadata={"description": "Open again for now."})
    by_hand = fields.Boolean(metadata={"description": "False: from the network's file."})


class ClosedRoadIn(Incoming):
    """A closed road; without a season or dates it is closed until it is lifted."""

    name = Text(least=1, most=LONGEST_NAME, required=True)
    at = Object(PointIn, required=True)
    to = Object(PointIn, load_default=None, allow_none=True)
    within_metres = Whole(least=LEAST_METRES, most=MOST_METRES, load_default=USUAL_METRES)
    first_day = Day(load_default=None, allow_none=True, metadata={"description": "Of any year; null: the whole year."})
    last_day = Day(load_default=None, allow_none=True)
    valid_from = Day(load_default=None, allow_none=True)
    valid_until = Day(load_default=None, allow_none=True)


@closed_roads.reads("/networks/<id:network_id>/closed-roads", Act.SEE_NETWORK, gives=list_of(ClosedRoadOut))
def closed_in_network(by: Person, network_id: str) -> object:
    """Closed roads, lifted ones included."""
    return {"items": closed_roads_of(db(), network_id, by)}


@closed_roads.acts(
    "/networks/<id:network_id>/closed-roads", Act.MANAGE_NETWORK, body=ClosedRoadIn, gives=ClosedRoadOut, status=201
)
def close(by: Person, wanted: dict[str, Any], network_id: str) -> ClosedRoad:
    """Close a road; plans made from then on go round it."""
    return close_road(db(), network_id, _text(wanted), by=by)


@closed_roads.reads("/closed-roads/<id:closed_id>", Act.SEE_NETWORK, gives=ClosedRoadOut)
def one_closed_road(by: Person, closed_id: str) -> ClosedRoad:
    """One closed road."""
    return closed_road_of(db(), closed_id, by)


@closed_roads.changes("/closed-roads/<id:closed_id>", Act.MANAGE_NETWORK, gives=ClosedRoadOut, body=ClosedRoadIn)
def change_closed_road(by: Person, wanted: dict[str, Any], closed_id: str) -> ClosedRoad:
    """Write a closed road anew."""
    network_id = _as_read(by, closed_id).network_id
    return close_road(db(), network_id, _text(wanted), by=by, closed_id=closed_id)


@closed_roads.acts("/closed-roads/<id:closed_id>/lift", Act.MANAGE_NETWORK, gives=ClosedRoadOut)
def lift(by: Person, closed_id: str) -> ClosedRoad:
    """Open a road for now."""
    return set_lifted(db(), closed_id, True, by=by)


@closed_roads.acts("/closed-roads/<id:closed_id>/close-again", Act.MANAGE_NETWORK, gives=ClosedRoadOut)
def close_again(by: Person, closed_id: str) -> ClosedRoad:
    """Close a road again that was lifted."""
    return set_lifted(db(), closed_id, False, by=by)


@closed_roads.removes("/closed-roads/<id:closed_id>", Act.MANAGE_NETWORK, if_match=True)
def forget_closed(by: Person, closed_id: str) -> None:
    """Take a closed road away for good."""
    _as_read(by, closed_id)
    forget_closed_road(db(), closed_id, by=by)


def _as_read(by: Person, closed_id: str) -> ClosedRoad:
    """Lock a closed road that the caller sees and that is still as the caller read it."""
    closed = closed_road_of(db(), closed_id, by, lock=True)
    closed_roads.check_etag(closed, ClosedRoadOut)
    return closed


def _text(wanted: dict[str, Any]) -> ClosedRoadText:
    return ClosedRoadText(
        name=wanted["name"],
        at=(wanted["at"]["lat"], wanted["at"]["lon"]),
        to=point_of(wanted["to"]),
        within_metres=wanted["within_metres"],
        season=season_of(wanted["first_day"], wanted["last_day"]),
        valid_from=wanted["valid_from"],
        valid_until=wanted["valid_until"],
    )
