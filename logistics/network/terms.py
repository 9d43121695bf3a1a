"""School years with their breaks: when schools, and the libraries inside them, are open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from logistics.access.people import Person
from logistics.database import Base, UtcDateTime, coded

_A_DAY = timedelta(days=1)
_SATURDAY = 5


class BreakKind(Enum):
    """Which holidays interrupt a school year."""

    AUTUMN = "autumn"
    CHRISTMAS = "christmas"
    WINTER = "winter"
    EASTER = "easter"
    OTHER = "other"


class SchoolYear(Base):
    """From the first school day after the summer to the last before it, both included.

    Attributes:
        name: as schools call it, "2026/27".
        written_by_id, written_at: who has last written it on a page; None: a file told it.
    """

    __tablename__ = "school_year"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="first_before_last"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    network_id: Mapped[str] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    first_day: Mapped[date]
    last_day: Mapped[date]
    source: Mapped[str] = mapped_column(String(300), default="")
    written_by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    written_by: Mapped[Person | None] = relationship()
    breaks: Mapped[list[SchoolBreak]] = relationship(
        back_populates="school_year", cascade="all, delete-orphan", order_by="SchoolBreak.first_day"
    )


class SchoolBreak(Base):
    """Days without school within a school year, both included."""

    __tablename__ = "school_break"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="first_before_last"),)

    school_year_id: Mapped[str] = mapped_column(ForeignKey("school_year.id", ondelete="CASCADE"), primary_key=True)
    first_day: Mapped[date] = mapped_column(primary_key=True)
    last_day: Mapped[date]
    kind: Mapped[BreakKind] = mapped_column(coded(BreakKind))

    school_year: Mapped[SchoolYear] = relationship(back_populates="breaks")


@dataclass(frozen=True, slots=True)
class Term:
    """Half a school year, on either side of Christmas; both days are included."""

    first_day: date
    last_day: date


def year_on(years: Iterable[SchoolYear], day: date) -> SchoolYear | None:
    """The school year that a day lies in; None in the summer, and where nobody has told the years."""
    return next((year for year in years if year.first_day <= day <= year.last_day), None)


def break_on(years: Iterable[SchoolYear], day: date) -> SchoolBreak | None:
    """The break that a day lies in."""
    year = year_on(years, day)
    found = (pause for pause in (year.breaks if year else ()) if pause.first_day <= day <= pause.last_day)
    return next(found, None)


def in_session(years: Iterable[SchoolYear], day: date) -> bool:
    """Whether schools are open, public holidays left aside: a weekday in a school year and in none of its breaks."""
    known = list(years)
    return day.weekday() < _SATURDAY and year_on(known, day) is not None and break_on(known, day) is None


def term_on(years: Iterable[SchoolYear], day: date) -> Term | None:
    """The term that a day lies in, its shorter breaks included; None at Christmas and in the summer."""
    year = year_on(years, day)
    if year is None:
        return None
    first, last = year.first_day, year.last_day
    for pause in year.breaks:
        if pause.kind is not BreakKind.CHRISTMAS:
            continue
        if pause.first_day <= day <= pause.last_day:
            return None
        if pause.last_day < day:
            first = max(first, pause.last_day + _A_DAY)
        else:
            last = min(last, pause.first_day - _A_DAY)
    return Term(first, last)
