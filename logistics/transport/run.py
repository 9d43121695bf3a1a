"""One planning run from its row to its draft, searching in a child process with no transaction open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from logistics.database import Sessions, reading, unit_of_work
from logistics.errors import LogisticsError
from logistics.transport.building import Brief, build
from logistics.transport.drafts import store
from logistics.transport.plans import PlanningRun
from logistics.transport.queued import Clock
from logistics.transport.replanning import run_change
from logistics.transport.runs import RUNS, cancelled, claim, fail, owned
from routing.errors import RoutingError
from routing.plan import Plan
from routing.process import Solving, StoppedEarly
from routing.progress import Effort, Progress, Told, silent
from routing.spared import spared

SPARED_SECONDS = 5.0
"""For counting what empty stops would cost; on a network so large that it takes longer, nobody is told."""


def run_planning(
    sessions: Sessions, run_id: str, attempt: int, clock: Clock, told: Progress = silent, *, workers: int = 2
) -> None:
    """Take a run and plan it; do nothing where somebody else has taken it.

    How it ended stands in the row: done, cancelled with the best plan so far or none, or failed with a code: a
    refusal of `logistics` or `routing`, or "defect", which is raised again.

    Args:
        attempt: of the row when the run was handed out.
        told: hears all that the search tells.
        workers: processes that search at once.
    """
    with unit_of_work(sessions) as session:
        run = claim(session, run_id, attempt, clock())
    if run is None:
        return
    try:
        if run.follows_id is not None:
            run_change(sessions, run, clock)
            return
        with reading(sessions) as session:
            brief = build(session, run.network_id, run.day, now=clock())
        heard: list[Told] = []
        found = _search(sessions, run, brief, clock, heard, told, workers)
        saved = None if found is None else spared(brief.problem, found, SPARED_SECONDS)
        with unit_of_work(sessions) as session:
            ours = owned(session, run.id, run.attempt)
            if ours is None:
                return
            ours.progress = _progress(heard)
            if found is None:
                cancelled(session, ours, clock())
            else:
                store(session, ours, brief, found, clock(), None if saved is None else asdict(saved))
    except (LogisticsError, RoutingError) as refusal:
        _fail(sessions, run, refusal.code, refusal.facts, clock)
    except Exception as defect:
        _fail(sessions, run, "defect", {"kind": type(defect).__name__}, clock)
        raise


def _search(
    sessions: Sessions, run: PlanningRun, brief: Brief, clock: Clock, heard: list[Told], told: Progress, workers: int
) -> Plan | None:
    """The best plan found, also when called off; None: called off before there was any."""
    with (
        Solving.start(brief.problem, Effort(seconds=float(run.seconds), workers=workers)) as solving,
        RUNS.beating(sessions, run.id, run.attempt, clock, lambda: _progress(heard), solving.cancel),
    ):
        for news in solving.progress():
            heard.append(news)
            told(news)
        try:
            return solving.result()
        except StoppedEarly:
            return None


def _progress(heard: list[Told]) -> dict[str, object]:
    if not heard:
        return {}
    last = heard[-1]
    return {"cost": last.cost, "bound": last.bound, "gap": last.gap, "seconds": last.seconds, "stage": last.stage}


def _fail(sessions: Sessions, run: PlanningRun, code: str, facts: Mapping[str, object], clock: Clock) -> None:
    with unit_of_work(sessions) as session:
        fail(session, run.id, run.attempt, code, facts, clock())
