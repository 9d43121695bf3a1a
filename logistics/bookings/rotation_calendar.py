"""What stands in the way of a rotation before any search: crates that others have, places that nothing reaches."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.bookings.booking import HOLDING, Booking
from logistics.bookings.holds import holds_of
from logistics.bookings.promise import A_DAY
from logistics.bookings.rotation_loans import MOST_DAYS_UNDER_WAY
from logistics.bookings.rotations import Rotation, RotationPeriod
from logistics.bookings.timetable import Timetable
from logistics.network.calendar import receives
from logistics.network.networks import Network

CHANGE_DAYS = 7
"""A place must receive on one of the first days of a period, or nothing can be brought there for it."""

Pairs = frozenset[tuple[str, int]]
"""Ids of crates or places, with numbers of periods from 1."""


def promised_to_others(session: Session, rotation: Rotation) -> Pairs:
    """Crates with the periods in which somebody else has them, so that they can stand nowhere.

    A cell's loan lasts until its period ends, and begins `MOST_DAYS_UNDER_WAY` days after its first at the latest.
    Whoever has the crate on a day between the two rules it out; whoever has it before then may be done in time, which
    is looked at when the loans are booked.
    """
    own = [cell.booking_id for cell in rotation.cells if cell.booking_id is not None]
    taken = session.execute(
        select(Booking.collection_id, Booking.leaves_on, Booking.home_on).where(
            Booking.collection_id.in_([crate.collection_id for crate in rotation.crates]),
            Booking.state.in_(HOLDING),
            Booking.leaves_on <= rotation.last_day,
            Booking.home_on >= rotation.first_day,
            Booking.id.not_in(own),
        )
    )
    return _in_the_way(rotation, taken)


def kept_at_home(session: Session, rotation: Rotation) -> Pairs:
    """Crates with the periods in which their owner keeps them, so that they can stand at their home only."""
    own = {cell.hold_id for cell in rotation.cells}
    crates = [crate.collection_id for crate in rotation.crates]
    kept = [one for one in holds_of(session, crates, rotation.first_day, rotation.last_day) if one.id not in own]
    return _in_the_way(rotation, ((one.collection_id, one.first_day, one.last_day) for one in kept))


def not_reached(network: Network, rotation: Rotation) -> Pairs:
    """Places with the periods for which nothing can be brought there.

    Nobody receives on the first `CHANGE_DAYS` days; or the network keeps a timetable, and on the first
    `MOST_DAYS_UNDER_WAY` no tour puts anything down there.
    """
    timetable = Timetable(network)
    shut = set()
    for period in rotation.periods:
        first_week = [period.first_day + n * A_DAY for n in range(CHANGE_DAYS)]
        reached = timetable.reached(period.first_day, _latest(period)) if timetable.kept else None
        shut |= {
            (room.place_id, period.number)
            for room in rotation.places
            if (reached is not None and room.place_id not in reached)
            or not any(receives(network, room.place, day) for day in first_week)
        }
    return frozenset(shut)


def _in_the_way(rotation: Rotation, spans: Iterable[tuple[str, date, date]]) -> Pairs:
    return frozenset(
        (crate, period.number)
        for crate, first, last in spans
        for period in rotation.periods
        if first <= period.last_day and last >= _latest(period)
    )


def _latest(period: RotationPeriod) -> date:
    """The last day on which a loan of a period can begin."""
    return min(period.last_day, period.first_day + MOST_DAYS_UNDER_WAY * A_DAY)
