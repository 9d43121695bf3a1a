"""Promises that a closure, or a change of the timetable, has made untrue: made anew, and those concerned told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.notices import staff_of, tell
from logistics.bookings.availability import is_free
from logistics.bookings.booking import HOLDING, NOT_LEFT, Booking, BookingState
from logistics.bookings.handing_on import handed_on_from, handed_on_to
from logistics.bookings.keeping import keep, keep_room, keep_way_back, timetable_of
from logistics.bookings.promise import promise
from logistics.bookings.refusals import AlreadyPromised, HandedOn
from logistics.bookings.timetable import Timetable
from logistics.bookings.ways import way_back
from logistics.errors import LogisticsError
from logistics.network.calendar import is_service_day, local_day, receives
from logistics.network.networks import Network

WITH_A_PROMISE = HOLDING | {BookingState.REQUESTED}


@dataclass(frozen=True, slots=True)
class Revision:
    """A promise that had become untrue.

    Attributes:
        refusal: why no other could be made; None: the booking has a new one.
    """

    booking: Booking
    refusal: LogisticsError | None = None


def revise_promises(session: Session, network_id: str, *, now: datetime) -> list[Revision]:
    """Make every promise of a network anew that does not hold any more; what holds is left alone.

    A booking that has not left gets another way out and back; one that has left, another way home. Where there is none,
    the booking stays as it is and is told of: people have to find another day. Doing it again changes and tells nothing
    more.
    """
    network = session.get_one(Network, network_id)
    today = local_day(network, now)
    empty = Timetable(network)
    wanted = select(Booking).where(
        Booking.network_id == network_id, Booking.state.in_(WITH_A_PROMISE), Booking.home_on >= today
    )
    untrue = [
        booking
        for booking in session.scalars(wanted.order_by(Booking.asked_at, Booking.id))
        if not _holds(session, network, empty, booking, today)
    ]
    if not untrue:
        return []
    keep_room(session, network_id)
    return [_revised(session, network, booking, now) for booking in untrue]


def _holds(session: Session, network: Network, timetable: Timetable, booking: Booking, today: date) -> bool:
    leaving = booking.state in NOT_LEFT
    if booking.state is BookingState.RETURNING or (leaving and booking.leaves_on < today):
        return True  # custody says more than any promise
    if timetable.kept:
        to_come = [leg for leg in booking.legs if (leaving or leg.back) and leg.day >= today]
        return bool(booking.legs) and all(timetable.holds(leg) for leg in to_come)
    giver, taker = handed_on_to(session, booking.id), handed_on_from(session, booking.id)
    home, place = booking.collection.home, booking.place
    origin = giver.from_booking.place if giver else home
    out = [(origin, booking.leaves_on), (place, booking.arrives_on)] if leaving else []
    days = [*out, (place, booking.collected_on), *([] if taker else [(home, booking.home_on)])]
    return all(day < today or (is_service_day(network, day) and receives(network, at, day)) for at, day in days)


def _revised(session: Session, network: Network, booking: Booking, now: datetime) -> Revision:
    try:
        with session.begin_nested():
            _promise_anew(session, network, booking, now)
    except LogisticsError as refusal:
        _tell(session, booking, "promise-broken", f"{refusal.code}:{booking.first_day}", now)
        return Revision(booking, refusal)
    days = f"{booking.leaves_on}:{booking.arrives_on}:{booking.collected_on}:{booking.home_on}"
    _tell(session, booking, "promise-changed", days, now)
    return Revision(booking)


def _promise_anew(session: Session, network: Network, booking: Booking, now: datetime) -> None:
    """Give a booking that has not left both ways anew, and one that has left another way home."""
    if handed_on_to(session, booking.id) or handed_on_from(session, booking.id):
        raise HandedOn(place=booking.place.name)  # two borrowers have to agree on other days
    home, place, crates = booking.collection.home, booking.place, booking.collection.crates
    timetable = timetable_of(session, network, but_for=booking.id)
    if booking.state in NOT_LEFT:
        first, last = booking.first_day, booking.last_day
        keep(booking, promise(network, home, place, first, last, now, crates=crates, timetable=timetable))
    else:
        keep_way_back(
            booking, way_back(network, home, place, booking.last_day, now, crates=crates, timetable=timetable)
        )
    if booking.state is not BookingState.REQUESTED and not is_free(
        session, booking.collection_id, booking.leaves_on, booking.home_on, but_for=booking.id, now=now
    ):
        raise AlreadyPromised(collection=booking.collection.title, collection_id=booking.collection_id, free_from=None)


def _tell(session: Session, booking: Booking, code: str, key: str, now: datetime) -> None:
    people = {
        person.id: person
        for person in (
            *staff_of(session, booking.collection.home_id),
            *staff_of(session, booking.place_id),
            booking.asked_by,
        )
    }
    tell(
        session,
        people.values(),
        code=code,
        facts={
            "collection": booking.collection.title,
            "home": booking.collection.home.name,
            "place": booking.place.name,
            "first_day": booking.first_day.isoformat(),
            "arrives_on": booking.arrives_on.isoformat(),
            "collected_on": booking.collected_on.isoformat(),
            "home_on": booking.home_on.isoformat(),
        },
        about=f"booking:{booking.id}",
        key=f"{code}:{booking.id}:{key}",
        now=now,
    )
