"""Bookings as their readers look for them: what a place has asked for, what is asked of it, a collection's calendar."""

from __future__ import annotations

from collections.abc import Collection as Many
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from logistics.access.people import Person
from logistics.access.permission import allow, may
from logistics.access.rights import Act
from logistics.bookings.behalf import OnBehalf
from logistics.bookings.booking import Booking, BookingState
from logistics.database import fetch
from logistics.holdings.collections import Collection
from logistics.network.places import Place


@dataclass(frozen=True, slots=True)
class BookingPage:
    """Some bookings out of all that match; `total` counts them all."""

    items: list[Booking]
    total: int


def booking_of(session: Session, booking_id: str, by: Person) -> Booking:
    """One booking.

    Raises:
        NotFound: there is none.
        NotAllowed: `by` belongs neither to the borrower nor to the owner.
    """
    booking = fetch(session, Booking, booking_id)
    places = (*booking.borrower_ids, booking.collection.home_id)
    allow(by, Act.SEE_BOOKINGS, network_id=booking.network_id, place_ids=places)
    return booking


def asked_by(
    session: Session,
    place_id: str,
    by: Person,
    *,
    states: Many[BookingState] | None = None,
    offset: int = 0,
    limit: int = 50,
) -> BookingPage:
    """What a place has asked for, first loan first.

    Args:
        states: only these; None: all.

    Raises:
        NotFound: no such place.
        NotAllowed: `by` does not see the place's bookings.
    """
    place = _seen(session, place_id, by)
    return _page(session, [_borrowed_by(place.id)], states, offset, limit)


def asked_of(
    session: Session,
    place_id: str,
    by: Person,
    *,
    states: Many[BookingState] | None = None,
    offset: int = 0,
    limit: int = 50,
) -> BookingPage:
    """What is asked of a place's collections, first loan first; arguments and refusals as in `asked_by`."""
    place = _seen(session, place_id, by)
    ours = select(Collection.id).where(Collection.home_id == place.id)
    return _page(session, [Booking.collection_id.in_(ours)], states, offset, limit)


def bookings_in(
    session: Session,
    network_id: str,
    by: Person,
    *,
    states: Many[BookingState] | None = None,
    collection_id: str | None = None,
    offset: int = 0,
    limit: int = 50,
) -> BookingPage:
    """The bookings of a network that `by` may see, first loan first: all, or those of the own place.

    Raises:
        NotAllowed: `by` sees none there.
    """
    conditions: list[ColumnElement[bool]] = [Booking.network_id == network_id]
    if collection_id is not None:
        conditions.append(Booking.collection_id == collection_id)
    if not may(by, Act.SEE_BOOKINGS, network_id=network_id):
        place_id = by.place_id or ""
        allow(by, Act.SEE_BOOKINGS, network_id=network_id, place_ids=(place_id,))
        ours = select(Collection.id).where(Collection.home_id == place_id)
        conditions.append(_borrowed_by(place_id) | Booking.collection_id.in_(ours))
    return _page(session, conditions, states, offset, limit)


def _borrowed_by(place_id: str) -> ColumnElement[bool]:
    """What is wanted at a place, or was asked for by its people on somebody's behalf."""
    through = select(OnBehalf.booking_id).where(OnBehalf.library_id == place_id)
    return or_(Booking.place_id == place_id, Booking.id.in_(through))


def _seen(session: Session, place_id: str, by: Person) -> Place:
    place = fetch(session, Place, place_id, field="place_id")
    allow(by, Act.SEE_BOOKINGS, network_id=place.network_id, place_ids=(place.id,))
    return place


def _page(
    session: Session,
    conditions: list[ColumnElement[bool]],
    states: Many[BookingState] | None,
    offset: int,
    limit: int,
) -> BookingPage:
    if states is not None:
        conditions = [*conditions, Booking.state.in_(states)]
    total = session.scalar(select(func.count()).select_from(Booking).where(*conditions))
    rows = session.scalars(
        select(Booking)
        .where(*conditions)
        .order_by(Booking.first_day, Booking.id)
        .offset(offset)
        .limit(limit)
        .options(joinedload(Booking.collection).joinedload(Collection.home), joinedload(Booking.place))
    )
    return BookingPage(list(rows), total or 0)
