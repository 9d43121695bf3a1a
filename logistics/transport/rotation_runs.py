"""Searches for a rotation: asked for, taken by one worker, watched, called off."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.bookings.rotation_plans import draft_of
from logistics.bookings.rotations import Rotation
from logistics.database import fetch, new_id
from logistics.errors import BadValue
from logistics.transport.queued import Queue, Queued, RunState, call_off
from logistics.transport.season_refusals import AlreadySearching

MOST_SECONDS = 600

SECONDS = 18
"""Of a search unless told otherwise: with what starts and ends it, half a minute."""


class RotationRun(Queued):
    """One search for a rotation; what it finds is written into the draft."""

    __tablename__ = "rotation_run"
    __table_args__ = (CheckConstraint("seconds > 0", name="has_time"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    rotation_id: Mapped[str] = mapped_column(ForeignKey("rotation.id", ondelete="CASCADE"), index=True)
    seconds: Mapped[int]
    asked_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))

    rotation: Mapped[Rotation] = relationship()


ROTATION_RUNS = Queue(RotationRun)


def search(session: Session, rotation_id: str, *, seconds: int = SECONDS, by: Person, now: datetime) -> RotationRun:
    """Ask for a rotation to be found.

    Raises:
        NotFound, NotAllowed: no such rotation; `by` makes none there.
        NotADraft: it is published.
        BadValue: too little or too much time.
        AlreadySearching: a search is under way.
    """
    rotation = draft_of(session, rotation_id, by)
    if not 1 <= seconds <= MOST_SECONDS:
        raise BadValue(field="seconds", value=seconds, least=1, most=MOST_SECONDS)
    latest = latest_search(session, rotation)
    if latest is not None and latest.under_way:
        raise AlreadySearching(rotation=rotation.name)
    run = RotationRun(
        id=new_id(),
        rotation_id=rotation.id,
        seconds=seconds,
        state=RunState.WAITING,
        asked_by_id=by.id,
        asked_at=now,
    )
    session.add(run)
    session.flush()
    return run


def stop_search(session: Session, run_id: str, *, by: Person, now: datetime) -> RotationRun:
    """Call a search off; what it has found by then is kept.

    Raises:
        NotFound, NotAllowed: no such search; `by` makes no rotations there.
        WrongState: it has ended.
    """
    run = fetch(session, RotationRun, run_id, lock=True)
    allow(by, Act.ROTATE, network_id=run.rotation.network_id)
    call_off(run, run.id, now)
    session.flush()
    return run


def search_of(session: Session, run_id: str, by: Person) -> RotationRun:
    """One search.

    Raises:
        NotFound, NotAllowed: there is none; `by` makes no rotations there.
    """
    run = fetch(session, RotationRun, run_id)
    allow(by, Act.ROTATE, network_id=run.rotation.network_id)
    return run


def latest_search(session: Session, rotation: Rotation) -> RotationRun | None:
    """The search of a rotation that was asked for last."""
    return ROTATION_RUNS.latest(session, RotationRun.rotation_id == rotation.id)
