"""Shipments, and plans that need no search: each shipment rides alone, one trip after the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from itertools import pairwise

import pytest
from sqlalchemy.orm import Session

from logistics.transport.building import build
from logistics.transport.drafts import store
from logistics.transport.loose import send_crates
from logistics.transport.plans import Plan
from logistics.transport.runs import claim, request_run
from logistics.transport.shipments import Shipment
from routing.plan import Plan as Found
from routing.plan import Stop, Trip
from routing.problem import Problem
from tests.logistics.conftest import World

TUESDAY = date(2026, 11, 24)

Draft = Callable[[], Plan]


def straight_rides(problem: Problem) -> Found:
    """A sound plan for problems small enough: the first vehicle fetches and brings one shipment after the other."""
    van = problem.vehicles[0]
    free_at = van.shifts[0][0]
    trips = []
    for shipment in sorted(problem.shipments, key=lambda shipment: shipment.ready):
        places = [van.home, shipment.origin, shipment.to, van.home]
        legs = [problem.seconds[problem.index[a]][problem.index[b]] for a, b in pairwise(places)]
        work = problem.stop_seconds + problem.crate_seconds * shipment.crates
        opens = next(begins for begins, ends in problem.place(shipment.origin).windows if ends >= shipment.ready)
        fetched = max(free_at + legs[0], opens, shipment.ready)
        brought = fetched + work + legs[1]
        home = brought + work + legs[2]
        trips.append(
            Trip(
                van.id,
                (
                    Stop(van.home, fetched - legs[0], fetched - legs[0]),
                    Stop(shipment.origin, fetched, fetched + work, load=(shipment.id,)),
                    Stop(shipment.to, brought, brought + work, unload=(shipment.id,)),
                    Stop(van.home, home, home),
                ),
            )
        )
        free_at = home
    return Found(tuple(trips))


@pytest.fixture
def shipment(session: Session, world: World, now: datetime) -> Shipment:
    """Two crates from north to south, ready on Tuesday, due on Wednesday."""
    return send_crates(
        session,
        from_place_id=world.north.id,
        to_place_id=world.south.id,
        crates=2,
        ready_on=TUESDAY,
        by=world.owner,
        now=now,
    )


@pytest.fixture
def draft(session: Session, world: World, now: datetime, shipment: Shipment) -> Draft:
    """Makes a draft for Tuesday, of straight rides."""

    def make() -> Plan:
        asked = request_run(session, network_id=world.network.id, day=TUESDAY, by=world.coordinator, now=now)
        run = claim(session, asked.id, 0, now)
        assert run is not None
        brief = build(session, world.network.id, TUESDAY, now=now)
        return store(session, run, brief, straight_rides(brief.problem), now)

    return make
