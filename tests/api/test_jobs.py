"""Jobs, with real workers in processes of their own where it matters."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

import migrations
from api.config import Config
from api.jobs import REPLIES_KEPT, Jobs
from logistics.access.replies import Reply
from logistics.access.rights import Role
from logistics.database import Sessions, unit_of_work
from logistics.network.calendar import local_day, next_service_day
from logistics.network.networks import Network
from logistics.transport.loose import send_crates
from logistics.transport.plans import PlanningRun
from logistics.transport.queued import RunState
from logistics.transport.runs import request_run
from logistics.transport.studies import Study, StudyKind
from tests.builders import a_network, a_person, a_vehicle

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
