"""The demonstration, made with little time to search, and made again."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.demo import stage as stage_module
from api.demo.people import ACCOUNTS, demo_password, demo_people
from api.demo.stage import Stage
from logistics.access.accounts import sign_in
from logistics.access.people import Person
from logistics.bookings.booking import Booking, BookingState
from logistics.costs.ledger import LedgerEntry
from logistics.database import Sessions, open_engine, reading, session_factory, unit_of_work
from logistics.files.load import SAMPLES
from logistics.models import METADATA
from logistics.network.networks import Network
from logistics.transport.custody import Scan
from logistics.transport.deviations import Deviation
from logistics.transport.plans import Plan, PlanState, Trip, TripState
from logistics.transport.shipments import Shipment, ShipmentState
from routing.progress import Progress, silent

pytestmark = pytest.mark.xdist_group("demo")
"""One process makes the demonstration for all of them."""

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
PASSWORD = "kort-visa-2468"


@contextmanager
def no_bar(_seconds: float, _currency: str) -> Iterator[Progress]:
    yield silent


def counted(session: Session) -> dict[str, int]:
    return {
        table.name: session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        for table in METADATA.sorted_tables
    }


def set_up(sessions: Sessions, now: datetime, clock: datetime | None = None) -> tuple[Stage, str]:
    stage = Stage(sessions, "varmland", lambda: clock or now, now)
    stage.load(SAMPLES["varmland"], PASSWORD)
    with unit_of_work(sessions) as session:
        session.get_one(Network, "varmland").plan_seconds = 4
    stage.fill()
    return stage, stage.plan_next_day(no_bar)


@pytest.fixture(scope="module")
def shown(sqlite_with_schema: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stage, str]]:
    """The demonstration on a Monday, made once; tests only read it."""
    path = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    shutil.copy(sqlite_with_schema, path)
    engine = open_engine(f"sqlite:///{path}")
    yield set_up(session_factory(engine), MONDAY)
    engine.dispose()


@pytest.fixture
def stage(shown: tuple[Stage, str]) -> Stage:
    return shown[0]


@pytest.fixture
def seen(stage: Stage) -> Iterator[Session]:
    with reading(stage.sessions) as session:
        yield session


def test_once_more_adds_nothing(stage: Stage, shown: tuple[Stage, str]) -> None:
    with reading(stage.sessions) as session:
        before = counted(session)
    again = Stage(stage.sessions, "varmland", stage.clock, MONDAY + timedelta(minutes=5))
    with unit_of_work(stage.sessions) as session:
        demo_people(session, session.get_one(Network, "varmland"), PASSWORD, MONDAY)
    again.fill()
    assert again.plan_next_day(no_bar) == shown[1]
    with reading(stage.sessions) as session:
        assert counted(session) == before


def test_the_next_service_day_is_planned_and_not_published(seen: Session, shown: tuple[Stage, str]) -> None:
    plan = seen.get_one(Plan, shown[1])
    assert (plan.day, plan.state, len(plan.trips) > 0) == (date(2026, 11, 24), PlanState.DRAFT, True)


def test_the_day_before_was_driven_and_today_is_published(seen: Session) -> None:
    days = {plan.day: plan for plan in seen.scalars(sa.select(Plan).where(Plan.state == PlanState.PUBLISHED))}
    before, today = days[date(2026, 11, 20)], days[date(2026, 11, 23)]
    states = {trip.state for trip in before.trips if trip.day == before.day}
    assert (states, {trip.state for trip in today.trips}) == ({TripState.DRIVEN}, {TripState.PLANNED})


def test_driven_trips_are_paid_for(seen: Session) -> None:
    posted = set(seen.scalars(sa.select(LedgerEntry.trip_id)))
    driven = set(seen.scalars(sa.select(Trip.id).where(Trip.state == TripState.DRIVEN)))
    assert posted == driven != set()


@pytest.mark.parametrize("state", [BookingState.REQUESTED, BookingState.APPROVED, BookingState.DECLINED])
def test_there_are_bookings_to_look_at(seen: Session, state: BookingState) -> None:
    assert seen.scalar(sa.select(sa.func.count()).where(Booking.state == state))


@pytest.mark.parametrize("state", [ShipmentState.WAITING, ShipmentState.PLANNED, ShipmentState.RECEIVED])
def test_there_are_crates_at_every_stage(seen: Session, state: ShipmentState) -> None:
    assert seen.scalar(sa.select(sa.func.count()).where(Shipment.state == state))


def test_there_is_one_deviation_to_clear_up(seen: Session) -> None:
    assert seen.scalar(sa.select(sa.func.count()).select_from(Deviation)) == 1


def test_nothing_was_scanned_before_it_was_made(seen: Session) -> None:
    early = sa.select(sa.func.count()).select_from(Scan).join(Shipment).where(Scan.seen_at < Shipment.created_at)
    assert seen.scalar(early) == 0


def test_nothing_was_done_in_the_future(seen: Session) -> None:
    assert max(seen.scalars(sa.select(Scan.recorded_at))) <= MONDAY


@pytest.mark.parametrize("account", ACCOUNTS["varmland"], ids=lambda account: account.sign_in_name)
def test_everybody_can_sign_in(seen: Session, account: object) -> None:
    name = account.sign_in_name  # type: ignore[attr-defined]  # an Account
    assert sign_in(seen, name, PASSWORD).demo


def test_a_demonstration_that_was_cut_short_goes_on(sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a weekend, so that there are no trips of today either."""

    def power_cut(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(stage_module, "drive_day", power_cut)
        with pytest.raises(KeyboardInterrupt):
            set_up(sessions, SATURDAY)
    stage, _plan = set_up(sessions, SATURDAY)
    with reading(stage.sessions) as session:
        plans = session.scalars(sa.select(Plan).where(Plan.state != PlanState.REPLACED))
        assert sorted((plan.day, plan.state.value) for plan in plans) == [
            (date(2026, 11, 27), "published"),
            (date(2026, 11, 30), "draft"),
        ]


def test_each_installation_has_a_password_of_its_own(tmp_path: Path) -> None:
    homes = [tmp_path / name for name in "ab"]
    for home in homes:
        home.mkdir()
    assert len({demo_password(home) for home in homes}) == 2


def test_the_password_stays_the_same(tmp_path: Path) -> None:
    assert demo_password(tmp_path) == demo_password(tmp_path)


def test_only_its_owner_can_read_the_password(tmp_path: Path) -> None:
    demo_password(tmp_path)
    assert stat.S_IMODE((tmp_path / "demo_password").stat().st_mode) == 0o600


def test_a_lost_password_is_replaced_by_a_new_one(session: Session, varmland: Network, now: datetime) -> None:
    demo_people(session, varmland, PASSWORD, now)
    demo_people(session, varmland, "another-one-2468", now)
    assert sign_in(session, "coordinator", "another-one-2468").demo


def test_somebody_elses_name_is_left_alone(session: Session, varmland: Network, now: datetime) -> None:
    demo_people(session, varmland, PASSWORD, now)
    taken = session.scalars(sa.select(Person).where(Person.sign_in_name == "driver")).one()
    taken.demo = False
    assert "driver" not in demo_people(session, varmland, PASSWORD, now)
