"""Series: loans that come again, every year, every month, or at the start of every term."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import count

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.bookings.behalf import ForContact, asker, keep_in_use
from logistics.bookings.booking import Booking
from logistics.bookings.requests import LONGEST_NOTE, parties
from logistics.bookings.wishes import Like, require_ages
from logistics.database import Base, UtcDateTime, coded, fetch, new_id
from logistics.errors import BadValue
from logistics.holdings.collections import Collection, CollectionKind
from logistics.network.places import Place
from logistics.network.terms import BreakKind, SchoolYear

MOST_LOAN_DAYS = 365
MOST_DAYS_AHEAD = 365
A_DAY = timedelta(days=1)


class Rhythm(Enum):
    """When a loan comes again."""

    YEARLY = "yearly"
    MONTHLY = "monthly"
    TERM_START = "term-start"


class Series(ForContact, Like, Base):
    """A loan that comes again: of one collection, or of any that fits.

    Attributes:
        collection_id: None: any that is like what is said.
        starts_on: the first occasion; yearly and monthly ones fall on its day.
        loan_days: both ends counted.
        days_ahead: how long before an occasion it is asked for.
    """

    __tablename__ = "series"
    __table_args__ = (CheckConstraint("loan_days >= 1 AND days_ahead >= 1", name="counts"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    network_id: Mapped[str] = mapped_column(ForeignKey("network.id"))
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"), index=True)
    collection_id: Mapped[str | None] = mapped_column(ForeignKey("collection.id"))
    rhythm: Mapped[Rhythm] = mapped_column(coded(Rhythm))
    starts_on: Mapped[date]
    loan_days: Mapped[int]
    days_ahead: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(default=True)
    asked_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)

    place: Mapped[Place] = relationship()
    collection: Mapped[Collection | None] = relationship()
    asked_by: Mapped[Person] = relationship()
    turns: Mapped[list[SeriesTurn]] = relationship(
        back_populates="series", cascade="all, delete-orphan", order_by="SeriesTurn.occasion"
    )


class SeriesTurn(Base):
    """What came of one occasion; there is one, so that it is asked for once.

    Attributes:
        refusal: code of why it could not be had; None where it was asked for.
    """

    __tablename__ = "series_turn"

    series_id: Mapped[str] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), primary_key=True)
    occasion: Mapped[date] = mapped_column(primary_key=True)
    booking_id: Mapped[str | None] = mapped_column(ForeignKey("booking.id"))
    refusal: Mapped[str | None] = mapped_column(String(40))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    series: Mapped[Series] = relationship(back_populates="turns")
    booking: Mapped[Booking | None] = relationship()


def begin_series(
    session: Session,
    *,
    place_id: str,
    collection_id: str | None,
    rhythm: Rhythm,
    starts_on: date,
    loan_days: int,
    days_ahead: int,
    kind: CollectionKind | None = None,
    language: str | None = None,
    subject: str = "",
    age_from: int | None = None,
    age_to: int | None = None,
    note: str = "",
    contact_id: str | None = None,
    by: Person,
    now: datetime,
) -> Series:
    """Let a loan come again until the series is ended.

    Args:
        place_id: the library that asks; of a contact, that is known.
        contact_id: on whose behalf the library asks.

    Raises:
        NotFound: no such place, contact or collection.
        NotAllowed: `by` does not ask for that place.
        BadValue: a number of days out of range, the ages are the wrong way round, or the note is too long.
    """
    contact, library_id = asker(session, contact_id, place_id)
    place = fetch(session, Place, library_id, field="place_id")
    allow(by, Act.REQUEST, network_id=place.network_id, place_ids=(place.id,))
    if collection_id is not None:
        parties(session, collection_id, contact.goal_id if contact else place.id)
    for field, value, most in (("loan_days", loan_days, MOST_LOAN_DAYS), ("days_ahead", days_ahead, MOST_DAYS_AHEAD)):
        if not 1 <= value <= most:
            raise BadValue(field=field, value=value, least=1, most=most)
    require_ages(age_from, age_to)
    if len(note) > LONGEST_NOTE:
        raise BadValue(field="note", value=len(note), most=LONGEST_NOTE)
    series = Series(
        id=new_id(),
        network_id=place.network_id,
        place=place,
        contact=contact,
        collection_id=collection_id,
        rhythm=rhythm,
        starts_on=starts_on,
        loan_days=loan_days,
        days_ahead=days_ahead,
        kind=kind,
        language=language,
        subject=subject,
        age_from=age_from,
        age_to=age_to,
        note=note.strip(),
        active=True,
        asked_by=by,
        asked_at=now,
    )
    session.add(series)
    keep_in_use(session, contact, now)
    session.flush()
    return series


def end_series(session: Session, series_id: str, *, by: Person) -> Series:
    """Ask no more; what was asked for stays. Once more does nothing.

    Raises:
        NotFound: no such series.
        NotAllowed: `by` does not ask for that place.
    """
    series = _own(session, series_id, by)
    series.active = False
    session.flush()
    return series


def resume_series(session: Session, series_id: str, *, by: Person) -> Series:
    """Ask again from the next occasion on; refusals as in `end_series`."""
    series = _own(session, series_id, by)
    series.active = True
    session.flush()
    return series


def series_of(session: Session, place_id: str, by: Person) -> list[Series]:
    """The series of a place, those that go on first.

    Raises:
        NotFound: no such place.
        NotAllowed: `by` does not ask for that place.
    """
    place = fetch(session, Place, place_id, field="place_id")
    allow(by, Act.REQUEST, network_id=place.network_id, place_ids=(place.id,))
    wanted = select(Series).where(Series.place_id == place.id)
    return list(session.scalars(wanted.order_by(Series.active.desc(), Series.starts_on, Series.id)))


def active_series(session: Session) -> list[str]:
    """Ids of the series that go on."""
    return list(session.scalars(select(Series.id).where(Series.active).order_by(Series.id)))


def occasions(rhythm: Rhythm, starts_on: date, years: Iterable[SchoolYear], last: date) -> Iterator[date]:
    """The occasions of a series from its first to a last day, in order.

    A day that a month has not is the month's last.
    """
    if rhythm is Rhythm.TERM_START:
        yield from (day for day in sorted(set(_term_starts(years))) if starts_on <= day <= last)
        return
    months = 12 if rhythm is Rhythm.YEARLY else 1
    for step in count():
        day = _months_later(starts_on, step * months)
        if day > last:
            return
        yield day


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _term_starts(years: Iterable[SchoolYear]) -> Iterator[date]:
    for year in years:
        yield year.first_day
        for pause in year.breaks:
            if pause.kind is BreakKind.CHRISTMAS and pause.last_day < year.last_day:
                yield pause.last_day + A_DAY


def _own(session: Session, series_id: str, by: Person) -> Series:
    series = fetch(session, Series, series_id, lock=True)
    allow(by, Act.REQUEST, network_id=series.network_id, place_ids=(series.place_id,))
    return series
