from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from logistics.network.places import Closure
from logistics.transport.building import build
from logistics.transport.drafts import WAITING_IS_NO_HELP, shares, store
from logistics.transport.plans import Action, Plan, PlanningRun, PlanState
from logistics.transport.queued import RunState
from logistics.transport.refusals import BrokenPlan, ChangedMeanwhile
from logistics.transport.runs import cancel_run, claim, request_run
from logistics.transport.shipments import Shipment
from routing.cost import cost
from routing.files import read_problem
from routing.plan import Plan as Found
from routing.plan import Unserved
from routing.problem import DAY
from tests.logistics.conftest import World
from tests.logistics.transport.conftest import TUESDAY, Draft, straight_rides


def claimed(session: Session, world: World, now: datetime) -> PlanningRun:
    """A run for Tuesday that a worker has taken."""
    asked = request_run(session, network_id=world.network.id, day=TUESDAY, by=world.coordinator, now=now)
    run = claim(session, asked.id, 0, now)
    assert run is not None
    return run


def test_a_draft_tells_each_stop_by_the_clock(session: Session, world: World, draft: Draft) -> None:
    (trip,) = draft().trips
    assert [stop.place for stop in trip.stops] == [world.hub, world.north, world.south, world.hub]
    assert trip.stops[1].starts_at == datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
    assert trip.day == TUESDAY


def test_a_draft_tells_what_is_loaded_and_unloaded(draft: Draft, shipment: Shipment) -> None:
    (trip,) = draft().trips
    assert trip.stops[1].shipments(Action.LOAD) == [shipment]
    assert trip.stops[2].shipments(Action.UNLOAD) == [shipment]


def test_a_draft_costs_what_its_plan_costs(session: Session, world: World, now: datetime, draft: Draft) -> None:
    plan = draft()
    problem = read_problem(plan.problem)
    priced = cost(problem, straight_rides(problem))
    assert (plan.cost, plan.transport_cost, plan.penalties) == (priced.total, priced.transport, priced.penalties)


def test_a_draft_takes_the_place_of_an_older_one(draft: Draft) -> None:
    older, newer = draft(), draft()
    assert (older.state, newer.state) == (PlanState.REPLACED, PlanState.DRAFT)


def test_a_stored_draft_ends_its_run(session: Session, draft: Draft) -> None:
    plan = draft()
    run = session.scalars(select(PlanningRun)).one()
    assert (run.state, run.plan) == (RunState.DONE, plan)


def test_what_is_left_behind_keeps_its_reason(
    session: Session, world: World, now: datetime, shipment: Shipment
) -> None:
    brief = build(session, world.network.id, TUESDAY, now=now)
    run = claimed(session, world, now)
    left = Unserved(shipment.code, "no-room", {"extra_cost": 100})
    plan = store(session, run, brief, Found((), (left,)), now)
    (kept,) = plan.left_behind
    assert (kept.shipment_id, kept.reason, kept.facts) == (shipment.id, "no-room", {"extra_cost": 100})


IN_A_MONTH = datetime(2026, 12, 24, 15, 0, tzinfo=UTC)


def left_behind(session: Session, world: World, now: datetime, shipment: Shipment, reason: str) -> Plan:
    """A stored plan that leaves the shipment behind, for a reason that the planner gave."""
    brief = build(session, world.network.id, TUESDAY, now=now)
    left = Unserved(shipment.code, reason, {"penalty": 60_000, "change": "pay", "extra_cost": 90_000})
    return store(session, claimed(session, world, now), brief, Found((), (left,)), now)


@pytest.mark.parametrize("reason", ["dearer-than-penalty", "no-room", "stopped", "too-late", "impossible"])
def test_what_is_due_after_the_horizon_and_left_behind_can_wait_until_it_is_due(
    session: Session, world: World, now: datetime, shipment: Shipment, reason: str
) -> None:
    shipment.due_at = IN_A_MONTH
    (left,) = left_behind(session, world, now, shipment, reason).left_behind
    assert left.reason == "can-wait"
    assert left.facts == {
        "from": world.north.id,
        "to": world.south.id,
        "due": 30 * DAY + 16 * 3600,
        "horizon_ends": 3 * DAY,
    }


@pytest.mark.parametrize("reason", sorted(WAITING_IS_NO_HELP))
def test_what_waiting_does_not_help_is_told_at_once(
    session: Session, world: World, now: datetime, shipment: Shipment, reason: str
) -> None:
    shipment.due_at = IN_A_MONTH
    (left,) = left_behind(session, world, now, shipment, reason).left_behind
    assert left.reason == reason


def test_what_stays_behind_costs_no_transport(
    session: Session, world: World, now: datetime, shipment: Shipment
) -> None:
    plan = left_behind(session, world, now, shipment, "dearer-than-penalty")
    assert (plan.transport_cost, plan.penalties, plan.cost) == (0, 600_000, 600_000)


def test_a_plan_that_breaks_a_rule_is_not_stored(
    session: Session, world: World, now: datetime, shipment: Shipment
) -> None:
    brief = build(session, world.network.id, TUESDAY, now=now)
    run = claimed(session, world, now)
    with pytest.raises(BrokenPlan) as refusal:
        store(session, run, brief, Found(()), now)
    assert refusal.value.facts == {"faults": ["unserved-not-named unserved"]}
    assert session.scalar(select(func.count()).select_from(Plan)) == 0


def test_a_plan_is_not_stored_when_what_it_rests_on_has_changed(
    session: Session, world: World, now: datetime, shipment: Shipment
) -> None:
    brief = build(session, world.network.id, TUESDAY, now=now)
    run = claimed(session, world, now)
    world.south.closures.append(Closure(first_day=date(2026, 11, 25), last_day=date(2026, 11, 25)))
    with pytest.raises(ChangedMeanwhile):
        store(session, run, brief, straight_rides(brief.problem), now)
    assert session.scalar(select(func.count()).select_from(Plan)) == 0


def test_a_run_that_was_called_off_keeps_the_best_plan_so_far(
    session: Session, world: World, now: datetime, shipment: Shipment
) -> None:
    brief = build(session, world.network.id, TUESDAY, now=now)
    run = claimed(session, world, now)
    cancel_run(session, run.id, by=world.coordinator, now=now)
    plan = store(session, run, brief, straight_rides(brief.problem), now)
    assert (run.state, run.plan) == (RunState.CANCELLED, plan)


@given(st.lists(st.integers(0, 10**9), max_size=6))
def test_trips_share_a_rounded_sum_to_the_ore(parts: list[int]) -> None:
    total = (sum(parts) + 500) // 1000
    found = shares(total, parts)
    assert len(found) == len(parts)
    assert sum(found) == (total if any(parts) else 0)
