"""The annual wheel: campaigns, meetings and deadlines of a network or of a place, once or every year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import Base, UtcDateTime, coded, fetch, new_id
from logistics.errors import BadValue, EndsBeforeItBegins, NotFound
from logistics.network.networks import Network
from logistics.network.places import Place

LONGEST_TITLE, LONGEST_NOTE, LONGEST_DAYS = 120, 1000, 366

MOST_DAYS_BEFORE = 180
"""How early somebody can be reminded."""

SAID = ("kind", "title", "note", "first_day", "last_day", "place_id", "yearly", "ends_year", "remind_days")
"""What can be changed of an entry."""


class EntryKind(Enum):
    """What is marked on the wheel."""

    CAMPAIGN = "campaign"
    MEETING = "meeting"
    DEADLINE = "deadline"


class WheelEntry(Base):
    """Something that comes once, or every year on the same days.

    Attributes:
        place_id: None: it concerns the whole network.
        first_day, last_day: the first time, both included.
        yearly: it comes again each year.
        ends_year: the last year in which a yearly one begins; None: until further notice.
        remind_days: how many days before people are reminded, the earliest first.
    """

    __tablename__ = "wheel_entry"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="first_before_last"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    network_id: Mapped[str] = mapped_column(ForeignKey("network.id"), index=True)
    place_id: Mapped[str | None] = mapped_column(ForeignKey("place.id"))
    kind: Mapped[EntryKind] = mapped_column(coded(EntryKind))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    note: Mapped[str] = mapped_column(Text, default="")
    first_day: Mapped[date]
    last_day: Mapped[date]
    yearly: Mapped[bool]
    ends_year: Mapped[int | None]
    remind_days: Mapped[list[int]] = mapped_column(JSON)
    made_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    place: Mapped[Place | None] = relationship()

    def occurrences(self, first: date, last: date) -> Iterator[tuple[date, date]]:
        """The times at which it touches the days from first to last, both included; a 29 February falls on the 28th."""
        length = self.last_day - self.first_day
        years = range(max(first.year - 1, self.first_day.year), last.year + 1) if self.yearly else [self.first_day.year]
        for year in years:
            begins = in_year(self.first_day, year)
            if (self.ends_year is None or year <= self.ends_year) and begins <= last and begins + length >= first:
                yield begins, begins + length


def in_year(day: date, year: int) -> date:
    """The same day of another year; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def mark(
    session: Session,
    *,
    network_id: str,
    kind: EntryKind,
    title: str,
    first_day: date,
    last_day: date,
    place_id: str | None = None,
    note: str = "",
    yearly: bool = False,
    ends_year: int | None = None,
    remind_days: Sequence[int] = (),
    by: Person,
    now: datetime,
) -> WheelEntry:
    """Mark something on the wheel.

    Raises:
        NotFound: no such network or place.
        NotAllowed: `by` marks nothing for that place, or for the whole network.
        EndsBeforeItBegins, BadValue: days, title, note or reminders won't do.
    """
    network = fetch(session, Network, network_id, field="network_id")
    made = WheelEntry(id=new_id(), network_id=network.id, made_by_id=by.id, made_at=now)
    values = {
        "kind": kind,
        "title": title,
        "first_day": first_day,
        "last_day": last_day,
        "place_id": place_id,
        "note": note,
        "yearly": yearly,
        "ends_year": ends_year,
        "remind_days": remind_days,
    }
    _write(session, made, values, by)
    session.add(made)
    session.flush()
    return made


def entry_of(session: Session, entry_id: str, by: Person, *, lock: bool = False) -> WheelEntry:
    """An entry that somebody may change.

    Raises:
        NotFound, NotAllowed: no such entry; `by` marks nothing there.
    """
    entry = fetch(session, WheelEntry, entry_id, lock=lock)
    _allow(by, entry.network_id, entry.place_id)
    return entry


def change_entry(session: Session, entry_id: str, *, by: Person, **changes: Any) -> WheelEntry:
    """Change what is said of an entry, in every year; what is not named stays as it is.

    Args:
        changes: by name, as `mark` takes them.

    Raises:
        NotFound: no such entry or place.
        NotAllowed: `by` marks nothing for the place that it was for, or is to be for.
        EndsBeforeItBegins, BadValue: days, title, note or reminders won't do.
    """
    entry = entry_of(session, entry_id, by, lock=True)
    _write(session, entry, {name: getattr(entry, name) for name in SAID} | changes, by)
    session.flush()
    return entry


def wipe(session: Session, entry_id: str, *, by: Person) -> None:
    """Take an entry off the wheel, in every year.

    Raises:
        NotFound, NotAllowed: no such entry; `by` marks nothing there.
    """
    session.delete(entry_of(session, entry_id, by))
    session.flush()


def entries_of(session: Session, network_id: str) -> list[WheelEntry]:
    """Everything that is marked in a network, for its places too."""
    wanted = select(WheelEntry).where(WheelEntry.network_id == network_id)
    return list(session.scalars(wanted.order_by(WheelEntry.first_day, WheelEntry.id)))


def _write(session: Session, entry: WheelEntry, values: dict[str, Any], by: Person) -> None:
    """Say of an entry what `values` holds, all of `SAID`, or refuse and say nothing."""
    first_day, last_day, place_id = values["first_day"], values["last_day"], values["place_id"]
    title, note, ends_year = values["title"].strip(), values["note"].strip(), values["ends_year"]
    if place_id is not None and fetch(session, Place, place_id, field="place_id").network_id != entry.network_id:
        raise NotFound(field="place_id", what="place", id=place_id)
    _allow(by, entry.network_id, place_id)
    if last_day < first_day:
        raise EndsBeforeItBegins(field="last_day", first=first_day, last=last_day)
    _within("last_day", (last_day - first_day).days, 0, LONGEST_DAYS - 1)
    _within("title", len(title), 1, LONGEST_TITLE)
    _within("note", len(note), 0, LONGEST_NOTE)
    for days in values["remind_days"]:
        _within("remind_days", days, 0, MOST_DAYS_BEFORE)
    ends_year = ends_year if values["yearly"] else None
    if ends_year is not None:
        _within("ends_year", ends_year, first_day.year, first_day.year + 100)
    entry.kind, entry.title, entry.note = values["kind"], title, note
    entry.first_day, entry.last_day, entry.place_id = first_day, last_day, place_id
    entry.yearly, entry.ends_year = values["yearly"], ends_year
    entry.remind_days = sorted(set(values["remind_days"]), reverse=True)


def _allow(by: Person, network_id: str, place_id: str | None) -> None:
    """Do nothing, or refuse whoever marks nothing for a place, or for the whole network where there is none."""
    allow(by, Act.MARK_YEAR, network_id=network_id, place_ids=(place_id,) if place_id else ())


def _within(field: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise BadValue(field=field, value=value, least=least, most=most)
