"""Plans and planning runs as coordinators look for them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch
from logistics.transport.plans import Plan, PlanningRun, PlanState
from logistics.transport.runs import RUNS


def plan_of(session: Session, plan_id: str, by: Person) -> Plan:
    """One plan.

    Raises:
        NotFound: there is none.
        NotAllowed: `by` does not see plans there.
    """
    plan = fetch(session, Plan, plan_id)
    allow(by, Act.SEE_PLANS, network_id=plan.network_id)
    return plan


def plans_of_day(session: Session, network_id: str, day: date, by: Person) -> list[Plan]:
    """The published plan and the draft of a day, published first; replaced ones are left out.

    Raises:
        NotAllowed: `by` does not see plans there.
    """
    allow(by, Act.SEE_PLANS, network_id=network_id)
    rows = session.scalars(
        select(Plan)
        .where(Plan.network_id == network_id, Plan.day == day, Plan.state != PlanState.REPLACED)
        .order_by(Plan.state.desc(), Plan.made_at.desc(), Plan.id)
    )
    return list(rows)


def versions_of_day(session: Session, network_id: str, day: date, by: Person, most: int = 20) -> list[Plan]:
    """Every plan of a day, the replaced ones too, latest first.

    Raises:
        NotAllowed: `by` does not see plans there.
    """
    allow(by, Act.SEE_PLANS, network_id=network_id)
    rows = session.scalars(
        select(Plan)
        .where(Plan.network_id == network_id, Plan.day == day)
        .order_by(Plan.made_at.desc(), Plan.id)
        .limit(most)
    )
    return list(rows)


def latest_plans(session: Session, network_id: str, most: int, by: Person) -> list[Plan]:
    """The published plans and drafts of a network, latest day first, those of a day published first.

    Raises:
        NotAllowed: `by` does not see plans there.
    """
    allow(by, Act.SEE_PLANS, network_id=network_id)
    rows = session.scalars(
        select(Plan)
        .where(Plan.network_id == network_id, Plan.state != PlanState.REPLACED)
        .order_by(Plan.day.desc(), Plan.state.desc(), Plan.id)
        .limit(most)
    )
    return list(rows)


def run_of(session: Session, run_id: str, by: Person) -> PlanningRun:
    """One planning run.

    Raises:
        NotFound: there is none.
        NotAllowed: `by` does not see plans there.
    """
    run = fetch(session, PlanningRun, run_id)
    allow(by, Act.SEE_PLANS, network_id=run.network_id)
    return run


def latest_run(session: Session, network_id: str, day: date, by: Person) -> PlanningRun | None:
    """The run of a day that was asked for last.

    Raises:
        NotAllowed: `by` does not see plans there.
    """
    allow(by, Act.SEE_PLANS, network_id=network_id)
    return RUNS.latest(session, PlanningRun.network_id == network_id, PlanningRun.day == day)
