"""Roads on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from environs import EnvError

import migrations
from api import cli
from api.config import Config
from api.languages import speaking
from api.road_names import road_name
from api.roads import measure_before_planning
from logistics.database import Sessions, open_engine, reading, session_factory, unit_of_work
from logistics.network.closed_roads import ClosedRoad
from logistics.network.networks import Network
from logistics.transport.building import build
from routing.roads.polyline import decode
from tests.builders import a_network, a_place
from tests.routing.roads.maps import at, draw, fjord
from tests.routing.roads.servers import RoadServer, always, road_server

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def run(*arguments: str, language: str = "en") -> Result:
    with speaking(language):
        return CliRunner().invoke(cli.cli, ["roads", *arguments], prog_name="bokrute")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BOKRUTE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("BOKRUTE_DATABASE_URL", raising=False)
    return tmp_path / "home"


@pytest.fixture
def extract(tmp_path: Path) -> str:
    return str(fjord(tmp_path / "fjord.osm.pbf"))


@pytest.fixture
def installed() -> Iterator[Sessions]:
    url = Config.from_environment().database_url
    migrations.upgrade(url)
    engine = open_engine(url)
    yield session_factory(engine)
    engine.dispose()


@pytest.fixture
def network(installed: Sessions) -> str:
    """A hub at the west end of the southern shore, and a place across the fjord."""
    with unit_of_work(installed) as session:
        network = a_network(session, places=())
        for name, where in (("hub", at(0, 0)), ("north", at(0, 3))):
            a_place(session, network, name, lat=where[0], lon=where[1], hub=name == "hub")
    return "test"


def roads_of_a_plan(sessions: Sessions) -> str:
    with reading(sessions) as session:
        return build(session, "test", NOW.date(), now=NOW).roads


def test_roads_are_built_and_named(extract: str) -> None:
    assert run("build", extract).exit_code == 0
    assert "fjord.osm.pbf, map of 2026-11-20" in run("info").output


def test_without_roads_one_line_says_how_to_get_some() -> None:
    done = run("info")
    assert (done.exit_code, done.output.count("\n")) == (1, 1)
    assert "bokrute roads build" in done.output


@pytest.mark.parametrize("content", [b"", b"nothing of the kind", None])
def test_a_broken_extract_is_refused_in_one_line_and_replaces_nothing(
    content: bytes | None, extract: str, tmp_path: Path
) -> None:
    run("build", extract)
    broken = tmp_path / "broken.osm.pbf"
    broken.write_bytes(Path(extract).read_bytes()[:-9] if content is None else content)
    done = run("build", str(broken))
    assert (done.exit_code, done.output.count("\n")) == (2, 1)
    assert "fjord.osm.pbf" in run("info").output


def test_a_map_without_roads_is_refused(tmp_path: Path) -> None:
    paths = draw(tmp_path / "paths.osm", {1: (0, 0), 2: (1, 0)}, [((1, 2), {"highway": "path"})])
    done = run("build", str(paths))
    assert (done.exit_code, done.output.split()[0]) == (2, "no-roads-in-extract")


def test_a_slip_in_the_table_of_speeds_is_told_with_its_path(extract: str, tmp_path: Path) -> None:
    table = tmp_path / "speeds.toml"
    table.write_text("signed_percent = 5\n")
    done = run("build", extract, "--speeds", str(table))
    assert done.exit_code == 2
    assert f"{table}: signed_percent: out-of-range" in done.output


def test_the_matrix_is_told_to_programs(extract: str, network: str) -> None:
    run("build", extract)
    told = json.loads(run("matrix", "--network", network, "--json").output)
    assert told["places"] == ["Hub", "North"]
    # Along one shore, over by ferry, back along the other.
    assert told["metres"][0][1] == pytest.approx(23_000, rel=0.01)


def test_with_a_road_closed_on_the_day_both_places_that_it_cuts_off_are_named(
    extract: str, network: str, installed: Sessions
) -> None:
    run("build", extract)
    lat, lon = at(5, 3)
    with unit_of_work(installed) as session:
        session.add(
            ClosedRoad(id="c", network_id=network, name="The shore", lat=lat, lon=lon, within_metres=300, last_day=1130)
        )
    pair = ("test-hub", "test-north")
    assert run("route", *pair, "--day", "2026-12-01").exit_code == 0
    for refused in (
        run("route", *pair, "--day", "2026-11-30"),
        run("matrix", "--network", network, "--day", "2026-11-30"),
    ):
        assert (refused.exit_code, refused.output.split()[0], refused.output.count("\n")) == (2, "no-route", 1)
        assert "from Hub (" in refused.output
        assert "to North (" in refused.output


def test_the_matrix_is_told_to_people(extract: str, network: str) -> None:
    run("build", extract)
    said = run("matrix", "--network", network, language="sv").output
    assert "Hub" in said
    assert "23" in said


def test_a_way_is_told_to_people_with_its_ferry(extract: str, network: str) -> None:
    run("build", extract)
    said = run("route", "test-hub", "test-north").output
    assert said.startswith("Hub – North: 20")
    assert "20 km and 3 km by ferry" in said.replace("\u00a0", " ")


def test_a_way_is_told_to_programs_as_a_polyline(extract: str, network: str) -> None:
    run("build", extract)
    told = json.loads(run("route", "test-hub", "test-north", "--json").output)
    assert decode(told["line"])[0] == pytest.approx(at(0, 0), abs=1e-4)


def test_a_place_that_is_not_there_is_refused(extract: str, network: str) -> None:
    run("build", extract)
    assert run("route", "test-hub", "test-moon").exit_code == 2


def test_a_place_that_cannot_be_reached_is_named_with_its_distance_to_the_road(network: str, tmp_path: Path) -> None:
    road = {"highway": "primary"}
    nodes = {1: (0, 0), 2: (2, 0), 11: (0, 3), 12: (2, 3)}
    run("build", str(draw(tmp_path / "shores.osm", nodes, [((1, 2), road), ((11, 12), road)])))
    done = run("matrix", "--network", network)
    assert done.exit_code == 2
    assert done.output == "no-route No way leads from Hub (0 m from its road) to North (0 m from its road).\n"


def test_plans_rest_on_the_roads_as_soon_as_they_are_built(extract: str, network: str, installed: Sessions) -> None:
    assert roads_of_a_plan(installed) == "straight-line"
    assert "test: measured" in run("build", extract).output
    assert roads_of_a_plan(installed) == "osm 2026-11-20"


def test_a_new_place_is_measured_before_the_next_plan(
    extract: str, network: str, installed: Sessions, home: Path
) -> None:
    run("build", extract)
    add_place(installed, 10, 0)
    assert roads_of_a_plan(installed) == "osm 2026-11-20 + straight-line"
    measure_before_planning(installed, Config.from_environment(), "test", [NOW.date()], NOW)
    assert roads_of_a_plan(installed) == "osm 2026-11-20"


def test_a_place_that_no_road_reaches_hinders_no_plan(
    extract: str, network: str, installed: Sessions, home: Path
) -> None:
    run("build", extract)
    add_place(installed, 5, 9)
    measure_before_planning(installed, Config.from_environment(), "test", [NOW.date()], NOW)
    assert roads_of_a_plan(installed) == "osm 2026-11-20 + straight-line"


def test_roads_that_are_damaged_hinder_no_plan(extract: str, network: str, installed: Sessions, home: Path) -> None:
    run("build", extract)
    for file in (home / "roads").rglob("about.json"):
        file.unlink()
    measure_before_planning(installed, Config.from_environment(), "test", [NOW.date()], NOW)
    assert roads_of_a_plan(installed) == "osm 2026-11-20"


@pytest.mark.parametrize(
    ("roads", "said"),
    [
        ("straight-line", "distances are estimated from straight lines"),
        ("osm 2026-11-20", "roads: osm 2026-11-20"),
        ("osm 2026-11-20 + straight-line", "roads: osm 2026-11-20 + straight-line; some distances are estimated"),
    ],
)
def test_an_estimate_is_called_one(roads: str, said: str) -> None:
    with speaking("en"):
        assert road_name(roads) == said


def add_place(sessions: Sessions, east_km: float, north_km: float) -> None:
    lat, lon = at(east_km, north_km)
    with unit_of_work(sessions) as session:
        a_place(session, session.get_one(Network, "test"), "new", lat=lat, lon=lon)


def asking(monkeypatch: pytest.MonkeyPatch, server: RoadServer) -> Config:
    """Settings that name the server."""
    monkeypatch.setenv("BOKRUTE_ROADS_ENGINE", "osrm")
    monkeypatch.setenv("BOKRUTE_ROADS_URL", server.url)
    monkeypatch.setenv("BOKRUTE_ROADS_DATE", "2026-11-01")
    monkeypatch.setenv("BOKRUTE_ROADS_TRIES", "1")
    return Config.from_environment()


def test_a_plan_is_made_with_the_server_in_the_settings(
    installed: Sessions, network: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with road_server() as server:
        measure_before_planning(installed, asking(monkeypatch, server), "test", [NOW.date()], NOW)
    assert roads_of_a_plan(installed) == "osrm 2026-11-01"


def test_where_the_server_does_not_answer_the_graph_stands_in_and_the_plan_says_so(
    extract: str, installed: Sessions, network: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("build", extract)
    with road_server(always("{}")) as server:
        measure_before_planning(installed, asking(monkeypatch, server), "test", [NOW.date()], NOW)
    roads = roads_of_a_plan(installed)
    assert roads == "osm 2026-11-20 for osrm"
    with speaking("en"):
        assert road_name(roads) == "roads: osm 2026-11-20, as osrm did not answer"


def test_without_a_graph_either_distances_are_estimated_and_the_plan_says_so(
    installed: Sessions, network: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with road_server(always("{}")) as server:
        measure_before_planning(installed, asking(monkeypatch, server), "test", [NOW.date()], NOW)
    assert roads_of_a_plan(installed) == "straight-line"


def test_every_network_is_measured_by_the_server_on_command(
    installed: Sessions, network: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with road_server() as server:
        asking(monkeypatch, server)
        done = run("measure")
    assert (done.exit_code, "test: measured" in done.output) == (0, True)


def test_a_server_that_refuses_is_told_in_one_line_a_network(
    installed: Sessions, network: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with road_server(always("{}", 400)) as server:
        asking(monkeypatch, server)
        done = run("measure")
    assert done.exit_code == 2
    assert "no-answer-from-roads" in done.output


@pytest.mark.parametrize(
    "variables",
    [
        {"ENGINE": "osrm"},
        {"URL": "http://127.0.0.1"},
        {"ENGINE": "other", "URL": "http://127.0.0.1"},
        {"ENGINE": "osrm", "URL": "file:///etc"},
        {"ENGINE": "osrm", "URL": "http://a", "TRIES": "0"},
    ],
)
def test_settings_of_a_server_that_cannot_be_are_refused(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(f"BOKRUTE_ROADS_{name}", value)
    with pytest.raises(EnvError):
        Config.from_environment()
