"""What ifs: planned weeks under other circumstances."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.installation import installation, now
from api.rest.fields import Choice, Day, Id, Moment, Object, Several, Text, Whole, WholeInQuery
from api.rest.planning_runs import RunFaultOut
from api.rest.resource import Resource
from api.rest.schema import LARGEST_PAGE, Incoming, Outgoing, offset, page, page_of
from api.sentences import sentence
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.transport.circumstances import Circumstances, OtherHours, read, written
from logistics.transport.queued import RunState
from logistics.transport.studies import (
    LEAST_SECONDS,
    LONGEST_NAME,
    MOST_SECONDS,
    Study,
    StudyKind,
    cancel_study,
    remove_study,
    studies_in,
    study_of,
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


class WhatIfsQuery(Incoming):
    """Of which network."""

    network_id = Id(required=True)
    page = WholeInQuery(least=1, most=100_000, load_default=1)
    page_size = WholeInQuery(least=1, most=LARGEST_PAGE, load_default=50)


class StudyProgressOut(Outgoing):
    """How far a study is, from 0 to 1."""

    share = fields.Float()


class WhatIfOut(Outgoing):
    """One what-if."""

    id = Text(most=32)
    network_id = Text(most=32)
    plan_id = Text(most=32, allow_none=True)
    name = Text(most=LONGEST_NAME)
    circumstances = fields.Dict(metadata={"description": "As they were asked for."})
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


@what_ifs.acts("/what-ifs", Act.STUDY, body=WhatIfIn, gives=WhatIfOut, status=202)
def ask(by: Person, wanted: dict[str, Any]) -> object:
    """Ask how a planned week would look under other circumstances; look at it until its state is done or failed."""
    told = wanted["circumstances"]
    circumstances = Circumstances(
        hours=tuple(OtherHours(**one) for one in told["hours"]),
        **{name: tuple(value) for name, value in told.items() if name != "hours"},
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
    return _told(study)


@what_ifs.reads("/what-ifs", Act.STUDY, query=WhatIfsQuery, gives=page_of(WhatIfOut))
def asked_what_ifs(by: Person, wanted: dict[str, Any]) -> object:
    """The what-ifs of a network, latest first."""
    found, total = studies_in(
        db(), wanted["network_id"], StudyKind.WHAT_IF, by, offset=offset(wanted), limit=wanted["page_size"]
    )
    return page([_told(study) for study in found], wanted, total)


@what_ifs.reads("/what-ifs/<id:study_id>", Act.STUDY, gives=WhatIfOut)
def one_what_if(by: Person, study_id: str) -> object:
    """One what-if, and its answer once it is there."""
    return _told(study_of(db(), study_id, StudyKind.WHAT_IF, by))


@what_ifs.acts("/what-ifs/<id:study_id>/cancel", Act.STUDY, gives=WhatIfOut)
def stop_what_if(by: Person, study_id: str) -> object:
    """Stop one; the searches made by then are compared, if each side had one."""
    study_of(db(), study_id, StudyKind.WHAT_IF, by)
    return _told(cancel_study(db(), study_id, by=by, now=now()))


@what_ifs.removes("/what-ifs/<id:study_id>", Act.STUDY)
def throw_away(by: Person, study_id: str) -> None:
    """Throw one away that is no longer under way."""
    study_of(db(), study_id, StudyKind.WHAT_IF, by)
    remove_study(db(), study_id, by=by)


def _told(study: Study) -> dict[str, object]:
    own = {"circumstances", "fault", "progress"}
    told = {name: getattr(study, name) for name in WhatIfOut().fields if name not in own}
    return told | {
        "circumstances": written(read(study.asked)),
        "progress": {"share": study.progress.get("share", 0.0)},
        "fault": told_fault(study),
    }


def told_fault(study: Study) -> dict[str, object] | None:
    """Why a study failed, with its sentence."""
    return study.fault and {**study.fault, "title": sentence(study.fault["code"], study.fault["facts"])}
