"""A promise written into its booking, and what all promises of a network make ride with its tours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.bookings.booking import HOLDING, Booking, BookingLeg
from logistics.bookings.promise import Promise
from logistics.bookings.riding import Load
from logistics.bookings.timetable import Leg, Timetable, Way
from logistics.bookings.ways import WayBack
from logistics.holdings.collections import Collection
from logistics.network.networks import Network

_A_DAY_OF_MINUTES = 24 * 60


def keep(booking: Booking, given: Promise) -> None:
    """Write a promise into its booking, in place of the one before."""
    booking.leaves_on = given.leaves_on
    booking.arrives_on = given.arrives_on
    booking.collected_on = given.collected_on
    booking.home_on = given.home_on
    _ride(booking, given.out, given.back)


def keep_way_back(booking: Booking, home_again: WayBack) -> None:
    """Write another way home into a booking; its way out stays."""
    booking.collected_on, booking.home_on = home_again.collected_on, home_again.home_on
    _ride(booking, _way_out(booking), home_again.back)


def keep_handed_over(booking: Booking, day: date) -> None:
    """Write into a booking that its collection goes on from the borrower on a day, and not home."""
    booking.collected_on = booking.home_on = day
    _ride(booking, _way_out(booking), ())


def _way_out(booking: Booking) -> Way:
    return tuple(
        Leg(leg.tour, leg.day, leg.from_place_id, leg.to_place_id, leg.leaves_at, leg.arrives_at)
        for leg in booking.legs
        if not leg.back
    )


def _ride(booking: Booking, out: Way, back: Way) -> None:
    ways = [(False, leg) for leg in out] + [(True, leg) for leg in back]
    booking.legs = [
        BookingLeg(
            position=position,
            back=back,
            tour_id=leg.tour.id,
            day=leg.day,
            from_place_id=leg.from_place_id,
            to_place_id=leg.to_place_id,
            leaves_at=leg.leaves_at,
            arrives_at=leg.arrives_at,
        )
        for position, (back, leg) in enumerate(ways, start=1)
    ]


def timetable_of(session: Session, network: Network, *, but_for: str | None = None) -> Timetable:
    """The tours of a network with what approved bookings, but for the one named, make ride with them."""

    ours = [tour.id for season in network.seasons for tour in season.tours]

    def riding(first: date, last: date) -> Iterable[Load]:
        found = session.execute(
            select(BookingLeg.tour_id, BookingLeg.day, BookingLeg.leaves_at, BookingLeg.arrives_at, Collection.crates)
            .join(Booking, Booking.id == BookingLeg.booking_id)
            .join(Collection, Collection.id == Booking.collection_id)
            .where(
                BookingLeg.tour_id.in_(ours),
                Booking.state.in_(HOLDING),
                Booking.id != (but_for or ""),
                BookingLeg.day.between(first, last),
            )
        )
        for tour_id, day, leaves_at, arrives_at, crates in found:
            leaves, arrives = (at.astimezone(network.clock) for at in (leaves_at, arrives_at))
            yield Load(
                tour_id=tour_id,
                day=day,
                leaves_minute=60 * leaves.hour + leaves.minute,
                arrives_minute=(60 * arrives.hour + arrives.minute) or _A_DAY_OF_MINUTES,
                crates=crates,
            )

    return Timetable(network, riding)


def keep_room(session: Session, network_id: str) -> None:
    """Let nobody else promise room on the network's tours until the transaction ends.

    Rows that refer to the network can still be made meanwhile: only who asks for this lock waits for it.
    """
    session.execute(select(Network.id).where(Network.id == network_id).with_for_update(key_share=True))
