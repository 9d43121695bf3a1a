"""What ifs: a planned week asked about, answered by a worker, stopped, thrown away."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Thread

import pytest
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.database import Sessions, unit_of_work
from logistics.errors import BadValue, NotAllowed, NotFound, WrongState
from logistics.transport import what_ifs
from logistics.transport.circumstances import Circumstances, OtherHours, change_of, read, written
from logistics.transport.plans import Plan
from logistics.transport.queued import RunState
from logistics.transport.refusals import NothingDiffers, TooManyStudies
from logistics.transport.studies import (
    MOST_WAITING,
    Study,
    StudyKind,
    cancel_study,
    claim_study,
    next_waiting,
    remove_study,
    studies_in,
    study_of,
)
from logistics.transport.study import run_study
from logistics.transport.what_ifs import ask_what_if
from routing.files import read_problem
from routing.problem import DAY
from tests.logistics.conftest import World
from tests.logistics.transport.conftest import TUESDAY, Draft

WITHOUT_THE_VAN = Circumstances(without_vehicles=("test-van-1",))

Ask = Callable[..., Study]


@pytest.fixture
def plan(draft: Draft) -> Plan:
    return draft()


@pytest.fixture
def ask(session: Session, world: World, plan: Plan, now: datetime) -> Ask:
    """Asks about Tuesday's plan, as the coordinator, with searches of a second."""

    def asking(circumstances: Circumstances = WITHOUT_THE_VAN, **changed: object) -> Study:
        values = {"seconds": 1, "by": world.coordinator, "now": now} | changed
        return ask_what_if(session, plan.id, circumstances, **values)  # type: ignore[arg-type]

    return asking


def test_a_question_waits_for_a_worker_with_the_week_it_is_about(ask: Ask, plan: Plan) -> None:
    study = ask()
    assert (study.state, study.problem) == (RunState.WAITING, plan.problem)


def test_circumstances_come_back_as_they_were_written() -> None:
    everything = Circumstances(
        without_days=(TUESDAY,),
        without_vehicles=("a",),
        without_carriers=("Carrier",),
        hours=(OtherHours("p", 480, None),),
        hubs=("p",),
        more_like=("a", "a"),
    )
    assert read(written(everything)) == everything


@pytest.mark.parametrize(
    ("circumstances", "refusal", "field"),
    [
        (Circumstances(), NothingDiffers, None),
        (Circumstances(without_vehicles=("none",)), NotFound, "without_vehicles"),
        (Circumstances(without_carriers=("none",)), NotFound, "without_carriers"),
        (Circumstances(without_carriers=("",)), NotFound, "without_carriers"),
        (Circumstances(more_like=("none",)), NotFound, "more_like"),
        (Circumstances(hubs=("none",)), NotFound, "hubs"),
        (Circumstances(hubs=("test-hub",)), BadValue, "hubs"),
        (Circumstances(hours=(OtherHours("none", 480),)), NotFound, "hours"),
        (Circumstances(hours=(OtherHours("test-north"),)), BadValue, "hours"),
        (Circumstances(hours=(OtherHours("test-north", 600, 540),)), BadValue, "hours"),
        (Circumstances(hours=(OtherHours("test-north", -1),)), BadValue, "hours"),
        (Circumstances(without_days=(date(2026, 11, 23),)), BadValue, "without_days"),
        (Circumstances(without_days=(date(2026, 11, 27),)), BadValue, "without_days"),
    ],
)
def test_what_can_not_be_different_is_refused(
    ask: Ask, circumstances: Circumstances, refusal: type[Exception], field: str | None
) -> None:
    with pytest.raises(refusal) as refused:
        ask(circumstances)
    assert getattr(refused.value, "field", None) == field


@pytest.mark.parametrize("changed", [{"seconds": 0}, {"seconds": 601}, {"name": "x" * 121}])
def test_a_time_or_a_name_that_is_none_is_refused(ask: Ask, changed: dict[str, object]) -> None:
    with pytest.raises(BadValue):
        ask(**changed)


def test_a_carrier_that_stops_takes_its_vans_along(session: Session, world: World, plan: Plan) -> None:
    world.van.carrier = "Bokbud"
    problem = read_problem(plan.problem)
    changed = change_of(Circumstances(without_carriers=("Bokbud",)), world.network, plan, problem)(problem)
    assert changed.vehicles == ()


