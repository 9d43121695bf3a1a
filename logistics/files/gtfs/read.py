"""From a feed's tables to its trips, each with the days on which it runs and its stops in order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from logistics.files.gtfs.faults import BadGtfs, GtfsFault
from logistics.files.gtfs.tables import CALENDARS, Row, Tables, read_tables

FERRY = frozenset({"4", "1000", "1200"})
"""Route types of ships: GTFS, and its extension."""

WEEKDAYS = CALENDARS["calendar.txt"][1:8]
END_OF_DAY = 24 * 60
_TIME = re.compile(r"(\d{1,2}):([0-5]\d):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class GtfsStop:
    """Where a trip stops, as the feed knows it; degrees, WGS 84."""

    id: str
    name: str
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class GtfsCall:
    """A stop of a trip: its row in stop_times.txt, and when the vehicle comes and goes, minutes after midnight."""

    row: int
    stop_id: str
    arrives_minute: int
    leaves_minute: int


@dataclass
class Service:
    """Days on which trips run.

    Attributes:
        weekdays: Monday = 0; within first_day to last_day.
    """

    weekdays: list[int] = field(default_factory=list)
    first_day: date = date.max
    last_day: date = date.min
    also_on: list[date] = field(default_factory=list)
    not_on: list[date] = field(default_factory=list)

    def days_stretched(self) -> None:
        """Where weekdays are told by no calendar, the named days are its span."""
        if not self.weekdays and self.also_on:
            self.first_day, self.last_day = min(self.also_on), max(self.also_on)


@dataclass(frozen=True, slots=True)
class GtfsTrip:
    """A trip of the feed."""

    row: int
    id: str
    name: str
    route_id: str
    ferry: bool
    service: Service
    calls: tuple[GtfsCall, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed once it is found sound."""

    stops: dict[str, GtfsStop]
    trips: tuple[GtfsTrip, ...]


def read_gtfs(content: bytes, *, only_ferries: bool = False) -> Feed:
    """Read a feed and check all of it.

    Args:
        content: a zip archive.
        only_ferries: leave out whatever is no ferry, and what is wrong with it: a county's feed has its buses too.

    Raises:
        BadGtfs: with every fault; references are looked for once all files can be read.
    """
    tables = read_tables(content)
    if only_ferries:
        tables = _of_ferries(tables)
    faults: list[GtfsFault] = []
    stops = _stops(tables, faults)
    routes = _by_id(tables, "routes.txt", "route_id", faults)
    services = _services(tables, faults)
    calls = _calls(tables, stops, faults)
    trips = []
    for trip_id, row in _by_id(tables, "trips.txt", "trip_id", faults).items():
        route, service = routes.get(row.values["route_id"]), services.get(row.values["service_id"])
        for column, found in (("route_id", route), ("service_id", service)):
            if found is None:
                facts: dict[str, object] = {"value": row.values[column]}
                faults.append(GtfsFault("trips.txt", row.number, column, "unknown-reference", facts))
        of_trip = calls.pop(trip_id, [])
        if len(of_trip) < 2:
            faults.append(GtfsFault("trips.txt", row.number, "trip_id", "too-small", {"least": 2}))
        if route is None or service is None:
            continue
        name = row.values.get("trip_short_name") or row.values.get("trip_headsign") or ""
        route_name = route.values.get("route_long_name") or route.values.get("route_short_name") or ""
        trips.append(
            GtfsTrip(
                row=row.number,
                id=trip_id,
                name=name or route_name or trip_id,
                route_id=route.values["route_id"],
                ferry=route.values["route_type"] in FERRY,
                service=service,
                calls=tuple(of_trip),
            )
        )
    faults += [GtfsFault("stop_times.txt", left[0].row, "trip_id", "unknown-reference") for left in calls.values()]
    if faults:
        raise BadGtfs(faults)
    return Feed(stops, tuple(trips))


def _of_ferries(tables: Tables) -> Tables:
    """The tables with the rows of ferries alone; stops and days that only others have are left out as well."""
    routes = [row for row in tables["routes.txt"] if row.values.get("route_type") in FERRY]
    lines = {row.values.get("route_id") for row in routes}
    trips = [row for row in tables["trips.txt"] if row.values.get("route_id") in lines]
    runs, services = ({row.values.get(column) for row in trips} for column in ("trip_id", "service_id"))
    calls = [row for row in tables["stop_times.txt"] if row.values.get("trip_id") in runs]
    used = {row.values.get("stop_id") for row in calls}
    kept = {"routes.txt": routes, "trips.txt": trips, "stop_times.txt": calls}
    kept["stops.txt"] = [row for row in tables["stops.txt"] if row.values.get("stop_id") in used]
    for name in CALENDARS.keys() & tables.keys():
        kept[name] = [row for row in tables[name] if row.values.get("service_id") in services]
    return tables | kept


