"""Planning runs: asked for, watched, called off."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from api.installation import installation, now
from api.rest.fields import Choice, Day, Id, Moment, Text, Whole
from api.rest.resource import Resource
from api.rest.schema import Incoming, Outgoing, list_of
from api.sentences import sentence
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.transport.plan_search import latest_run, run_of
from logistics.transport.plans import PlanningRun
from logistics.transport.queued import RunState
from logistics.transport.runs import MOST_SECONDS, cancel_run, request_run

planning_runs = Resource("planning-runs", "The planner at work; what it finds becomes a draft.")


class ProgressOut(Schema):
    """Where the search stands; empty before it has begun."""

    stage = Text(most=40)
    seconds = fields.Float()
    cost = Whole(least=0, allow_none=True, metadata={"description": "Of the best plan so far, minor units."})
    bound = Whole(least=0, allow_none=True, metadata={"description": "No plan costs less, proven."})
    gap = fields.Float(allow_none=True, metadata={"description": "How far above the bound, as a share of it."})


class RunFaultOut(Outgoing):
    """Why a run failed."""

    code = Text(most=60)
    title = Text(most=500)
    facts = fields.Dict()


class RunOut(Outgoing):
    """One run."""

    id = Text(most=32)
    network_id = Text(most=32)
    day = Day()
    seconds = Whole(least=1, metadata={"description": "How long it may search."})
    state = Choice(RunState)
    cancel_wanted = fields.Boolean()
    progress = fields.Nested(ProgressOut)
    fault = fields.Nested(RunFaultOut, allow_none=True)
    plan_id = Text(most=32, allow_none=True)
    follows_id = Text(most=32, allow_none=True, metadata={"description": "The plan to be changed; null: planned anew."})
    asked_at = Moment()
    heartbeat_at = Moment(allow_none=True)
    ended_at = Moment(allow_none=True)


class RunIn(Incoming):
    """Which day to plan."""

    network_id = Id(required=True)
    day = Day(required=True)
    seconds = Whole(
        least=1,
        most=MOST_SECONDS,
        load_default=None,
        allow_none=True,
        metadata={"description": "null: as long as the network's own job."},
    )


class RunQuery(Incoming):
    """Of which day."""

    network_id = Id(required=True)
    day = Day(required=True)


@planning_runs.acts("/planning-runs", Act.PLAN, body=RunIn, gives=RunOut, follow="/planning-runs/{id}")
def start_planning(by: Person, wanted: dict[str, Any]) -> object:
    """Plan a service day; look at the run until its state is done, failed or cancelled."""
    run = request_run(db(), by=by, now=now(), **wanted)
    installation().jobs.wake(db(), run)
    return told_run(run)


@planning_runs.reads("/planning-runs", Act.SEE_PLANS, query=RunQuery, gives=list_of(RunOut))
def latest_planning(by: Person, wanted: dict[str, Any]) -> object:
    """The run of a day that was asked for last, if there was one."""
    run = latest_run(db(), wanted["network_id"], wanted["day"], by)
    return {"items": [told_run(run)] if run else []}


@planning_runs.reads("/planning-runs/<id:run_id>", Act.SEE_PLANS, gives=RunOut)
def one_run(by: Person, run_id: str) -> object:
    """One run, and where it stands."""
    return told_run(run_of(db(), run_id, by))


@planning_runs.acts("/planning-runs/<id:run_id>/cancel", Act.PLAN, gives=RunOut)
def call_off(by: Person, run_id: str) -> object:
    """Stop a run; the best plan so far is kept as a draft, if there is one."""
    return told_run(cancel_run(db(), run_id, by=by, now=now()))


def told_run(run: PlanningRun) -> dict[str, object]:
    """A run as `RunOut` describes it."""
    fault = run.fault and {**run.fault, "title": sentence(run.fault["code"], run.fault["facts"])}
    told = {name: getattr(run, name) for name in RunOut().fields if name != "fault"}
    return told | {"fault": fault}
