"""Days on which an owner keeps a collection at home: for a stocktake, a repair, or for use of its own."""

from __future__ import annotations

from collections.abc import Collection as Many
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.bookings.booking import HOLDING, Booking
from logistics.bookings.refusals import HoldClashes
from logistics.database import Base, UtcDateTime, fetch, new_id
from logistics.errors import BadValue, DateInThePast, EndsBeforeItBegins
from logistics.holdings.collections import Collection
from logistics.network.calendar import local_day
from logistics.network.networks import Network

LONGEST_REASON = 200


class Hold(Base):
    """A collection is lent to nobody from the first day to the last, both included."""

    __tablename__ = "hold"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="first_before_last"),
        Index("ix_hold_calendar", "collection_id", "first_day", "last_day"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    collection_id: Mapped[str] = mapped_column(ForeignKey("collection.id", ondelete="CASCADE"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    set_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)

    collection: Mapped[Collection] = relationship()


def hold(
    session: Session,
    collection_id: str,
    *,
    first_day: date,
    last_day: date,
    reason: str = "",
    by: Person,
    now: datetime,
) -> Hold:
    """Keep a collection at home; it is locked, so that nobody is promised it at the same moment.

    Raises:
        NotFound: no such collection.
        NotAllowed: `by` does not manage it.
        DateInThePast, EndsBeforeItBegins, BadValue: the days, the reason.
        HoldClashes: it is promised to somebody on one of the days.
    """
    collection = fetch(session, Collection, collection_id, lock=True)
    allow(by, Act.MANAGE_HOLDINGS, network_id=collection.network_id, place_ids=(collection.home_id,))
    today = local_day(session.get_one(Network, collection.network_id), now)
    if last_day < first_day:
        raise EndsBeforeItBegins(field="last_day", first=first_day, last=last_day)
    if last_day < today:
        raise DateInThePast(field="last_day", day=last_day, today=today)
    if len(reason.strip()) > LONGEST_REASON:
        raise BadValue(field="reason", value=reason, most=LONGEST_REASON)
    promised = session.scalars(
        select(Booking)
        .where(
            Booking.collection_id == collection.id,
            Booking.state.in_(HOLDING),
            Booking.leaves_on <= last_day,
            Booking.home_on >= first_day,
        )
        .order_by(Booking.leaves_on, Booking.id)
    ).first()
    if promised is not None:
        raise HoldClashes(field="first_day", place=promised.place.name, first=promised.leaves_on, last=promised.home_on)
    made = Hold(
        collection=collection,
        first_day=first_day,
        last_day=last_day,
        reason=reason.strip(),
        set_by_id=by.id,
        set_at=now,
    )
    session.add(made)
    session.flush()
    return made


def release(session: Session, hold_id: str, *, by: Person) -> Collection:
    """Lend a collection again on the days of a hold.

    Raises:
        NotFound: no such hold, or no longer.
        NotAllowed: `by` does not manage the collection.
    """
    found = fetch(session, Hold, hold_id)
    collection = found.collection
    allow(by, Act.MANAGE_HOLDINGS, network_id=collection.network_id, place_ids=(collection.home_id,))
    session.delete(found)
    session.flush()
    return collection


def holds_of(session: Session, collection_ids: Many[str], first: date, last: date) -> list[Hold]:
    """The holds of collections that touch the days from first to last, in order."""
    wanted = select(Hold).where(Hold.collection_id.in_(collection_ids), Hold.first_day <= last, Hold.last_day >= first)
    return list(session.scalars(wanted.order_by(Hold.first_day, Hold.id)))
