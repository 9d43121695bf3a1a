"""What ifs: planned weeks under other circumstances."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.installation import installation, now
from api.rest.fields import Choice, Day, Id, Moment, Object, Several, Text, Whole
from api.rest.planning_runs import RunFaultOut
from api.rest.resource import Resource
from api.rest.schema import Incoming, Outgoing
from api.rest.studies import StudyProgressOut, register_studies, told
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.transport.circumstances import Circumstances, OtherHours, read, written
from logistics.transport.queued import RunState
from logistics.transport.studies import (
    LEAST_SECONDS,
    LONGEST_NAME,
    MOST_SECONDS,
    StudyKind,
)
from logistics.transport.what_ifs import SECONDS, ask_what_if

what_ifs = Resource("what-ifs", "A planned week under other circumstances, compared with today's.")

MOST = 50


class OtherHoursIn(Incoming):
    """Other receiving hours of one place; what is null stays as it is."""

    place_id = Id(required=True)
    opens_minute = Whole(least=0, most=1440, load_default=None, allow_none=True)
    closes_minute = Whole(least=0, most=1440, load_default=None, allow_none=True)


class CircumstancesIn(Incoming):
    """What differs; all of it holds at once."""

    without_days = Several(Day(), most=MOST, load_default=list, metadata={"description": "Nothing drives then."})
    without_vehicles = Several(Id(), most=MOST, load_default=list)
    without_carriers = Several(
        Text(least=1, most=120), most=MOST, load_default=list, metadata={"description": "Names, as vehicles have them."}
    )
    hours = Several(Object(OtherHoursIn), most=MOST, load_default=list)
    hubs = Several(Id(), most=MOST, load_default=list, metadata={"description": "Places that are hubs as well."})
    more_like = Several(Id(), most=MOST, load_default=list, metadata={"description": "One vehicle more like each."})


class WhatIfIn(Incoming):
    """Which planned week, and what differs."""

    plan_id = Id(required=True)
    circumstances = Object(CircumstancesIn, required=True)
    seconds = Whole(
        least=LEAST_SECONDS,
        most=MOST_SECONDS,
        load_default=SECONDS,
        metadata={"description": "Of each search; there are three on each side."},
    )
    name = Text(most=LONGEST_NAME, load_default="")


class WhatIfOut(Outgoing):
    """One what-if."""

    id = Text(most=32)
    network_id = Text(most=32)
    plan_id = Text(most=32, allow_none=True)
    name = Text(most=LONGEST_NAME)
    circumstances = fields.Function(
        lambda study: written(read(study["asked"])),
        metadata={"type": "object", "description": "As they were asked for."},
    )
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
                "Both sides (`today`, `changed`), the `difference` (changed minus today), the `pairs` of places with "
                "their transit times, and a `verdict` on the difference in cost: `proven`, `clear`, `unclear` (the "
                "searches differ by as much among themselves: `chance`) or `equal`."
            )
        },
    )


@what_ifs.acts("/what-ifs", Act.STUDY, body=WhatIfIn, gives=WhatIfOut, follow="/what-ifs/{id}")
def ask(by: Person, wanted: dict[str, Any]) -> object:
    """Ask how a planned week would look under other circumstances; look at it until its state is done or failed."""
    differs = wanted["circumstances"]
    circumstances = Circumstances(
        hours=tuple(OtherHours(**one) for one in differs["hours"]),
        **{name: tuple(value) for name, value in differs.items() if name != "hours"},
    )
    study = ask_what_if(
        db(),
        wanted["plan_id"],
        circumstances,
        seconds=wanted["seconds"],
        name=wanted["name"],
        by=by,
        now=now(),
    )
    installation().jobs.wake_for_study(db(), study)
    return told(study)


register_studies(what_ifs, StudyKind.WHAT_IF, WhatIfOut)
