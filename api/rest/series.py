"""Series: loans that come again."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.installation import now
from api.rest.collections import CollectionName
from api.rest.fields import Choice, Day, Id, Moment, Text, Whole, YesNo
from api.rest.resource import Resource
from api.rest.schema import Incoming, Labelled, Outgoing, list_of
from api.rest.wishes import LikeIn
from api.session import db
from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.bookings.requests import LONGEST_NOTE
from logistics.bookings.series import (
    MOST_DAYS_AHEAD,
    MOST_LOAN_DAYS,
    Rhythm,
    Series,
    begin_series,
    end_series,
    resume_series,
    series_of,
)
from logistics.database import fetch
from logistics.holdings.collections import CollectionKind
from logistics.transport.recurring import ask_ahead

series = Resource("series", "Loans that come again, asked for ahead of time.")


class SeriesIn(LikeIn):
    """A loan that comes again: of one collection, or of any that fits."""

    place_id = Id(required=True)
    collection_id = Id(load_default=None, allow_none=True)
    rhythm = Choice(Rhythm, required=True)
    starts_on = Day(required=True, metadata={"description": "The first occasion, or the day after which it comes."})
    loan_days = Whole(least=1, most=MOST_LOAN_DAYS, required=True)
    days_ahead = Whole(least=1, most=MOST_DAYS_AHEAD, required=True)
    note = Text(most=LONGEST_NOTE, load_default="")
    contact_id = Id(load_default=None, allow_none=True, metadata={"description": "On whose behalf; null: our readers."})


class SeriesOut(Outgoing):
    """A series."""

    id = Text(most=32)
    place = fields.Nested(Labelled)
    contact_id = Text(most=32, allow_none=True)
    collection = fields.Nested(CollectionName, allow_none=True)
    kind = Choice(CollectionKind, allow_none=True)
    language = Text(most=8, allow_none=True)
    subject = Text(most=120)
    age_from = Whole(least=0, allow_none=True)
    age_to = Whole(least=0, allow_none=True)
    rhythm = Choice(Rhythm)
    starts_on = Day()
    loan_days = Whole(least=1)
    days_ahead = Whole(least=1)
    note = Text(most=LONGEST_NOTE)
    active = YesNo()
    asked_at = Moment()


class TurnOut(Outgoing):
    """What came of one occasion: a booking, or the code of why it could not be had."""

    occasion = Day()
    booking_id = Text(most=32, allow_none=True)
    refusal = Text(most=40, allow_none=True)
    made_at = Moment()


class SeriesQuery(Incoming):
    """Whose."""

    place_id = Id(required=True)


@series.reads("/series", Act.REQUEST, query=SeriesQuery, gives=list_of(SeriesOut))
def series_of_place(by: Person, wanted: dict[str, Any]) -> object:
    """The series of a place, those that go on first."""
    return {"items": series_of(db(), wanted["place_id"], by)}


@series.acts("/series", Act.REQUEST, body=SeriesIn, gives=SeriesOut, status=201)
def make_series(by: Person, wanted: dict[str, Any]) -> Series:
    """Let a loan come again; what is near already is asked for at once."""
    made = begin_series(db(), by=by, now=now(), **wanted)
    ask_ahead(db(), made.id, now())
    return made


@series.reads("/series/<id:series_id>/turns", Act.REQUEST, gives=list_of(TurnOut))
def turns(by: Person, series_id: str) -> object:
    """What came of each occasion that was asked for, in order."""
    found = fetch(db(), Series, series_id)
    allow(by, Act.REQUEST, network_id=found.network_id, place_ids=(found.place_id,))
    return {"items": found.turns}


@series.acts("/series/<id:series_id>/end", Act.REQUEST, gives=SeriesOut)
def stop_series(by: Person, series_id: str) -> Series:
    """Ask no more; what was asked for stays."""
    return end_series(db(), series_id, by=by)


@series.acts("/series/<id:series_id>/resume", Act.REQUEST, gives=SeriesOut)
def go_on_with_series(by: Person, series_id: str) -> Series:
    """Ask again from the next occasion on."""
    return resume_series(db(), series_id, by=by)
