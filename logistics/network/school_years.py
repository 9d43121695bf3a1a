"""School years, kept by those who coordinate the transport: written each year, changed, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import fetch, new_id
from logistics.errors import BadValue, EndsBeforeItBegins, LogisticsError
from logistics.network.networks import Network
from logistics.network.terms import BreakKind, SchoolBreak, SchoolYear
from logistics.network.timetables import OutsideSeason

LONGEST_NAME, LONGEST_SOURCE, LONGEST_DAYS, MOST_BREAKS = 60, 300, 400, 20


class YearsOverlap(LogisticsError):
    """A day would lie in two school years. Facts: `name` of the other."""

    code = "years-overlap"


class BreaksOverlap(LogisticsError):
    """Facts: `day` on which the second of the two begins."""

    code = "breaks-overlap"


@dataclass(frozen=True, slots=True)
class Pause:
    """Days without school, both included."""

    kind: BreakKind
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class YearText:
    """Everything that is said of a school year.

    Attributes:
        source: where the days are from.
    """

    name: str
    first_day: date
    last_day: date
    breaks: Sequence[Pause] = ()
    source: str = ""


def school_year_of(session: Session, year_id: str, by: Person, *, lock: bool = False) -> SchoolYear:
    """One school year; NotFound where there is none, NotAllowed where `by` does not belong to its network."""
    year = fetch(session, SchoolYear, year_id, lock=lock)
    allow(by, Act.SEE_NETWORK, network_id=year.network_id)
    return year


def add_school_year(session: Session, network_id: str, text: YearText, *, by: Person, now: datetime) -> SchoolYear:
    """Tell the days of a school year.

    Raises:
        NotFound: no such network.
        NotAllowed: `by` does not write its timetable.
        BadValue, EndsBeforeItBegins, OutsideSeason, YearsOverlap, BreaksOverlap: what the text says can't be.
    """
    network = fetch(session, Network, network_id, field="network_id", lock=True)
    allow(by, Act.MANAGE_TOURS, network_id=network.id)
    year = SchoolYear(id=new_id(), network_id=network.id)
    _check(session, year, text)
    session.add(year)
    _write(session, year, text, by, now)
    session.expire(network, ["school_years"])
    return year


def change_school_year(session: Session, year_id: str, text: YearText, *, by: Person, now: datetime) -> SchoolYear:
    """Write a school year anew.

    Raises:
        As `add_school_year`.
    """
    year = fetch(session, SchoolYear, year_id)
    network = fetch(session, Network, year.network_id, lock=True)
    allow(by, Act.MANAGE_TOURS, network_id=network.id)
    _check(session, year, text)
    _write(session, year, text, by, now)
    session.expire(network, ["school_years"])
    return year


def remove_school_year(session: Session, year_id: str, *, by: Person) -> Network:
    """Take a school year back: its days are known no more.

    Raises:
        NotFound, NotAllowed: no such year; `by` does not write the timetable.
    """
    year = fetch(session, SchoolYear, year_id)
    network = fetch(session, Network, year.network_id, lock=True)
    allow(by, Act.MANAGE_TOURS, network_id=network.id)
    session.delete(year)
    session.flush()
    session.expire(network, ["school_years"])
    return network


def _check(session: Session, year: SchoolYear, text: YearText) -> None:
    if not 1 <= len(text.name.strip()) <= LONGEST_NAME:
        raise BadValue(field="name", value=text.name, least=1, most=LONGEST_NAME)
    if len(text.source) > LONGEST_SOURCE:
        raise BadValue(field="source", value=len(text.source), most=LONGEST_SOURCE)
    if text.last_day < text.first_day:
        raise EndsBeforeItBegins(field="last_day", first=text.first_day, last=text.last_day)
    length = (text.last_day - text.first_day).days + 1
    if length > LONGEST_DAYS:
        raise BadValue(field="last_day", value=length, least=1, most=LONGEST_DAYS)
    others = select(SchoolYear).where(SchoolYear.network_id == year.network_id, SchoolYear.id != year.id)
    for other in session.scalars(others):
        if other.first_day <= text.last_day and text.first_day <= other.last_day:
            raise YearsOverlap(field="first_day", name=other.name)
    if len(text.breaks) > MOST_BREAKS:
        raise BadValue(field="breaks", value=len(text.breaks), least=0, most=MOST_BREAKS)
    breaks = sorted(text.breaks, key=lambda pause: pause.first_day)
    for pause in breaks:
        if pause.last_day < pause.first_day:
            raise EndsBeforeItBegins(field="breaks", first=pause.first_day, last=pause.last_day)
        for day in (pause.first_day, pause.last_day):
            if not text.first_day <= day <= text.last_day:
                raise OutsideSeason(field="breaks", day=day, first_day=text.first_day, last_day=text.last_day)
    for one, other_pause in pairwise(breaks):
        if other_pause.first_day <= one.last_day:
            raise BreaksOverlap(field="breaks", day=other_pause.first_day)


def _write(session: Session, year: SchoolYear, text: YearText, by: Person, now: datetime) -> None:
    year.name, year.source = text.name.strip(), text.source.strip()
    year.first_day, year.last_day = text.first_day, text.last_day
    year.written_by_id, year.written_at = by.id, now
    year.breaks = []
    session.flush()  # the old rows must be gone before new ones take their keys
    year.breaks = [
        SchoolBreak(kind=pause.kind, first_day=pause.first_day, last_day=pause.last_day)
        for pause in sorted(text.breaks, key=lambda pause: pause.first_day)
    ]
    session.flush()
