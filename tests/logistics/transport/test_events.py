from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics.bookings.booking import BookingState
from logistics.transport.custody import Scan, ScanKind
from logistics.transport.deviations import DeviationKind
from logistics.transport.events import Journey, Whereabouts, begin, deviations, follow, reached
from logistics.transport.shipments import Direction, ShipmentState

START = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
JOURNEY = Journey("north", "south", frozenset({"hub"}), timedelta(minutes=30), START)
LOAD, UNLOAD, RECEIVED = ScanKind.LOAD, ScanKind.UNLOAD, ScanKind.RECEIVED


def a_scan(kind: ScanKind, place: str, minute: int, crates: int | None = None, scan_id: str = "a") -> Scan:
    seen_at = START + timedelta(minutes=minute)
    return Scan(id=scan_id, kind=kind, place_id=place, seen_at=seen_at, crates=crates)


def test_a_shipment_that_nobody_has_seen_waits_where_it_begins() -> None:
    assert follow(JOURNEY, []) == begin(JOURNEY) == Whereabouts(ShipmentState.WAITING, "north", START)


@pytest.mark.parametrize(
    ("scans", "state", "place"),
    [
        ([(LOAD, "north")], ShipmentState.ABOARD, None),
        ([(LOAD, "north"), (UNLOAD, "south")], ShipmentState.ARRIVED, "south"),
        ([(LOAD, "north"), (UNLOAD, "south"), (RECEIVED, "south")], ShipmentState.RECEIVED, "south"),
        ([(LOAD, "north"), (UNLOAD, "hub")], ShipmentState.AT_HUB, "hub"),
        ([(LOAD, "north"), (UNLOAD, "hub"), (LOAD, "hub")], ShipmentState.ABOARD, None),
        ([(LOAD, "north"), (UNLOAD, "elsewhere")], ShipmentState.ASTRAY, "elsewhere"),
        ([(LOAD, "north"), (RECEIVED, "elsewhere")], ShipmentState.ASTRAY, "elsewhere"),
        ([(RECEIVED, "south")], ShipmentState.RECEIVED, "south"),
        ([(RECEIVED, "south"), (UNLOAD, "south")], ShipmentState.RECEIVED, "south"),
        ([(RECEIVED, "south"), (LOAD, "south")], ShipmentState.RECEIVED, "south"),
    ],
)
def test_scans_lead_to_a_state_and_a_place(
    scans: list[tuple[ScanKind, str]], state: ShipmentState, place: str | None
) -> None:
    here = follow(JOURNEY, [a_scan(kind, where, minute) for minute, (kind, where) in enumerate(scans)])
    assert (here.state, here.place_id) == (state, place)


def test_a_crate_put_down_at_a_hub_is_free_when_it_has_been_sorted() -> None:
    assert follow(JOURNEY, [a_scan(UNLOAD, "hub", 60)]).free_at == START + timedelta(minutes=90)


SCANS = st.lists(
    st.tuples(st.sampled_from(ScanKind), st.sampled_from(["north", "hub", "south", "elsewhere"]), st.integers(0, 5)),
    max_size=7,
)


@given(SCANS, st.randoms(use_true_random=False))
def test_whatever_the_order_in_which_scans_arrive_the_shipment_ends_in_the_same_place(
    drawn: list[tuple[ScanKind, str, int]], random: Random
) -> None:
    scans = [a_scan(kind, place, minute, scan_id=str(n)) for n, (kind, place, minute) in enumerate(drawn)]
    shuffled = list(scans)
    random.shuffle(shuffled)
    assert follow(JOURNEY, shuffled) == follow(JOURNEY, scans)


@pytest.mark.parametrize(
    ("kind", "place", "direction", "booking"),
    [
        (LOAD, "north", Direction.OUT, BookingState.ON_THE_WAY),
        (UNLOAD, "south", Direction.OUT, None),
        (RECEIVED, "south", Direction.OUT, BookingState.ON_LOAN),
        (LOAD, "north", Direction.BACK, BookingState.RETURNING),
        (RECEIVED, "south", Direction.BACK, BookingState.RETURNED),
        (RECEIVED, "hub", Direction.BACK, None),
        (LOAD, "north", Direction.LOOSE, None),
    ],
)
def test_a_scan_takes_its_booking_along(
    kind: ScanKind, place: str, direction: Direction, booking: BookingState | None
) -> None:
    assert reached(JOURNEY, direction, a_scan(kind, place, 0)) is booking


@pytest.mark.parametrize(
    ("kind", "place", "counted", "found"),
    [
        (RECEIVED, "south", 3, []),
        (RECEIVED, "south", None, []),
        (RECEIVED, "south", 2, [(DeviationKind.COUNT, "3", "2")]),
        (UNLOAD, "hub", None, []),
        (LOAD, "elsewhere", None, []),
        (UNLOAD, "elsewhere", None, [(DeviationKind.WRONG_PLACE, "south", "elsewhere")]),
        (
            RECEIVED,
            "elsewhere",
            0,
            [(DeviationKind.WRONG_PLACE, "south", "elsewhere"), (DeviationKind.COUNT, "3", "0")],
        ),
    ],
)
def test_a_scan_that_is_otherwise_than_sent_deviates(
    kind: ScanKind, place: str, counted: int | None, found: list[tuple[DeviationKind, str, str]]
) -> None:
    assert deviations(JOURNEY, 3, a_scan(kind, place, 0, counted)) == found
