"""Jobs, with real workers in processes of their own where it matters."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

import migrations
from api.config import Config
from api.jobs import REPLIES_KEPT, Jobs
from logistics.access.people import Person
from logistics.access.replies import Reply
from logistics.access.rights import Role
from logistics.bookings.series import Rhythm, SeriesTurn, begin_series
from logistics.bookings.waiting import WaitingEntry, join
from logistics.bookings.waiting import WaitingState as W
from logistics.bookings.wishes import Wish, WishState
from logistics.database import Sessions, unit_of_work
from logistics.network.calendar import local_day, next_service_day
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.transport.approvals import approve, cancel, request
from logistics.transport.loose import send_crates
from logistics.transport.plans import PlanningRun
from logistics.transport.queued import RunState
from logistics.transport.runs import request_run
from logistics.transport.studies import Study, StudyKind
from logistics.transport.wishing import wish_for
from tests.builders import a_collection, a_network, a_person, a_vehicle

ROOT = Path(__file__).parents[2]
LONG = 300
PATIENCE = 60.0
EVENING = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)


@pytest.fixture
def config(database_url: str, engine: sa.Engine, tmp_path: Path) -> Config:
    """An installation whose database says that every migration has been run."""
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.exec_driver_sql("DELETE FROM alembic_version")
        connection.execute(sa.text("INSERT INTO alembic_version VALUES (:head)"), {"head": migrations.head()})
    return Config(home=tmp_path, database_url=database_url, secret_key="no secret")


@pytest.fixture
def jobs(config: Config) -> Jobs:
    jobs = Jobs(config, clock=lambda: EVENING, create_tables=True)
    jobs.queue.flush()
    return jobs


def a_working_network(session: Session, now: datetime) -> Network:
    """A network with a van and a crate to move on its next service day."""
    network = a_network(session)
    a_vehicle(session, network)
    session.expire(network)
    coordinator = a_person(session, Role.COORDINATOR)
    day = next_service_day(network, local_day(network, now))
    send_crates(
        session,
        from_place_id="test-north",
        to_place_id="test-south",
        crates=2,
        ready_on=day,
        by=coordinator,
        now=now,
    )
    return network


def ask_for_run(sessions: Sessions, jobs: Jobs, *, seconds: int, now: datetime) -> str:
    with unit_of_work(sessions) as session:
        network = a_working_network(session, now)
        day = next_service_day(network, local_day(network, now))
        run = request_run(session, network_id=network.id, day=day, seconds=seconds, by=None, now=now)
        jobs.wake(session, run)
    return run.id


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


def children_of(pid: int) -> list[int]:
    """Processes that a process started."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            if parent == pid:
                found.append(int(entry.name))
    return found


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture
def start_worker(config: Config) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []
    environment = os.environ | {"BOKRUTE_HOME": str(config.home), "BOKRUTE_DATABASE_URL": config.database_url}

    def start() -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([sys.executable, "-m", "api", "worker"], cwd=ROOT, env=environment))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def test_a_worker_makes_the_plan_it_is_woken_for(
    config: Config, sessions: Sessions, start_worker: Callable[[], subprocess.Popen[bytes]]
) -> None:
    start_worker()
    jobs = Jobs(config, create_tables=True)
    run_id = ask_for_run(sessions, jobs, seconds=1, now=datetime.now(UTC))

    def done() -> bool:
        with sessions() as session:
            return session.get_one(PlanningRun, run_id).state is RunState.DONE

    wait_until(done)


def test_a_killed_worker_loses_nothing_but_time(
    config: Config, sessions: Sessions, start_worker: Callable[[], subprocess.Popen[bytes]]
) -> None:
    jobs = Jobs(config, create_tables=True)
    first = start_worker()
    run_id = ask_for_run(sessions, jobs, seconds=LONG, now=datetime.now(UTC))

    def row() -> PlanningRun:
        with sessions() as session:
            return session.get_one(PlanningRun, run_id)

    wait_until(lambda: row().state is RunState.RUNNING and bool(row().progress))
    orphans = children_of(first.pid)
    first.send_signal(signal.SIGKILL)
    first.wait()
    wait_until(lambda: not any(is_alive(pid) for pid in orphans))
    with unit_of_work(sessions) as session:
        run = session.get_one(PlanningRun, run_id)
        run.heartbeat_at, run.seconds = datetime.now(UTC) - timedelta(minutes=1), 1
    start_worker()
    wait_until(lambda: row().state is RunState.DONE)
    assert (bool(orphans), row().attempt) == (True, 2)


def test_a_worker_that_is_asked_to_end_does_so(
    config: Config, start_worker: Callable[[], subprocess.Popen[bytes]]
) -> None:
    Jobs(config, create_tables=True)
    worker = start_worker()
    time.sleep(3)
    worker.terminate()
    worker.wait(timeout=PATIENCE)


def test_a_worker_is_woken_once_the_run_is_stored(sessions: Sessions, jobs: Jobs) -> None:
    ask_for_run(sessions, jobs, seconds=1, now=EVENING)
    assert len(jobs.queue) == 1


def test_nobody_is_woken_for_a_run_that_was_not_stored(sessions: Sessions, jobs: Jobs) -> None:
    with sessions() as session:
        network = a_working_network(session, EVENING)
        day = next_service_day(network, local_day(network, EVENING))
        jobs.wake(session, request_run(session, network_id=network.id, day=day, by=None, now=EVENING))
        session.rollback()
    assert len(jobs.queue) == 0


