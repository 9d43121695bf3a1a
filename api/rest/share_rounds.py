"""Fair sharing: rounds, applications, the answer before it is decided, and the decision."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.installation import installation, now
from api.rest.fields import Choice, Day, Id, Moment, Several, Text, Whole
from api.rest.resource import Resource
from api.rest.schema import Incoming, Outgoing, list_of
from api.session import db
from logistics.access.people import Person
from logistics.access.permission import may
from logistics.access.rights import Act
from logistics.bookings import applying
from logistics.bookings.sharing import Application, ApplicationState, RoundState, ShareRound
from logistics.transport.queued import RunState
from logistics.transport.sharing_out import decide, proposal_of
from logistics.transport.sharing_runs import ShareRun, look
from routing.sharing.wire import write_shared

share_rounds = Resource("share-rounds", "Scarce sets, shared out among all who apply until a date.")


class SharePeriodOut(Outgoing):
    """Days on which a class can have a set; numbers count from 1."""

    number = Whole(least=1)
    first_day = Day()
    last_day = Day()


class ShareSetOut(Outgoing):
    """A set, and how many can read it at once."""

    collection_id = Text(most=64)
    copies = Whole(least=1)


class ApplicationOut(Outgoing):
    """A class that asks for one set in one period; what it was given, or why not."""

    id = Text(most=32)
    round_id = Text(most=32)
    place_id = Text(most=64)
    title = Text(most=120)
    pupils = Whole(least=1)
    wishes = fields.List(Text(most=64))
    periods = fields.List(Whole(least=1))
    state = Choice(ApplicationState)
    collection_id = Text(most=64, allow_none=True)
    period = Whole(least=1, allow_none=True)
    booking_id = Text(most=32, allow_none=True)
    reason = fields.Dict(allow_none=True, metadata={"description": "Periods within it count from 0."})


class ShareRoundName(Outgoing):
    """A round in a list."""

    id = Text(most=32)
    network_id = Text(most=32)
    name = Text(most=120)
    state = Choice(RoundState)
    opens_on = Day()
    closes_on = Day()
    bonus_percent = Whole(least=0)
    most_per_place = Whole(least=1, allow_none=True)
    decided_at = Moment(allow_none=True)


class ShareRoundOut(ShareRoundName):
    """A round with the applications that the caller may see; coordinators see the answer before it is decided."""

    periods = fields.List(fields.Nested(SharePeriodOut))
    sets = fields.List(fields.Nested(ShareSetOut))
    applications = fields.List(fields.Nested(ApplicationOut))
    proposal = fields.Dict(
        allow_none=True, metadata={"description": "allocation, refusals and score; null: none, or no longer true."}
    )


class ShareRoundIn(Incoming):
    """What is shared out, and until when one can apply."""

    network_id = Id(required=True)
    name = Text(least=1, most=applying.LONGEST_NAME, required=True)
    opens_on = Day(required=True)
    closes_on = Day(required=True)
    first_day = Day(required=True)
    weeks = Whole(least=applying.LEAST_WEEKS, most=applying.MOST_WEEKS, required=True)
    periods = Whole(least=1, most=applying.MOST_PERIODS, required=True)
    collection_ids = Several(Id(), least=1, most=applying.MOST_SETS, required=True)
    bonus_percent = Whole(least=0, most=applying.MOST_BONUS, load_default=applying.BONUS)
    most_per_place = Whole(least=1, most=applying.MOST_SETS, load_default=None, allow_none=True)


class ApplicationIn(Incoming):
    """Which class, what it would take, the dearest first, and when."""

    place_id = Id(required=True)
    title = Text(least=1, most=applying.LONGEST_NAME, required=True)
    pupils = Whole(least=1, most=applying.MOST_PUPILS, required=True)
    wishes = Several(Id(), least=1, most=applying.MOST_SETS, required=True)
    periods = Several(Whole(least=1, most=applying.MOST_PERIODS), least=1, most=applying.MOST_PERIODS, required=True)


class LookOut(Outgoing):
    """A look for the best answer; the round has it when the state is done."""

    id = Text(most=32)
    round_id = Text(most=32)
    state = Choice(RunState)
    fault = fields.Dict(allow_none=True)
    asked_at = Moment()
    ended_at = Moment(allow_none=True)


class ShareRoundsQuery(Incoming):
    """Of which network."""

    network_id = Id(required=True)


@share_rounds.reads("/share-rounds", Act.SEE_SEASONS, query=ShareRoundsQuery, gives=list_of(ShareRoundName))
def some_rounds(by: Person, wanted: dict[str, Any]) -> object:
    """The rounds of a network, the latest to close first."""
    return {"items": applying.rounds_in(db(), wanted["network_id"], by)}


@share_rounds.acts("/share-rounds", Act.SHARE_OUT, body=ShareRoundIn, gives=ShareRoundOut, status=201)
def open_share_round(by: Person, wanted: dict[str, Any]) -> object:
    """Invite applications."""
    return _told(applying.open_round(db(), by=by, now=now(), **wanted), by)


@share_rounds.reads("/share-rounds/<id:round_id>", Act.SEE_SEASONS, gives=ShareRoundOut)
def one_round(by: Person, round_id: str) -> object:
    """One round."""
    return _told(applying.round_of(db(), round_id, by), by)


@share_rounds.acts(
    "/share-rounds/<id:round_id>/applications", Act.WISH, body=ApplicationIn, gives=ApplicationOut, status=201
)
def send_application(by: Person, wanted: dict[str, Any], round_id: str) -> Application:
    """Apply for one set for one class."""
    return applying.apply(db(), round_id, by=by, now=now(), **wanted)


@share_rounds.acts("/applications/<id:application_id>/withdraw", Act.WISH, gives=ApplicationOut)
def withdraw_application(by: Person, application_id: str) -> Application:
    """Take an application back, as long as the round is open."""
    return applying.withdraw(db(), application_id, by=by, now=now())


@share_rounds.acts("/share-rounds/<id:round_id>/look", Act.SHARE_OUT, gives=LookOut, follow="/share-rounds/{round_id}")
def look_for_answer(by: Person, round_id: str) -> ShareRun:
    """Let a worker find the best answer; it is in the round's `proposal`, and decides nothing."""
    run = look(db(), round_id, by=by, now=now())
    installation().jobs.wake_for_sharing(db(), run)
    return run


@share_rounds.acts("/share-rounds/<id:round_id>/decide", Act.SHARE_OUT, gives=ShareRoundOut)
def decide_share_round(by: Person, round_id: str) -> object:
    """Make the answer true: loans are booked, and everybody who applied is told."""
    return _told(decide(db(), round_id, by=by, now=now()), by)


@share_rounds.acts("/share-rounds/<id:round_id>/cancel", Act.SHARE_OUT, gives=ShareRoundOut)
def give_round_up(by: Person, round_id: str) -> object:
    """Give a round up before it is decided."""
    return _told(applying.call_round_off(db(), round_id, by=by), by)


def _told(round_: ShareRound, by: Person) -> dict[str, object]:
    told = {name: getattr(round_, name) for name in ShareRoundOut().fields}
    sees = may(by, Act.SHARE_OUT, network_id=round_.network_id) and round_.state is RoundState.OPEN
    proposal = proposal_of(db(), round_, now()) if sees else None
    return told | {
        "applications": applying.seen_applications(round_, by),
        "proposal": write_shared(proposal) if proposal else None,
    }
