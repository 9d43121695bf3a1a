"""The timetable: seasons, and the tours that promises rest on."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.installation import now
from api.rest.fields import Day, Id, Object, Several, Text, Whole, YesNo
from api.rest.resource import Resource
from api.rest.schema import Incoming, Labelled, Outgoing, list_of
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.network.timetables import (
    LONGEST_NAME,
    MOST_DAYS,
    MOST_STOPS,
    Call,
    TourText,
    add_season,
    add_tour,
    change_tour,
    restore_tour,
    retire_tour,
    seasons_of,
    set_running,
    tour_of,
)
from logistics.network.tours import Season, Tour
from logistics.transport.revising import revise

tours = Resource("tours", "Seasons, and the tours that promises rest on.")

MINUTES = {"description": "Minutes after midnight, by the network's wall clock."}
MOST_CRATES = 10_000


class TourStopOut(Outgoing):
    """A stop, in the order of the tour."""

    place = fields.Nested(Labelled)
    arrives_minute = Whole(least=0, most=1440, metadata=MINUTES)
    leaves_minute = Whole(least=0, most=1440, metadata=MINUTES)


class OverOut(Outgoing):
    """A stretch that goes over a crossing."""

    position = Whole(least=1, metadata={"description": "Of the stop that it leads to, from 1."})
    crossing = fields.Nested(Labelled)
    back = fields.Boolean(metadata={"description": "From the crossing's far side."})


class NamedDayOut(Outgoing):
    """A day that does not follow the weekdays."""

    day = Day()
    runs = fields.Boolean()


class TourOut(Outgoing):
    """A way that a vehicle drives again and again, at the same times of day."""

    id = Text(most=64)
    season_id = Text(most=64)
    name = Text(most=LONGEST_NAME)
    vehicle = fields.Nested(Labelled)
    weekdays = fields.List(Whole(least=0, most=6), metadata={"description": "Monday is 0."})
    days = fields.List(fields.Nested(NamedDayOut))
    school_days_only = fields.Boolean()
    capacity = Whole(least=1, allow_none=True, metadata={"description": "Crate units; null: the vehicle's."})
    active = fields.Boolean()
    stops = fields.List(fields.Nested(TourStopOut))
    crossings = fields.List(fields.Nested(OverOut))


class SeasonOut(Outgoing):
    """Days on which tours run, both included."""

    id = Text(most=64)
    name = Text(most=LONGEST_NAME)
    first_day = Day()
    last_day = Day()
    tours = fields.List(fields.Nested(TourOut))


class SeasonIn(Incoming):
    """A season without tours."""

    name = Text(least=1, most=LONGEST_NAME, required=True)
    first_day = Day(required=True)
    last_day = Day(required=True)


class CallIn(Incoming):
    """A stop."""

    place_id = Id(required=True)
    arrives_minute = Whole(least=0, most=1440, required=True, metadata=MINUTES)
    leaves_minute = Whole(least=0, most=1440, required=True, metadata=MINUTES)
    crossing_id = Id(load_default=None, allow_none=True)
    back = YesNo(load_default=False)


class TourIn(Incoming):
    """Everything that a tour says of itself."""

    name = Text(least=1, most=LONGEST_NAME, required=True)
    vehicle_id = Id(required=True)
    calls = Several(Object(CallIn), least=2, most=MOST_STOPS, required=True)
    weekdays = Several(Whole(least=0, most=6), most=7, load_default=[])
    also_on = Several(Day(), most=MOST_DAYS, load_default=[])
    not_on = Several(Day(), most=MOST_DAYS, load_default=[])
    school_days_only = YesNo(load_default=False)
    capacity = Whole(least=1, most=MOST_CRATES, load_default=None, allow_none=True)


class RunningIn(Incoming):
    """Whether a tour runs on a day."""

    day = Day(required=True)
    runs = YesNo(required=True)


@tours.reads("/networks/<id:network_id>/seasons", Act.SEE_NETWORK, gives=list_of(SeasonOut))
def seasons(by: Person, network_id: str) -> object:
    """The seasons of a network with their tours, the latest first."""
    return {"items": seasons_of(db(), network_id, by)}


@tours.acts("/networks/<id:network_id>/seasons", Act.MANAGE_TOURS, body=SeasonIn, gives=SeasonOut, status=201)
def open_season(by: Person, wanted: dict[str, Any], network_id: str) -> Season:
    """Open a season."""
    return add_season(db(), network_id=network_id, by=by, **wanted)


@tours.acts("/seasons/<id:season_id>/tours", Act.MANAGE_TOURS, body=TourIn, gives=TourOut, status=201)
def new_tour(by: Person, wanted: dict[str, Any], season_id: str) -> Tour:
    """Add a tour to a season."""
    return _revised(add_tour(db(), season_id, _text(wanted), by=by))


@tours.reads("/tours/<id:tour_id>", Act.SEE_NETWORK, gives=TourOut)
def one_tour(by: Person, tour_id: str) -> Tour:
    """One tour."""
    return tour_of(db(), tour_id, by)


@tours.changes("/tours/<id:tour_id>", Act.MANAGE_TOURS, body=TourIn, gives=TourOut)
def rewrite_tour(by: Person, wanted: dict[str, Any], tour_id: str) -> Tour:
    """Write a tour anew; promises that rest on it are made anew too, and those concerned are told."""
    tour_of(db(), tour_id, by)
    tours.check_etag(fetch(db(), Tour, tour_id, lock=True), TourOut)
    return _revised(change_tour(db(), tour_id, _text(wanted), by=by))


@tours.acts("/tours/<id:tour_id>/days", Act.MANAGE_TOURS, body=RunningIn, gives=TourOut)
def run_on_day(by: Person, wanted: dict[str, Any], tour_id: str) -> Tour:
    """Leave a tour out on a day, or let it run after all."""
    return _revised(set_running(db(), tour_id, wanted["day"], wanted["runs"], by=by))


@tours.acts("/tours/<id:tour_id>/retire", Act.MANAGE_TOURS, gives=TourOut)
def give_up(by: Person, tour_id: str) -> Tour:
    """Let a tour run no more; what it carried stays known."""
    return _revised(retire_tour(db(), tour_id, by=by))


@tours.acts("/tours/<id:tour_id>/restore", Act.MANAGE_TOURS, gives=TourOut)
def take_up_again(by: Person, tour_id: str) -> Tour:
    """Let a tour that was given up run again."""
    return _revised(restore_tour(db(), tour_id, by=by))


def _revised(tour: Tour) -> Tour:
    """The tour, once promises that it made untrue are made anew."""
    revise(db(), tour.season.network_id, now=now())
    return tour


def _text(wanted: dict[str, Any]) -> TourText:
    return TourText(**wanted | {"calls": [Call(**call) for call in wanted["calls"]]})
