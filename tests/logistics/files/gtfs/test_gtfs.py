"""GTFS both ways: tours out and in again, a ferry operator's departures, and every fault by file and row."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.errors import NotAllowed
from logistics.files.gtfs.faults import BadGtfs
from logistics.files.gtfs.read import read_gtfs
from logistics.files.gtfs.store import Stored, store_gtfs, weigh_gtfs
from logistics.files.gtfs.write import write_gtfs
from logistics.network.calendar import tour_runs
from logistics.network.crossings import Crossing
from logistics.network.departures import departures_on
from logistics.network.tours import Season, Tour
from tests.builders import a_season, a_tour
from tests.logistics.conftest import World

CHRISTMAS_DAY, THURSDAY = date(2026, 12, 25), date(2026, 12, 3)

FERRY = {
    "agency.txt": "agency_id,agency_name,agency_url,agency_timezone\nf,Ferry,https://example.org,Europe/Oslo\n",
    "stops.txt": "stop_id,stop_name,stop_lat,stop_lon\nH,Harstad kai,68.80,16.55\nS,Sørrollnes,68.73,16.82\n",
    "routes.txt": "route_id,agency_id,route_short_name,route_type\n27,f,27,4\n",
    "trips.txt": "route_id,service_id,trip_id\n27,week,there\n27,week,back\n",
    "stop_times.txt": (
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        "there,06:30:00,06:30:00,H,1\nthere,07:10:00,07:10:00,S,2\n"
        "back,07:20:00,07:20:00,S,1\nback,08:00:00,08:00:00,H,2\n"
    ),
    "calendar.txt": (
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
        "week,1,1,1,1,1,0,0,20260801,20270630\n"
    ),
    "calendar_dates.txt": "service_id,date,exception_type\nweek,20261210,2\nweek,20261212,1\n",
}


def packed(files: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def changed(file: str, was: str, becomes: str) -> bytes:
    assert was in FERRY[file]
    return packed(FERRY | {file: FERRY[file].replace(was, becomes, 1)})


def faults(content: bytes) -> set[tuple[str, int, str, str]]:
    with pytest.raises(BadGtfs) as refused:
        read_gtfs(content)
    return {(fault.file, fault.row, fault.column, fault.code) for fault in refused.value.faults}


def stored(session: Session, world: World, content: bytes) -> Stored:
    feed = read_gtfs(content)
    more = {"season": "2026/27", "vehicle_id": world.van.id}
    return store_gtfs(session, feed, network_id="test", by=world.coordinator, **more)  # type: ignore[arg-type]


@pytest.fixture
def tour(session: Session, world: World) -> Tour:
    season = a_season(session, world.network, last_day=date(2026, 12, 31))
    made = a_tour(session, season, world.van, "Nord", ("hub", 480), ("north", 540), ("hub", 600))
    session.expire(world.network)
    return made


def test_tours_that_are_written_and_read_again_are_the_same(session: Session, world: World, tour: Tour) -> None:
    content = write_gtfs(session, "test", by=world.owner)
    assert stored(session, world, content).tours == 1
    session.expire_all()
    assert [(stop.place_id, stop.arrives_minute, stop.leaves_minute) for stop in tour.stops] == [
        ("test-hub", 480, 485),
        ("test-north", 540, 545),
        ("test-hub", 600, 605),
    ]
    assert tour.weekdays == [0, 1, 2, 3, 4]


def test_a_holiday_on_which_a_tour_rests_is_written_as_an_exception(session: Session, world: World, tour: Tour) -> None:
    (trip,) = read_gtfs(write_gtfs(session, "test", by=world.owner)).trips
    assert CHRISTMAS_DAY in trip.service.not_on


def test_the_same_tours_give_the_same_bytes(session: Session, world: World, tour: Tour) -> None:
    assert write_gtfs(session, "test", by=world.owner) == write_gtfs(session, "test", by=world.owner)


def test_a_feed_that_is_stored_again_makes_nothing_more(session: Session, world: World, tour: Tour) -> None:
    content = write_gtfs(session, "test", by=world.owner)
    stored(session, world, content)
    before = set(session.scalars(select(Season.id))), set(session.scalars(select(Tour.id)))
    stored(session, world, content)
    assert (set(session.scalars(select(Season.id))), set(session.scalars(select(Tour.id)))) == before


def test_a_ferry_operators_feed_gives_a_crossing_with_its_departures(session: Session, world: World) -> None:
    assert stored(session, world, packed(FERRY)) == Stored(seasons=0, tours=0, crossings=1)
    crossing = session.scalars(select(Crossing)).one()
    assert (crossing.name, crossing.seconds, crossing.near_lat) == ("Harstad kai–Sørrollnes", 2_400, 68.80)
    assert departures_on(world.network, crossing, THURSDAY) == [(390, 390)]
    assert departures_on(world.network, crossing, THURSDAY, back=True) == [(440, 440)]


def test_a_ferry_keeps_the_exceptions_of_its_feed(session: Session, world: World) -> None:
    stored(session, world, packed(FERRY))
    crossing = session.scalars(select(Crossing)).one()
    assert departures_on(world.network, crossing, date(2026, 12, 10)) == []
    assert departures_on(world.network, crossing, date(2026, 12, 12)) == [(390, 390)]


def test_a_place_is_known_with_or_without_the_networks_name(session: Session, world: World) -> None:
    buses = FERRY | {
        "routes.txt": FERRY["routes.txt"].replace(",27,4", ",27,3"),
        "stops.txt": "stop_id\nnorth\ntest-south\n",
        "stop_times.txt": FERRY["stop_times.txt"].replace(",H,", ",north,").replace(",S,", ",test-south,"),
    }
    stored(session, world, packed(buses))
    tour = session.scalars(select(Tour).where(Tour.id == "test-there")).one()
    assert [stop.place_id for stop in tour.stops] == ["test-north", "test-south"]
    assert not tour_runs(world.network, tour, date(2026, 12, 10))


def test_a_stop_that_is_no_place_stores_nothing(session: Session, world: World) -> None:
    with pytest.raises(BadGtfs) as refused:
        stored(session, world, changed("routes.txt", ",27,4", ",27,3"))
    assert {(fault.row, fault.code) for fault in refused.value.faults} == {
        (row, "unknown-place") for row in range(2, 6)
    }
    assert session.scalars(select(Tour)).all() == []


def test_a_dry_run_names_what_would_be_new_and_stores_nothing(session: Session, world: World) -> None:
    feed = read_gtfs(packed(FERRY))
    more = {"network_id": "test", "season": "", "vehicle_id": None, "by": world.coordinator}
    for _ in range(2):
        made = weigh_gtfs(session, feed, **more)  # type: ignore[arg-type]
        assert [(item.name, item.new) for item in made.items] == [("Harstad kai–Sørrollnes", True)]
    assert session.scalars(select(Crossing)).all() == []


def test_of_a_countys_feed_the_ferries_can_be_taken_alone(session: Session, world: World) -> None:
    buses = FERRY | {
        "routes.txt": FERRY["routes.txt"] + "1,f,1,3\n",
        "trips.txt": FERRY["trips.txt"] + "1,night,bus\n",
        "stop_times.txt": FERRY["stop_times.txt"] + "bus,25:30:00,25:30:00,far-away,1\n",
    }
    feed = read_gtfs(packed(buses), only_ferries=True)
    more = {"network_id": "test", "season": "", "vehicle_id": None, "by": world.coordinator}
    assert store_gtfs(session, feed, **more) == Stored(crossings=1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days", "second", "code"), [("0,0,0,0,0,0,0", "back", "never-runs"), ("1,1,1,1,1,0,0", "THERE!", "same-name")]
)
def test_what_a_timetable_does_not_take_is_told_by_the_row_of_its_trip(
    session: Session, world: World, days: str, second: str, code: str
) -> None:
    buses = FERRY | {
        "routes.txt": FERRY["routes.txt"].replace(",27,4", ",27,3"),
        "stops.txt": "stop_id\nH\nS\nnorth\ntest-south\n",
        "calendar.txt": FERRY["calendar.txt"].replace("1,1,1,1,1,0,0", days),
        "calendar_dates.txt": "service_id,date,exception_type\n",
        "trips.txt": FERRY["trips.txt"].replace("back", second),
        "stop_times.txt": FERRY["stop_times.txt"]
        .replace(",H,", ",north,")
        .replace(",S,", ",test-south,")
        .replace("back", second),
    }
    with pytest.raises(BadGtfs) as refused:
        stored(session, world, packed(buses))
    assert (3, code) in {(fault.row, fault.code) for fault in refused.value.faults}


def test_a_librarian_stores_no_feed(session: Session, world: World) -> None:
    with pytest.raises(NotAllowed):
        store_gtfs(session, read_gtfs(packed(FERRY)), network_id="test", season="x", vehicle_id=None, by=world.owner)


@pytest.mark.parametrize(
    ("file", "was", "becomes", "row", "column", "code"),
    [
        ("stop_times.txt", "06:30:00,06:30:00,H", "6.30,06:30:00,H", 2, "arrival_time", "bad-format"),
        ("stop_times.txt", "07:10:00,07:10:00,S", "06:20:00,06:20:00,S", 3, "arrival_time", "overlap"),
        ("stop_times.txt", "08:00:00,08:00:00,H", "24:30:00,24:30:00,H", 5, "arrival_time", "after-midnight"),
        ("stop_times.txt", ",S,2", ",X,2", 3, "stop_id", "unknown-reference"),
        ("stop_times.txt", ",S,2", ",S,1", 3, "stop_sequence", "duplicate"),
        ("stop_times.txt", ",S,2", ",S,two", 3, "stop_sequence", "bad-format"),
        ("stop_times.txt", "back,07:20", "lost,07:20", 4, "trip_id", "unknown-reference"),
        ("trips.txt", "27,week,back", "28,week,back", 3, "route_id", "unknown-reference"),
        ("trips.txt", "27,week,back", "27,never,back", 3, "service_id", "unknown-reference"),
        ("trips.txt", "27,week,back", "27,week,there", 3, "trip_id", "duplicate"),
        ("stops.txt", "68.73", "168.73", 3, "stop_lat", "bad-format"),
        ("stops.txt", "68.73", "nan", 3, "stop_lat", "bad-format"),
        ("calendar.txt", "20260801", "20260231", 2, "start_date", "bad-format"),
        ("calendar.txt", "20270630", "20260630", 2, "end_date", "ends-before-it-begins"),
        ("calendar.txt", "week,1,", "week,yes,", 2, "monday", "bad-format"),
        ("calendar_dates.txt", "20261210", "20281210", 2, "date", "outside-season"),
        ("calendar_dates.txt", "20261212", "20261210", 3, "date", "duplicate"),
        ("calendar_dates.txt", "20261210,2", "20261210,3", 2, "exception_type", "bad-format"),
        ("stops.txt", "stop_id,", "id,", 1, "stop_id", "missing-column"),
    ],
)
def test_each_fault_is_told_by_file_row_and_column(
    file: str, was: str, becomes: str, row: int, column: str, code: str
) -> None:
    assert (file, row, column, code) in faults(changed(file, was, becomes))


def test_faults_of_several_files_are_told_together() -> None:
    files = FERRY | {"stops.txt": "id\n", "routes.txt": "route_id\n27\n"}
    assert {file for file, *_ in faults(packed(files))} == {"stops.txt", "routes.txt"}


def test_a_feed_without_a_file_is_refused() -> None:
    files = {
        name: text for name, text in FERRY.items() if name not in ("trips.txt", "calendar.txt", "calendar_dates.txt")
    }
    assert {("trips.txt", "missing-file"), ("calendar.txt", "missing-file")} == {
        (file, code) for file, _, _, code in faults(packed(files))
    }


def test_headways_are_not_taken_for_departures() -> None:
    headways = {"frequencies.txt": "trip_id,start_time,end_time,headway_secs\nthere,06:00:00,09:00:00,600\n"}
    assert ("frequencies.txt", 0, "", "not-supported") in faults(packed(FERRY | headways))


@given(content=st.binary(max_size=200))
def test_anything_else_is_no_feed(content: bytes) -> None:
    with pytest.raises(BadGtfs):
        read_gtfs(content)


@given(
    file=st.sampled_from(sorted(FERRY)),
    line=st.integers(0, 6),
    text=st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=40),
)
def test_a_feed_with_a_strange_line_is_read_or_refused(file: str, line: int, text: str) -> None:
    lines = FERRY[file].split("\n")
    lines[min(line, len(lines) - 1)] = text
    with suppress(BadGtfs):
        read_gtfs(packed(FERRY | {file: "\n".join(lines)}))
