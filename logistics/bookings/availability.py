"""When a collection is promised, and when it is free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.bookings.booking import HOLDING, NOT_LEFT, Booking, BookingState
from logistics.bookings.holds import holds_of
from logistics.bookings.promise import A_DAY, earliest_arrival, home_after, promise
from logistics.bookings.refusals import NO_WAY
from logistics.bookings.timetable import Timetable
from logistics.holdings.collections import Collection
from logistics.network.calendar import local_day
from logistics.network.networks import Network
from logistics.network.places import Place


@dataclass(frozen=True, slots=True)
class BusySpan:
    """Days on which a collection belongs to one booking, both included; the middle two days lie at the borrower's."""

    booking_id: str
    place_id: str
    state: BookingState
    leaves_on: date
    arrives_on: date
    collected_on: date
    home_on: date


def busy_spans(
    session: Session, collection_id: str, first: date, last: date, *, now: datetime | None = None
) -> list[BusySpan]:
    """Every span of approved bookings that touches the days from first to last, in order of leaving.

    Args:
        now: where given, a collection that should be home by now and is not stays busy for one more way back.
    """
    holding = session.scalars(
        select(Booking)
        .where(Booking.collection_id == collection_id, Booking.state.in_(HOLDING), Booking.leaves_on <= last)
        .order_by(Booking.leaves_on, Booking.id)
    )
    spans = (
        BusySpan(b.id, b.place_id, b.state, b.leaves_on, b.arrives_on, b.collected_on, home_by(session, b, now))
        for b in holding
    )
    return [span for span in spans if span.home_on >= first]


def is_free(
    session: Session,
    collection_id: str,
    first: date,
    last: date,
    *,
    but_for: str | None = None,
    now: datetime | None = None,
) -> bool:
    """Whether nobody has it on any of these days: no approved booking but the one named, nor its owner by a hold.

    Args:
        now: as in `busy_spans`.
    """
    if holds_of(session, [collection_id], first, last):
        return False
    return all(span.booking_id == but_for for span in busy_spans(session, collection_id, first, last, now=now))


def next_free(
    session: Session,
    collection: Collection,
    place: Place,
    first_day: date,
    nights: timedelta,
    now: datetime,
    timetable: Timetable | None = None,
) -> date | None:
    """The first day, from one on, of a loan that could be promised and clashes with nothing; None: none within reach.

    Args:
        first_day: on which `place` receives and transport can have it there.
        nights: last day less first day of the loan.
        timetable: as in `promise`.
    """
    network = session.get_one(Network, collection.network_id)
    today = local_day(network, now)
    busy = [(span.leaves_on, span.home_on) for span in busy_spans(session, collection.id, today, date.max, now=now)]
    busy += [(kept.first_day, kept.last_day) for kept in holds_of(session, [collection.id], today, date.max)]
    home, crates = collection.home, collection.crates
    try:
        while True:
            last_day = first_day + nights
            found = promise(network, home, place, first_day, last_day, now, crates=crates, timetable=timetable)
            clash = [last for first, last in busy if first <= found.home_on and last >= found.leaves_on]
            if not clash:
                return first_day
            leaves_on = max(*clash, found.leaves_on) + A_DAY
            first_day = earliest_arrival(network, home, place, leaves_on, now, crates=crates, timetable=timetable)
    except NO_WAY:
        return None


def home_by(session: Session, booking: Booking, now: datetime | None) -> date:
    """The promised day, or the first on which what is overdue can still come home."""
    network = session.get_one(Network, booking.network_id)
    never_left = booking.state in NOT_LEFT
    if now is None or never_left or booking.home_on >= local_day(network, now):
        return booking.home_on
    return home_after(network, booking.place, booking.collection.home, local_day(network, now), now)
