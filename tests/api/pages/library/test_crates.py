"""Loose crates: sent, received with a count, looked up, taken back."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import func, select

from logistics.access.people import Person
from logistics.database import Sessions
from logistics.transport.custody import Scan
from logistics.transport.deviations import Deviation
from logistics.transport.loose import send_crates
from logistics.transport.shipments import Shipment, ShipmentState
from tests.api.pages.conftest import Visitor

CRATES = {
    "from_place_id": "test-north",
    "to_place_id": "test-south",
    "crates": "2",
    "weight_grams": "12,5",
    "ready_on": "2026-11-24",
}
SCAN_ID = "4f8b9a52-6e0a-4a0c-9d52-0c6a7f5b1e11"


@pytest.fixture
def shipment(sessions: Sessions, owner: Visitor, now: datetime) -> Shipment:
    """Two crates from north to south."""
    with sessions.begin() as session:
        return send_crates(
            session,
            from_place_id="test-north",
            to_place_id="test-south",
            crates=2,
            ready_on=now.date(),
            by=session.get_one(Person, owner.person.id),
            now=now,
        )


def count(sessions: Sessions, kind: type[Scan] | type[Deviation] | type[Shipment]) -> int:
    with sessions() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def test_crates_are_handed_over(owner: Visitor, sessions: Sessions) -> None:
    answer = owner.post("/library/crates", **CRATES)
    assert "2 crates are handed over." in answer.text
    with sessions() as session:
        assert session.scalars(select(Shipment.weight_grams)).one() == 12_500


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"crates": "0"}, "crates"),
        ({"crates": "many"}, "crates"),
        ({"to_place_id": ""}, "to_place_id"),
        ({"to_place_id": "test-north"}, "to_place_id"),
        ({"weight_grams": "heavy"}, "weight_grams"),
        ({"ready_on": "2026-11-01"}, "ready_on"),
        ({"due_on": "2026-11-23"}, "due_on"),
        ({"due_on": "2026-11-28"}, "due_on"),
    ],
)
def test_a_fault_stands_by_its_field_and_nothing_is_stored(
    owner: Visitor, sessions: Sessions, wrong: dict[str, str], field: str
) -> None:
    answer = owner.post("/library/crates", **(CRATES | wrong))
    assert (answer.status_code, f'id="{field}-error"' in answer.text) == (422, True)
    assert count(sessions, Shipment) == 0


def test_nobody_sends_from_another_library(borrower: Visitor, sessions: Sessions) -> None:
    borrower.post("/library/crates", **CRATES)
    assert count(sessions, Shipment) == 0


def test_a_crate_is_received_with_its_count(borrower: Visitor, sessions: Sessions, shipment: Shipment) -> None:
    borrower.post(f"/library/crates/{shipment.id}/receive", crates="2", scan_id=SCAN_ID)
    with sessions() as session:
        assert session.get_one(Shipment, shipment.id).state is ShipmentState.RECEIVED


def test_a_form_that_is_sent_twice_counts_once(borrower: Visitor, sessions: Sessions, shipment: Shipment) -> None:
    for _ in range(2):
        borrower.post(f"/library/crates/{shipment.id}/receive", crates="2", scan_id=SCAN_ID)
    assert count(sessions, Scan) == 1


def test_another_count_is_told_and_opens_a_deviation(borrower: Visitor, sessions: Sessions, shipment: Shipment) -> None:
    answer = borrower.post(f"/library/crates/{shipment.id}/receive", crates="1", scan_id=SCAN_ID)
    assert "with 1 of 2 crates" in answer.text
    assert count(sessions, Deviation) == 1


def test_the_sender_does_not_receive(owner: Visitor, sessions: Sessions, shipment: Shipment) -> None:
    owner.post(f"/library/crates/{shipment.id}/receive", crates="2", scan_id=SCAN_ID)
    assert count(sessions, Scan) == 0


def test_a_code_as_typed_leads_to_its_crate(owner: Visitor, shipment: Shipment) -> None:
    typed = f" {shipment.code.lower()} "
    assert owner.get(f"/library/find?code={typed}").location == f"/library/crates/{shipment.id}"


def test_a_code_of_nothing_is_told(owner: Visitor) -> None:
    answer = owner.client.get("/library/find?code=XX-1", follow_redirects=True)
    assert "No crate has the code XX-1." in answer.text


def test_there_is_a_label_for_each_crate(owner: Visitor, shipment: Shipment) -> None:
    assert owner.get(f"/library/crates/{shipment.id}/label").text.count('class="label"') == 2


def test_crates_can_be_taken_back_until_they_are_fetched(
    owner: Visitor, sessions: Sessions, shipment: Shipment
) -> None:
    owner.post(f"/library/crates/{shipment.id}/cancel")
    with sessions() as session:
        assert session.get_one(Shipment, shipment.id).state is ShipmentState.CANCELLED


def test_what_was_fetched_shows_no_button_to_cancel(owner: Visitor, borrower: Visitor, shipment: Shipment) -> None:
    borrower.post(f"/library/crates/{shipment.id}/receive", crates="2", scan_id=SCAN_ID)
    assert f"/library/crates/{shipment.id}/cancel" not in owner.get(f"/library/crates/{shipment.id}").text
