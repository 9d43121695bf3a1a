"""What is known of the roads between a network's places: a measured matrix, and what people know better."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from logistics.database import Base, UtcDateTime
from logistics.network.places import Place


class RoadMatrix(Base):
    """Driven distances and times between the places of a network, as a road engine measured them.

    Attributes:
        engine: and the day of its map, as plans name it: "osm 2026-11-20".
        settings: what else the numbers rest on: the graph, its speeds, how far places may lie from a road.
        points: id, latitude and longitude of each place as it was measured, sorted by id.
        metres, seconds: shape (points, points); row = from, column = to; metres are driven, seconds those of the whole
            way.
        sailed: the pairs that go by ferry: from, to, metres and seconds aboard; None: the engine did not say, and its
            metres are those of the whole way.
        over: the pairs that go over crossings: from, to, the crossings in order, each with whether it is taken from its
            far side, and the seconds driven before each and after the last.
    """

    __tablename__ = "road_matrix"

    network_id: Mapped[str] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), primary_key=True)
    engine: Mapped[str] = mapped_column(String(40))
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    points: Mapped[list[tuple[str, float, float]]] = mapped_column(JSON)
    metres: Mapped[list[list[int]]] = mapped_column(JSON)
    seconds: Mapped[list[list[int]]] = mapped_column(JSON)
    over: Mapped[list[tuple[str, str, list[tuple[str, bool]], list[int]]]] = mapped_column(JSON, default=list)
    sailed: Mapped[list[tuple[str, str, int, int]] | None] = mapped_column(JSON)
    measured_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def mark(self) -> str:
        """SHA-256 of all that the numbers rest on, hexadecimal."""
        rests_on = [self.engine, self.settings, [list(point) for point in self.points]]
        return sha256(json.dumps(rests_on, sort_keys=True).encode()).hexdigest()

    def rows_of(self, places: Sequence[Place]) -> list[int | None]:
        """The row of each place; None: it was not measured, or has moved since. Shape (places,)."""
        rows = {(place_id, lat, lon): row for row, (place_id, lat, lon) in enumerate(self.points)}
        return [rows.get((place.id, place.lat, place.lon)) for place in places]


class RoadPath(Base):
    """Where the way of a measured pair goes, for maps.

    Attributes:
        pieces: in order, each "road" or "ferry", and a line as encoded polyline with five decimals.
    """

    __tablename__ = "road_path"

    network_id: Mapped[str] = mapped_column(ForeignKey("road_matrix.network_id", ondelete="CASCADE"), primary_key=True)
    from_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    to_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    pieces: Mapped[list[tuple[str, str]]] = mapped_column(JSON)


class RoadDetours(Base):
    """The ways that are left while some roads are closed: of those pairs whose way was over them, and no other.

    Attributes:
        closed: which roads are closed together, as `transport.closings.key_of` writes it.
        rests_on: the mark of the matrix that the pairs are missing from.
        engine, settings: as in `RoadMatrix`, of what looked for the ways.
        pairs: from, to, metres and seconds as in the matrix (null: no way is left), metres and seconds sailed, what
            it goes over as in the matrix, and its pieces as in `RoadPath`.
    """

    __tablename__ = "road_detours"

    network_id: Mapped[str] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), primary_key=True)
    closed: Mapped[str] = mapped_column(String(64), primary_key=True)
    rests_on: Mapped[str] = mapped_column(String(64))
    engine: Mapped[str] = mapped_column(String(80))
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    pairs: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    measured_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RoadOverride(Base):
    """How far it is from one place to another by what people know, all year or in a season.

    Attributes:
        first_day, last_day: month and day of the season as one number, 1101 for 1 November, both included; a season
            may pass over New Year. The whole year: 101 to 1231.
        metres, seconds: driven; of a way over a crossing without the crossing itself.
        crossing_id: the crossing that the way goes over; None: over none.
        back: from the crossing's far side.
        before_seconds: of `seconds`, what is driven before the crossing.
        by_hand: written on a page; no file replaces it.
    """

    __tablename__ = "road_override"
    __table_args__ = (
        CheckConstraint("metres >= 0 AND seconds >= 0", name="not_negative"),
        CheckConstraint("0 <= before_seconds AND before_seconds <= seconds", name="part_of_it"),
        CheckConstraint("from_id <> to_id", name="two_places"),
    )

    id: Mapped[str] = mapped_column(String(160), primary_key=True)
    network_id: Mapped[str] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    from_id: Mapped[str] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"))
    to_id: Mapped[str] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"))
    first_day: Mapped[int]
    last_day: Mapped[int]
    metres: Mapped[int]
    seconds: Mapped[int]
    crossing_id: Mapped[str | None] = mapped_column(ForeignKey("crossing.id", ondelete="CASCADE"))
    back: Mapped[bool] = mapped_column(default=False)
    before_seconds: Mapped[int] = mapped_column(default=0)
    by_hand: Mapped[bool] = mapped_column(default=False)

    def holds_on(self, day: date) -> bool:
        """Whether the day lies in its season."""
        return in_season(day, self.first_day, self.last_day)

    @property
    def all_year(self) -> bool:
        """Whether it has no season; one with a season stands before it."""
        return (self.first_day, self.last_day) == WHOLE_YEAR


WHOLE_YEAR = (101, 1231)


def road_id(from_id: str, to_id: str, season: tuple[int, int]) -> str:
    """The id of what is known of a pair in a season."""
    return f"{from_id}-{to_id}-{season[0]}-{season[1]}"


def month_and_day(day: date) -> int:
    """Both in one number, as seasons are written."""
    return 100 * day.month + day.day


def in_season(day: date, first_day: int, last_day: int) -> bool:
    """Whether a day lies in a season of every year, given as month and day in one number, both ends included."""
    number = month_and_day(day)
    if first_day <= last_day:
        return first_day <= number <= last_day
    return number >= first_day or number <= last_day


def seasons_meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two seasons have a day in common."""

    def begins_in(season: tuple[int, int], first_day: int) -> bool:
        first, last = season
        return first <= first_day <= last if first <= last else first_day >= first or first_day <= last

    return begins_in(one, other[0]) or begins_in(other, one[0])
