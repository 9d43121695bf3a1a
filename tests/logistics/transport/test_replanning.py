"""A day's plan after a change: replanned around what is locked or behind, taken in, taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.notices import Notice
from logistics.access.people import Person
from logistics.database import Sessions, unit_of_work
from logistics.errors import BadValue, NotAllowed, NotFound, WrongState
from logistics.transport.comparing import StopChange, differences
from logistics.transport.day_changes import DayChange
from logistics.transport.loose import send_crates
from logistics.transport.plans import Plan, PlanningRun, PlanState, Trip
from logistics.transport.publishing import publish, undo_change
from logistics.transport.queued import RunState
from logistics.transport.refusals import AlreadyPublished, DrivenMeanwhile, NothingToUndo, RunUnderWay, StalePlan
from logistics.transport.replanning import request_change
from logistics.transport.run import run_planning
from logistics.transport.shipments import Shipment, ShipmentState
from logistics.transport.versions import bring_back, lock_stops
from tests.builders import a_vehicle
from tests.logistics.conftest import World
from tests.logistics.transport.conftest import TUESDAY, Draft

NOTHING = DayChange()


@dataclass
class Day:
    """Tuesday's plan in the hands of its coordinator; every act is committed."""

    sessions: Sessions
    coordinator_id: str
    plan_id: str
    now: datetime

    def change(self, change: DayChange = NOTHING, *, of: str | None = None, at: datetime | None = None) -> str:
        """Replan; the id of the draft."""
        now = at or self.now
        with unit_of_work(self.sessions) as session:
            by = session.get_one(Person, self.coordinator_id)
            run_id = request_change(session, of or self.plan_id, change, by=by, now=now).id
        run_planning(self.sessions, run_id, 0, lambda: now)
        with self.sessions() as session:
            run = session.get_one(PlanningRun, run_id)
            assert (run.state, run.fault) == (RunState.DONE, None)
            assert run.plan_id is not None
            return run.plan_id

    def publish(self, draft_id: str, at: datetime | None = None) -> None:
        with unit_of_work(self.sessions) as session:
            publish(session, draft_id, by=session.get_one(Person, self.coordinator_id), now=at or self.now)

    def undo(self, at: datetime | None = None) -> None:
        with unit_of_work(self.sessions) as session:
            undo_change(session, self.plan_id, by=session.get_one(Person, self.coordinator_id), now=at or self.now)

    def lock(self, trip_id: str, stops: int) -> None:
        with unit_of_work(self.sessions) as session:
            lock_stops(session, trip_id, stops, by=session.get_one(Person, self.coordinator_id))

    def stops(self, plan_id: str | None = None) -> list[tuple[str, str, datetime]]:
        """Vehicle, place and time of every stop."""
        with self.sessions() as session:
            plan = session.get_one(Plan, plan_id or self.plan_id)
            return [(t.vehicle_id, s.place_id, s.starts_at) for t in plan.trips for s in t.stops]

    def state(self, plan_id: str) -> PlanState:
        with self.sessions() as session:
            return session.get_one(Plan, plan_id).state


@pytest.fixture
def day(session: Session, sessions: Sessions, world: World, draft: Draft, now: datetime) -> Day:
    """The published plan of Tuesday: one van from north to south; another van stands by."""
    a_vehicle(session, world.network, "van-2")
    session.expire(world.network)
    plan = publish(session, draft().id, by=world.coordinator, now=now)
    session.commit()
    return Day(sessions, world.coordinator.id, plan.id, now)


@pytest.fixture
def send(sessions: Sessions, world: World, now: datetime) -> Callable[..., str]:
    """Sends a crate from south to north, known before the cut-off; its id."""
    by_id = world.borrower.id

    def sending(at: datetime = now) -> str:
        with unit_of_work(sessions) as session:
            by = session.get_one(Person, by_id)
            ends = {"from_place_id": "test-south", "to_place_id": "test-north"}
            return send_crates(session, **ends, crates=1, ready_on=TUESDAY, by=by, now=at).id

    return sending


