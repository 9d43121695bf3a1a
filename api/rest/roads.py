"""What people know of roads and crossings."""

from __future__ import annotations

from datetime import date
from typing import Any

from marshmallow import fields

from api.rest.fields import Choice, Day, Degrees, Id, Object, Several, Text, Whole, YesNo
from api.rest.resource import Resource
from api.rest.schema import Incoming, Outgoing, list_of
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.network.crossings import Crossing, CrossingKind
from logistics.network.known import (
    LONGEST_NAME,
    MOST_METRES,
    MOST_SECONDS,
    CrossingText,
    Point,
    RoadText,
    crossing_of,
    crossings_of,
    forget_crossing,
    forget_road,
    know_road,
    roads_of,
    write_crossing,
)
from logistics.network.roads import WHOLE_YEAR, month_and_day
from logistics.network.timetable_lines import LONGEST_LINE

roads = Resource("roads", "What people know of the roads: pairs of places by season, ferries, roads open at set times.")

SEASON = {"description": "Month and day as one number, 1101 for 1 November; both ends included."}
MOST_LINES = 200


class RoadOut(Outgoing):
    """How far it is from one place to another."""

    id = Text(most=160)
    from_id = Text(most=64)
    to_id = Text(most=64)
    first_day = Whole(least=101, most=1231, metadata=SEASON)
    last_day = Whole(least=101, most=1231, metadata=SEASON)
    metres = Whole(least=0, most=MOST_METRES)
    seconds = Whole(least=0, most=MOST_SECONDS, metadata={"description": "Driven, without the crossing."})
    crossing_id = Text(most=64, allow_none=True)
    back = fields.Boolean(metadata={"description": "From the crossing's far side."})
    before_seconds = Whole(least=0, most=MOST_SECONDS, metadata={"description": "Driven before the crossing."})
    by_hand = fields.Boolean(metadata={"description": "False: from the network's file."})


ROADS_OUT = list_of(RoadOut)


class RoadIn(Incoming):
    """What is known of a pair; it takes the place of what was known of the same season."""

    from_id = Id(required=True)
    to_id = Id(required=True)
    metres = Whole(least=0, most=MOST_METRES, required=True)
    seconds = Whole(least=0, most=MOST_SECONDS, required=True)
    first_day = Day(load_default=None, allow_none=True, metadata={"description": "Of any year; null: the whole year."})
    last_day = Day(load_default=None, allow_none=True)
    crossing_id = Id(load_default=None, allow_none=True)
    back = YesNo(load_default=False)
    before_seconds = Whole(least=0, most=MOST_SECONDS, load_default=0)
    both_ways = YesNo(load_default=True)


class ServiceOut(Outgoing):
    """A line of a timetable."""

    back = fields.Boolean()
    weekdays = fields.List(Whole(least=0, most=6), metadata={"description": "Monday is 0."})
    first_minute = Whole(least=0, most=1440)
    last_minute = Whole(least=0, most=1440)
    every_minutes = Whole(least=0, most=9999, metadata={"description": "0: at any time between the two."})
    first_day = Whole(least=101, most=1231, metadata=SEASON)
    last_day = Whole(least=101, most=1231, metadata=SEASON)
    valid_from = Day(allow_none=True)
    valid_until = Day(allow_none=True)


class CrossingOut(Outgoing):
    """A ferry, or a road that is open at set times."""

    id = Text(most=64)
    name = Text(most=LONGEST_NAME)
    kind = Choice(CrossingKind)
    seconds = Whole(least=1)
    ahead_seconds = Whole(least=0)
    near_lat = fields.Float(allow_none=True)
    near_lon = fields.Float(allow_none=True)
    far_lat = fields.Float(allow_none=True)
    far_lon = fields.Float(allow_none=True)
    by_hand = fields.Boolean()
    services = fields.List(fields.Nested(ServiceOut))


class PointIn(Incoming):
    """A point, degrees, WGS 84."""

    lat = Degrees(most=90, required=True)
    lon = Degrees(most=180, required=True)


