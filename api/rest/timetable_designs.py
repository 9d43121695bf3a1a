"""Timetable designs: the cheapest choice of weekdays that keeps wished transit times."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.installation import installation, now
from api.rest.fields import Choice, Day, Id, Moment, Object, Several, Text, Whole
from api.rest.planning_runs import RunFaultOut
from api.rest.resource import Resource
from api.rest.schema import Incoming, Labelled, Outgoing
from api.rest.studies import StudyProgressOut, register_studies, told
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.transport.adopting import adopt_design
from logistics.transport.designs import MOST_LIMITS, MOST_TRANSIT_DAYS, MOST_WEEKS, SECONDS, Wanted, ask_design
from logistics.transport.queued import RunState
from logistics.transport.studies import (
    LEAST_SECONDS,
    LONGEST_NAME,
    MOST_SECONDS,
    StudyKind,
)
from routing.timetable import Limit

timetable_designs = Resource("timetable-designs", "Which places on which weekdays, at the least yearly cost.")

MOST_PAIRS = 2_000


class LimitIn(Incoming):
    """Another greatest transit time from one place to another."""

    from_place_id = Id(required=True)
    to_place_id = Id(required=True)
    transit_days = Whole(least=1, most=MOST_TRANSIT_DAYS, required=True)


class DemandIn(Incoming):
    """Crates a week from one place to another."""

    from_place_id = Id(required=True)
    to_place_id = Id(required=True)
    crates = Whole(least=1, most=10_000, required=True)


class DesignIn(Incoming):
    """What the timetable must keep, and what it starts from."""

    network_id = Id(required=True)
    name = Text(most=LONGEST_NAME, load_default="")
    transit_days = Whole(
        least=1,
        most=MOST_TRANSIT_DAYS,
        required=True,
        metadata={"description": "Greatest transit time of every pair of places, in service days."},
    )
    limits = Several(Object(LimitIn), most=MOST_LIMITS, load_default=list)
    season_weeks = Whole(least=1, most=MOST_WEEKS, load_default=44)
    past_weeks = Whole(
        least=1, most=2 * MOST_WEEKS, load_default=8, metadata={"description": "Whose crates are typical."}
    )
    demand = Several(
        Object(DemandIn),
        most=MOST_PAIRS,
        load_default=None,
        allow_none=True,
        metadata={"description": "null: as in the past."},
    )
    today_design = Id(load_default=None, allow_none=True, metadata={"description": "A design that is driven today."})
    today_season = Id(load_default=None, allow_none=True, metadata={"description": "A season driven today."})
    change_cost = Whole(
        least=0,
        most=10**9,
        load_default=0,
        metadata={"description": "What a visit more or less than today must save a week, minor units."},
    )
    seconds = Whole(least=LEAST_SECONDS, most=MOST_SECONDS, load_default=SECONDS)


class AdoptIn(Incoming):
    """The season that the tours are for."""

    name = Text(least=1, most=LONGEST_NAME, required=True)
    first_day = Day(required=True)
    last_day = Day(required=True)


class DesignOut(Outgoing):
    """One design."""

    id = Text(most=32)
    network_id = Text(most=32)
    name = Text(most=LONGEST_NAME)
    asked = fields.Dict(metadata={"description": "The wish, the weeks of the season, crates in the typical week."})
    seconds = Whole(least=1)
    state = Choice(RunState)
    cancel_wanted = fields.Boolean()
    progress = fields.Nested(StudyProgressOut)
    fault = fields.Nested(RunFaultOut, allow_none=True)
    asked_at = Moment()
    ended_at = Moment(allow_none=True)
    answer = fields.Dict(
        allow_none=True,
        metadata={
            "description": (
                "`tours` with their stops in seconds from Monday 00:00, `figures` (cost a week and a season, metres, "
                "kilograms of CO₂, visits, transit days by pair, a proven floor), the same of `today`, and `changes`."
            )
        },
    )


@timetable_designs.acts(
    "/timetable-designs", Act.STUDY, body=DesignIn, gives=DesignOut, follow="/timetable-designs/{id}"
)
def ask_for_design(by: Person, wanted: dict[str, Any]) -> object:
    """Design a season's timetable; look at it until its state is done or failed."""
    limits = [Limit(one["from_place_id"], one["to_place_id"], one["transit_days"]) for one in wanted["limits"]]
    demand: dict[tuple[str, str], int] | None = None
    if wanted["demand"] is not None:
        demand = {}
        for one in wanted["demand"]:
            pair = (one["from_place_id"], one["to_place_id"])
            demand[pair] = demand.get(pair, 0) + one["crates"]
    same = ("transit_days", "season_weeks", "past_weeks", "today_design", "today_season", "change_cost")
    study = ask_design(
        db(),
        wanted["network_id"],
        Wanted(limits=limits, demand=demand, **{name: wanted[name] for name in same}),
        name=wanted["name"],
        seconds=wanted["seconds"],
        by=by,
        now=now(),
    )
    installation().jobs.wake_for_study(db(), study)
    return told(study)


@timetable_designs.acts(
    "/timetable-designs/<id:study_id>/adopt", Act.MANAGE_TOURS, body=AdoptIn, gives=Labelled, status=201
)
def make_tours(by: Person, wanted: dict[str, Any], study_id: str) -> object:
    """Make a season of it, its tours not yet active; answers with the season."""
    return adopt_design(db(), study_id, by=by, **wanted)


register_studies(timetable_designs, StudyKind.TIMETABLE, DesignOut)
