"""What workers do for a rotation: searching for it, and publishing it; started, watched and stopped."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.installation import installation, now
from api.rest.fields import Choice, Moment, Text, Whole
from api.rest.rotations import rotations
from api.rest.schema import Incoming, Outgoing
from api.sentences import sentence
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.transport.queued import RunState
from logistics.transport.rotation_publications import Publication, ask_to_publish, publication_of, stop_publishing
from logistics.transport.rotation_runs import MOST_SECONDS, SECONDS, RotationRun, search, search_of, stop_search


class RotationSearchIn(Incoming):
    """How long to search."""

    seconds = Whole(least=1, most=MOST_SECONDS, load_default=SECONDS)


class RotationSearchOut(Outgoing):
    """A search, and how far it has come."""

    id = Text(most=32)
    rotation_id = Text(most=32)
    seconds = Whole(least=1)
    state = Choice(RunState)
    cancel_wanted = fields.Boolean()
    progress = fields.Dict(metadata={"description": "metres, floor, gap and seconds of the best so far."})
    fault = fields.Dict(allow_none=True)
    asked_at = Moment()
    ended_at = Moment(allow_none=True)


class PublicationOut(Outgoing):
    """A word to publish a rotation, and how far it has come."""

    id = Text(most=32)
    rotation_id = Text(most=32)
    state = Choice(RunState)
    cancel_wanted = fields.Boolean()
    progress = fields.Dict(metadata={"description": "`done` of `all` loans."})
    fault = fields.Dict(allow_none=True)
    asked_at = Moment()
    ended_at = Moment(allow_none=True)


@rotations.acts(
    "/rotations/<id:rotation_id>/searches",
    Act.ROTATE,
    body=RotationSearchIn,
    gives=RotationSearchOut,
    follow="/rotation-searches/{id}",
)
def start_search(by: Person, wanted: dict[str, Any], rotation_id: str) -> object:
    """Let a worker look for a rotation; look at the search until it is done, failed or cancelled."""
    run = search(db(), rotation_id, seconds=wanted["seconds"], by=by, now=now())
    installation().jobs.wake_for_rotation(db(), run)
    return _told(run)


@rotations.reads("/rotation-searches/<id:search_id>", Act.ROTATE, gives=RotationSearchOut)
def one_search(by: Person, search_id: str) -> object:
    """One search, and where it stands."""
    return _told(search_of(db(), search_id, by))


@rotations.acts("/rotation-searches/<id:search_id>/stop", Act.ROTATE, gives=RotationSearchOut)
def stop_searching(by: Person, search_id: str) -> object:
    """Stop a search; the best rotation so far is kept."""
    return _told(stop_search(db(), search_id, by=by, now=now()))


@rotations.acts(
    "/rotations/<id:rotation_id>/publish", Act.ROTATE, gives=PublicationOut, follow="/rotation-publications/{id}"
)
def publish_rotation(by: Person, rotation_id: str) -> object:
    """Let a worker book the whole season, hand-ons included; look at the publication until it has ended.

    All of it is booked, or nothing; then the libraries are told.
    """
    publication = ask_to_publish(db(), rotation_id, by=by, now=now())
    installation().jobs.wake_to_publish(db(), publication)
    return _told(publication)


@rotations.reads("/rotation-publications/<id:publication_id>", Act.ROTATE, gives=PublicationOut)
def one_publication(by: Person, publication_id: str) -> object:
    """One publication, and where it stands."""
    return _told(publication_of(db(), publication_id, by))


@rotations.acts("/rotation-publications/<id:publication_id>/stop", Act.ROTATE, gives=PublicationOut)
def stop_publishing_rotation(by: Person, publication_id: str) -> object:
    """Call it off; the rotation stays a draft, unless its loans are being written down by now."""
    return _told(stop_publishing(db(), publication_id, by=by, now=now()))


def _told(run: RotationRun | Publication) -> dict[str, object]:
    fault = run.fault and {**run.fault, "title": sentence(run.fault["code"], run.fault["facts"])}
    shown = RotationSearchOut if isinstance(run, RotationRun) else PublicationOut
    return {name: getattr(run, name) for name in shown().fields if name != "fault"} | {"fault": fault}
