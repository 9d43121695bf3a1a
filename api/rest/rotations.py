"""Rotations of travelling crates: made, changed cell by cell, wished for, taken back."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.installation import now
from api.rest.fields import Choice, Day, Id, Moment, Object, Several, Text, Whole, YesNo
from api.rest.resource import Resource
from api.rest.schema import Incoming, Outgoing, list_of
from api.season_sentences import rule_sentence
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.bookings import rotation_plans
from logistics.bookings.rotations import Rotation, RotationState, RotationWish
from logistics.transport.rotating import judge
from logistics.transport.rotation_publishing import take_back

rotations = Resource("rotations", "Which travelling crate stands at which library in which period.")


class PeriodOut(Outgoing):
    """Days on which every crate stays where it is; numbers count from 1."""

    number = Whole(least=1)
    first_day = Day()
    last_day = Day()


class PlaceInRotation(Outgoing):
    """A place, and how many crates can stand there at once."""

    place_id = Text(most=64)
    capacity = Whole(least=1)


class CrateInRotation(Outgoing):
    """A collection that travels."""

    collection_id = Text(most=64)
    theme = Text(most=120)


class RotationCellOut(Outgoing):
    """Where a crate stands in a period; a crate without a cell rests at home."""

    collection_id = Text(most=64)
    period = Whole(least=1)
    place_id = Text(most=64)
    fixed = YesNo()
    booking_id = Text(most=32, allow_none=True)
    hold_id = Text(
        most=32,
        allow_none=True,
        metadata={"description": "Keeps a crate at its home, once published."},
    )


class RotationWishOut(Outgoing):
    """What a library wants, or never wants."""

    id = Text(most=32)
    place_id = Text(most=64)
    collection_id = Text(most=64, allow_none=True)
    theme = Text(most=120, allow_none=True)
    period = Whole(least=1, allow_none=True)
    never = YesNo()


class BrokenOut(Outgoing):
    """A rule that the rotation breaks."""

    code = Text(most=40)
    title = Text(most=500)
    cells = fields.List(fields.Dict(), metadata={"description": "collection_id and period of each cell concerned."})


class RotationName(Outgoing):
    """A rotation in a list."""

    id = Text(most=32)
    network_id = Text(most=32)
    name = Text(most=120)
    state = Choice(RotationState)
    first_day = Day()
    last_day = Day()
    made_at = Moment()
    published_at = Moment(allow_none=True)


class RotationOut(RotationName):
    """A rotation, judged as it stands."""

    periods = fields.List(fields.Nested(PeriodOut))
    places = fields.List(fields.Nested(PlaceInRotation))
    crates = fields.List(fields.Nested(CrateInRotation))
    cells = fields.List(fields.Nested(RotationCellOut))
    wishes = fields.List(fields.Nested(RotationWishOut))
    broken = fields.List(fields.Nested(BrokenOut))
    meetings = Whole(least=0, metadata={"description": "Pairs of a crate and a library that meet."})
    lost = Whole(least=0, metadata={"description": "Crates that rest at home, summed over the periods."})
    empty = Whole(least=0, metadata={"description": "Libraries without a crate, summed over the periods."})
    short = Whole(least=0, metadata={"description": "Meetings that libraries have less than an equal share."})
    unmet = Whole(least=0, metadata={"description": "Wishes that do not come true."})
    metres = Whole(least=0, metadata={"description": "Of driving; a tenth where a tour drives anyhow."})
    gap = fields.Float(allow_none=True, metadata={"description": "How far above the least driving, at most."})
    service_proven = YesNo(metadata={"description": "No rotation serves libraries better."})


class RotationIn(Incoming):
    """Who takes part, from when and for how long."""

    network_id = Id(required=True)
    name = Text(least=1, most=rotation_plans.LONGEST_NAME, required=True)
    first_day = Day(required=True)
    weeks = Whole(least=1, most=rotation_plans.MOST_WEEKS, required=True)
    periods = Whole(least=1, most=rotation_plans.MOST_PERIODS, required=True)
    places = Several(Object(lambda: RotationRoomIn()), least=1, most=200, required=True)
    collection_ids = Several(Id(), least=1, most=500, required=True)


class RotationRoomIn(Incoming):
    """A place that takes part."""

    place_id = Id(required=True)
    capacity = Whole(least=1, most=rotation_plans.MOST_CAPACITY, required=True)


class RotationCellIn(Incoming):
    """A crate, a period, and where it is to stand."""

    collection_id = Id(required=True)
    period = Whole(least=1, most=rotation_plans.MOST_PERIODS, required=True)
    place_id = Id(required=True, allow_none=True, metadata={"description": "null: at rest at home."})
    fixed = YesNo(load_default=True, metadata={"description": "A search leaves the cell as it is."})


class RotationWishIn(Incoming):
    """A crate or a theme, and perhaps a period; or a crate that is never wanted."""

    place_id = Id(required=True)
    collection_id = Id(load_default=None, allow_none=True)
    theme = Text(most=120, load_default=None, allow_none=True)
    period = Whole(least=1, most=rotation_plans.MOST_PERIODS, load_default=None, allow_none=True)
    never = YesNo(load_default=False)


class RotationsQuery(Incoming):
    """Of which network."""

    network_id = Id(required=True)


@rotations.reads("/rotations", Act.SEE_SEASONS, query=RotationsQuery, gives=list_of(RotationName))
def some_rotations(by: Person, wanted: dict[str, Any]) -> object:
    """The rotations of a network, the newest first."""
    return {"items": rotation_plans.rotations_in(db(), wanted["network_id"], by)}


@rotations.acts("/rotations", Act.ROTATE, body=RotationIn, gives=RotationOut, status=201)
def begin_rotation(by: Person, wanted: dict[str, Any]) -> object:
    """Begin a rotation; no crate is in its place yet."""
    places = {room["place_id"]: room["capacity"] for room in wanted.pop("places")}
    return _judged(rotation_plans.make_rotation(db(), capacities=places, by=by, now=now(), **wanted))


@rotations.reads("/rotations/<id:rotation_id>", Act.SEE_SEASONS, gives=RotationOut)
def one_rotation(by: Person, rotation_id: str) -> object:
    """One rotation, with the rules that it breaks and how good it is."""
    return _judged(rotation_plans.rotation_of(db(), rotation_id, by))


@rotations.removes("/rotations/<id:rotation_id>", Act.ROTATE)
def throw_rotation_away(by: Person, rotation_id: str) -> None:
    """Throw a draft away."""
    rotation_plans.throw_away(db(), rotation_id, by=by)


@rotations.acts("/rotations/<id:rotation_id>/cells", Act.ROTATE, body=RotationCellIn, gives=RotationOut)
def put_crate(by: Person, cell: dict[str, Any], rotation_id: str) -> object:
    """Put a crate somewhere in a period; broken rules are told, not refused."""
    return _judged(rotation_plans.put(db(), rotation_id, by=by, **cell))


@rotations.acts("/rotations/<id:rotation_id>/wishes", Act.WISH, body=RotationWishIn, gives=RotationWishOut, status=201)
def wish_for(by: Person, what: dict[str, Any], rotation_id: str) -> RotationWish:
    """Wish for a crate or a theme, or rule a crate out."""
    return rotation_plans.wish(db(), rotation_id, by=by, **what)


@rotations.removes("/rotation-wishes/<id:wish_id>", Act.WISH)
def take_wish_back(by: Person, wish_id: str) -> None:
    """Take a wish back."""
    rotation_plans.take_wish_back(db(), wish_id, by=by)


@rotations.acts("/rotations/<id:rotation_id>/withdraw", Act.ROTATE, gives=RotationOut)
def take_rotation_back(by: Person, rotation_id: str) -> object:
    """Make it a draft again and cancel its loans, as long as no crate has left."""
    return _judged(take_back(db(), rotation_id, by=by, now=now()))


def _judged(rotation: Rotation) -> dict[str, object]:
    judged = judge(db(), rotation)
    names = {one.place_id: one.place.name for one in rotation.places}
    names |= {one.collection_id: one.collection.title for one in rotation.crates}
    told = {name: getattr(rotation, name) for name in RotationOut().fields if hasattr(rotation, name)}
    return told | {
        "broken": [
            {
                "code": rule.code,
                "title": rule_sentence(rule, lambda name: names.get(name, name)),
                "cells": [{"collection_id": crate, "period": period + 1} for crate, period in rule.cells],
            }
            for rule in judged.broken
        ],
        "meetings": judged.figures.meetings,
        "lost": judged.figures.service.lost,
        "empty": judged.figures.service.empty,
        "short": judged.figures.service.short,
        "unmet": judged.figures.service.unmet,
        "metres": judged.figures.metres,
        "gap": judged.gap,
        "service_proven": judged.service_proven,
    }
