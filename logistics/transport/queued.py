"""Work that a worker takes from a row: asked for, taken by one worker, watched, called off.

The row is the truth: a job queue only wakes a worker. Whoever takes a row raises its attempt by compare-and-set, and
writes to it only while the attempt is still its own, so a worker that was thought dead does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from threading import Event, Thread
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import JSON, ColumnElement, CursorResult, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from logistics.database import Base, Sessions, UtcDateTime, coded, fetch, unit_of_work
from logistics.errors import WrongState

SILENCE = timedelta(seconds=30)
"""Work that has not been heard of for so long has lost its worker."""

BEAT_SECONDS = 1.0
"""How often a worker tells the row where it stands, and looks whether it is called off."""

Clock = Callable[[], datetime]


class RunState(Enum):
    """Where a run of the planner stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNDER_WAY = (RunState.WAITING, RunState.RUNNING)


class Queued(Base):
    """What every such row has.

    Attributes:
        attempt: raised by compare-and-set by whoever takes the row, so that only one worker has it.
        progress: the last that the search told.
        fault: code and facts where it failed ("changed-meanwhile", ...).
    """

    __abstract__ = True

    state: Mapped[RunState] = mapped_column(coded(RunState), index=True)
    attempt: Mapped[int] = mapped_column(default=0)
    cancel_wanted: Mapped[bool] = mapped_column(default=False)
    progress: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    fault: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    heartbeat_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def under_way(self) -> bool:
        """Whether it has not ended."""
        return self.state in UNDER_WAY


Row = TypeVar("Row", bound=Queued)


@dataclass(frozen=True, slots=True)
class Queue(Generic[Row]):
    """The rows of one table, as workers take them."""

    kind: type[Row]

    def claim(self, session: Session, row_id: str, attempt: int, now: datetime) -> Row | None:
        """Take a row whose attempt is still the one given; None: somebody else has it, or it has ended."""
        taken = session.execute(
            update(self.kind)
            .where(self._id == row_id, self.kind.attempt == attempt, self.kind.state.in_(UNDER_WAY))
            .values(state=RunState.RUNNING, attempt=attempt + 1, heartbeat_at=now, progress={})
            .execution_options(synchronize_session=False)
        )
        if cast(CursorResult[Any], taken).rowcount != 1:
            return None
        return fetch(session, self.kind, row_id, lock=True)

    def beat(self, session: Session, row_id: str, attempt: int, progress: Mapping[str, object], now: datetime) -> bool:
        """Tell that the work goes on and where it stands.

        Args:
            attempt: as in the row that `claim` gave.

        Returns:
            Whether to go on: false where it is to be cancelled, or is not ours any more.
        """
        told = session.execute(
            update(self.kind)
            .where(self._id == row_id, self.kind.attempt == attempt, self.kind.state == RunState.RUNNING)
            .values(heartbeat_at=now, progress=dict(progress))
            .execution_options(synchronize_session=False)
        )
        ours = cast(CursorResult[Any], told).rowcount == 1
        return ours and not session.scalar(select(self.kind.cancel_wanted).where(self._id == row_id))

    def latest(self, session: Session, *conditions: ColumnElement[bool]) -> Row | None:
        """Of the rows that meet the conditions the one that was asked for last."""
        wanted = select(self.kind).where(*conditions).order_by(self.kind.asked_at.desc(), self._id).limit(1)
        return session.scalar(wanted)

    def owned(self, session: Session, row_id: str, attempt: int) -> Row | None:
        """The row, locked, if this attempt still has it."""
        row = fetch(session, self.kind, row_id, lock=True)
        return row if row.attempt == attempt and row.state is RunState.RUNNING else None

    def fail(
        self, session: Session, row_id: str, attempt: int, code: str, facts: Mapping[str, object], now: datetime
    ) -> None:
        """End a row without an answer; nothing happens where it is not ours any more.

        Args:
            facts: what JSON can hold; dates as text.
        """
        row = self.owned(session, row_id, attempt)
        if row is not None:
            row.state, row.ended_at = RunState.FAILED, now
            row.fault = {"code": code, "facts": {name: plain(fact) for name, fact in facts.items()}}
            session.flush()

    def stale(self, session: Session, now: datetime) -> list[Row]:
        """Rows that wait for a worker, or have lost theirs; send each again with its `attempt`."""
        silent_since = now - SILENCE
        rows = session.scalars(
            select(self.kind)
            .where(
                or_(
                    (self.kind.state == RunState.WAITING) & (self.kind.asked_at < silent_since),
                    (self.kind.state == RunState.RUNNING) & (self.kind.heartbeat_at < silent_since),
                )
            )
            .order_by(self.kind.asked_at, self._id)
        )
        return list(rows)

    @contextmanager
    def beating(
        self,
        sessions: Sessions,
        row_id: str,
        attempt: int,
        clock: Clock,
        progress: Callable[[], Mapping[str, object]],
        stop: Callable[[], None],
    ) -> Iterator[None]:
        """Tell the row every second that its work goes on, until the block ends; the work may be silent for long.

        Args:
            stop: called once, from another thread, when the work is called off or is not ours any more.
        """
        over = Event()

        def watch() -> None:
            while not over.wait(BEAT_SECONDS):
                with unit_of_work(sessions) as session:
                    go_on = self.beat(session, row_id, attempt, progress(), clock())
                if not go_on:
                    stop()
                    return

        watcher = Thread(target=watch, name=f"{self.kind.__tablename__}-{row_id}", daemon=True)
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()

    @property
    def _id(self) -> Any:
        return self.kind.__table__.c.id


def call_off(row: Queued, row_id: str, now: datetime) -> None:
    """Call a locked row off: at once where nobody has taken it; otherwise its worker stops and keeps what it has.

    Raises:
        WrongState: it has ended.
    """
    if not row.under_way:
        what = row.__tablename__.replace("_", "-")
        raise WrongState(what=what, id=row_id, was=row.state.value, wanted=RunState.CANCELLED.value)
    row.cancel_wanted = True
    if row.state is RunState.WAITING:
        row.state, row.ended_at = RunState.CANCELLED, now


def plain(fact: object) -> object:
    """A fact as JSON holds it."""
    if isinstance(fact, (date, datetime)):
        return fact.isoformat()
    return fact if isinstance(fact, (str, int, float, list, dict)) or fact is None else str(fact)
