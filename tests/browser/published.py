"""A day that is planned and published, without a search."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from logistics.access.people import Person
from logistics.database import Sessions
from logistics.network.calendar import local_day, next_service_day
from logistics.network.networks import Network
from logistics.transport.building import build
from logistics.transport.drafts import store
from logistics.transport.loose import send_crates
from logistics.transport.publishing import publish
from logistics.transport.queued import RunState
from logistics.transport.runs import request_run
from routing.insert import insert
from routing.plan import Plan

NOTHING_YET = Plan(())


def a_published_day(sessions: Sessions, now: datetime) -> date:
    """The next service day, on which one van takes a crate from Karlstad to Kil."""
    with sessions.begin() as session:
        network = session.get_one(Network, "varmland")
        coordinator = session.scalars(select(Person).where(Person.sign_in_name == "coordinator")).one()
        day = next_service_day(network, local_day(network, now))
        crate = send_crates(
            session,
            from_place_id="varmland-karlstad",
            to_place_id="varmland-kil",
            crates=1,
            ready_on=day,
            due_on=next_service_day(network, day),
            by=coordinator,
            now=now,
        )
        brief = build(session, network.id, day, now=now)
        shipment = brief.problem.shipment[crate.code]
        found = insert(brief.problem, NOTHING_YET, shipment)
        assert found
        run = request_run(session, network_id=network.id, day=day, by=coordinator, now=now)
        run.state = RunState.RUNNING  # ours: no worker is to plan it
        plan = store(session, run, brief, found.plan, now)
        publish(session, plan.id, by=coordinator, now=now)
        return day
