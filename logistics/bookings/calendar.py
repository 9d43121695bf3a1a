"""What collections are doing day by day: free, on the way, on loan, or kept at home by their owners."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from logistics.bookings.availability import home_by
from logistics.bookings.booking import HOLDING, Booking
from logistics.bookings.holds import holds_of
from logistics.bookings.promise import A_DAY


class Use(Enum):
    """What becomes of a day."""

    FREE = "free"
    ON_THE_WAY = "on-the-way"
    ON_LOAN = "on-loan"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of one use, both included.

    Attributes:
        place_id: at whose place it is on loan, or to and from whom it is on the way; None otherwise.
    """

    use: Use
    first: date
    last: date
    place_id: str | None = None


def calendars(
    session: Session, collection_ids: Sequence[str], first: date, last: date, *, now: datetime
) -> dict[str, list[Stretch]]:
    """The stretches of each collection that fill the days from first to last, without gap or overlap.

    The days on the way are those of the tours that the booking rides with, or of service days where there are none;
    what should be home by now and is not stays on the way.
    """
    busy: dict[str, list[Stretch]] = {collection_id: [] for collection_id in collection_ids}
    bookings = session.scalars(
        select(Booking)
        .where(Booking.collection_id.in_(collection_ids), Booking.state.in_(HOLDING), Booking.leaves_on <= last)
        .where(Booking.home_on >= first)
        .options(joinedload(Booking.collection), joinedload(Booking.place))
        .order_by(Booking.leaves_on, Booking.id)
    )
    overdue = session.scalars(
        select(Booking)
        .where(Booking.collection_id.in_(collection_ids), Booking.state.in_(HOLDING), Booking.home_on < first)
        .order_by(Booking.leaves_on, Booking.id)
    )
    for booking in [*overdue, *bookings]:
        busy[booking.collection_id] += _of_booking(booking, home_by(session, booking, now))
    for kept in holds_of(session, collection_ids, first, last):
        busy[kept.collection_id].append(Stretch(Use.HELD, kept.first_day, kept.last_day))
    return {collection_id: filled(stretches, first, last) for collection_id, stretches in busy.items()}


def _of_booking(booking: Booking, home_on: date) -> Iterable[Stretch]:
    there = booking.place_id
    if booking.leaves_on < booking.arrives_on:
        yield Stretch(Use.ON_THE_WAY, booking.leaves_on, booking.arrives_on - A_DAY, there)
    yield Stretch(Use.ON_LOAN, booking.arrives_on, booking.collected_on, there)
    if booking.collected_on < home_on:
        yield Stretch(Use.ON_THE_WAY, booking.collected_on + A_DAY, home_on, there)


def filled(busy: Iterable[Stretch], first: date, last: date) -> list[Stretch]:
    """Stretches cut to the days from first to last, with free ones between; where two overlap, the earlier goes on."""
    found: list[Stretch] = []
    day = first
    for stretch in sorted(busy, key=lambda stretch: (stretch.first, stretch.last)):
        begins, ends = max(stretch.first, day), min(stretch.last, last)
        if begins > ends:
            continue
        if begins > day:
            found.append(Stretch(Use.FREE, day, begins - A_DAY))
        found.append(Stretch(stretch.use, begins, ends, stretch.place_id))
        day = ends + A_DAY
    if day <= last:
        found.append(Stretch(Use.FREE, day, last))
    return found
