"""One study from its row to its answer, worked out with no transaction open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from sqlalchemy.orm import Session

from logistics.database import Sessions, reading, unit_of_work
from logistics.errors import LogisticsError
from logistics.transport.designs import Design
from logistics.transport.queued import Clock, RunState
from logistics.transport.studies import STUDIES, Study, StudyKind, claim_study
from logistics.transport.what_ifs import WhatIf
from routing.errors import RoutingError


class Work(Protocol):
    """What a kind of study does."""

    progress: dict[str, object]

    def answer(self) -> dict[str, Any] | None:
        """Work it out; None: stopped before there was anything."""

    def stop(self) -> None:
        """Be asked, by another thread, to come to an end."""


WORK: dict[StudyKind, Callable[[Session, Study], Work]] = {
    StudyKind.WHAT_IF: WhatIf,
    StudyKind.TIMETABLE: Design,
}


def run_study(sessions: Sessions, study_id: str, attempt: int, clock: Clock) -> None:
    """Take a study and answer it; do nothing where somebody else has taken it, or another one is being answered.

    How it ended stands in the row: done, cancelled with what was found or nothing, or failed with a code: a refusal of
    `logistics` or `routing`, or "defect", which is raised again.

    Args:
        attempt: of the row when the study was handed out.
    """
    with unit_of_work(sessions) as session:
        study = claim_study(session, study_id, attempt, clock())
    if study is None:
        return

    def failed(code: str, facts: Mapping[str, object]) -> None:
        with unit_of_work(sessions) as session:
            STUDIES.fail(session, study.id, study.attempt, code, facts, clock())

    try:
        with reading(sessions) as session:
            work = WORK[study.kind](session, session.get_one(Study, study.id))
        with STUDIES.beating(sessions, study.id, study.attempt, clock, lambda: work.progress, work.stop):
            answer = work.answer()
        with unit_of_work(sessions) as session:
            ours = STUDIES.owned(session, study.id, study.attempt)
            if ours is not None:
                ours.answer, ours.ended_at = answer, clock()
                ours.state = RunState.CANCELLED if ours.cancel_wanted else RunState.DONE
    except (LogisticsError, RoutingError) as refusal:
        failed(refusal.code, refusal.facts)
    except Exception as defect:
        failed("defect", {"kind": type(defect).__name__})
        raise
