"""The annual wheel: what a year brings, and marks on it."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validates_schema

from api.installation import now
from api.rest.fields import Choice, Day, Id, Several, Text, Whole, YesNo, refuse
from api.rest.resource import Resource
from api.rest.schema import Incoming, Outgoing, list_of
from api.session import db
from api.year_words import called
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.costs.year import year_of
from logistics.errors import EndsBeforeItBegins
from logistics.network.wheel import (
    LONGEST_NOTE,
    LONGEST_TITLE,
    MOST_DAYS_BEFORE,
    EntryKind,
    WheelEntry,
    change_entry,
    entry_of,
    wipe,
)
from logistics.network.wheel import mark as mark_on_wheel

wheel = Resource("wheel", "Campaigns, meetings and deadlines of a year.")


class WheelMarkOut(Outgoing):
    """Something that a year brings, marked by somebody or following from what is known."""

    code = Text(most=40, metadata={"description": "entry, term-ends, agreement-ends, round-closes, crates-travel"})
    kind = Choice(EntryKind)
    title = Text(most=300)
    first_day = Day()
    last_day = Day()
    place_id = Text(most=64, allow_none=True)
    entry_id = Text(most=32, allow_none=True)


class WheelEntryOut(Outgoing):
    """A mark that somebody made."""

    id = Text(most=32)
    network_id = Text(most=32)
    place_id = Text(most=64, allow_none=True)
    kind = Choice(EntryKind)
    title = Text(most=LONGEST_TITLE)
    note = Text(most=LONGEST_NOTE)
    first_day = Day()
    last_day = Day()
    yearly = YesNo()
    ends_year = Whole(least=2000, allow_none=True)
    remind_days = fields.List(Whole(least=0))


class WheelEntryIn(Incoming):
    """What comes when, for the network or for a place."""

    network_id = Id(required=True)
    place_id = Id(load_default=None, allow_none=True, metadata={"description": "null: the whole network."})
    kind = Choice(EntryKind, required=True)
    title = Text(least=1, most=LONGEST_TITLE, required=True)
    note = Text(most=LONGEST_NOTE, load_default="")
    first_day = Day(required=True)
    last_day = Day(required=True)
    yearly = YesNo(load_default=False)
    ends_year = Whole(least=2000, most=2299, load_default=None, allow_none=True)
    remind_days = Several(Whole(least=0, most=MOST_DAYS_BEFORE), most=10, load_default=list)


class WheelEntryChange(Incoming):
    """What is to be said of a mark from now on; fields that are left out stay as they are."""

    place_id = Id(allow_none=True, metadata={"description": "null: the whole network."})
    kind = Choice(EntryKind)
    title = Text(least=1, most=LONGEST_TITLE)
    note = Text(most=LONGEST_NOTE)
    first_day = Day()
    last_day = Day()
    yearly = YesNo()
    ends_year = Whole(least=2000, most=2299, allow_none=True)
    remind_days = Several(Whole(least=0, most=MOST_DAYS_BEFORE), most=10)

    @validates_schema(skip_on_field_errors=True)
    def _says_something(self, data: dict[str, Any], **_: Any) -> None:
        if not data:
            refuse("nothing-to-change")


class WheelQuery(Incoming):
    """Which days, both included."""

    network_id = Id(required=True)
    first = Day(required=True)
    last = Day(required=True)


@wheel.reads("/wheel", Act.SEE_SEASONS, query=WheelQuery, gives=list_of(WheelMarkOut))
def what_comes(by: Person, wanted: dict[str, Any]) -> object:
    """What touches these days, in their order; a year and a day at most."""
    first, last = wanted["first"], wanted["last"]
    if not 0 <= (last - first).days <= 366:
        raise EndsBeforeItBegins(field="last", first=first, last=last)
    marks = year_of(db(), wanted["network_id"], first, last, by)
    return {
        "items": [
            {
                "code": one.code,
                "kind": one.kind,
                "title": called(one),
                "first_day": one.first_day,
                "last_day": one.last_day,
                "place_id": one.place_id,
                "entry_id": one.entry.id if one.entry else None,
            }
            for one in marks
        ]
    }


@wheel.acts("/wheel-entries", Act.MARK_YEAR, body=WheelEntryIn, gives=WheelEntryOut, status=201)
def mark_year(by: Person, wanted: dict[str, Any]) -> WheelEntry:
    """Mark something on the wheel."""
    return mark_on_wheel(db(), by=by, now=now(), **wanted)


@wheel.reads("/wheel-entries/<id:entry_id>", Act.MARK_YEAR, gives=WheelEntryOut)
def one_mark(by: Person, entry_id: str) -> WheelEntry:
    """A mark that the caller may change."""
    return entry_of(db(), entry_id, by)


@wheel.changes("/wheel-entries/<id:entry_id>", Act.MARK_YEAR, body=WheelEntryChange, gives=WheelEntryOut)
def rewrite_mark(by: Person, wanted: dict[str, Any], entry_id: str) -> WheelEntry:
    """Change what is said of a mark, in every year."""
    wheel.check_etag(entry_of(db(), entry_id, by, lock=True), WheelEntryOut)
    return change_entry(db(), entry_id, by=by, **wanted)


@wheel.removes("/wheel-entries/<id:entry_id>", Act.MARK_YEAR, if_match=True)
def wipe_mark(by: Person, entry_id: str) -> None:
    """Take a mark off the wheel, in every year."""
    wheel.check_etag(entry_of(db(), entry_id, by, lock=True), WheelEntryOut)
    wipe(db(), entry_id, by=by)
