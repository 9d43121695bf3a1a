"""One crate, from asked for to paid for, by programs of everybody who has to do with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.database import Sessions
from logistics.network.places import Place
from logistics.transport.run import run_planning
from tests import builders
from tests.api.conftest import Installed
from tests.api.rest.program import Program, program_of


class Clock:
    """Stands until it is moved on."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The moment at which it stands."""
        return self.now


@pytest.fixture
def clock(now: datetime) -> Clock:
    """Monday morning, to begin with."""
    return Clock(now)


@pytest.fixture
def program(
    installed: Installed, sessions: Sessions, people: dict[Role, Person], clock: Clock
) -> Callable[..., Program]:
    """Makes a program of a role, or of a librarian at a place."""
    app = installed(clock)

    def make(role: Role, place_id: str | None = None) -> Program:
        with sessions.begin() as session:
            place = session.get_one(Place, place_id) if place_id else None
            person = builders.a_person(session, role, place) if place else people[role]
        with sessions() as session:
            return program_of(app, session, person, clock())

    return make


def sent(program: Program, path: str, **body: object) -> Any:
    """The answer to a message that is answered well."""
    answer = program.post(f"/api/v1{path}", json=body)
    assert answer.status_code < 300, answer.get_json()
    return answer.get_json()


def read(program: Program, path: str, **query: str) -> Any:
    """What is found at a path."""
    answer = program.get(f"/api/v1{path}", query_string=query)
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()


def scan(shipment: dict[str, Any], kind: str, stop: dict[str, Any]) -> dict[str, object]:
    """A driver's scan at a stop of the sheet."""
    return {
        "scan_id": str(uuid4()),
        "shipment_code": shipment["code"],
        "kind": kind,
        "place_id": stop["place"]["id"],
        "stop_id": stop["id"],
        "seen_at": stop["arrives_at"],
    }


def drive(driver: Program, trip: dict[str, Any], clock: Clock) -> None:
    """Do what the sheet says, stop by stop; the phone is offline until the trip is over."""
    outbox = [
        scan(shipment, kind, stop) for stop in trip["stops"] for kind in ("unload", "load") for shipment in stop[kind]
    ]
    clock.now = datetime.fromisoformat(trip["ends_at"])
    assert [told["problem"] for told in sent(driver, "/scans", scans=outbox)["results"]] == [None] * len(outbox)
    sent(driver, f"/trips/{trip['id']}/finish")


def test_a_crate_is_asked_for_promised_planned_driven_received_and_paid_for(
    program: Callable[..., Program], clock: Clock, sessions: Sessions
) -> None:
    owner = program(Role.LIBRARIAN)
    borrower = program(Role.LIBRARIAN, "test-south")
    coordinator, driver = program(Role.COORDINATOR), program(Role.DRIVER)

    loan = {"place_id": "test-south", "first_day": "2026-11-30", "last_day": "2026-12-04"}
    promised = read(borrower, "/collections/test-bk-01/promise", **loan)
    booking = sent(borrower, "/bookings", collection_id="test-bk-01", **loan)
    assert {name: booking[name] for name in ("leaves_on", "arrives_on", "home_on")}.items() <= promised.items()
    assert sent(owner, f"/bookings/{booking['id']}/approve")["state"] == "approved"

    day = {"network_id": "test", "day": booking["arrives_on"]}
    run = sent(coordinator, "/planning-runs", seconds=6, **day)
    run_planning(sessions, run["id"], 0, clock, workers=1)
    done = read(coordinator, f"/planning-runs/{run['id']}")
    assert (done["state"], done["fault"]) == ("done", None)
    plan = sent(coordinator, f"/plans/{done['plan_id']}/publish")
    assert plan["left_behind"] == []
    expected = read(coordinator, f"/plans/{plan['id']}/costs")

    sheet = read(driver, "/route-sheets", **day)
    for van in sheet["vans"]:
        for trip in van["trips"]:
            drive(driver, trip, clock)

    (shipment,) = (one for one in read(borrower, "/shipments", network_id="test")["items"] if one["direction"] == "out")
    received = {
        "scan_id": str(uuid4()),
        "shipment_code": shipment["code"],
        "kind": "received",
        "place_id": "test-south",
        "crates": 1,
        "seen_at": clock.now.isoformat(),
    }
    sent(borrower, "/scans", scans=[received])
    (van,) = read(coordinator, "/live-days", **day)["vans"]
    assert (van["over"], van["done"]) == (True, sum(len(trip["stops"]) for trip in van["trips"]))
    steps = read(owner, f"/shipments/{shipment['id']}/custody")["steps"]
    assert [step["kind"] for step in steps] == ["load", "unload", "received"]
    assert read(owner, f"/bookings/{booking['id']}")["state"] == "on-loan"

    costs = read(coordinator, "/costs/day", **day)
    assert costs == expected
    assert costs["total"] == costs["subsidy"] + sum(share["amount"] for share in costs["shares"]) > 0
