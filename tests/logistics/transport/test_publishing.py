from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.database import Sessions, unit_of_work
from logistics.errors import DateInThePast, LogisticsError, NotAllowed, NotFound, WrongState
from logistics.network.places import Closure
from logistics.transport.custody import ScanKind
from logistics.transport.driving import finish_trip
from logistics.transport.loose import send_crates
from logistics.transport.plans import PlanState
from logistics.transport.publishing import publish, published_plan, withdraw
from logistics.transport.refusals import AlreadyPublished, AlreadyUnderWay, StalePlan
from logistics.transport.scanning import record
from logistics.transport.shipments import Shipment, ShipmentState
from tests.logistics.conftest import World
from tests.logistics.transport.conftest import TUESDAY, Draft


def test_a_published_plan_is_the_plan_of_its_day(session: Session, world: World, now: datetime, draft: Draft) -> None:
    plan = publish(session, draft().id, by=world.coordinator, now=now)
    assert published_plan(session, world.network.id, TUESDAY) is plan


def test_what_a_published_plan_moves_is_planned(
    session: Session, world: World, now: datetime, draft: Draft, shipment: Shipment
) -> None:
    publish(session, draft().id, by=world.coordinator, now=now)
    assert shipment.state is ShipmentState.PLANNED


def test_what_an_outlook_moves_on_a_later_day_still_waits(
    session: Session, world: World, now: datetime, draft: Draft, shipment: Shipment
) -> None:
    plan = draft()
    plan.trips[0].day = TUESDAY + timedelta(days=1)
    publish(session, plan.id, by=world.coordinator, now=now)
    assert shipment.state is ShipmentState.WAITING


def test_a_draft_is_stale_once_its_goal_has_closed(
    session: Session, world: World, now: datetime, draft: Draft, shipment: Shipment
) -> None:
    plan = draft()
    world.south.closures.append(Closure(first_day=TUESDAY, last_day=TUESDAY))
    with pytest.raises(StalePlan):
        publish(session, plan.id, by=world.coordinator, now=now)
    assert (plan.state, shipment.state) == (PlanState.DRAFT, ShipmentState.WAITING)


def test_a_draft_is_stale_once_there_is_more_to_move(
    session: Session, world: World, now: datetime, draft: Draft
) -> None:
    plan = draft()
    send_crates(
        session,
        from_place_id=world.south.id,
        to_place_id=world.north.id,
        crates=1,
        ready_on=TUESDAY,
        by=world.borrower,
        now=now,
    )
    with pytest.raises(StalePlan):
        publish(session, plan.id, by=world.coordinator, now=now)


def test_what_is_sent_after_the_cutoff_makes_no_draft_stale(
    session: Session, world: World, now: datetime, draft: Draft
) -> None:
    plan = draft()
    after_cutoff = now + timedelta(hours=7, minutes=1)
    send_crates(
        session,
        from_place_id=world.south.id,
        to_place_id=world.north.id,
        crates=1,
        ready_on=TUESDAY,
        by=world.borrower,
        now=after_cutoff,
    )
    assert publish(session, plan.id, by=world.coordinator, now=after_cutoff).state is PlanState.PUBLISHED


def test_a_day_has_one_published_plan(session: Session, world: World, now: datetime, draft: Draft) -> None:
    publish(session, draft().id, by=world.coordinator, now=now)
    another = draft()
    with pytest.raises(AlreadyPublished):
        publish(session, another.id, by=world.coordinator, now=now)


def test_a_plan_is_published_once(session: Session, world: World, now: datetime, draft: Draft) -> None:
    plan = publish(session, draft().id, by=world.coordinator, now=now)
    with pytest.raises(WrongState):
        publish(session, plan.id, by=world.coordinator, now=now)


def test_a_day_that_is_over_is_not_published(session: Session, world: World, now: datetime, draft: Draft) -> None:
    with pytest.raises(DateInThePast):
        publish(session, draft().id, by=world.coordinator, now=now + timedelta(days=2))