def test_a_shipment_sent_since_is_taken_along(day: Day, send: Callable[..., str], sessions: Sessions) -> None:
    new = send()
    draft = day.change()
    with sessions() as session:
        plan = session.get_one(Plan, draft)
        moved = {h.shipment_id for trip in plan.trips for stop in trip.stops for h in stop.handlings}
        assert new in moved
        assert plan.follows_id == day.plan_id
        difference = differences(session.get_one(Plan, day.plan_id), plan)
        assert {one.change for one in difference.stops} <= set(StopChange)
        assert difference.stops


def test_nothing_that_changed_changes_no_stop(day: Day) -> None:
    assert day.stops(day.change()) == day.stops()


def test_a_van_that_is_out_hands_its_trip_over(day: Day) -> None:
    draft = day.change(DayChange(vehicles_out=("test-van-1",)))
    assert {van for van, _, _ in day.stops(draft)} == {"test-van-2"}
    assert [stop[1:] for stop in day.stops(draft)] == [stop[1:] for stop in day.stops()]


def test_where_a_place_closes_its_crates_wait_or_find_another_day(day: Day, sessions: Sessions) -> None:
    draft = day.change(DayChange(places_closed=("test-north",)))
    with sessions() as session:
        plan = session.get_one(Plan, draft)
        assert not [t for t in plan.trips if t.day == TUESDAY and any(s.place_id == "test-north" for s in t.stops)]


def test_a_change_taken_in_keeps_the_plan_and_its_trips_and_can_be_undone(
    day: Day, send: Callable[..., str], sessions: Sessions
) -> None:
    before = day.stops()
    new = send()
    draft = day.change()
    after = day.stops(draft)
    day.publish(draft)
    assert (day.stops(), day.state(draft), day.state(day.plan_id)) == (after, PlanState.REPLACED, PlanState.PUBLISHED)
    with sessions() as session:
        assert session.get_one(Shipment, new).state is ShipmentState.PLANNED
    day.undo()
    assert day.stops() == before
    with sessions() as session:
        assert session.get_one(Shipment, new).state is ShipmentState.WAITING
    with pytest.raises(NothingToUndo):
        day.undo()


def test_libraries_hear_that_the_van_stays_away_and_that_it_comes_after_all(day: Day, sessions: Sessions) -> None:
    day.publish(day.change(DayChange(places_closed=("test-north",))))
    day.undo()
    with sessions() as session:
        told = select(Notice.code, Person.place_id).join(Person, Notice.person_id == Person.id).order_by(Notice.code)
        heard = [tuple(row) for row in session.execute(told)]
    assert heard == [(code, f"test-{place}") for code in ("van-added", "van-dropped") for place in ("north", "south")]


def test_stops_under_way_keep_their_rows_when_the_rest_changes(
    day: Day, send: Callable[..., str], sessions: Sessions
) -> None:
    with sessions() as session:
        trip = session.get_one(Plan, day.plan_id).trips[0]
        noon = trip.stops[1].starts_at + timedelta(minutes=1)
        rows = [stop.id for stop in trip.stops[:2]]
    send(at=noon)
    draft = day.change(DayChange(vehicles_out=()), at=noon)
    day.publish(draft, at=noon)
    with sessions() as session:
        ids = {stop.id for trip in session.get_one(Plan, day.plan_id).trips for stop in trip.stops}
    assert set(rows) <= ids


def test_a_draft_that_changes_what_has_been_driven_since_is_refused(day: Day) -> None:
    draft = day.change(DayChange(vehicles_out=("test-van-1",)))
    evening = max(at for _, _, at in day.stops()) + timedelta(minutes=1)
    with pytest.raises(DrivenMeanwhile):
        day.publish(draft, at=evening)
    assert day.state(day.plan_id) is PlanState.PUBLISHED


