"""What the annual wheel shows: what people marked, and the deadlines that follow from what is known; and reminders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.access.notices import coordinators_of, tell
from logistics.access.people import Person
from logistics.access.permission import allow, may
from logistics.access.rights import Act, Role
from logistics.bookings.feeds import Feed, FeedKind
from logistics.bookings.rotations import Rotation, RotationState
from logistics.bookings.sharing import RoundState, ShareRound
from logistics.costs.funders import Agreement
from logistics.network.calendar import local_day
from logistics.network.networks import Network
from logistics.network.terms import BreakKind, SchoolYear
from logistics.network.wheel import EntryKind, WheelEntry, entries_of

A_DAY = timedelta(days=1)

REMIND_DAYS = (30, 7)
"""Before deadlines that nobody marked."""

LOOK_AHEAD = timedelta(days=180)

FEED_BACK, FEED_AHEAD = timedelta(days=60), timedelta(days=400)
"""What a calendar feed shows of the wheel: what comes every year is in it at least once."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing on the wheel.

    Attributes:
        code: "entry" with the title that somebody gave it, else what it follows from: "term-ends", "round-closes",
            "agreement-ends", "crates-travel".
        title: of an entry, else the name that the sentence needs.
        about: "share-round:<id>" and the like; "" where there is no page.
        key: what it follows from, and which of it; with its first day the same for ever.
        place: its name; None: the whole network.
    """

    code: str
    kind: EntryKind
    title: str
    first_day: date
    last_day: date
    key: str
    about: str = ""
    note: str = ""
    place_id: str | None = None
    place: str | None = None
    entry: WheelEntry | None = None
    remind_days: tuple[int, ...] = ()


def year_of(session: Session, network_id: str, first: date, last: date, by: Person) -> list[Mark]:
    """What touches the days from first to last, both included, in their order; a librarian sees no other place's.

    Raises:
        NotAllowed: `by` does not see the network's year.
    """
    allow(by, Act.SEE_SEASONS, network_id=network_id)
    network = session.get_one(Network, network_id)
    marks = [*_marked(session, network, first, last), *_following(session, network, first, last)]
    mine = by.place_id if by.role is Role.LIBRARIAN else None
    seen = [one for one in marks if mine is None or one.place_id in (None, mine)]
    return sorted(seen, key=lambda one: (one.first_day, one.last_day, one.key))


def remind_of_the_year(session: Session, *, now: datetime) -> None:
    """Remind people of what is near; once for each reminder, however often this is called.

    Whoever is to be reminded several times and finds several due at once is reminded once, of the nearest.
    """
    for network in session.scalars(select(Network).order_by(Network.id)):
        today = local_day(network, now)
        marks = [*_marked(session, network, today, today + LOOK_AHEAD)]
        marks += _following(session, network, today, today + LOOK_AHEAD)
        for one in marks:
            due = [days for days in one.remind_days if today <= one.first_day <= today + days * A_DAY]
            if due:
                tell(
                    session,
                    _concerned(session, network, one),
                    code="year-reminder" if one.code == "entry" else f"year-{one.code}",
                    facts={"title": one.title, "day": one.first_day.isoformat()},
                    about=one.about,
                    key=f"year:{one.key}:{one.first_day.isoformat()}:{min(due)}",
                    now=now,
                )


def year_in_feed(session: Session, feed: Feed, *, now: datetime) -> list[Mark]:
    """What a calendar feed shows of the annual wheel: all of it in a wheel's, in a person's what concerns them."""
    network_id = feed.about_id if feed.kind is FeedKind.WHEEL else feed.person.network_id
    shown = feed.kind in (FeedKind.WHEEL, FeedKind.PERSON)
    if not shown or network_id is None or not may(feed.person, Act.SEE_SEASONS, network_id=network_id):
        return []
    today = local_day(session.get_one(Network, network_id), now)
    marks = year_of(session, network_id, today - FEED_BACK, today + FEED_AHEAD, feed.person)
    return [one for one in marks if feed.kind is FeedKind.WHEEL or concerns(one, feed.person)]


def concerns(one: Mark, person: Person) -> bool:
    """Whether a mark concerns somebody: a place's its staff, an agreement coordinators, all else both."""
    if one.place_id is not None:
        return person.role is Role.LIBRARIAN and person.place_id == one.place_id
    return person.role is Role.COORDINATOR or (person.role is Role.LIBRARIAN and one.code != "agreement-ends")


def _concerned(session: Session, network: Network, one: Mark) -> list[Person]:
    staff = select(Person).where(Person.network_id == network.id, Person.role == Role.LIBRARIAN, Person.active)
    people = [*coordinators_of(session, network.id), *session.scalars(staff)]
    return [person for person in people if concerns(one, person)]


def _marked(session: Session, network: Network, first: date, last: date) -> Iterator[Mark]:
    for entry in entries_of(session, network.id):
        for begins, ends in entry.occurrences(first, last):
            yield Mark(
                code="entry",
                kind=entry.kind,
                title=entry.title,
                first_day=begins,
                last_day=ends,
                key=f"entry:{entry.id}",
                note=entry.note,
                place_id=entry.place_id,
                place=entry.place.name if entry.place else None,
                entry=entry,
                remind_days=tuple(entry.remind_days),
            )


def _following(session: Session, network: Network, first: date, last: date) -> Iterator[Mark]:
    """Deadlines that nobody has to mark, because what they follow from is known."""
    found: list[tuple[str, str, date, str, str, EntryKind, tuple[int, ...]]] = []
    for year in session.scalars(select(SchoolYear).where(SchoolYear.network_id == network.id)):
        ends = [year.last_day]
        ends += [pause.first_day - A_DAY for pause in year.breaks if pause.kind is BreakKind.CHRISTMAS]
        found += [("term-ends", year.name, day, f"term:{year.id}", "", EntryKind.DEADLINE, REMIND_DAYS) for day in ends]
    for deal in session.scalars(select(Agreement).where(Agreement.network_id == network.id)):
        if deal.valid_until is not None:
            key = f"agreement:{deal.id}"
            found.append(
                ("agreement-ends", deal.carrier, deal.valid_until, key, "", EntryKind.DEADLINE, (90, *REMIND_DAYS))
            )
    rounds = select(ShareRound).where(ShareRound.network_id == network.id, ShareRound.state != RoundState.CANCELLED)
    for one in session.scalars(rounds):
        about = f"share-round:{one.id}"
        found.append(("round-closes", one.name, one.closes_on, about, about, EntryKind.DEADLINE, (7, 1)))
    travelling = (RotationState.PUBLISHED, RotationState.RUNNING, RotationState.ENDED)
    wanted = select(Rotation).where(Rotation.network_id == network.id, Rotation.state.in_(travelling))
    for rotation in session.scalars(wanted):
        about = f"rotation:{rotation.id}"
        for period in rotation.periods:
            day = period.first_day
            found.append(("crates-travel", rotation.name, day, about, about, EntryKind.CAMPAIGN, ()))
    for code, title, day, key, about, kind, days in found:
        if first <= day <= last:
            yield Mark(code, kind, title, day, day, key, about=about, remind_days=days)
