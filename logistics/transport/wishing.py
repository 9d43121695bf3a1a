"""Wishes fulfilled: by the librarian's choice among what is free, or by the first that is."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from logistics.access.notices import staff_of, tell
from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.bookings.behalf import asker, keep_in_use
from logistics.bookings.booking import Booking
from logistics.bookings.promise import MOST_DAYS_AHEAD
from logistics.bookings.refusals import TooFarAhead
from logistics.bookings.requests import LONGEST_NOTE
from logistics.bookings.wishes import Match, Wish, WishState, matches_of, require_ages, wish_of
from logistics.database import fetch, new_id
from logistics.errors import BadValue, DateInThePast, EndsBeforeItBegins, LogisticsError
from logistics.holdings.collections import CollectionKind
from logistics.network.calendar import local_day
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.transport.approvals import request


def wish_for(
    session: Session,
    *,
    place_id: str,
    first_day: date,
    last_day: date,
    kind: CollectionKind | None = None,
    language: str | None = None,
    subject: str = "",
    age_from: int | None = None,
    age_to: int | None = None,
    take_first: bool = False,
    note: str = "",
    contact_id: str | None = None,
    by: Person,
    now: datetime,
) -> Wish:
    """Wish for any collection of a sort; where `take_first` says so, the first that is free is asked for at once.

    Args:
        place_id: the library that asks; of a contact, that is known.
        contact_id: on whose behalf the library asks.

    Raises:
        NotFound: no such place.
        NotAllowed: `by` does not ask for that place.
        DateInThePast, EndsBeforeItBegins, TooFarAhead: the days can't be.
        BadValue: the ages are the wrong way round, or the note is too long.
    """
    contact, library_id = asker(session, contact_id, place_id)
    place = fetch(session, Place, library_id, field="place_id")
    allow(by, Act.REQUEST, network_id=place.network_id, place_ids=(place.id,))
    today = local_day(session.get_one(Network, place.network_id), now)
    if first_day < today:
        raise DateInThePast(field="first_day", day=first_day, today=today)
    if last_day < first_day:
        raise EndsBeforeItBegins(field="last_day", first=first_day, last=last_day)
    if (last_day - today).days > MOST_DAYS_AHEAD:
        raise TooFarAhead(field="last_day", day=last_day, latest=date.fromordinal(today.toordinal() + MOST_DAYS_AHEAD))
    require_ages(age_from, age_to)
    if len(note) > LONGEST_NOTE:
        raise BadValue(field="note", value=len(note), most=LONGEST_NOTE)
    wish = Wish(
        id=new_id(),
        network_id=place.network_id,
        place=place,
        contact=contact,
        first_day=first_day,
        last_day=last_day,
        kind=kind,
        language=language,
        subject=subject,
        age_from=age_from,
        age_to=age_to,
        take_first=take_first,
        note=note.strip(),
        state=WishState.OPEN,
        asked_by=by,
        asked_at=now,
    )
    session.add(wish)
    keep_in_use(session, contact, now)
    session.flush()
    if take_first:
        _take_first(session, wish, now)
    return wish


def found_for(session: Session, wish: Wish, now: datetime) -> list[Match]:
    """What a wish could be fulfilled with now; nothing for one that has ended."""
    if wish.state is not WishState.OPEN:
        return []
    return matches_of(session, wish, now)


def choose(session: Session, wish_id: str, collection_id: str, *, by: Person, now: datetime) -> Booking:
    """Ask for one of the collections that a wish could be fulfilled with.

    Raises:
        NotFound: no such wish or collection.
        NotAllowed: `by` does not ask for that place.
        WrongState: the wish has ended.
        And whatever `request` refuses.
    """
    wish = wish_of(session, wish_id, by, lock=True)
    wish.move_to(WishState.FULFILLED)
    booking = _ask(session, wish, collection_id, by, now)
    wish.booking_id = booking.id
    session.flush()
    return booking


def withdraw_wish(session: Session, wish_id: str, *, by: Person) -> Wish:
    """Wish no longer.

    Raises:
        NotFound: no such wish.
        NotAllowed: `by` does not ask for that place.
        WrongState: the wish has ended.
    """
    wish = wish_of(session, wish_id, by, lock=True)
    wish.move_to(WishState.WITHDRAWN)
    session.flush()
    return wish


def look_again(session: Session, wish_id: str, now: datetime) -> None:
    """Fulfil an open wish that takes the first, tell of what has become free for another, or let it expire."""
    wish = fetch(session, Wish, wish_id, lock=True)
    if wish.state is not WishState.OPEN:
        return
    if wish.first_day < local_day(session.get_one(Network, wish.network_id), now):
        wish.move_to(WishState.EXPIRED)
        _tell(session, wish, "wish-in-vain", now)
    elif wish.take_first:
        if _take_first(session, wish, now):
            _tell(session, wish, "wish-fulfilled", now)
    elif matches_of(session, wish, now, limit=1):
        _tell(session, wish, "wish-matched", now)
    session.flush()


def _take_first(session: Session, wish: Wish, now: datetime) -> bool:
    """Ask for the first match that can be asked for; whether there was one."""
    for match in matches_of(session, wish, now):
        try:
            with session.begin_nested():
                booking = _ask(session, wish, match.collection.id, wish.asked_by, now)
        except LogisticsError:
            continue  # somebody else was quicker
        wish.move_to(WishState.FULFILLED)
        wish.booking_id = booking.id
        session.flush()
        return True
    return False


def _ask(session: Session, wish: Wish, collection_id: str, by: Person, now: datetime) -> Booking:
    return request(
        session,
        collection_id=collection_id,
        place_id=wish.place_id,
        contact_id=wish.contact_id,
        first_day=wish.first_day,
        last_day=wish.last_day,
        note=wish.note,
        by=by,
        now=now,
    )


def _tell(session: Session, wish: Wish, code: str, now: datetime) -> None:
    facts: dict[str, str | int] = {"place": wish.place.name, "first_day": wish.first_day.isoformat()}
    people = [*staff_of(session, wish.place_id), wish.asked_by]
    tell(session, people, code=code, facts=facts, about=f"wish:{wish.id}", key=f"{code}:{wish.id}", now=now)
