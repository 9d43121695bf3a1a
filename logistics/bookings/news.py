"""Whom a change of a booking concerns, and what they are told of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from logistics.access.notices import staff_of, tell
from logistics.access.people import Person
from logistics.bookings.booking import Booking


def tell_owner(session: Session, booking: Booking, code: str, *, by: Person, now: datetime, **facts: str | int) -> None:
    """Leave news with everybody at the owning library but whoever caused it."""
    _tell(session, staff_of(session, booking.collection.home_id), booking, code, by, now, facts)


def tell_borrower(
    session: Session, booking: Booking, code: str, *, by: Person, now: datetime, **facts: str | int
) -> None:
    """Leave news with everybody at the borrowing place, and whoever asked, but not with whoever caused it."""
    people = [*staff_of(session, *booking.borrower_ids), booking.asked_by]
    _tell(session, people, booking, code, by, now, facts)


def _tell(
    session: Session,
    people: Iterable[Person],
    booking: Booking,
    code: str,
    by: Person,
    now: datetime,
    facts: dict[str, str | int],
) -> None:
    plain: dict[str, str | int] = {
        "collection": booking.collection.title,
        "home": booking.collection.home.name,
        "place": booking.place.name,
        "first_day": booking.first_day.isoformat(),
        "last_day": booking.last_day.isoformat(),
        "who": by.name,
    }
    tell(
        session,
        [person for person in people if person.id != by.id],
        code=code,
        facts=plain | facts,
        about=f"booking:{booking.id}",
        key=f"{code}:{booking.id}:{now.isoformat()}",
        now=now,
    )
