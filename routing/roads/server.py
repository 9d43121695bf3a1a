"""Roads from a server that the organisation runs: OSRM, Valhalla or openrouteservice, through routingpy.

There is no default address: whoever runs a server says where it is. What it answers is not trusted to have the right
size.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np
from requests import RequestException
from routingpy import ORS, OSRM, Valhalla  # type: ignore[import-untyped]  # routingpy carries no types
from routingpy.client_default import Client  # type: ignore[import-untyped]
from routingpy.exceptions import (  # type: ignore[import-untyped]
    JSONParseError,
    OverQueryLimit,
    RouterApiError,
    RouterError,
    RouterServerError,
    Timeout,
)

from routing.problem import Matrix
from routing.roads.ellipsoid import Floats, metres_between
from routing.roads.errors import NoAnswer, NoRoute, OffRoad
from routing.roads.ferry_steps import Part, openrouteservice_parts, osrm_parts, valhalla_parts
from routing.roads.paths import Path, Sailed, Sides, path_through
from routing.roads.snapping import WITHIN_METRES, Spot

MOST_PATHS = 1_000
"""Ways that a server is asked to draw at once; of larger networks none is drawn."""

PAUSE_SECONDS = 0.5
"""Before the second try; twice as long before each one after."""

Answer = TypeVar("Answer")


class Kind(Enum):
    """Which interface the server speaks."""

    OSRM = "osrm"
    VALHALLA = "valhalla"
    OPENROUTESERVICE = "openrouteservice"


ASKED_FOR: Mapping[Kind, Mapping[str, Any]] = {
    Kind.OSRM: {"overview": "full", "steps": True},
    Kind.VALHALLA: {"directions_type": "maneuvers", "instructions": True},
    Kind.OPENROUTESERVICE: {"extra_info": ["waytype"]},
}
"""With each way: its whole line, and which parts are sailed."""

PROFILE = {Kind.OSRM: "driving", Kind.VALHALLA: "auto", Kind.OPENROUTESERVICE: "driving-car"}
MOST_LOCATIONS = {Kind.OSRM: 100, Kind.VALHALLA: 50, Kind.OPENROUTESERVICE: 50}
"""Places in one request: what the servers allow unless they are told otherwise."""


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """A server and how it is asked.

    Attributes:
        url: base URL, without a slash at its end.
        key: of openrouteservice; "": none.
        data_date: ISO 8601 day of its map, as its operator says; "": not known.
        seconds: that one request may take.
        tries: requests before giving up, where the server was not there, too slow or too busy.
        most_locations: places in one request.
    """

    kind: Kind
    url: str
    key: str = ""
    data_date: str = ""
    seconds: float = 20.0
    tries: int = 3
    most_locations: int = 0

    @property
    def most(self) -> int:
        """Places in one request, at least two."""
        return max(2, self.most_locations or MOST_LOCATIONS[self.kind])


class OnServer:
    """As `routing.roads.engine.RoadEngine`."""

    def __init__(self, settings: ServerSettings, pause: Callable[[float], None] = time.sleep) -> None:
        """Args: pause: waits between tries."""
        self._with, self._pause = settings, pause
        self.name = " ".join(filter(None, (settings.kind.value, settings.data_date)))
        self.settings: Mapping[str, object] = {
            "server": settings.url,
            "profile": PROFILE[settings.kind],
            "data_date": settings.data_date,
            "within_metres": WITHIN_METRES,
        }
        self._router = _router(settings)

    def measure(self, origins: Sequence[Spot], goals: Sequence[Spot]) -> tuple[Matrix, Matrix]:
        """As in `RoadEngine`, asked for in as many blocks as the server's limit wants."""
        metres = [[0] * len(goals) for _ in origins]
        seconds = [[0] * len(goals) for _ in origins]
        for rows in _blocks(len(origins), self._with.most // 2):
            for columns in _blocks(len(goals), self._with.most - len(rows)):
                some = [origins[row] for row in rows], [goals[column] for column in columns]
                for row, lengths, times in zip(rows, *self._block(*some), strict=True):
                    metres[row][columns.start : columns.stop] = lengths
                    seconds[row][columns.start : columns.stop] = times
        for a, origin in enumerate(origins):
            for b, goal in enumerate(goals):
                if origin == goal:
                    metres[a][b] = seconds[a][b] = 0
        return tuple(map(tuple, metres)), tuple(map(tuple, seconds))

    def paths(self, origins: Sequence[Spot], goals: Sequence[Spot], crossings: Sequence[Sides]) -> list[list[Path]]:
        """As in `RoadEngine`; none where there are too many. Where the server tells of no ferries, all are road."""
        if len(origins) * len(goals) > MOST_PATHS:
            return []
        return [[self._path(origin, goal, crossings) for goal in goals] for origin in origins]

    def _block(self, origins: Sequence[Spot], goals: Sequence[Spot]) -> tuple[list[list[int]], list[list[int]]]:
        places = [[spot.lon, spot.lat] for spot in (*origins, *goals)]
        ends = list(range(len(origins))), list(range(len(origins), len(places)))
        extra = {"metrics": ["distance", "duration"]} if self._with.kind is Kind.OPENROUTESERVICE else {}
        profile = PROFILE[self._with.kind]
        found = self._asked(
            lambda: self._router.matrix(places, profile=profile, sources=ends[0], destinations=ends[1], **extra)
        )
        away = {**_snapped(found.raw, "sources", origins), **_snapped(found.raw, "destinations", goals)}
        metres, seconds = (self._numbers(table, origins, goals, away) for table in (found.distances, found.durations))
        return metres, seconds

    def _numbers(
        self, table: object, origins: Sequence[Spot], goals: Sequence[Spot], away: Mapping[Spot, int]
    ) -> list[list[int]]:
        """The block as whole numbers."""
        if not isinstance(table, list) or len(table) != len(origins):
            raise NoAnswer(engine=self._with.kind.value, cause="wrong-size")
        numbers = []
        for origin, row in zip(origins, table, strict=True):
            if not isinstance(row, list) or len(row) != len(goals):
                raise NoAnswer(engine=self._with.kind.value, cause="wrong-size")
            numbers.append([self._number(value, origin, goal, away) for goal, value in zip(goals, row, strict=True)])
        return numbers

    def _number(self, value: object, origin: Spot, goal: Spot, away: Mapping[Spot, int]) -> int:
        if origin == goal:
            return 0
        if value is None:
            snapped = {f"{end}_snapped_metres": away.get(spot) for end, spot in (("origin", origin), ("to", goal))}
            raise NoRoute(origin=origin.name, to=goal.name, **snapped)
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < 10**9:
            raise NoAnswer(engine=self._with.kind.value, cause="no-number")
        return int(value + 0.5)

    def _path(self, origin: Spot, goal: Spot, crossings: Sequence[Sides]) -> Path:
        if origin == goal:
            return Path((), (), Sailed())
        ends = [[origin.lon, origin.lat], [goal.lon, goal.lat]]
        extra = ASKED_FOR[self._with.kind]
        found = self._asked(lambda: self._router.directions(ends, profile=PROFILE[self._with.kind], **extra))
        points = self._points(found.geometry)
        lat, lon = points[:, 1], points[:, 0]
        far = np.r_[0.0, np.cumsum(metres_between(lat[:-1], lon[:-1], lat[1:], lon[1:]))]
        aboard = self._aboard(found.raw, lat, lon)
        return path_through(lat, lon, far, _times(far, float(found.duration), aboard or ()), aboard, crossings)

    def _aboard(self, raw: object, lat: Floats, lon: Floats) -> list[Part] | None:
        """The parts that are sailed; None: not told."""
        try:
            match self._with.kind:
                case Kind.OSRM:
                    return osrm_parts(raw, lat, lon)
                case Kind.VALHALLA:
                    return valhalla_parts(raw, len(lat))
                case Kind.OPENROUTESERVICE:
                    return openrouteservice_parts(raw, len(lat))
        except (KeyError, IndexError, TypeError, AttributeError, ValueError):
            return None

    def _points(self, geometry: object) -> np.ndarray[Any, np.dtype[np.float64]]:
        """The line of a way, shape (points, 2): longitude and latitude."""
        try:
            points = np.array(geometry, float)[:, :2]
        except (TypeError, ValueError, IndexError):
            raise NoAnswer(engine=self._with.kind.value, cause="no-line") from None
        if len(points) < 2 or not np.isfinite(points).all():
            raise NoAnswer(engine=self._with.kind.value, cause="no-line")
        return points

    def _asked(self, ask: Callable[[], Answer]) -> Answer:
        """The server's answer, after as many tries as it takes and are allowed.

        Raises:
            NoAnswer: none came that can be used.
        """
        engine, cause = self._with.kind.value, ""
        for attempt in range(self._with.tries):
            if attempt:
                self._pause(PAUSE_SECONDS * 2 ** (attempt - 1))
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # routingpy warns of every try
                    return ask()
            except RouterApiError as refused:
                raise NoAnswer(engine=engine, cause=f"refused {refused.args[0]}") from refused
            except Timeout:
                cause = "too-slow"
            except OverQueryLimit:
                cause = "too-many-requests"
            except (RouterServerError, RouterError) as failed:
                cause = f"failed {failed.args[0]}"
            except RequestException as gone:
                cause = type(gone).__name__
            except (JSONParseError, KeyError, IndexError, TypeError, AttributeError, ValueError) as odd:
                raise NoAnswer(engine=engine, cause="not-understood") from odd
        raise NoAnswer(engine=engine, cause=cause)


def _times(far: Floats, whole: float, aboard: Sequence[Part]) -> Floats:
    """Seconds at each point: on each ferry as the server told, the rest shared by length."""
    seconds = np.diff(far)
    told = np.zeros(len(seconds), bool)
    sailed = 0.0
    for part in aboard:
        metres = float(far[part.last] - far[part.first])
        if part.seconds is None or metres <= 0 or sailed + part.seconds > whole:
            continue
        told[part.first : part.last] = True
        seconds[part.first : part.last] *= part.seconds / metres
        sailed += part.seconds
    seconds[~told] *= (whole - sailed) / max(float(seconds[~told].sum()), 1.0)
    times: Floats = np.r_[0.0, np.cumsum(seconds)]
    return times


class _Once(Client):  # type: ignore[misc]  # routingpy carries no types
    """Sends each request once: tries are counted by `OnServer`."""

    def _request(
        self,
        url: str,
        get_params: Mapping[str, str] = MappingProxyType({}),
        post_params: object = None,
        first_request_time: datetime | None = None,
        retry_counter: int = 0,
        dry_run: bool | None = None,
    ) -> Any:
        if retry_counter:
            raise RouterServerError(503)
        return super()._request(url, dict(get_params), post_params, first_request_time, retry_counter, dry_run)


def _router(settings: ServerSettings) -> Any:
    plain: dict[str, Any] = {
        "base_url": settings.url.rstrip("/"),
        "user_agent": "Bokrute",
        "timeout": settings.seconds,
        "client": _Once,
    }
    if settings.kind is Kind.OPENROUTESERVICE:
        return ORS(api_key=settings.key, **plain)
    return (OSRM if settings.kind is Kind.OSRM else Valhalla)(**plain)


def _blocks(size: int, most: int) -> Iterator[range]:
    """Rows in blocks of at most so many."""
    return (range(first, min(first + most, size)) for first in range(0, size, most))


def _snapped(raw: object, side: str, spots: Sequence[Spot]) -> dict[Spot, int]:
    """How far each place lies from its road, where the server tells.

    Raises:
        OffRoad: further than a place may lie.
    """
    told = raw.get(side) if isinstance(raw, dict) else None
    found: dict[Spot, int] = {}
    if not isinstance(told, list) or len(told) != len(spots):
        return found
    for spot, entry in zip(spots, told, strict=True):
        metres = entry.get("distance", entry.get("snapped_distance")) if isinstance(entry, dict) else None
        if isinstance(metres, int | float) and not isinstance(metres, bool):
            if metres > WITHIN_METRES:
                raise OffRoad(place=spot.name, within_metres=WITHIN_METRES)
            found[spot] = round(metres)
    return found
