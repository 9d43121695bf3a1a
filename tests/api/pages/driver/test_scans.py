"""The phone's outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from logistics.access.people import Person
from logistics.database import Sessions
from logistics.transport.custody import Scan
from logistics.transport.loose import send_crates
from logistics.transport.shipments import Shipment
from tests.api.pages.conftest import Visitor


@pytest.fixture
def shipment(sessions: Sessions, coordinator: Visitor, now: datetime) -> Shipment:
    with sessions.begin() as session:
        by = session.get_one(Person, coordinator.person.id)
        ends = {"from_place_id": "test-north", "to_place_id": "test-south"}
        return send_crates(session, **ends, crates=1, ready_on=now.date(), by=by, now=now)


def a_scan(shipment: Shipment, **other: Any) -> dict[str, Any]:
    return {
        "scan_id": "0b8f1a7e-93d1-4a1e-8f5f-6d2a1b0c9e77",
        "shipment_code": shipment.code,
        "kind": "load",
        "place_id": "test-north",
        "stop_id": "",
        "seen_at": "2026-11-23T06:59:00.000Z",
    } | other


def send(visitor: Visitor, body: Any) -> TestResponse:
    token = visitor.get("/me").text.split('name="csrf-token" content="')[1].split('"')[0]
    return visitor.client.post("/driver/scans", json=body, headers={"X-CSRFToken": token})


def stored(sessions: Sessions) -> int:
    with sessions() as session:
        return session.scalar(select(func.count()).select_from(Scan)) or 0


def test_a_scan_sent_twice_counts_once(driver: Visitor, sessions: Sessions, shipment: Shipment) -> None:
    answers = [send(driver, {"scans": [a_scan(shipment)]}).get_json() for _ in range(2)]
    assert [answer["results"][0]["recorded"] for answer in answers] == [True, True]
    assert stored(sessions) == 1


def test_one_refused_scan_stops_no_other(driver: Visitor, sessions: Sessions, shipment: Shipment) -> None:
    lost = a_scan(shipment, scan_id="5a4f0c52-1111-4a1e-8f5f-6d2a1b0c9e77", shipment_code="XX-00000")
    results = send(driver, {"scans": [lost, a_scan(shipment)]}).get_json()["results"]
    assert [result["recorded"] for result in results] == [False, True]
    assert "XX-00000" in results[0]["sentence"]
    assert stored(sessions) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "received"},
        {"kind": "thrown"},
        {"seen_at": "2026-11-23T06:59:00"},
        {"seen_at": "yesterday"},
        {"seen_at": None},
        {"place_id": 7},
        {"place_id": "x" * 65},
        {"shipment_code": "a\0b"},
    ],
)
def test_a_scan_that_is_none_is_not_understood(
    driver: Visitor, sessions: Sessions, shipment: Shipment, other: dict[str, Any]
) -> None:
    assert send(driver, {"scans": [a_scan(shipment, **other)]}).status_code == 400
    assert stored(sessions) == 0


@pytest.mark.parametrize("body", [[], 7, {}, {"scans": {}}, {"scans": [1]}, {"scans": [{}] * 501}])
def test_an_outbox_that_is_none_is_not_understood(driver: Visitor, body: Any) -> None:
    assert send(driver, body).status_code == 400


def test_without_the_pages_token_nothing_is_taken(driver: Visitor, sessions: Sessions, shipment: Shipment) -> None:
    assert driver.client.post("/driver/scans", json={"scans": [a_scan(shipment)]}).status_code == 400
    assert stored(sessions) == 0


def test_who_is_signed_out_keeps_the_scans(driver: Visitor, shipment: Shipment) -> None:
    driver.post("/sign-out")
    token = driver.get("/sign-in").text.split('name="csrf-token" content="')[1].split('"')[0]
    answer = driver.client.post("/driver/scans", json={"scans": [a_scan(shipment)]}, headers={"X-CSRFToken": token})
    assert answer.status_code == 401


def test_a_librarian_does_not_scan_for_a_driver(owner: Visitor, sessions: Sessions, shipment: Shipment) -> None:
    assert send(owner, {"scans": [a_scan(shipment)]}).status_code == 403
