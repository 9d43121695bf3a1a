"""School years: when schools, and the libraries inside them, are open."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.installation import now
from api.rest.fields import Choice, Day, Moment, Object, Several, Text
from api.rest.resource import Resource
from api.rest.schema import Incoming, Labelled, Outgoing, list_of
from api.session import db
from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.network.queries import network_of
from logistics.network.school_years import (
    LONGEST_NAME,
    LONGEST_SOURCE,
    MOST_BREAKS,
    Pause,
    YearText,
    add_school_year,
    change_school_year,
    remove_school_year,
    school_year_of,
)
from logistics.network.terms import BreakKind, SchoolYear
from logistics.transport.revising import revise

school_years = Resource("school-years", "When schools, and the libraries inside them, are open.")


class BreakOut(Outgoing):
    """Days without school, both included."""

    kind = Choice(BreakKind)
    first_day = Day()
    last_day = Day()


class SchoolYearOut(Outgoing):
    """From the first school day to the last, with its breaks."""

    id = Text(most=64)
    name = Text(most=LONGEST_NAME)
    first_day = Day()
    last_day = Day()
    breaks = fields.List(fields.Nested(BreakOut))
    source = Text(most=LONGEST_SOURCE)
    written_by = fields.Nested(Labelled, allow_none=True, metadata={"description": "null: a file told it."})
    written_at = Moment(allow_none=True)


class BreakIn(Incoming):
    """Days without school, both included."""

    kind = Choice(BreakKind, required=True)
    first_day = Day(required=True)
    last_day = Day(required=True)


class SchoolYearIn(Incoming):
    """Everything that is said of a school year."""

    name = Text(least=1, most=LONGEST_NAME, required=True)
    first_day = Day(required=True)
    last_day = Day(required=True)
    breaks = Several(Object(BreakIn), most=MOST_BREAKS, load_default=list)
    source = Text(most=LONGEST_SOURCE, load_default="", metadata={"description": "Where the days are from."})


@school_years.reads("/networks/<id:network_id>/school-years", Act.SEE_NETWORK, gives=list_of(SchoolYearOut))
def years_of_network(by: Person, network_id: str) -> object:
    """The school years that a network follows."""
    return {"items": network_of(db(), network_id, by).school_years}


@school_years.acts(
    "/networks/<id:network_id>/school-years", Act.MANAGE_TOURS, body=SchoolYearIn, gives=SchoolYearOut, status=201
)
def new_year(by: Person, wanted: dict[str, Any], network_id: str) -> SchoolYear:
    """Tell the days of a school year; promises that it makes untrue are made anew."""
    return _revised(add_school_year(db(), network_id, _text(wanted), by=by, now=now()))


@school_years.reads("/school-years/<id:year_id>", Act.SEE_NETWORK, gives=SchoolYearOut)
def one_year(by: Person, year_id: str) -> SchoolYear:
    """One school year."""
    return school_year_of(db(), year_id, by)


@school_years.changes("/school-years/<id:year_id>", Act.MANAGE_TOURS, body=SchoolYearIn, gives=SchoolYearOut)
def rewrite_year(by: Person, wanted: dict[str, Any], year_id: str) -> SchoolYear:
    """Write a school year anew; promises that it makes untrue are made anew."""
    _as_read(by, year_id)
    return _revised(change_school_year(db(), year_id, _text(wanted), by=by, now=now()))


@school_years.removes("/school-years/<id:year_id>", Act.MANAGE_TOURS, if_match=True)
def take_year_back(by: Person, year_id: str) -> None:
    """Take a school year back; its days are known no more."""
    _as_read(by, year_id)
    revise(db(), remove_school_year(db(), year_id, by=by).id, now=now())


def _as_read(by: Person, year_id: str) -> None:
    """Lock a year that the caller writes and that is still as the caller read it."""
    year = school_year_of(db(), year_id, by, lock=True)
    allow(by, Act.MANAGE_TOURS, network_id=year.network_id)
    school_years.check_etag(year, SchoolYearOut)


def _revised(year: SchoolYear) -> SchoolYear:
    revise(db(), year.network_id, now=now())
    return year


def _text(wanted: dict[str, Any]) -> YearText:
    return YearText(**wanted | {"breaks": [Pause(**pause) for pause in wanted["breaks"]]})