def test_days_are_counted_from_the_plan_and_minutes_from_midnight(world: World, plan: Plan) -> None:
    problem = read_problem(plan.problem)
    both = Circumstances(without_days=(date(2026, 11, 25),), hours=(OtherHours("test-north", 420),))
    changed = change_of(both, world.network, plan, problem)(problem)
    assert {shift[0] // DAY for shift in changed.vehicles[0].shifts} == {0, 2}
    assert changed.place("test-north").windows[0][0] == 7 * 3600


def test_a_librarian_asks_nothing(ask: Ask, world: World) -> None:
    with pytest.raises(NotAllowed):
        ask(by=world.owner)


def test_there_is_an_end_to_questions_that_wait(ask: Ask) -> None:
    for _ in range(MOST_WAITING):
        ask()
    with pytest.raises(TooManyStudies):
        ask()


def test_one_study_is_answered_at_a_time_and_the_next_in_the_order_of_asking(
    session: Session, ask: Ask, now: datetime
) -> None:
    first, second = ask(), ask(now=now + timedelta(seconds=1))
    assert next_waiting(session) is first
    assert claim_study(session, first.id, 0, now) is first
    assert claim_study(session, second.id, 0, now) is None
    assert next_waiting(session) is second


def test_a_study_whose_worker_is_lost_keeps_no_other_from_being_answered(
    session: Session, ask: Ask, now: datetime
) -> None:
    first, second = ask(), ask()
    claim_study(session, first.id, 0, now)
    assert claim_study(session, second.id, 0, now + timedelta(minutes=5)) is second


def test_a_question_that_waits_is_called_off_at_once(session: Session, ask: Ask, world: World, now: datetime) -> None:
    study = cancel_study(session, ask().id, by=world.coordinator, now=now)
    assert study.state is RunState.CANCELLED
    with pytest.raises(WrongState):
        cancel_study(session, study.id, by=world.coordinator, now=now)


def test_what_is_under_way_is_not_thrown_away_and_what_has_ended_is(
    session: Session, ask: Ask, world: World, now: datetime
) -> None:
    study = ask()
    with pytest.raises(WrongState):
        remove_study(session, study.id, by=world.coordinator)
    cancel_study(session, study.id, by=world.coordinator, now=now)
    remove_study(session, study.id, by=world.coordinator)
    assert studies_in(session, world.network.id, StudyKind.WHAT_IF, world.coordinator) == ([], 0)


def test_a_question_is_no_timetable(session: Session, ask: Ask, world: World) -> None:
    with pytest.raises(NotFound):
        study_of(session, ask().id, StudyKind.TIMETABLE, world.coordinator)


@pytest.fixture
def committed(session: Session, ask: Ask) -> str:
    study = ask()
    session.commit()
    return study.id


def ended(sessions: Sessions, study_id: str) -> Study:
    with sessions() as session:
        return session.get_one(Study, study_id)


def test_without_its_van_a_network_leaves_its_crates(
    sessions: Sessions, committed: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(what_ifs, "SEEDS", (1, 2))
    run_study(sessions, committed, 0, lambda: now)
    study = ended(sessions, committed)
    assert (study.state, study.fault) == (RunState.DONE, None)
    assert study.answer is not None
    assert study.answer["difference"]["crates_left"] == 2
    assert (study.answer["today"]["crates_left"], study.answer["changed"]["metres"]) == (0, 0)
    assert study.answer["verdict"] in ("clear", "proven")
    assert [pair["from"] for pair in study.answer["pairs"]] == ["test-north"]


def test_a_study_that_somebody_else_has_taken_is_left_alone(sessions: Sessions, committed: str, now: datetime) -> None:
    run_study(sessions, committed, 1, lambda: now)
    assert ended(sessions, committed).state is RunState.WAITING


def test_a_study_called_off_in_its_first_search_ends_without_an_answer(
    sessions: Sessions, committed: str, world: World, now: datetime
) -> None:
    coordinator_id = world.coordinator.id
    with unit_of_work(sessions) as session:
        session.get_one(Study, committed).seconds = 600

    def call_off() -> None:
        while ended(sessions, committed).state is not RunState.RUNNING:
            time.sleep(0.05)
        with unit_of_work(sessions) as session:
            cancel_study(session, committed, by=session.get_one(Person, coordinator_id), now=now)

    somebody = Thread(target=call_off)
    somebody.start()
    run_study(sessions, committed, 0, lambda: now)
    somebody.join()
    study = ended(sessions, committed)
    assert (study.state, study.answer) == (RunState.CANCELLED, None)


def test_circumstances_that_no_longer_fit_fail_the_study_with_their_code(
    sessions: Sessions, committed: str, now: datetime
) -> None:
    with unit_of_work(sessions) as session:
        study = session.get_one(Study, committed)
        study.asked = written(replace(WITHOUT_THE_VAN, without_carriers=("gone",)))
    run_study(sessions, committed, 0, lambda: now)
    study = ended(sessions, committed)
    assert study.state is RunState.FAILED
    assert study.fault == {"code": "not-found", "facts": {"what": "carrier", "id": "gone"}}
