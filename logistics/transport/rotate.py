"""One search for a rotation, from its row to the draft, in a child process with no transaction open."""

from __future__ import annotations

from collections.abc import Mapping

from logistics.bookings.rotation_plans import fill
from logistics.bookings.rotations import Rotation, RotationState
from logistics.database import Sessions, fetch, reading, unit_of_work
from logistics.errors import LogisticsError
from logistics.transport.queued import Clock, RunState
from logistics.transport.rotating import Proof, fingerprint, season_of
from logistics.transport.rotation_runs import ROTATION_RUNS, RotationRun
from logistics.transport.season_refusals import RotationChanged
from routing.errors import RoutingError
from routing.progress import Effort
from routing.rotation.found import Rotation as Found
from routing.rotation.process import Rotating
from routing.rotation.season import Season
from routing.working import StoppedEarly


def run_rotation(sessions: Sessions, run_id: str, attempt: int, clock: Clock, *, workers: int = 2) -> None:
    """Take a search and write what it finds into the draft; do nothing where somebody else has taken it.

    How it ended stands in the row: done, cancelled with the best so far or nothing, or failed with a code: a refusal of
    `logistics` or `routing`, or "defect", which is raised again.
    """
    with unit_of_work(sessions) as session:
        run = ROTATION_RUNS.claim(session, run_id, attempt, clock())
    if run is None:
        return

    def failed(code: str, facts: Mapping[str, object]) -> None:
        with unit_of_work(sessions) as session:
            ROTATION_RUNS.fail(session, run.id, run.attempt, code, facts, clock())

    try:
        with reading(sessions) as session:
            season = season_of(session, session.get_one(Rotation, run.rotation_id))
        found = _search(sessions, run, season, clock, workers)
        _keep(sessions, run, season, found, clock)
    except (LogisticsError, RoutingError) as refusal:
        failed(refusal.code, refusal.facts)
    except Exception as defect:
        failed("defect", {"kind": type(defect).__name__})
        raise


def _search(sessions: Sessions, run: RotationRun, season: Season, clock: Clock, workers: int) -> Found | None:
    """The best rotation found, also when called off; None: called off before there was any."""
    heard: list[Found] = []
    effort = Effort(seconds=float(run.seconds), workers=workers)
    with (
        Rotating.start(season, effort) as rotating,
        ROTATION_RUNS.beating(sessions, run.id, run.attempt, clock, lambda: _told(heard), rotating.cancel),
    ):
        try:
            heard.extend(rotating.progress())
            return rotating.result()
        except StoppedEarly:
            return None


def _told(heard: list[Found]) -> dict[str, object]:
    if not heard:
        return {}
    last = heard[-1]
    return {"metres": last.figures.metres, "floor": last.floor, "gap": last.gap, "seconds": last.seconds}


def _keep(sessions: Sessions, run: RotationRun, season: Season, found: Found | None, clock: Clock) -> None:
    """Write what was found, unless the draft is another one by now.

    Raises:
        RotationChanged: what the search rests on was changed, or the rotation published.
    """
    with unit_of_work(sessions) as session:
        ours = ROTATION_RUNS.owned(session, run.id, run.attempt)
        if ours is None:
            return
        rotation = fetch(session, Rotation, run.rotation_id, lock=True)
        mark = fingerprint(season)
        if rotation.state is not RotationState.DRAFT or fingerprint(season_of(session, rotation)) != mark:
            raise RotationChanged(rotation=rotation.name)
        ours.state, ours.ended_at = RunState.CANCELLED if ours.cancel_wanted else RunState.DONE, clock()
        if found is None:
            return
        ours.progress = _told([found])
        fill(session, rotation, {(crate, period + 1): place for (crate, period), place in found.cells.items()})
        proof = Proof(found.floor, found.figures.service, found.service_proven, mark)
        rotation.proven = proof.stored()
