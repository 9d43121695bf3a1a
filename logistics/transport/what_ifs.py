"""What if: a planned week under other circumstances, worked out by a worker and kept."""

from __future__ import annotations

from datetime import datetime
from threading import Event
from typing import Any

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.network.networks import Network
from logistics.transport.circumstances import Circumstances, change_of, read, written
from logistics.transport.plans import Plan
from logistics.transport.queued import RunState
from logistics.transport.studies import Study, StudyKind, add_study
from routing.answers import write_answer
from routing.circumstances import Change
from routing.files import read_problem
from routing.plan import Plan as Found
from routing.problem import Problem
from routing.process import Solving, StoppedEarly
from routing.progress import Effort
from routing.what_if import SEEDS, compared

SECONDS = 10
"""Of one search, unless asked otherwise: about a minute for three on each side."""


def ask_what_if(
    session: Session,
    plan_id: str,
    circumstances: Circumstances,
    *,
    seconds: int = SECONDS,
    name: str = "",
    by: Person,
    now: datetime,
) -> Study:
    """Ask how a planned week would look under other circumstances.

    Args:
        seconds: of one search; each side is searched `len(SEEDS)` times.

    Raises:
        NotFound: no such plan, or the circumstances name what it does not have.
        NotAllowed: `by` does not study there.
        NothingDiffers, BadValue: of the circumstances, the name or the time.
        TooManyStudies: so many are under way already.
    """
    plan = fetch(session, Plan, plan_id, field="plan_id")
    allow(by, Act.STUDY, network_id=plan.network_id)
    network = fetch(session, Network, plan.network_id, lock=True)
    problem = read_problem(plan.problem)
    change_of(circumstances, network, plan, problem)(problem)
    return add_study(
        session,
        Study(
            network_id=network.id,
            kind=StudyKind.WHAT_IF,
            name=name,
            plan_id=plan.id,
            asked=written(circumstances),
            problem=plan.problem,
            seconds=seconds,
            state=RunState.WAITING,
            asked_by_id=by.id,
            asked_at=now,
        ),
    )


class WhatIf:
    """One what-if being worked out: both sides in turns, each search in a child process."""

    def __init__(self, session: Session, study: Study) -> None:
        network, plan = session.get_one(Network, study.network_id), fetch(session, Plan, study.plan_id or "")
        self.problem: Problem = read_problem(study.problem)
        self.change: Change = change_of(read(study.asked), network, plan, self.problem)
        self.seconds = study.seconds
        self.progress: dict[str, object] = {"share": 0.0}
        self._stopped = Event()
        self._solving: Solving | None = None

    def stop(self) -> None:
        """End the search that is going on and begin no other."""
        self._stopped.set()
        solving = self._solving
        if solving is not None:
            solving.cancel()

    def answer(self) -> dict[str, Any] | None:
        """Work it out; when stopped, from the searches that were made; None: stopped before each side had one."""
        other = self.change(self.problem)
        sides: tuple[list[Found], list[Found]] = ([], [])
        turns = [
            (problem, found, seed)
            for seed in SEEDS
            for problem, found in zip((self.problem, other), sides, strict=True)
        ]
        for number, (problem, found, seed) in enumerate(turns):
            try:
                found.append(self._search(problem, seed, number / len(turns), 1 / len(turns)))
            except StoppedEarly:
                break
        if not all(sides):
            return None
        return write_answer(compared(self.problem, other, *sides))

    def _search(self, problem: Problem, seed: int, begun: float, part: float) -> Found:
        """One search; one that was cut short is no equal of the others, and is dropped.

        Raises:
            StoppedEarly: it was stopped.
        """
        if self._stopped.is_set():
            raise StoppedEarly
        effort = Effort(seconds=float(self.seconds), seed=seed, prove=seed == SEEDS[0])
        with Solving.start(problem, effort) as self._solving:
            for news in self._solving.progress():
                share = begun + part * min(1.0, news.seconds / self.seconds)
                self.progress = {"share": round(share, 3), "cost": news.cost}
            if self._stopped.is_set():
                raise StoppedEarly
            return self._solving.result()
