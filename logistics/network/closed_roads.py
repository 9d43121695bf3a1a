"""Stretches of road that are closed: over a mountain in winter, or for some days of roadworks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from sqlalchemy import CheckConstraint, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from logistics.access.people import Person
from logistics.access.permission import allow
from logistics.access.rights import Act
from logistics.database import Base, fetch, new_id
from logistics.errors import BadValue, EndsBeforeItBegins
from logistics.network.networks import Network
from logistics.network.roads import WHOLE_YEAR, in_season

LONGEST_NAME = 120
LEAST_METRES, MOST_METRES = 10, 20_000
USUAL_METRES = 200

Point: TypeAlias = tuple[float, float]
"""Latitude and longitude, degrees, WGS 84."""


class ClosedRoad(Base):
    """All road within so many metres of a point, or of the line between two, on the days on which it is closed.

    Attributes:
        id: begins with the network's.
        lat, lon, to_lat, to_lon: degrees, WGS 84; `to_…` None: a point.
        first_day, last_day: season as in `RoadOverride`.
        valid_from, valid_until: dates, both included; None: no limit.
        lifted: open again for now; the row stays for the next time.
        by_hand: written or lifted on a page; no file replaces it.
    """

    __tablename__ = "closed_road"
    __table_args__ = (
        CheckConstraint("within_metres > 0", name="has_width"),
        CheckConstraint("(to_lat IS NULL) = (to_lon IS NULL)", name="point_or_line"),
        CheckConstraint("valid_from <= valid_until", name="from_before_until"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    network_id: Mapped[str] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    lat: Mapped[float]
    lon: Mapped[float]
    to_lat: Mapped[float | None]
    to_lon: Mapped[float | None]
    within_metres: Mapped[int] = mapped_column(default=USUAL_METRES)
    first_day: Mapped[int] = mapped_column(default=WHOLE_YEAR[0])
    last_day: Mapped[int] = mapped_column(default=WHOLE_YEAR[1])
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    lifted: Mapped[bool] = mapped_column(default=False)
    by_hand: Mapped[bool] = mapped_column(default=False)

    def closed_on(self, day: date) -> bool:
        """Whether nobody gets through on a day."""
        return (
            not self.lifted
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_until is None or day <= self.valid_until)
            and in_season(day, self.first_day, self.last_day)
        )

    @property
    def all_year(self) -> bool:
        """Whether it has no season."""
        return (self.first_day, self.last_day) == WHOLE_YEAR

    @property
    def ends(self) -> tuple[Point, ...]:
        """The point, or both ends of the line."""
        if self.to_lat is None or self.to_lon is None:
            return ((self.lat, self.lon),)
        return (self.lat, self.lon), (self.to_lat, self.to_lon)


@dataclass(frozen=True, slots=True)
class ClosedRoadText:
    """A closed road as it is written.

    Attributes:
        at, to: a point, or the two ends of a line.
        season, valid_from, valid_until: as in `ClosedRoad`.
    """

    name: str
    at: Point
    to: Point | None = None
    within_metres: int = USUAL_METRES
    season: tuple[int, int] = WHOLE_YEAR
    valid_from: date | None = None
    valid_until: date | None = None


def closed_roads_of(session: Session, network_id: str, by: Person) -> list[ClosedRoad]:
    """The closed roads of a network, lifted ones included, by name.

    Raises:
        NotFound: no such network.
        NotAllowed: `by` does not belong to it.
    """
    network = fetch(session, Network, network_id)
    allow(by, Act.SEE_NETWORK, network_id=network.id)
    wanted = select(ClosedRoad).where(ClosedRoad.network_id == network.id)
    return list(session.scalars(wanted.order_by(ClosedRoad.name, ClosedRoad.id)))


def closed_road_of(session: Session, closed_id: str, by: Person, *, lock: bool = False) -> ClosedRoad:
    """One closed road.

    Raises:
        NotFound: it is not there.
        NotAllowed: `by` does not belong to its network.
    """
    closed = fetch(session, ClosedRoad, closed_id, lock=lock)
    allow(by, Act.SEE_NETWORK, network_id=closed.network_id)
    return closed


def closed_at_any_time(session: Session, network_id: str) -> list[ClosedRoad]:
    """What is written of closed roads, whenever they are closed, by id."""
    wanted = select(ClosedRoad).where(ClosedRoad.network_id == network_id).order_by(ClosedRoad.id)
    return list(session.scalars(wanted))


def closed_on(session: Session, network_id: str, day: date) -> list[ClosedRoad]:
    """What is closed on a day, by id."""
    return [closed for closed in closed_at_any_time(session, network_id) if closed.closed_on(day)]


def close_road(
    session: Session, network_id: str, text: ClosedRoadText, *, by: Person, closed_id: str | None = None
) -> ClosedRoad:
    """Close a road, or write down anew which one, and when; it is closed again if it was lifted.

    Raises:
        NotFound: no such network, or no such road in it.
        NotAllowed: `by` does not manage it.
        BadValue: a name, a point or a distance that can't be.
        EndsBeforeItBegins: the dates.
    """
    network = fetch(session, Network, network_id)
    allow(by, Act.MANAGE_NETWORK, network_id=network.id)
    name = text.name.strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise BadValue(field="name", value=name, least=1, most=LONGEST_NAME)
    if not LEAST_METRES <= text.within_metres <= MOST_METRES:
        raise BadValue(field="within_metres", value=text.within_metres, least=LEAST_METRES, most=MOST_METRES)
    if text.valid_from and text.valid_until and text.valid_until < text.valid_from:
        raise EndsBeforeItBegins(field="valid_until", first=text.valid_from, last=text.valid_until)
    if closed_id is None:
        closed = ClosedRoad(id=f"{network.id}-{new_id()[:12]}", network_id=network.id)
        session.add(closed)
    else:
        closed = fetch(session, ClosedRoad, closed_id)
        if closed.network_id != network.id:
            raise BadValue(field="closed_id", value=closed_id)
    write_closed(closed, text)
    closed.lifted, closed.by_hand = False, True
    session.flush()
    return closed


def write_closed(closed: ClosedRoad, text: ClosedRoadText) -> None:
    """Bring a row to what is written."""
    closed.name, closed.within_metres = text.name.strip(), text.within_metres
    closed.lat, closed.lon = text.at
    closed.to_lat, closed.to_lon = text.to or (None, None)
    closed.first_day, closed.last_day = text.season
    closed.valid_from, closed.valid_until = text.valid_from, text.valid_until


def set_lifted(session: Session, closed_id: str, lifted: bool, *, by: Person) -> ClosedRoad:
    """Open a closed road for now, or close it again.

    Raises:
        NotFound: it is not there.
        NotAllowed: `by` does not manage the network.
    """
    closed = fetch(session, ClosedRoad, closed_id, lock=True)
    allow(by, Act.MANAGE_NETWORK, network_id=closed.network_id)
    if closed.lifted != lifted:
        closed.lifted, closed.by_hand = lifted, True
        session.flush()
    return closed


def forget_closed_road(session: Session, closed_id: str, *, by: Person) -> ClosedRoad:
    """Take a closed road away for good.

    Raises:
        NotFound: it is not there.
        NotAllowed: `by` does not manage the network.
    """
    closed = fetch(session, ClosedRoad, closed_id)
    allow(by, Act.MANAGE_NETWORK, network_id=closed.network_id)
    session.delete(closed)
    session.flush()
    return closed


def text_of(closed: ClosedRoad) -> ClosedRoadText:
    """A row as it would be written."""
    ends = closed.ends
    return ClosedRoadText(
        name=closed.name,
        at=ends[0],
        to=ends[1] if len(ends) > 1 else None,
        within_metres=closed.within_metres,
        season=(closed.first_day, closed.last_day),
        valid_from=closed.valid_from,
        valid_until=closed.valid_until,
    )