def test_a_driver_does_not_publish(session: Session, world: World, now: datetime, draft: Draft) -> None:
    with pytest.raises(NotAllowed):
        publish(session, draft().id, by=world.driver, now=now)


def test_an_unknown_plan_is_not_there(session: Session, world: World, now: datetime) -> None:
    with pytest.raises(NotFound):
        publish(session, "none", by=world.coordinator, now=now)


def test_a_draft_published_by_many_at_once_is_published_once(
    sessions: Sessions, session: Session, world: World, now: datetime, draft: Draft
) -> None:
    plan_id, coordinator_id = draft().id, world.coordinator.id
    session.commit()
    many = 6
    start = Barrier(many)

    def one(_: int) -> bool:
        start.wait()
        try:
            with unit_of_work(sessions) as own:
                publish(own, plan_id, by=own.get_one(Person, coordinator_id), now=now)
        except LogisticsError:
            return False
        return True

    with ThreadPoolExecutor(many) as pool:
        assert sum(pool.map(one, range(many))) == 1


def test_a_withdrawn_plan_is_a_draft_and_its_shipments_wait_again(
    session: Session, world: World, now: datetime, draft: Draft, shipment: Shipment
) -> None:
    plan = publish(session, draft().id, by=world.coordinator, now=now)
    withdraw(session, plan.id, by=world.coordinator, now=now)
    assert (plan.state, plan.published_at, shipment.state) == (PlanState.DRAFT, None, ShipmentState.WAITING)


def test_a_withdrawn_plan_can_be_published_again(
    session: Session, world: World, now: datetime, draft: Draft, shipment: Shipment
) -> None:
    plan = publish(session, draft().id, by=world.coordinator, now=now)
    withdraw(session, plan.id, by=world.coordinator, now=now)
    assert publish(session, plan.id, by=world.coordinator, now=now).state is PlanState.PUBLISHED


def test_a_withdrawn_plan_leaves_the_day_to_a_newer_draft(
    session: Session, world: World, now: datetime, draft: Draft
) -> None:
    plan = publish(session, draft().id, by=world.coordinator, now=now)
    newer = draft()
    withdraw(session, plan.id, by=world.coordinator, now=now)
    assert (plan.state, newer.state) == (PlanState.REPLACED, PlanState.DRAFT)


def test_a_plan_of_which_something_was_scanned_is_not_withdrawn(
    session: Session, world: World, now: datetime, draft: Draft, shipment: Shipment
) -> None:
    plan = publish(session, draft().id, by=world.coordinator, now=now)
    record(
        session,
        scan_id=str(UUID(int=1)),
        shipment_code=shipment.code,
        kind=ScanKind.LOAD,
        place_id=world.north.id,
        seen_at=now,
        by=world.driver,
        now=now,
    )
    with pytest.raises(AlreadyUnderWay):
        withdraw(session, plan.id, by=world.coordinator, now=now)


def test_a_plan_of_which_a_trip_was_driven_is_not_withdrawn(
    session: Session, world: World, now: datetime, draft: Draft
) -> None:
    plan = publish(session, draft().id, by=world.coordinator, now=now)
    finish_trip(session, plan.trips[0].id, by=world.driver, now=plan.trips[0].ends_at)
    with pytest.raises(AlreadyUnderWay):
        withdraw(session, plan.id, by=world.coordinator, now=now)


def test_a_draft_is_not_withdrawn(session: Session, world: World, now: datetime, draft: Draft) -> None:
    with pytest.raises(WrongState):
        withdraw(session, draft().id, by=world.coordinator, now=now)


def test_what_was_planned_the_day_before_can_be_published_in_the_morning(
    session: Session, world: World, now: datetime, draft: Draft
) -> None:
    morning = datetime.combine(date(2026, 11, 24), now.timetz())
    assert publish(session, draft().id, by=world.coordinator, now=morning).state is PlanState.PUBLISHED
