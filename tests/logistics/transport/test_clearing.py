from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from logistics.errors import BadValue, NotAllowed, NotFound
from logistics.transport.clearing import LONGEST_RESOLUTION, open_deviations, resolve
from logistics.transport.custody import ScanKind
from logistics.transport.deviations import Deviation
from logistics.transport.loose import send_crates
from logistics.transport.scanning import record
from tests.logistics.conftest import World


@pytest.fixture
def deviation(session: Session, world: World, now: datetime) -> Deviation:
    """South has counted two of three crates."""
    shipment = send_crates(
        session,
        from_place_id=world.north.id,
        to_place_id=world.south.id,
        crates=3,
        ready_on=date(2026, 11, 23),
        by=world.owner,
        now=now,
    )
    record(
        session,
        scan_id=str(UUID(int=1)),
        shipment_code=shipment.code,
        kind=ScanKind.RECEIVED,
        place_id=world.south.id,
        crates=2,
        seen_at=now,
        by=world.borrower,
        now=now,
    )
    return open_deviations(session, world.network.id, world.coordinator)[0]


def test_a_deviation_is_open_until_it_is_cleared_up(
    session: Session, world: World, now: datetime, deviation: Deviation
) -> None:
    resolve(session, deviation.id, " Found behind the door ", by=world.coordinator, now=now)
    assert deviation.resolution == "Found behind the door"
    assert open_deviations(session, world.network.id, world.coordinator) == []


def test_the_first_word_on_a_deviation_stands(
    session: Session, world: World, now: datetime, deviation: Deviation
) -> None:
    resolve(session, deviation.id, "Found", by=world.coordinator, now=now)
    resolve(session, deviation.id, "Lost", by=world.coordinator, now=now + timedelta(days=1))
    assert (deviation.resolution, deviation.resolved_at) == ("Found", now)


@pytest.mark.parametrize("resolution", ["  ", "x" * (LONGEST_RESOLUTION + 1)])
def test_a_deviation_is_not_cleared_up_without_a_word_or_with_too_many(
    session: Session, world: World, now: datetime, deviation: Deviation, resolution: str
) -> None:
    with pytest.raises(BadValue):
        resolve(session, deviation.id, resolution, by=world.coordinator, now=now)


def test_a_librarian_does_not_clear_up(session: Session, world: World, now: datetime, deviation: Deviation) -> None:
    with pytest.raises(NotAllowed):
        resolve(session, deviation.id, "Found", by=world.borrower, now=now)


def test_a_librarian_does_not_see_the_list(session: Session, world: World) -> None:
    with pytest.raises(NotAllowed):
        open_deviations(session, world.network.id, world.borrower)


def test_an_unknown_deviation_is_not_there(session: Session, world: World, now: datetime) -> None:
    with pytest.raises(NotFound):
        resolve(session, "none", "Found", by=world.coordinator, now=now)
