"""A day while it is driven: where vans and bookmobiles are, what is done, what comes next, what is late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from sqlalchemy.orm import Session

from logistics.access.people import Person
from logistics.transport.custody import Scan
from logistics.transport.day_sheet import sheet_of_day
from logistics.transport.live_scans import last_scans
from logistics.transport.plans import TripState
from logistics.transport.sheet import Sheet, SheetItem, SheetStop, SheetTrip, SheetVan
from logistics.transport.shipments import ShipmentState

GRACE = timedelta(minutes=10)
"""A stop that was not begun so long after its time is late."""


TOLD_FROM = timedelta(minutes=5)
"""Less than that is not called late."""


class StopProgress(Enum):
    """How far a stop has come."""

    DONE = "done"
    PASSED = "passed"  # the van was scanned further on, and not everything here
    NEXT = "next"
    LATE = "late"
    TO_COME = "to-come"


@dataclass(frozen=True, slots=True)
class LiveStop:
    """A stop and how far it has come.

    Attributes:
        scanned, items: shipments to be handled here: how many are scanned, and how many there are.
        seen_at: of the last scan here; None: none yet.
        expected_at: when the van may come, as late as it is by now; of a stop that is still to come.
    """

    stop: SheetStop
    progress: StopProgress
    scanned: int
    items: int
    seen_at: datetime | None
    expected_at: datetime


@dataclass(frozen=True, slots=True)
class LiveTrip:
    """A trip with its stops."""

    trip: SheetTrip
    stops: tuple[LiveStop, ...]

    @property
    def numbered(self) -> list[tuple[int, LiveStop]]:
        """The stops with their numbers: 0 is a van's home before it leaves, and a bookmobile begins with 1."""
        return list(enumerate(self.stops, start=1 if self.trip.tour else 0))


@dataclass(frozen=True, slots=True)
class Seen:
    """The last that was heard of a van."""

    place: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class LiveVan:
    """A van's day.

    Attributes:
        seen: by its last scan; None: nothing was scanned yet.
        behind: how late it is; zero: on time, or nobody knows.
        over: all its trips are driven; a bookmobile's when its last stop is.
    """

    van: SheetVan
    trips: tuple[LiveTrip, ...]
    seen: Seen | None
    behind: timedelta
    over: bool

    @property
    def stops(self) -> list[LiveStop]:
        """All of them in order."""
        return [stop for trip in self.trips for stop in trip.stops]

    @property
    def next(self) -> LiveStop | None:
        """Where it goes next; None: nowhere any more."""
        waiting = (StopProgress.NEXT, StopProgress.LATE)
        return next((stop for stop in self.stops if stop.progress in waiting), None)

    @property
    def done(self) -> int:
        """How many stops are behind it."""
        return sum(stop.progress in (StopProgress.DONE, StopProgress.PASSED) for stop in self.stops)

    @property
    def late_minutes(self) -> int:
        """Whole minutes; 0: not late by more than a stop may take longer."""
        return int(self.behind / timedelta(minutes=1)) if self.behind >= TOLD_FROM else 0


@dataclass(frozen=True, slots=True)
class LiveDay:
    """The whole day."""

    sheet: Sheet
    vans: tuple[LiveVan, ...]


def live_day(session: Session, network_id: str, day: date, by: Person, now: datetime) -> LiveDay:
    """How far a day has come: its published plan, and the bookmobiles.

    Raises:
        NotFound: no such network.
        NotAllowed: `by` sees no route sheets there.
        NoPublishedPlan: nothing is published for that day, and no bookmobile drives.
    """
    sheet = sheet_of_day(session, network_id, day, by)
    last = last_scans(session, sheet)
    return LiveDay(sheet, tuple(_van(van, last, now) for van in sheet.vans))


def _van(van: SheetVan, last: Mapping[str, Scan], now: datetime) -> LiveVan:
    stops = [stop for trip in van.trips for stop in trip.stops]
    scanned = [number for number, stop in enumerate(stops) if stop.id in last]
    furthest = max(scanned, default=-1)
    driven = {stop.id for trip in van.trips if trip.state is TripState.DRIVEN for stop in trip.stops}
    progress: list[StopProgress] = []
    for number, stop in enumerate(stops):
        done = _all_scanned(stop) and (bool(_items(stop)) or number < furthest or _left_by(van, stops, number, now))
        if stop.id in driven:
            progress.append(StopProgress.DONE if _all_scanned(stop) else StopProgress.PASSED)
        elif done:
            progress.append(StopProgress.DONE)
        elif number < furthest:
            progress.append(StopProgress.PASSED)
        elif StopProgress.NEXT in progress or StopProgress.LATE in progress:
            progress.append(StopProgress.TO_COME)
        else:
            progress.append(StopProgress.LATE if now > stop.arrives_at + GRACE else StopProgress.NEXT)
    open_ = next((n for n, one in enumerate(progress) if one in (StopProgress.NEXT, StopProgress.LATE)), None)
    behind = _behind(stops, open_, furthest, last, now)
    latest = max((last[stops[number].id] for number in scanned), key=lambda scan: scan.seen_at, default=None)
    found = iter(
        LiveStop(
            stop=stop,
            progress=one,
            scanned=sum(item.done for item in _items(stop)),
            items=len(_items(stop)),
            seen_at=last[stop.id].seen_at if stop.id in last else None,
            expected_at=stop.arrives_at + behind,
        )
        for stop, one in zip(stops, progress, strict=True)
    )
    return LiveVan(
        van=van,
        trips=tuple(LiveTrip(trip, tuple(next(found) for _ in trip.stops)) for trip in van.trips),
        seen=Seen(latest.place.name, latest.seen_at, latest.person.name) if latest else None,
        behind=behind,
        over=open_ is None if van.keeps_tours else all(trip.state is TripState.DRIVEN for trip in van.trips),
    )


def _behind(
    stops: Sequence[SheetStop], open_: int | None, furthest: int, last: Mapping[str, Scan], now: datetime
) -> timedelta:
    """How late a van is: its last stop was left so late, or the next one should have been begun so long ago."""
    if open_ is None:
        return timedelta()
    late = [timedelta(), now - stops[open_].arrives_at - GRACE]
    if furthest >= 0:
        late.append(last[stops[furthest].id].seen_at - stops[furthest].leaves_at)
    most = max(late)
    return most + GRACE if most == late[1] and most > timedelta() else most


def _items(stop: SheetStop) -> list[SheetItem]:
    """What is to be handled; what was cancelled is not."""
    return [item for item in (*stop.unload, *stop.load) if item.state is not ShipmentState.CANCELLED]


def _all_scanned(stop: SheetStop) -> bool:
    return all(item.done for item in _items(stop))


def _left_by(van: SheetVan, stops: Sequence[SheetStop], number: int, now: datetime) -> bool:
    """Whether a stop at which nothing is scanned has had its time; a van's last one is over when its trip is driven."""
    return (van.keeps_tours or number + 1 < len(stops)) and now >= stops[number].leaves_at
