"""Rotations for tests."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from logistics.bookings.rotation_plans import make_rotation
from logistics.bookings.rotations import Rotation
from tests.logistics.conftest import World

MONDAY = date(2027, 1, 11)


def a_rotation(session: Session, world: World, now: datetime, **values: object) -> Rotation:
    """A rotation that its coordinator begins; nothing is decided.

    Args:
        values: what is otherwise than one crate among the hub and the south, in two periods of four weeks.
    """
    wanted = {
        "network_id": "test",
        "name": "Spring",
        "first_day": MONDAY,
        "weeks": 4,
        "periods": 2,
        "capacities": {world.hub.id: 1, world.south.id: 1},
        "collection_ids": [world.crate.id],
        "by": world.coordinator,
        "now": now,
    }
    return make_rotation(session, **wanted | values)  # type: ignore[arg-type]  # as `make_rotation` takes them
