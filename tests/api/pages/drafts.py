"""Plans for pages to show, made without a search."""

from __future__ import annotations

from datetime import date, datetime

from logistics.access.people import Person
from logistics.database import Sessions
from logistics.transport.building import build
from logistics.transport.drafts import store
from logistics.transport.loose import send_crates
from logistics.transport.plans import Plan
from logistics.transport.publishing import publish
from logistics.transport.runs import claim, request_run
from routing.insert import insert
from routing.plan import Plan as Found
from routing.plan import Unserved

TUESDAY = date(2026, 11, 24)


def a_draft(sessions: Sessions, by: Person, now: datetime, *, left: bool = False) -> Plan:
    """A draft of Tuesday with two crates from north to south; where `left`, they stay behind."""
    with sessions.begin() as session:
        person = session.get_one(Person, by.id)
        ends = {"from_place_id": "test-north", "to_place_id": "test-south"}
        code = send_crates(session, **ends, crates=2, ready_on=TUESDAY, by=person, now=now).code
        asked = request_run(session, network_id="test", day=TUESDAY, by=person, now=now)
        run = claim(session, asked.id, asked.attempt, now)
        assert run is not None
        brief = build(session, "test", TUESDAY, now=now)
        found = Found((), (Unserved(code, "no-room", {"from": "test-north", "to": "test-south"}),))
        if not left:
            inserted = insert(brief.problem, Found(()), brief.problem.shipment[code])
            assert inserted is not None
            found = inserted.plan
        return store(session, run, brief, found, now)


def a_published_plan(sessions: Sessions, by: Person, now: datetime) -> Plan:
    """The draft, published."""
    draft = a_draft(sessions, by, now)
    with sessions.begin() as session:
        return publish(session, draft.id, by=session.get_one(Person, by.id), now=now)
