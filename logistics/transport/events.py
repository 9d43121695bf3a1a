"""What a row of scans means: where a shipment is, and how far its booking has come.

Scans may reach the server late, twice or in any order: the answer depends only on which scans there are, taken in
the order in which their devices saw them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from logistics.bookings.booking import BookingState
from logistics.transport.custody import Scan, ScanKind
from logistics.transport.deviations import DeviationKind
from logistics.transport.shipments import Direction, ShipmentState

OUTWARD = frozenset({Direction.OUT, Direction.REST})
"""Ways to the borrower: the collection, or what comes after its first part."""


@dataclass(frozen=True, slots=True)
class Journey:
    """What does not change while a shipment travels.

    Attributes:
        hub_ids: places where crates are put down to be sorted.
        sorting: how long after it was put down at a hub a crate can be taken up.
    """

    from_place_id: str
    to_place_id: str
    hub_ids: frozenset[str]
    sorting: timedelta
    ready_at: datetime


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a shipment is; `place_id` None: aboard a vehicle."""

    state: ShipmentState
    place_id: str | None
    free_at: datetime


def begin(journey: Journey) -> Whereabouts:
    """Before anybody has seen it anywhere."""
    return Whereabouts(ShipmentState.WAITING, journey.from_place_id, journey.ready_at)


def follow(journey: Journey, scans: Iterable[Scan]) -> Whereabouts:
    """Where the scans, in any order, leave a shipment."""
    here = begin(journey)
    for scan in in_order(scans):
        here = after(journey, here, scan)
    return here


def in_order(scans: Iterable[Scan]) -> list[Scan]:
    """Scans in the order of custody: as seen, and by id where two were seen at once."""
    return sorted(scans, key=lambda scan: (scan.seen_at, scan.id))


def after(journey: Journey, here: Whereabouts, scan: Scan) -> Whereabouts:
    """Where one more scan leaves a shipment. What its goal has received stays received."""
    if here.state is ShipmentState.RECEIVED:
        return here
    if scan.kind is ScanKind.LOAD:
        return replace(here, state=ShipmentState.ABOARD, place_id=None)
    if scan.place_id == journey.to_place_id:
        received = scan.kind is ScanKind.RECEIVED
        state = ShipmentState.RECEIVED if received else ShipmentState.ARRIVED
        return Whereabouts(state, scan.place_id, scan.seen_at)
    if scan.place_id in journey.hub_ids:
        return Whereabouts(ShipmentState.AT_HUB, scan.place_id, scan.seen_at + journey.sorting)
    return Whereabouts(ShipmentState.ASTRAY, scan.place_id, scan.seen_at)


def reached(journey: Journey, direction: Direction, scan: Scan) -> BookingState | None:
    """How far one scan of its shipment takes a booking; None: no further."""
    if direction is Direction.LOOSE:
        return None
    out = direction in OUTWARD
    if scan.kind is ScanKind.LOAD:
        return BookingState.ON_THE_WAY if out else BookingState.RETURNING
    if scan.kind is ScanKind.RECEIVED and scan.place_id == journey.to_place_id:
        return BookingState.ON_LOAN if out else BookingState.RETURNED
    return None


def deviations(journey: Journey, crates: int, scan: Scan) -> list[tuple[DeviationKind, str, str]]:
    """What one scan shows to be otherwise than sent: kind, expected, found."""
    found: list[tuple[DeviationKind, str, str]] = []
    known = scan.place_id == journey.to_place_id or scan.place_id in journey.hub_ids
    if scan.kind is not ScanKind.LOAD and not known:
        found.append((DeviationKind.WRONG_PLACE, journey.to_place_id, scan.place_id))
    if scan.kind is ScanKind.RECEIVED and scan.crates is not None and scan.crates != crates:
        found.append((DeviationKind.COUNT, str(crates), str(scan.crates)))
    return found
