"""A network measured on a small map: what changed is measured again, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.database import Sessions, reading, unit_of_work
from logistics.network.crossings import Crossing, CrossingKind
from logistics.network.networks import Network
from logistics.network.places import Place
from logistics.network.roads import RoadMatrix, RoadPath
from logistics.network.timetable_lines import read_timetable
from logistics.transport.known_roads import known_roads
from logistics.transport.measuring import measure_roads
from routing.roads import fastest
from routing.roads.engine import OnGraph
from routing.roads.errors import NoRoute, OffRoad
from routing.roads.fastest import Numbers
from routing.roads.graph import Graph
from routing.roads.nets import Net
from tests.builders import a_network, a_place
from tests.routing.roads.maps import at, fjord, graph_of

SHORES = {"hub": (0, 0), "east": (10, 0), "north": (0, 3)}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return graph_of(fjord(tmp_path_factory.mktemp("map") / "fjord.osm.pbf"))


@pytest.fixture
def network(sessions: Sessions) -> str:
    with unit_of_work(sessions) as session:
        network = a_network(session, places=())
        for name, where in SHORES.items():
            settle(session, network, name, where)
    return "test"


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """From how many places each call searched."""
    counts: list[int] = []
    whole = fastest.many_to_many

    def counting(net: Net, sources: Numbers, targets: Numbers) -> tuple[Numbers, Numbers]:
        counts.append(len(sources))
        return whole(net, np.asarray(sources), np.asarray(targets))

    monkeypatch.setattr("routing.roads.routes.many_to_many", counting)
    return counts


def settle(session: Session, network: Network, name: str, where: tuple[float, float]) -> None:
    lat, lon = at(*where)
    a_place(session, network, name, lat=lat, lon=lon, hub=name == "hub")


def stored(sessions: Sessions) -> dict[tuple[str, str], tuple[int, int]]:
    with reading(sessions) as session:
        matrix = session.get_one(RoadMatrix, "test")
        ids = [point[0] for point in matrix.points]
        return {
            (a, b): (matrix.metres[row][column], matrix.seconds[row][column])
            for row, a in enumerate(ids)
            for column, b in enumerate(ids)
        }


def test_a_matrix_names_its_engine_and_the_day_of_its_map(
    sessions: Sessions, network: str, graph: Graph, now: datetime
) -> None:
    assert measure_roads(sessions, network, OnGraph(graph), now)
    with reading(sessions) as session:
        matrix = session.get_one(RoadMatrix, network)
        assert (matrix.engine, matrix.settings["speeds"]) == ("osm 2026-11-20", graph.about.speeds)


def test_a_fresh_matrix_is_not_measured_again(
    sessions: Sessions, network: str, graph: Graph, now: datetime, searched: list[int]
) -> None:
    measure_roads(sessions, network, OnGraph(graph), now)
    searched.clear()
    assert not measure_roads(sessions, network, OnGraph(graph), now)
    assert searched == []


def test_a_place_that_moves_has_its_row_and_column_measured_and_no_other(
    sessions: Sessions, network: str, graph: Graph, now: datetime, searched: list[int]
) -> None:
    measure_roads(sessions, network, OnGraph(graph), now)
    searched.clear()
    with unit_of_work(sessions) as session:
        session.get_one(Place, "test-east").lon = at(5, 0)[1]
    measure_roads(sessions, network, OnGraph(graph), now)
    assert searched == [1, 1]


def test_measured_in_part_is_as_measured_anew(sessions: Sessions, network: str, graph: Graph, now: datetime) -> None:
    measure_roads(sessions, network, OnGraph(graph), now)
    with unit_of_work(sessions) as session:
        settle(session, session.get_one(Network, network), "middle", (5, 0.1))
        session.get_one(Place, "test-east").lon = at(9, 0)[1]
        session.get_one(Place, "test-north").active = False
    measure_roads(sessions, network, OnGraph(graph), now)
    in_part = stored(sessions)
    with unit_of_work(sessions) as session:
        session.delete(session.get_one(RoadMatrix, network))
    measure_roads(sessions, network, OnGraph(graph), now)
    assert in_part == stored(sessions)


def test_another_map_is_measured_as_a_whole(
    sessions: Sessions, network: str, graph: Graph, now: datetime, searched: list[int]
) -> None:
    measure_roads(sessions, network, OnGraph(graph), now)
    searched.clear()
    newer = replace(graph, about=replace(graph.about, data_date="2026-11-22T00:00:00+00:00"))
    measure_roads(sessions, network, OnGraph(newer), now)
    assert max(searched) == len(SHORES)


@pytest.mark.parametrize(("where", "refusal"), [((30, 0), NoRoute), ((5, 9), OffRoad)])
def test_a_place_that_is_not_reached_leaves_the_matrix_as_it_was(
    where: tuple[float, float],
    refusal: type[Exception],
    sessions: Sessions,
    network: str,
    graph: Graph,
    now: datetime,
) -> None:
    measure_roads(sessions, network, OnGraph(graph), now)
    before = stored(sessions)
    with unit_of_work(sessions) as session:
        settle(session, session.get_one(Network, network), "far", where)
    with pytest.raises(refusal):
        measure_roads(sessions, network, OnGraph(graph), now)
    assert stored(sessions) == before


FERRY_SIDES = {"near_lat": at(10, 0)[0], "near_lon": at(10, 0)[1], "far_lat": at(10, 3)[0], "far_lon": at(10, 3)[1]}


def test_the_paths_are_stored_with_the_matrix_and_kept_where_nothing_moved(
    sessions: Sessions, network: str, graph: Graph, now: datetime
) -> None:
    measure_roads(sessions, network, OnGraph(graph), now)
    with reading(sessions) as session:
        before = {(path.from_id, path.to_id): path.pieces for path in session.scalars(select(RoadPath))}
    assert len(before) == 6
    assert [kind for kind, _ in before["test-hub", "test-north"]] == ["road", "ferry", "road"]
    with unit_of_work(sessions) as session:
        place = session.get_one(Place, "test-east")
        place.lat, place.lon = at(5, 0)
    measure_roads(sessions, network, OnGraph(graph), now)
    with reading(sessions) as session:
        after = {(path.from_id, path.to_id): path.pieces for path in session.scalars(select(RoadPath))}
    assert after.keys() == before.keys()
    assert after["test-hub", "test-north"] == before["test-hub", "test-north"]
    assert after["test-hub", "test-east"] != before["test-hub", "test-east"]


def test_a_measured_way_over_a_crossing_with_a_timetable_waits_for_it(
    sessions: Sessions, network: str, graph: Graph, now: datetime
) -> None:
    with unit_of_work(sessions) as session:
        ferry = Crossing(id="test-ferry", network_id="test", name="Here–There", kind=CrossingKind.FERRY, seconds=1800)
        for name, value in FERRY_SIDES.items():
            setattr(ferry, name, value)
        ferry.services = [rule.service(back=back) for rule in read_timetable(["daily 10:00"]) for back in (False, True)]
        session.add(ferry)
    measure_roads(sessions, network, OnGraph(graph), now)
    with reading(sessions) as session:
        places = sorted(session.get_one(Network, "test").places, key=lambda place: place.id)
        known = known_roads(session, session.get_one(Network, "test"), places, [now.date()])
        at_row = {place.id: row for row, place in enumerate(places)}
        pair = at_row["test-hub"], at_row["test-north"]
        way = known.over[pair]
        assert [(crossing.id, back) for crossing, back in way.crossings] == [("test-ferry", False)]
        assert known.roads.seconds[pair[0]][pair[1]] == sum(way.drives) + 1800
        assert known.over[pair[1], pair[0]].crossings[0][1] is True
        assert (at_row["test-hub"], at_row["test-east"]) not in known.over


def test_a_crossing_that_is_written_down_later_has_its_ways_measured_anew(
    sessions: Sessions, network: str, graph: Graph, now: datetime
) -> None:
    measure_roads(sessions, network, OnGraph(graph), now)
    with unit_of_work(sessions) as session:
        session.add(Crossing(id="f", network_id="test", name="F", kind=CrossingKind.FERRY, seconds=1800, **FERRY_SIDES))
    assert measure_roads(sessions, network, OnGraph(graph), now)
    assert not measure_roads(sessions, network, OnGraph(graph), now)
