"""Studies: what coordinators let the planner work out without changing anything, kept with their answers."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import coded, fetch, new_id
from logistics.errors import BadValue, WrongState
from logistics.transport.plans import Plan
from logistics.transport.queued import UNDER_WAY, Queue, Queued, RunState, call_off
from logistics.transport.refusals import TooManyStudies

LONGEST_NAME = 120

LEAST_SECONDS, MOST_SECONDS = 1, 600
"""Of one search; a what-if makes six of them."""

MOST_WAITING = 5
"""Studies of a network that may be under way at once; they are carried out one after the other."""


class StudyKind(Enum):
    """What is worked out."""

    WHAT_IF = "what-if"
    TIMETABLE = "timetable"


class Study(Queued):
    """One question to the planner, and its answer.

    Attributes:
        name: chosen by whoever asked; may be empty for a what-if, whose question says it all.
        plan_id: the planned week that a what-if is about.
        asked: the question, as the kind's own module reads it.
        problem: the week that it is about, as `routing.files` writes it; what changes later does not change the answer.
        seconds: of one search.
        answer: None: not there yet, or none was found.
    """

    __tablename__ = "study"
    __table_args__ = (Index("ix_study_of_network", "network_id", "kind", "asked_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    network_id: Mapped[str] = mapped_column(ForeignKey("network.id"))
    kind: Mapped[StudyKind] = mapped_column(coded(StudyKind))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    plan_id: Mapped[str | None] = mapped_column(ForeignKey("plan.id"), index=True)
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)
    problem: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    seconds: Mapped[int]
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    asked_by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))

    plan: Mapped[Plan | None] = relationship()
    asked_by: Mapped[Person | None] = relationship()


STUDIES = Queue(Study)


def add_study(session: Session, study: Study) -> Study:
    """Keep a question that a worker is to take.

    Raises:
        BadValue: a name too long, or a time that is none.
        TooManyStudies: so many of the network are under way already.
    """
    if len(study.name) > LONGEST_NAME:
        raise BadValue(field="name", value=study.name, least=0, most=LONGEST_NAME)
    if not LEAST_SECONDS <= study.seconds <= MOST_SECONDS:
        raise BadValue(field="seconds", value=study.seconds, least=LEAST_SECONDS, most=MOST_SECONDS)
    waiting = session.scalar(
        select(func.count()).select_from(Study).where(Study.network_id == study.network_id, Study.state.in_(UNDER_WAY))
    )
    if waiting is not None and waiting >= MOST_WAITING:
        raise TooManyStudies(most=MOST_WAITING)
    session.add(study)
    session.flush()
    return study


def claim_study(session: Session, study_id: str, attempt: int, now: datetime) -> Study | None:
    """Take a study, unless another one is being carried out: plans of the day must not wait behind studies."""
    lost = {study.id for study in STUDIES.stale(session, now)}
    others = session.scalars(select(Study.id).where(Study.state == RunState.RUNNING, Study.id != study_id))
    return None if set(others) - lost else STUDIES.claim(session, study_id, attempt, now)


def next_waiting(session: Session) -> Study | None:
    """The study that has waited longest."""
    return session.scalar(
        select(Study).where(Study.state == RunState.WAITING).order_by(Study.asked_at, Study.id).limit(1)
    )


def cancel_study(session: Session, study_id: str, *, by: Person, now: datetime) -> Study:
    """Call a study off; what it has found by then is kept as its answer, if it is one.

    Raises:
        NotFound: no such study.
        NotAllowed: `by` does not study there.
        WrongState: it has ended.
    """
    study = _locked(session, study_id, by)
    call_off(study, study.id, now)
    session.flush()
    return study


def remove_study(session: Session, study_id: str, *, by: Person) -> None:
    """Throw a study away.

    Raises:
        NotFound: no such study.
        NotAllowed: `by` does not study there.
        WrongState: it is under way; it has to be called off first.
    """
    study = _locked(session, study_id, by)
    if study.under_way:
        raise WrongState(what="study", id=study.id, was=study.state.value, wanted="removed")
    session.delete(study)
    session.flush()


def study_of(session: Session, study_id: str, kind: StudyKind, by: Person) -> Study:
    """One study.

    Raises:
        NotFound: there is none of that kind.
        NotAllowed: `by` does not study there.
    """
    study = fetch(session, Study, study_id)
    allow(by, Act.STUDY, network_id=study.network_id)
    if study.kind is not kind:
        return fetch(session, Study, "")
    return study


def studies_in(
    session: Session, network_id: str, kind: StudyKind, by: Person, *, offset: int = 0, limit: int = 50
) -> tuple[list[Study], int]:
    """The studies of a network, latest first, and how many there are in all.

    Raises:
        NotAllowed: `by` does not study there.
    """
    allow(by, Act.STUDY, network_id=network_id)
    own = (Study.network_id == network_id, Study.kind == kind)
    total = session.scalar(select(func.count()).select_from(Study).where(*own))
    rows = session.scalars(
        select(Study).where(*own).order_by(Study.asked_at.desc(), Study.id).offset(offset).limit(limit)
    )
    return list(rows), total or 0


def _locked(session: Session, study_id: str, by: Person) -> Study:
    study = fetch(session, Study, study_id, lock=True)
    allow(by, Act.STUDY, network_id=study.network_id)
    return study