def test_a_draft_is_stale_once_more_has_changed(day: Day, send: Callable[..., str]) -> None:
    draft = day.change(DayChange(vehicles_out=("test-van-1",)))
    send()
    with pytest.raises(StalePlan):
        day.publish(draft)


def test_another_draft_does_not_take_the_published_plans_place(
    day: Day, session: Session, world: World, draft: Draft
) -> None:
    other = draft()
    session.commit()
    with pytest.raises(AlreadyPublished):
        day.publish(other.id)


def test_locked_stops_stay_as_they_are(day: Day, sessions: Sessions) -> None:
    with sessions() as session:
        trip = session.get_one(Plan, day.plan_id).trips[0]
        trip_id, count = trip.id, len(trip.stops)
    day.lock(trip_id, count)
    with unit_of_work(sessions) as session:
        by = session.get_one(Person, day.coordinator_id)
        run_id = request_change(session, day.plan_id, DayChange(vehicles_out=("test-van-1",)), by=by, now=day.now).id
    run_planning(sessions, run_id, 0, lambda: day.now)
    with sessions() as session:
        run = session.get_one(PlanningRun, run_id)
    assert run.state is RunState.FAILED
    assert run.fault is not None
    assert run.fault["code"] == "locked-broken"


def test_a_draft_keeps_the_locks_of_the_plan_before_it(day: Day, sessions: Sessions, send: Callable[..., str]) -> None:
    with sessions() as session:
        trip_id = session.get_one(Plan, day.plan_id).trips[0].id
    day.lock(trip_id, 2)
    send()
    with sessions() as session:
        draft = session.get_one(Plan, day.change())
        assert [trip.locked_stops for trip in draft.trips if trip.locked_stops] == [2]


def test_a_lock_of_more_stops_than_there_are_is_refused(day: Day, sessions: Sessions) -> None:
    with sessions() as session:
        trip_id = session.get_one(Plan, day.plan_id).trips[0].id
    with pytest.raises(BadValue):
        day.lock(trip_id, 99)


def test_a_replaced_draft_is_brought_back(day: Day, sessions: Sessions, send: Callable[..., str]) -> None:
    first = day.change(DayChange(vehicles_out=("test-van-1",)))
    send()
    second = day.change()
    with unit_of_work(sessions) as session:
        bring_back(session, first, by=session.get_one(Person, day.coordinator_id), now=day.now)
    assert (day.state(first), day.state(second)) == (PlanState.DRAFT, PlanState.REPLACED)
    with pytest.raises(WrongState), unit_of_work(sessions) as session:
        bring_back(session, first, by=session.get_one(Person, day.coordinator_id), now=day.now)


def test_who_may_not_plan_changes_nothing(day: Day, session: Session, world: World, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        request_change(session, day.plan_id, NOTHING, by=world.owner, now=now)
    with pytest.raises(NotAllowed):
        lock_stops(session, session.get_one(Plan, day.plan_id).trips[0].id, 1, by=world.driver)


@pytest.mark.parametrize("change", [DayChange(vehicles_out=("none",)), DayChange(places_closed=("none",))])
def test_a_change_that_names_nobody_is_refused(
    day: Day, session: Session, world: World, now: datetime, change: DayChange
) -> None:
    with pytest.raises(NotFound):
        request_change(session, day.plan_id, change, by=world.coordinator, now=now)


def test_two_changes_are_not_worked_out_at_once(day: Day, session: Session, world: World, now: datetime) -> None:
    request_change(session, day.plan_id, NOTHING, by=world.coordinator, now=now)
    with pytest.raises(RunUnderWay):
        request_change(session, day.plan_id, NOTHING, by=world.coordinator, now=now)


def test_a_trip_belongs_to_one_plan_only(day: Day, sessions: Sessions, send: Callable[..., str]) -> None:
    send()
    day.publish(day.change())
    with sessions() as session:
        ids = [trip.id for trip in session.query(Trip)]
    assert len(ids) == len(set(ids))