class CrossingIn(Incoming):
    """A crossing with its timetable in lines such as "mon-fri 06:15, 07:40" and "daily 08:00-20:00/30"."""

    name = Text(least=1, most=LONGEST_NAME, required=True)
    kind = Choice(CrossingKind, load_default=CrossingKind.FERRY)
    seconds = Whole(least=1, most=MOST_SECONDS, required=True)
    ahead_seconds = Whole(least=0, most=MOST_SECONDS, load_default=0)
    there = Several(Text(most=LONGEST_LINE), most=MOST_LINES, required=True)
    back = Several(Text(most=LONGEST_LINE), most=MOST_LINES, required=True)
    near = Object(PointIn, load_default=None, allow_none=True)
    far = Object(PointIn, load_default=None, allow_none=True)


@roads.reads("/networks/<id:network_id>/roads", Act.SEE_NETWORK, gives=ROADS_OUT)
def known(by: Person, network_id: str) -> object:
    """Pairs of places, by season."""
    return {"items": roads_of(db(), network_id, by)}


@roads.acts("/networks/<id:network_id>/roads", Act.MANAGE_NETWORK, body=RoadIn, gives=ROADS_OUT, status=201)
def know(by: Person, road: dict[str, Any], network_id: str) -> object:
    """Write down a pair: the rows of each direction."""
    season = season_of(road.pop("first_day"), road.pop("last_day"))
    return {"items": know_road(db(), network_id, RoadText(**road, season=season), by=by)}


@roads.removes("/roads/<id:known_id>", Act.MANAGE_NETWORK)
def forget(by: Person, known_id: str) -> None:
    """Take away what is known of a pair, in one direction."""
    forget_road(db(), known_id, by=by)


@roads.reads("/networks/<id:network_id>/crossings", Act.SEE_NETWORK, gives=list_of(CrossingOut))
def crossings(by: Person, network_id: str) -> object:
    """Ferries, and roads that are open at set times."""
    return {"items": crossings_of(db(), network_id, by)}


@roads.acts("/networks/<id:network_id>/crossings", Act.MANAGE_NETWORK, body=CrossingIn, gives=CrossingOut, status=201)
def add_crossing(by: Person, crossing: dict[str, Any], network_id: str) -> Crossing:
    """Make a crossing."""
    return write_crossing(db(), network_id, _text(crossing), by=by)


@roads.reads("/crossings/<id:crossing_id>", Act.SEE_NETWORK, gives=CrossingOut)
def one_crossing(by: Person, crossing_id: str) -> Crossing:
    """One crossing with its timetable."""
    return crossing_of(db(), crossing_id, by)


@roads.changes("/crossings/<id:crossing_id>", Act.MANAGE_NETWORK, gives=CrossingOut, body=CrossingIn)
def change_crossing(by: Person, crossing: dict[str, Any], crossing_id: str) -> Crossing:
    """Write a crossing anew, its timetable with it."""
    network_id = _as_read(by, crossing_id).network_id
    return write_crossing(db(), network_id, _text(crossing), by=by, crossing_id=crossing_id)


@roads.removes("/crossings/<id:crossing_id>", Act.MANAGE_NETWORK, if_match=True)
def remove_crossing(by: Person, crossing_id: str) -> None:
    """Take a crossing away, with what is known of pairs that go over it."""
    _as_read(by, crossing_id)
    forget_crossing(db(), crossing_id, by=by)


def _as_read(by: Person, crossing_id: str) -> Crossing:
    """Lock a crossing that the caller sees and that is still as the caller read it."""
    crossing = crossing_of(db(), crossing_id, by, lock=True)
    roads.check_etag(crossing, CrossingOut)
    return crossing


def _text(crossing: dict[str, Any]) -> CrossingText:
    return CrossingText(**crossing | {side: point_of(crossing[side]) for side in ("near", "far")})


def point_of(given: dict[str, float] | None) -> Point | None:
    """A point as it was sent."""
    return (given["lat"], given["lon"]) if given else None


def season_of(first_day: date | None, last_day: date | None) -> tuple[int, int]:
    """A season as it was sent; without both of its ends the whole year."""
    if first_day is None or last_day is None:
        return WHOLE_YEAR
    return month_and_day(first_day), month_and_day(last_day)