def test_looking_round_plans_each_day_once(sessions: Sessions, jobs: Jobs) -> None:
    with unit_of_work(sessions) as session:
        a_working_network(session, EVENING)
    jobs.look_round()
    jobs.look_round()
    with sessions() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(PlanningRun)) == 1


def test_a_run_that_lost_its_worker_is_sent_again(sessions: Sessions, jobs: Jobs) -> None:
    ask_for_run(sessions, jobs, seconds=1, now=EVENING - timedelta(minutes=2))
    jobs.queue.flush()
    jobs.look_round()
    assert len(jobs.queue) == 1


def test_old_replies_are_forgotten(sessions: Sessions, jobs: Jobs) -> None:
    with unit_of_work(sessions) as session:
        a_network(session)
        person = a_person(session, Role.COORDINATOR)
        for key, age in (("old", REPLIES_KEPT + timedelta(hours=1)), ("new", timedelta(hours=1))):
            reply = Reply(person_id=person.id, key=key, request="POST /", body_digest="0" * 64, status=200, body="")
            reply.given_at = EVENING - age
            session.add(reply)
    jobs.look_round()
    with sessions() as session:
        assert session.scalars(sa.select(Reply.key)).all() == ["new"]


def a_study(session: Session, asked_at: datetime) -> Study:
    """A design that no worker can make: its network has no place that is ever visited."""
    study = Study(
        network_id="test", kind=StudyKind.TIMETABLE, name="", asked={}, problem={}, seconds=1,
        state=RunState.WAITING, asked_at=asked_at,
    )  # fmt: skip
    session.add(study)
    session.flush()
    return study


def test_the_study_that_waits_is_sent_once_another_has_ended(sessions: Sessions, jobs: Jobs) -> None:
    with unit_of_work(sessions) as session:
        a_network(session)
        first, second = a_study(session, EVENING), a_study(session, EVENING + timedelta(seconds=1))
        jobs.wake_for_study(session, first)
    assert len(jobs.queue) == 1
    jobs.queue.flush()
    cancelled(sessions, first.id)
    jobs.study(first.id, 0)
    (task,) = jobs.queue.pending()
    assert task.args == (second.id, 0)


def cancelled(sessions: Sessions, study_id: str) -> None:
    with unit_of_work(sessions) as session:
        session.get_one(Study, study_id).state = RunState.CANCELLED


def test_a_study_that_lost_its_worker_is_sent_again(sessions: Sessions, jobs: Jobs) -> None:
    with unit_of_work(sessions) as session:
        a_network(session)
        a_study(session, EVENING - timedelta(minutes=2))
    jobs.look_round()
    assert "study" in [task.name for task in jobs.queue.pending()]


def a_crate_and_its_neighbours(session: Session) -> dict[str, Person]:
    """A crate at home in the north, and a librarian at each of three places."""
    network = a_network(session)
    a_vehicle(session, network)
    session.expire(network)
    a_collection(session, session.get_one(Place, "test-north"), id="crate")
    return {name: a_person(session, Role.LIBRARIAN, session.get_one(Place, f"test-{name}")) for name in NAMES}


NAMES = ("north", "hub", "south")
SPAN = {"first_day": date(2026, 12, 9), "last_day": date(2026, 12, 11)}


def lent(session: Session, people: dict[str, Person]) -> str:
    """The booking with which the south has the crate."""
    made = request(session, collection_id="crate", place_id="test-south", by=people["south"], now=EVENING, **SPAN)
    return approve(session, made.id, by=people["north"], now=EVENING).id


def test_an_offer_that_nobody_answers_goes_to_the_next_in_line(sessions: Sessions, jobs: Jobs) -> None:
    with sessions.begin() as session:
        people = a_crate_and_its_neighbours(session)
        loan = lent(session, people)
        for later, name in enumerate(("hub", "south")):
            days = {end: day + timedelta(days=later) for end, day in SPAN.items()}
            asked = {"by": people[name], "now": EVENING + timedelta(minutes=later)}
            join(session, collection_id="crate", place_id=f"test-{name}", **asked, **days)
        cancel(session, loan, by=people["south"], now=EVENING)
    for days in (0, 4):
        jobs.serve_lines(EVENING + timedelta(days=days))
        with sessions() as session:
            line = session.scalars(sa.select(WaitingEntry).order_by(WaitingEntry.first_day)).all()
            states = [entry.state for entry in line]
        assert states == ([W.OFFERED, W.WAITING] if days == 0 else [W.LAPSED, W.OFFERED])


def test_looking_ahead_fulfils_wishes_and_asks_for_the_next_turn(sessions: Sessions, jobs: Jobs) -> None:
    with sessions.begin() as session:
        people = a_crate_and_its_neighbours(session)
        loan = lent(session, people)
        wish = wish_for(session, place_id="test-hub", take_first=True, by=people["hub"], now=EVENING, **SPAN)
        assert wish.state is WishState.OPEN
        cancel(session, loan, by=people["south"], now=EVENING)
        monthly = {"rhythm": Rhythm.MONTHLY, "starts_on": date(2027, 1, 12), "loan_days": 3, "days_ahead": 60}
        turning = begin_series(
            session, place_id="test-south", collection_id="crate", by=people["south"], now=EVENING, **monthly
        )
    jobs.look_ahead()
    with sessions() as session:
        assert session.get_one(Wish, wish.id).state is WishState.FULFILLED
        turns = sa.select(SeriesTurn.occasion).where(SeriesTurn.series_id == turning.id)
        assert session.scalars(turns).all() == [date(2027, 1, 12)]
