"""Looking for the best way to share a round out: asked for, carried out by a worker, kept to be looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from logistics.access.people import Person
from logistics.bookings.sharing import RoundState, ShareRound
from logistics.database import Sessions, fetch, new_id, reading, unit_of_work
from logistics.errors import LogisticsError
from logistics.transport.queued import Clock, Queue, Queued, RunState
from logistics.transport.season_refusals import AlreadySharing
from logistics.transport.sharing_out import closed_round, mark, round_to_share
from routing.errors import RoutingError
from routing.sharing.process import Sharing
from routing.sharing.wire import write_shared


class ShareRun(Queued):
    """One look for the best allocation; what it finds is kept with the round, and decides nothing."""

    __tablename__ = "share_run"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("share_round.id", ondelete="CASCADE"), index=True)
    asked_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))

    round: Mapped[ShareRound] = relationship()


SHARE_RUNS = Queue(ShareRun)


def look(session: Session, round_id: str, *, by: Person, now: datetime) -> ShareRun:
    """Ask for the best allocation of a round.

    Raises:
        NotFound, NotAllowed: no such round; `by` shares nothing out there.
        WrongState: it is decided or given up.
        StillOpen: it takes applications still.
        AlreadySharing: a worker is at it.
    """
    round_ = closed_round(session, round_id, by, now, lock=True)
    latest = latest_look(session, round_)
    if latest is not None and latest.under_way:
        raise AlreadySharing(round=round_.name)
    run = ShareRun(id=new_id(), round_id=round_.id, state=RunState.WAITING, asked_by_id=by.id, asked_at=now)
    session.add(run)
    session.flush()
    return run


def latest_look(session: Session, round_: ShareRound) -> ShareRun | None:
    """The run of a round that was asked for last."""
    return SHARE_RUNS.latest(session, ShareRun.round_id == round_.id)


def run_sharing(sessions: Sessions, run_id: str, attempt: int, clock: Clock) -> None:
    """Take a run, and keep the answer with its round; do nothing where somebody else has taken it.

    How it ended stands in the row: done, or failed with a code: a refusal of `logistics` or `routing`, or "defect",
    which is raised again.
    """
    with unit_of_work(sessions) as session:
        run = SHARE_RUNS.claim(session, run_id, attempt, clock())
    if run is None:
        return

    def failed(code: str, facts: Mapping[str, object]) -> None:
        with unit_of_work(sessions) as session:
            SHARE_RUNS.fail(session, run.id, run.attempt, code, facts, clock())

    try:
        with reading(sessions) as session:
            asked = round_to_share(session, session.get_one(ShareRound, run.round_id), clock())
        with (
            Sharing.start(asked) as sharing,
            SHARE_RUNS.beating(sessions, run.id, run.attempt, clock, dict, sharing.cancel),
        ):
            shared = sharing.result()
        with unit_of_work(sessions) as session:
            ours = SHARE_RUNS.owned(session, run.id, run.attempt)
            round_ = fetch(session, ShareRound, run.round_id, lock=True)
            if ours is not None and round_.state is RoundState.OPEN:
                round_.proposal = {"answer": write_shared(shared), "fingerprint": mark(asked)}
                ours.state, ours.ended_at = RunState.DONE, clock()
    except (LogisticsError, RoutingError) as refusal:
        failed(refusal.code, refusal.facts)
    except Exception as defect:
        failed("defect", {"kind": type(defect).__name__})
        raise
