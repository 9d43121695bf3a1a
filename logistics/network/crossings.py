"""Where a road waits: ferries that leave at set times, and roads over mountains that are open at set times."""

from __future__ import annotations

from datetime import date
from enum import Enum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from logistics.database import Base, coded, new_id
from logistics.network.roads import WHOLE_YEAR, in_season

Minutes = tuple[int, int]
"""From and to, minutes after midnight by the wall clock, both included; a departure is a span of one minute."""


class CrossingKind(Enum):
    """What there is to cross."""

    FERRY = "ferry"
    ROAD = "road"  # over a mountain: closed by night, in winter, or driven in column


class Crossing(Base):
    """A line from one side to the other, in both directions.

    Attributes:
        id: begins with the network's ("nord-harstad-sorrollnes").
        seconds: from departure to the road on the other side.
        ahead_seconds: so long before the departure one has to be there.
        near_lat, near_lon, far_lat, far_lon: degrees, WGS 84, of the two sides, by which a measured way is known to
            go over it; None: only pairs of places for which people say so do.
        by_hand: written on a page; no file replaces it.
    """

    __tablename__ = "crossing"
    __table_args__ = (CheckConstraint("seconds > 0 AND ahead_seconds >= 0", name="takes_time"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    network_id: Mapped[str] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[CrossingKind] = mapped_column(coded(CrossingKind))
    seconds: Mapped[int]
    ahead_seconds: Mapped[int] = mapped_column(default=0)
    near_lat: Mapped[float | None]
    near_lon: Mapped[float | None]
    far_lat: Mapped[float | None]
    far_lon: Mapped[float | None]
    by_hand: Mapped[bool] = mapped_column(default=False)

    services: Mapped[list[CrossingService]] = relationship(
        back_populates="crossing",
        cascade="all, delete-orphan",
        order_by="CrossingService.back, CrossingService.first_minute, CrossingService.id",
    )


class CrossingService(Base):
    """One line of a crossing's timetable.

    Attributes:
        back: from the far side to the near one.
        weekdays: on which it runs, Monday = 0, sorted; a public holiday counts as a Sunday.
        first_minute, last_minute: minutes after midnight of the first and the last departure.
        every_minutes: from one departure to the next; 0: one goes on at any time from the first to the last minute.
        first_day, last_day: season as in `RoadOverride`.
        valid_from, valid_until: dates, both included; None: no limit.
    """

    __tablename__ = "crossing_service"
    __table_args__ = (
        CheckConstraint(
            "0 <= first_minute AND first_minute <= last_minute AND last_minute <= 1440 AND every_minutes >= 0",
            name="minutes",
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    crossing_id: Mapped[str] = mapped_column(ForeignKey("crossing.id", ondelete="CASCADE"), index=True)
    back: Mapped[bool] = mapped_column(default=False)
    weekdays: Mapped[list[int]] = mapped_column(JSON)
    first_minute: Mapped[int]
    last_minute: Mapped[int]
    every_minutes: Mapped[int] = mapped_column(default=0)
    first_day: Mapped[int] = mapped_column(default=WHOLE_YEAR[0])
    last_day: Mapped[int] = mapped_column(default=WHOLE_YEAR[1])
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]

    crossing: Mapped[Crossing] = relationship(back_populates="services")

    def runs_on(self, day: date, weekday: int) -> bool:
        """Whether it runs on a day that counts as that weekday."""
        return (
            weekday in self.weekdays
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_until is None or day <= self.valid_until)
            and in_season(day, self.first_day, self.last_day)
        )

    @property
    def spans(self) -> list[Minutes]:
        """When one can set off on a day on which it runs."""
        if not self.every_minutes:
            return [(self.first_minute, self.last_minute)]
        return [(minute, minute) for minute in range(self.first_minute, self.last_minute + 1, self.every_minutes)]
