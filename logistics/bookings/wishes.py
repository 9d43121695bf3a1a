"""Wishes: any collection of a kind, for an age, in a language, about a subject; whichever is free."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from itertools import islice

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, Text, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.bookings.behalf import ForContact
from logistics.bookings.free import free_between
from logistics.bookings.promise import Promise
from logistics.bookings.requests import offer
from logistics.database import Base, UtcDateTime, coded, fetch, new_id
from logistics.errors import BadValue, LogisticsError
from logistics.holdings.collections import Collection, CollectionKind
from logistics.holdings.search import Wanted, conditions
from logistics.network.networks import Network
from logistics.network.places import Place, PlaceKind
from logistics.states import Stateful

MATCHES_SHOWN = 12


class WishState(Enum):
    """Where a wish stands."""

    OPEN = "open"
    FULFILLED = "fulfilled"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


WISH_MOVES: dict[WishState, frozenset[WishState]] = {
    WishState.OPEN: frozenset({WishState.FULFILLED, WishState.WITHDRAWN, WishState.EXPIRED}),
    WishState.FULFILLED: frozenset(),
    WishState.WITHDRAWN: frozenset(),
    WishState.EXPIRED: frozenset(),
}


class Like:
    """What a collection must be like; None or "" asks for nothing.

    Attributes:
        language: ISO 639 code.
        age_from, age_to: in years, both included; a collection for some of these ages will do.
    """

    kind: Mapped[CollectionKind | None] = mapped_column(coded(CollectionKind))
    language: Mapped[str | None] = mapped_column(String(8))
    subject: Mapped[str] = mapped_column(String(120), default="")
    age_from: Mapped[int | None]
    age_to: Mapped[int | None]


class Wish(Stateful[WishState], ForContact, Like, Base):
    """A place wants any collection of a sort, for a period.

    Attributes:
        first_day, last_day: of the loan, both included.
        take_first: ask for the first that is free without asking back.
        booking_id: what became of it.
    """

    moves = WISH_MOVES

    __tablename__ = "wish"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="first_before_last"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    network_id: Mapped[str] = mapped_column(ForeignKey("network.id"))
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    take_first: Mapped[bool]
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[WishState] = mapped_column(coded(WishState), index=True)
    asked_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    booking_id: Mapped[str | None] = mapped_column(ForeignKey("booking.id"))

    place: Mapped[Place] = relationship()
    asked_by: Mapped[Person] = relationship()


def require_ages(age_from: int | None, age_to: int | None) -> None:
    """Do nothing, or refuse.

    Raises:
        BadValue: the ages are the wrong way round.
    """
    if age_from is not None and age_to is not None and age_to < age_from:
        raise BadValue(field="age_to", value=age_to)


@dataclass(frozen=True, slots=True)
class Match:
    """A collection that fits and is free, with what would be promised."""

    collection: Collection
    promise: Promise


def matches(
    session: Session,
    like: Like,
    place: Place,
    first_day: date,
    last_day: date,
    now: datetime,
    *,
    borrower: PlaceKind | None = None,
    limit: int = MATCHES_SHOWN,
) -> list[Match]:
    """Collections that fit and are free for a loan, transport included, by code.

    Args:
        borrower: what the borrower is; None: what the place is.
    """
    network = session.get_one(Network, place.network_id)
    return list(islice(_matching(session, network, like, place, first_day, last_day, now, borrower), limit))


def matches_of(session: Session, wish: Wish, now: datetime, *, limit: int = MATCHES_SHOWN) -> list[Match]:
    """What a wish could be fulfilled with."""
    days = (wish.first_day, wish.last_day)
    return matches(session, wish, wish.goal, *days, now, borrower=wish.borrower, limit=limit)


def fits(like: Like) -> list[ColumnElement[bool]]:
    """What a collection must be like, as conditions of a search."""
    found = conditions(Wanted(kind=like.kind, language=like.language, subject=like.subject))
    if like.age_from is not None or like.age_to is not None:
        found.append(or_(Collection.age_from.is_not(None), Collection.age_to.is_not(None)))
    if like.age_to is not None:
        found.append(or_(Collection.age_from.is_(None), Collection.age_from <= like.age_to))
    if like.age_from is not None:
        found.append(or_(Collection.age_to.is_(None), Collection.age_to >= like.age_from))
    return found


def wishes_of(session: Session, place_id: str, by: Person) -> list[Wish]:
    """What a place wishes for, the open wishes first, newest first.

    Raises:
        NotFound: no such place.
        NotAllowed: `by` does not ask for that place.
    """
    place = fetch(session, Place, place_id, field="place_id")
    allow(by, Act.REQUEST, network_id=place.network_id, place_ids=(place.id,))
    wanted = select(Wish).where(Wish.place_id == place.id)
    found = session.scalars(wanted.order_by(Wish.asked_at.desc(), Wish.id).limit(200))
    return sorted(found, key=lambda wish: wish.state is not WishState.OPEN)


def wish_of(session: Session, wish_id: str, by: Person, *, lock: bool = False) -> Wish:
    """One wish.

    Raises:
        NotFound: no such wish.
        NotAllowed: `by` does not ask for that place.
    """
    wish = fetch(session, Wish, wish_id, lock=lock)
    allow(by, Act.REQUEST, network_id=wish.network_id, place_ids=(wish.place_id,))
    return wish


def open_wishes(session: Session) -> list[str]:
    """Ids of the wishes that nothing has come of yet."""
    return list(session.scalars(select(Wish.id).where(Wish.state == WishState.OPEN).order_by(Wish.asked_at, Wish.id)))


def _matching(
    session: Session,
    network: Network,
    like: Like,
    place: Place,
    first_day: date,
    last_day: date,
    now: datetime,
    borrower: PlaceKind | None,
) -> Iterator[Match]:
    wanted = (
        select(Collection)
        .where(
            Collection.network_id == network.id,
            Collection.active,
            Collection.home_id != place.id,
            free_between(network, first_day, last_day, now),
            *fits(like),
        )
        .order_by(Collection.code, Collection.id)
    )
    for collection in session.scalars(wanted).all():
        try:
            given = offer(session, collection, place, first_day, last_day, now, borrower=borrower, next_best=False)
            yield Match(collection, given)
        except LogisticsError:
            continue
