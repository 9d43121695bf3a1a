"""Whether a loan can end on another day, and how the collection would come home."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from logistics.bookings.booking import Booking
from logistics.bookings.changes import CHANGEABLE, BookingChange
from logistics.bookings.handing_on import handed_on_from, handed_on_to
from logistics.bookings.keeping import timetable_of
from logistics.bookings.promise import MOST_DAYS_AHEAD
from logistics.bookings.refusals import HandedOn, TooFarAhead
from logistics.bookings.terms import require_within_term
from logistics.bookings.ways import WayBack
from logistics.errors import DateInThePast, EndsBeforeItBegins, WrongState
from logistics.network.calendar import local_day
from logistics.network.networks import Network
from logistics.transport.onward import home_from, require_free


def check_last_day(session: Session, booking: Booking, last_day: date, now: datetime) -> None:
    """Do nothing if a loan may end that day, or refuse.

    Raises:
        EndsBeforeItBegins, DateInThePast, TooFarAhead: the day can't be.
    """
    today = local_day(session.get_one(Network, booking.network_id), now)
    if last_day < booking.first_day:
        raise EndsBeforeItBegins(field="last_day", first=booking.first_day, last=last_day)
    if last_day < today:
        raise DateInThePast(field="last_day", day=last_day, today=today)
    if (last_day - today).days > MOST_DAYS_AHEAD:
        raise TooFarAhead(field="last_day", day=last_day, latest=date.fromordinal(today.toordinal() + MOST_DAYS_AHEAD))


def way_home_then(session: Session, change: BookingChange, now: datetime) -> WayBack:
    """The way home that the collection would have.

    Raises:
        WrongState, HandedOn: the loan can't be changed any more.
        AlreadyPromised, AfterTerm, AfterSchoolYear: somebody else has it by then, or it would come home too late.
    """
    booking, last_day = change.booking, change.last_day or change.booking.last_day
    if booking.state not in CHANGEABLE:
        raise WrongState(what="booking", id=booking.id, was=booking.state.value, wanted="returning")
    onward = handed_on_from(session, booking.id)
    if onward is not None:
        raise HandedOn(place=onward.to_booking.place.name)
    back = home_from(session, booking, last_day, now)
    network = session.get_one(Network, booking.network_id)
    require_within_term(
        network,
        timetable_of(session, network, but_for=booking.id),
        booking.collection,
        booking.place,
        booking.borrower_kind,
        first_day=booking.first_day,
        arrives_on=booking.arrives_on,
        home_on=back.home_on,
        back=back.back,
        now=now,
    )
    mine = (booking.id, *_giver_of(session, booking))
    require_free(session, booking, booking.leaves_on, back.home_on, now, but_for=mine)
    return back


def _giver_of(session: Session, booking: Booking) -> tuple[str, ...]:
    onward = handed_on_to(session, booking.id)
    return (onward.from_booking_id,) if onward else ()
