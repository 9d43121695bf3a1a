"""What every kind of study has in common: listed, looked at, stopped, thrown away."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.installation import now
from api.rest.fields import Id, WholeInQuery
from api.rest.resource import Resource
from api.rest.schema import LARGEST_PAGE, Incoming, Outgoing, offset, page, page_of
from api.sentences import sentence
from api.session import db
from logistics.access.people import Person
from logistics.access.rights import Act
from logistics.transport.studies import Study, StudyKind, cancel_study, remove_study, studies_in, study_of


class StudiesQuery(Incoming):
    """Of which network."""

    network_id = Id(required=True)
    page = WholeInQuery(least=1, most=100_000, load_default=1)
    page_size = WholeInQuery(least=1, most=LARGEST_PAGE, load_default=50)


class StudyProgressOut(Outgoing):
    """How far a study is, from 0 to 1."""

    share = fields.Float()


def register_studies(resource: Resource, kind: StudyKind, gives: type[Outgoing]) -> None:
    """Put the endpoints of a kind of study at the resource's own address.

    Args:
        gives: one study; its fields are columns of `Study`, or what `told` adds.
    """
    path = f"/{resource.subject}"

    @resource.reads(path, Act.STUDY, query=StudiesQuery, gives=page_of(gives))
    def all_asked(by: Person, wanted: dict[str, Any]) -> object:
        """Those of a network, latest first."""
        found, total = studies_in(
            db(), wanted["network_id"], kind, by, offset=offset(wanted), limit=wanted["page_size"]
        )
        return page([told(study) for study in found], wanted, total)

    @resource.reads(f"{path}/<id:study_id>", Act.STUDY, gives=gives)
    def one(by: Person, study_id: str) -> object:
        """One, and its answer once it is there."""
        return told(study_of(db(), study_id, kind, by))

    @resource.acts(f"{path}/<id:study_id>/cancel", Act.STUDY, gives=gives)
    def stop(by: Person, study_id: str) -> object:
        """Stop one; what was found by then is kept, where it can be used."""
        study_of(db(), study_id, kind, by)
        return told(cancel_study(db(), study_id, by=by, now=now()))

    @resource.removes(f"{path}/<id:study_id>", Act.STUDY)
    def throw_away(by: Person, study_id: str) -> None:
        """Throw one away that is no longer under way."""
        study_of(db(), study_id, kind, by)
        remove_study(db(), study_id, by=by)


def told(study: Study) -> dict[str, object]:
    """What is told of a study of any kind."""
    columns = {column.key: getattr(study, column.key) for column in Study.__table__.columns}
    fault = study.fault and {**study.fault, "title": sentence(study.fault["code"], study.fault["facts"])}
    return columns | {"progress": {"share": study.progress.get("share", 0.0)}, "fault": fault}
