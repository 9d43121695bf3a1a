"""Work that no request waits for: planning runs, and what is due by the clock.

The queue only wakes a worker; what is to be done stands in the database. A job that is lost with its worker is
therefore sent again, and a job that comes twice does nothing the second time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache, cached_property

import structlog
from huey import Huey, PostgresHuey, SqliteHuey, crontab  # type: ignore[import-untyped]  # huey carries no types
from sqlalchemy import event, make_url
from sqlalchemy.orm import Session

from api.clock import Clock, system_clock
from api.config import Config
from api.roads import measure_before_planning
from logistics.access.notices import forget_notices
from logistics.access.replies import forget
from logistics.access.uploads import forget_uploads
from logistics.bookings.contacts import forget_contacts
from logistics.bookings.series import active_series
from logistics.bookings.serving import collections_waited_for, ended_offers, lapse, serve
from logistics.bookings.wishes import open_wishes
from logistics.costs.replacements import remind_and_charge
from logistics.costs.year import remind_of_the_year
from logistics.database import Sessions, open_engine, reading, session_factory, unit_of_work
from logistics.transport.at_cutoff import plan_what_is_due
from logistics.transport.building import days_of
from logistics.transport.plans import PlanningRun
from logistics.transport.recurring import ask_ahead
from logistics.transport.rotate import run_rotation
from logistics.transport.rotation_publications import PUBLICATIONS, Publication, run_publication
from logistics.transport.rotation_publishing import move_rotations_on
from logistics.transport.rotation_runs import ROTATION_RUNS, RotationRun
from logistics.transport.run import run_planning
from logistics.transport.runs import stale_runs
from logistics.transport.sharing_runs import SHARE_RUNS, ShareRun, run_sharing
from logistics.transport.studies import STUDIES, Study, next_waiting
from logistics.transport.study import run_study
from logistics.transport.wishing import look_again

REPLIES_KEPT = timedelta(days=2)
"""How long a repeated message gets its first answer; a phone that was offline sends again within a day."""

NOTICES_KEPT = timedelta(days=180)
"""How long news stays; what it tells of has a page of its own."""

UPLOADS_KEPT = timedelta(days=1)
"""How long a file waits that somebody looked through and did not store."""

CONTACTS_KEPT = timedelta(days=2 * 365)
"""How long after the last loan a contact is kept: over two school years."""

THREADS = 2
"""A planning run searches in a process of its own, so the second thread is there for what is due meanwhile."""

log = structlog.get_logger()


class Jobs:
    """The queue of an installation and the tasks in it."""

    def __init__(self, config: Config, *, clock: Clock = system_clock, create_tables: bool = False) -> None:
        self._config = config
        self._clock = clock
        self.queue = open_queue(config, create_tables=create_tables)
        self._plan = self.queue.task(name="plan")(self.plan)
        self._study = self.queue.task(name="study")(self.study)
        self._rotate = self.queue.task(name="rotate")(self.rotate)
        self._publish = self.queue.task(name="publish_rotation")(self.publish_rotation)
        self._share = self.queue.task(name="share")(self.share)
        self.queue.periodic_task(crontab(), name="look_round")(self.look_round)
        self.queue.periodic_task(crontab(minute="7"), name="look_ahead")(self.look_ahead)

    @cached_property
    def _sessions(self) -> Sessions:
        return session_factory(open_engine(self._config.database_url))

    def wake(self, session: Session, run: PlanningRun) -> None:
        """Wake a worker for a run as soon as the session's transaction is committed, and not if it is dropped."""
        self._send_after_commit(session, self._plan, run.id, run.attempt)

    def wake_for_study(self, session: Session, study: Study) -> None:
        """Wake a worker for a study, as for a run."""
        self._send_after_commit(session, self._study, study.id, study.attempt)

    def wake_for_rotation(self, session: Session, run: RotationRun) -> None:
        """Wake a worker for a search of a rotation, as for a run."""
        self._send_after_commit(session, self._rotate, run.id, run.attempt)

    def wake_to_publish(self, session: Session, publication: Publication) -> None:
        """Wake a worker to publish a rotation, as for a run."""
        self._send_after_commit(session, self._publish, publication.id, publication.attempt)

    def wake_for_sharing(self, session: Session, run: ShareRun) -> None:
        """Wake a worker to share a round out, as for a run."""
        self._send_after_commit(session, self._share, run.id, run.attempt)

    def _send_after_commit(
        self, session: Session, task: Callable[[str, int], object], row_id: str, attempt: int
    ) -> None:
        @event.listens_for(session, "after_commit", once=True)
        def send(_session: Session) -> None:
            try:
                task(row_id, attempt)
            except Exception:
                # The row is stored; `look_round` finds it, so whoever asked need not be told of a failure.
                log.exception("a worker could not be woken", row=row_id)

    def plan(self, run_id: str, attempt: int) -> None:
        """Make the plan of a run, unless another worker has taken it."""
        with reading(self._sessions) as session:
            run = session.get(PlanningRun, run_id)
            planned = (run.network_id, days_of(session, run.network_id, run.day)) if run else None
        if planned is not None:
            measure_before_planning(self._sessions, self._config, *planned, self._clock())
        run_planning(self._sessions, run_id, attempt, self._clock)

    def study(self, study_id: str, attempt: int) -> None:
        """Answer a study, unless another worker has taken it or answers another one; then see to the next."""
        run_study(self._sessions, study_id, attempt, self._clock)
        with reading(self._sessions) as session:
            waiting = next_waiting(session)
            following = (waiting.id, waiting.attempt) if waiting is not None and waiting.id != study_id else None
        if following is not None:
            self._study(*following)

    def look_ahead(self) -> None:
        """Look for what people wish for, and ask for what comes again; each in a transaction of its own."""
        now = self._clock()
        with reading(self._sessions) as session:
            wishes, going_on = open_wishes(session), active_series(session)
        for wish_id in wishes:
            with unit_of_work(self._sessions) as session:
                look_again(session, wish_id, now)
        for series_id in going_on:
            with unit_of_work(self._sessions) as session:
                ask_ahead(session, series_id, now)

    def serve_lines(self, now: datetime) -> None:
        """End offers that nobody answered, and offer what has become free; each line in a transaction of its own."""
        with reading(self._sessions) as session:
            ended, waited_for = ended_offers(session, now), collections_waited_for(session)
        for entry_id in ended:
            with unit_of_work(self._sessions) as session:
                lapse(session, entry_id, now)
        for collection_id in waited_for:
            with unit_of_work(self._sessions) as session:
                serve(session, collection_id, now)

    def rotate(self, run_id: str, attempt: int) -> None:
        """Look for a rotation, unless another worker has taken it."""
        run_rotation(self._sessions, run_id, attempt, self._clock)

    def publish_rotation(self, publication_id: str, attempt: int) -> None:
        """Publish a rotation, unless another worker has taken it."""
        run_publication(self._sessions, publication_id, attempt, self._clock)

    def share(self, run_id: str, attempt: int) -> None:
        """Look for the best way to share a round out, unless another worker has taken it."""
        run_sharing(self._sessions, run_id, attempt, self._clock)

    def look_round(self) -> None:
        """Ask for the plans that are due, send runs again that have lost their worker, forget what is old."""
        now = self._clock()
        with unit_of_work(self._sessions) as session:
            for run in plan_what_is_due(session, now=now):
                log.info("planning at the cut-off", run=run.id, network=run.network_id, day=run.day.isoformat())
                self.wake(session, run)
            move_rotations_on(session, now=now)
            remind_of_the_year(session, now=now)
            forget(session, before=now - REPLIES_KEPT)
            for made in remind_and_charge(session, now=now):
                log.info("missing parts", made=type(made).__name__, shortfall=made.shortfall_id)
            forget_uploads(session, before=now - UPLOADS_KEPT)
            forget_notices(session, before=now - NOTICES_KEPT)
            forget_contacts(session, before=(now - CONTACTS_KEPT).date())
        self.serve_lines(now)
        with reading(self._sessions) as session:
            lost = [(self._plan, run.id, run.attempt) for run in stale_runs(session, now)]
            lost += [(self._study, study.id, study.attempt) for study in STUDIES.stale(session, now)]
            lost += [(self._rotate, search.id, search.attempt) for search in ROTATION_RUNS.stale(session, now)]
            lost += [(self._publish, word.id, word.attempt) for word in PUBLICATIONS.stale(session, now)]
            lost += [(self._share, share.id, share.attempt) for share in SHARE_RUNS.stale(session, now)]
        for task, row_id, attempt in lost:
            log.info("sending work again", row=row_id, attempt=attempt)
            task(row_id, attempt)


def open_queue(config: Config, *, create_tables: bool = False) -> Huey:
    """The queue beside the database: in a file where that is one, else in tables of its own in PostgreSQL."""
    url = make_url(config.database_url)
    if url.get_backend_name() == "postgresql":
        dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        return PostgresHuey("bokrute", results=False, dsn=dsn, create_tables=create_tables)
    return SqliteHuey("bokrute", results=False, filename=str(config.home / "queue.sqlite3"), timeout=20)


def prepare_queue(config: Config) -> None:
    """Make the queue's tables, once, before any worker starts."""
    Jobs(config, create_tables=True)


@cache
def jobs_of(config: Config) -> Jobs:
    """The jobs of an installation; one object in each process."""
    return Jobs(config)


def work(config: Config) -> None:
    """Carry out jobs in this process until SIGTERM or SIGINT; what is cut short is done by the next worker."""
    logging.basicConfig(level=logging.WARNING)
    jobs = jobs_of(config)
    jobs.look_round()
    consumer = jobs.queue.create_consumer(workers=THREADS, periodic=True, check_worker_health=True)
    consumer.run()
