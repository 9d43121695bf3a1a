"""Deviations until somebody has cleared them up."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from logistics.access.people import Person
from logistics.database import Sessions
from logistics.transport.custody import ScanKind
from logistics.transport.deviations import Deviation
from logistics.transport.loose import send_crates
from logistics.transport.scanning import record
from tests.api.pages.conftest import Visitor


@pytest.fixture
def deviation_id(sessions: Sessions, coordinator: Visitor, now: datetime) -> str:
    """South counts one crate where north sent two."""
    with sessions.begin() as session:
        by = session.get_one(Person, coordinator.person.id)
        ends = {"from_place_id": "test-north", "to_place_id": "test-south"}
        crates = send_crates(session, **ends, crates=2, ready_on=now.date(), by=by, now=now)
        record(
            session,
            scan_id="7f1f5c1e-0f0e-4b8e-8a53-1f6f0f1a2b3c",
            shipment_code=crates.code,
            kind=ScanKind.RECEIVED,
            place_id="test-south",
            crates=1,
            seen_at=now,
            by=by,
            now=now,
        )
        return session.scalars(select(Deviation.id)).one()


def test_an_open_deviation_is_listed_with_both_counts(coordinator: Visitor, deviation_id: str) -> None:
    page = coordinator.get("/coordinator/deviations").text
    assert "Another number of crates" in page
    assert '<td data-label="Found">1</td>' in page


def test_one_that_is_cleared_up_leaves_the_list(coordinator: Visitor, deviation_id: str) -> None:
    answer = coordinator.post(f"/coordinator/deviations/{deviation_id}/resolve", resolution="Found in the van")
    assert "Nothing to clear up." in answer.text


@pytest.mark.parametrize("said", ["", " ", "x" * 501])
def test_nothing_said_or_too_much_keeps_it_open(coordinator: Visitor, deviation_id: str, said: str) -> None:
    answer = coordinator.post(f"/coordinator/deviations/{deviation_id}/resolve", resolution=said)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