def _by_id(tables: Tables, file: str, column: str, faults: list[GtfsFault]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in tables[file]:
        name = row.values.get(column, "")
        if not name:
            faults.append(GtfsFault(file, row.number, column, "missing"))
        elif name in found:
            faults.append(GtfsFault(file, row.number, column, "duplicate", {"value": name}))
        else:
            found[name] = row
    return found


def _stops(tables: Tables, faults: list[GtfsFault]) -> dict[str, GtfsStop]:
    stops = {}
    for stop_id, row in _by_id(tables, "stops.txt", "stop_id", faults).items():
        degrees: list[float | None] = []
        for column, most in (("stop_lat", 90.0), ("stop_lon", 180.0)):
            text = row.values.get(column, "")
            try:
                number = float(text) if text else None
            except ValueError:
                number = float("nan")
            if number is not None and not -most <= number <= most:
                faults.append(GtfsFault("stops.txt", row.number, column, "bad-format", {"value": text}))
            degrees.append(number)
        stops[stop_id] = GtfsStop(stop_id, row.values.get("stop_name") or stop_id, *degrees)
    return stops


def _services(tables: Tables, faults: list[GtfsFault]) -> dict[str, Service]:
    services: dict[str, Service] = {}
    for name, row in (_by_id(tables, "calendar.txt", "service_id", faults) if "calendar.txt" in tables else {}).items():
        flags = [row.values.get(weekday, "") for weekday in WEEKDAYS]
        for weekday, flag in zip(WEEKDAYS, flags, strict=True):
            if flag not in ("0", "1"):
                faults.append(GtfsFault("calendar.txt", row.number, weekday, "bad-format", {"value": flag}))
        first, last = (_date(row, "calendar.txt", column, faults) for column in ("start_date", "end_date"))
        if first and last and last < first:
            faults.append(GtfsFault("calendar.txt", row.number, "end_date", "ends-before-it-begins"))
        weekdays = [number for number, flag in enumerate(flags) if flag == "1"]
        services[name] = Service(weekdays, first or date.max, last or date.min)
    for row in tables.get("calendar_dates.txt", ()):
        day = _date(row, "calendar_dates.txt", "date", faults)
        kind = row.values.get("exception_type", "")
        if kind not in ("1", "2"):
            faults.append(GtfsFault("calendar_dates.txt", row.number, "exception_type", "bad-format", {"value": kind}))
        service = services.setdefault(row.values.get("service_id", ""), Service())
        if day is None:
            continue
        if day in (*service.also_on, *service.not_on):
            faults.append(GtfsFault("calendar_dates.txt", row.number, "date", "duplicate", {"value": day.isoformat()}))
        elif service.weekdays and not service.first_day <= day <= service.last_day:
            facts: dict[str, object] = {"value": day.isoformat()}
            faults.append(GtfsFault("calendar_dates.txt", row.number, "date", "outside-season", facts))
        (service.also_on if kind == "1" else service.not_on).append(day)
    for service in services.values():
        service.days_stretched()
    return services


def _calls(tables: Tables, stops: dict[str, GtfsStop], faults: list[GtfsFault]) -> dict[str, list[GtfsCall]]:
    file = "stop_times.txt"
    ordered: dict[str, list[tuple[int, GtfsCall]]] = {}
    for row in tables[file]:
        values = row.values
        if values.get("stop_id", "") not in stops:
            facts: dict[str, object] = {"value": values.get("stop_id", "")}
            faults.append(GtfsFault(file, row.number, "stop_id", "unknown-reference", facts))
            continue
        sequence = values.get("stop_sequence", "")
        arrives, leaves = (_minute(row, column, faults) for column in ("arrival_time", "departure_time"))
        if not sequence.isascii() or not sequence.isdigit():
            faults.append(GtfsFault(file, row.number, "stop_sequence", "bad-format", {"value": sequence}))
        elif arrives is not None and leaves is not None:
            call = GtfsCall(row.number, values["stop_id"], arrives, leaves)
            ordered.setdefault(values.get("trip_id", ""), []).append((int(sequence), call))
    found = {}
    for trip_id, numbered in ordered.items():
        numbered.sort(key=lambda entry: entry[0])
        before, last_number = -1, -1
        for number, call in numbered:
            if number == last_number:
                faults.append(GtfsFault(file, call.row, "stop_sequence", "duplicate", {"value": number}))
            if call.leaves_minute < call.arrives_minute or call.arrives_minute <= before:
                faults.append(GtfsFault(file, call.row, "arrival_time", "overlap"))
            before, last_number = call.leaves_minute, number
        found[trip_id] = [call for _, call in numbered]
    return found


def _minute(row: Row, column: str, faults: list[GtfsFault]) -> int | None:
    """Minutes after midnight: a departure is taken at its minute, an arrival at the next full one."""
    text = row.values.get(column, "")
    found = _TIME.fullmatch(text)
    if found is None:
        faults.append(GtfsFault("stop_times.txt", row.number, column, "bad-format" if text else "missing"))
        return None
    late = column == "arrival_time" and found[3] != "00"
    minute = 60 * int(found[1]) + int(found[2]) + late
    if minute > END_OF_DAY:
        faults.append(GtfsFault("stop_times.txt", row.number, column, "after-midnight", {"value": text}))
        return None
    return minute


def _date(row: Row, file: str, column: str, faults: list[GtfsFault]) -> date | None:
    text = row.values.get(column, "")
    if re.fullmatch(r"\d{8}", text):
        try:
            return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007  # a date has no zone
        except ValueError:
            pass
    faults.append(GtfsFault(file, row.number, column, "bad-format" if text else "missing", {"value": text}))
    return None


def day_spans(service: Service) -> list[tuple[date, date]]:
    """The spans of days between the days that are left out, both ends included."""
    spans, first = [], service.first_day
    for day in sorted(service.not_on):
        if first < day:
            spans.append((first, day - timedelta(days=1)))
        first = day + timedelta(days=1)
    if first <= service.last_day:
        spans.append((first, service.last_day))
    return spans
