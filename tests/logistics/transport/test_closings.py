"""Closed roads: which pairs are looked for anew, and what a plan of some days reckons with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from logistics.access.people import Person
from logistics.access.rights import Role
from logistics.database import Sessions, reading, unit_of_work
from logistics.network.closed_roads import ClosedRoad, ClosedRoadText, close_road, set_lifted
from logistics.network.networks import Network
from logistics.network.roads import RoadMatrix, RoadOverride
from logistics.transport.building import Brief, build
from logistics.transport.closings import look_for_detours
from logistics.transport.known_roads import KnownRoads, known_roads
from logistics.transport.loose import send_crates
from logistics.transport.measuring import measure_roads
from logistics.transport.road_notes import notes_of
from logistics.transport.timeline import Timeline
from routing.check import check
from routing.progress import Effort
from routing.roads.closed import Stretch
from routing.roads.engine import OnGraph
from routing.roads.graph import Graph
from routing.roads.paths import Detour, Sides
from routing.roads.snapping import Spot
from routing.solve import solve
from tests.builders import a_network, a_person, a_place, a_vehicle
from tests.routing.roads.maps import at, graph_of, mountain_pass

PLACES = {"east": (20, 0), "hub": (0, 0), "summit": (9, 0), "valley": (10, 12)}
EAST, HUB, SUMMIT, VALLEY = range(4)
TUESDAY = date(2026, 11, 24)
WEEK = [TUESDAY + timedelta(days=number) for number in range(3)]
THE_PASS = ClosedRoadText("Passet", at(10, 0), within_metres=300)
THE_WAY_ROUND = ClosedRoadText("Dalen", at(5, 12), within_metres=300)


class Spy(OnGraph):
    """Notes of how many pairs it was asked each time."""

    def __init__(self, graph: Graph) -> None:
        super().__init__(graph)
        self.asked: list[int] = []

    def detours(
        self, pairs: Sequence[tuple[Spot, Spot]], closed: Sequence[Stretch], crossings: Sequence[Sides]
    ) -> list[Detour | None]:
        self.asked.append(len(pairs))
        return super().detours(pairs, closed, crossings)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return graph_of(mountain_pass(tmp_path_factory.mktemp("map") / "pass.osm.pbf"))


@pytest.fixture
def coordinator(sessions: Sessions, graph: Graph, now: datetime) -> Person:
    """Of a network that has been measured: a hub west of the pass, a place just below it, one beyond, one round it."""
    with unit_of_work(sessions) as session:
        network = a_network(session, places=())
        for name, where in PLACES.items():
            lat, lon = at(*where)
            a_place(session, network, name, lat=lat, lon=lon, hub=name == "hub")
        a_vehicle(session, network)
        person = a_person(session, Role.COORDINATOR)
        session.expunge(person)
    measure_roads(sessions, "test", OnGraph(graph), now)
    return person


def close(sessions: Sessions, by: Person, text: ClosedRoadText = THE_PASS) -> str:
    with unit_of_work(sessions) as session:
        return close_road(session, "test", text, by=by).id


def roads(sessions: Sessions, days: Sequence[date] = WEEK) -> KnownRoads:
    with reading(sessions) as session:
        network = session.get_one(Network, "test")
        return known_roads(session, network, sorted(network.places, key=lambda place: place.id), days)


def codes(sessions: Sessions, known: KnownRoads) -> list[str]:
    with reading(sessions) as session:
        network = session.get_one(Network, "test")
        return [note["code"] for note in notes_of(known, sorted(network.places, key=lambda place: place.id))]


def brief(sessions: Sessions, now: datetime, day: date = TUESDAY) -> Brief:
    with reading(sessions) as session:
        return build(session, "test", day, now=now)


def test_only_pairs_whose_way_was_over_the_stretch_are_looked_for_and_only_once(
    sessions: Sessions, coordinator: Person, graph: Graph, now: datetime
) -> None:
    close(sessions, coordinator)
    spy = Spy(graph)
    assert look_for_detours(sessions, "test", WEEK, spy, now)
    assert not look_for_detours(sessions, "test", WEEK, spy, now)
    # From the east to the hub and to the summit, and back.
    assert spy.asked == [4]


def test_another_place_or_another_stretch_is_looked_for_anew(
    sessions: Sessions, coordinator: Person, graph: Graph, now: datetime
) -> None:
    closed = close(sessions, coordinator)
    spy = Spy(graph)
    look_for_detours(sessions, "test", WEEK, spy, now)
    with unit_of_work(sessions) as session:
        session.get_one(ClosedRoad, closed).within_metres = 400
    look_for_detours(sessions, "test", WEEK, spy, now)
    with unit_of_work(sessions) as session:
        lat, lon = at(19, 0)
        a_place(session, session.get_one(Network, "test"), "nearby", lat=lat, lon=lon)
    measure_roads(sessions, "test", spy, now)
    look_for_detours(sessions, "test", WEEK, spy, now)
    assert spy.asked == [4, 4, 8]


def test_while_the_road_is_closed_ways_lead_round_it_and_afterwards_over_it_again(
    sessions: Sessions, coordinator: Person, graph: Graph, now: datetime
) -> None:
    closed = close(sessions, coordinator)
    look_for_detours(sessions, "test", WEEK, OnGraph(graph), now)
    assert roads(sessions).roads.metres[HUB][EAST] == pytest.approx(44_000, rel=0.01)
    assert roads(sessions).roads.metres[HUB][SUMMIT] == pytest.approx(9_000, rel=0.01)
    with unit_of_work(sessions) as session:
        set_lifted(session, closed, True, by=coordinator)
    assert roads(sessions).roads.metres[HUB][EAST] == pytest.approx(20_000, rel=0.01)


def test_where_the_planned_days_differ_the_slowest_is_taken_and_said(
    sessions: Sessions, coordinator: Person, graph: Graph, now: datetime
) -> None:
    close(sessions, coordinator, replace(THE_PASS, valid_from=WEEK[1]))
    look_for_detours(sessions, "test", WEEK, OnGraph(graph), now)
    known = roads(sessions)
    assert known.roads.metres[HUB][EAST] == pytest.approx(44_000, rel=0.01)
    assert known.slower == {(HUB, EAST), (EAST, HUB), (SUMMIT, EAST), (EAST, SUMMIT)}
    assert codes(sessions, known) == ["slower-day"]
    assert codes(sessions, roads(sessions, WEEK[:1])) == []


def test_a_season_that_begins_among_the_planned_days_slows_all_of_them(sessions: Sessions, coordinator: Person) -> None:
    with unit_of_work(sessions) as session:
        for season, minutes in (((1125, 430), 75), ((501, 1124), 60)):
            session.add(
                RoadOverride(
                    id=f"r-{season[0]}",
                    network_id="test",
                    from_id="test-hub",
                    to_id="test-east",
                    first_day=season[0],
                    last_day=season[1],
                    metres=30_000,
                    seconds=60 * minutes,
                )
            )
    known = roads(sessions)
    assert (known.roads.seconds[HUB][EAST], known.slower) == (75 * 60, {(HUB, EAST)})
    assert roads(sessions, WEEK[:1]).roads.seconds[HUB][EAST] == 60 * 60


def test_a_place_that_is_cut_off_on_one_day_is_served_on_another(
    sessions: Sessions, coordinator: Person, graph: Graph, now: datetime
) -> None:
    for text in (THE_PASS, THE_WAY_ROUND):
        close(sessions, coordinator, replace(text, valid_until=TUESDAY))
    with unit_of_work(sessions) as session:
        send_crates(
            session,
            from_place_id="test-hub",
            to_place_id="test-east",
            crates=2,
            ready_on=TUESDAY,
            by=coordinator,
            now=now,
        )
    look_for_detours(sessions, "test", WEEK, OnGraph(graph), now)
    made = brief(sessions, now)
    found = solve(made.problem, Effort(seconds=1, workers=1, prove=False))
    assert not check(made.problem, found)
    calls = [stop.start for trip in found.trips for stop in trip.stops if stop.place == "test-east"]
    with reading(sessions) as session:
        timeline = Timeline(session.get_one(Network, "test"), TUESDAY)
        assert {timeline.moment(second).date() for second in calls} == {WEEK[1]}
    assert [note["code"] for note in made.road_notes] == ["no-way-left"]
    assert ["East", "Hub"] in made.road_notes[0]["pairs"]
    assert made.road_notes[0]["roads"] == ["Dalen, Passet"]


def test_a_place_that_is_cut_off_on_every_day_is_left_with_its_reason(
    sessions: Sessions, coordinator: Person, graph: Graph, now: datetime
) -> None:
    for text in (THE_PASS, THE_WAY_ROUND):
        close(sessions, coordinator, text)
    with unit_of_work(sessions) as session:
        send_crates(
            session,
            from_place_id="test-hub",
            to_place_id="test-east",
            crates=2,
            ready_on=TUESDAY,
            by=coordinator,
            now=now,
        )
    look_for_detours(sessions, "test", WEEK, OnGraph(graph), now)
    problem = brief(sessions, now).problem
    (left,) = solve(problem, Effort(seconds=1, workers=1, prove=False)).unserved
    assert (left.reason, left.facts["crossing"]) == ("no-crossing", "Dalen, Passet")


def test_a_draft_is_stale_once_a_road_on_its_ways_is_closed_looked_at_or_not(
    sessions: Sessions, coordinator: Person, graph: Graph, now: datetime
) -> None:
    before = brief(sessions, now)
    close(sessions, coordinator, replace(THE_PASS, name="Elsewhere", at=at(-40, 0)))
    assert brief(sessions, now).fingerprint == before.fingerprint
    close(sessions, coordinator)
    unseen = brief(sessions, now)
    assert unseen.fingerprint != before.fingerprint
    assert unseen.road_notes == [{"code": "closed-not-seen", "roads": ["Passet"]}]
    look_for_detours(sessions, "test", WEEK, OnGraph(graph), now)
    seen = brief(sessions, now)
    assert len({before.fingerprint, unseen.fingerprint, seen.fingerprint}) == 3
    assert seen.road_notes == []


def test_what_a_ferry_goes_is_no_driven_metre(
    sessions: Sessions, coordinator: Person, graph: Graph, now: datetime
) -> None:
    with unit_of_work(sessions) as session:
        lat, lon = at(12, -5)
        a_place(session, session.get_one(Network, "test"), "cape", lat=lat, lon=lon)
    measure_roads(sessions, "test", OnGraph(graph), now)
    with reading(sessions) as session:
        matrix = session.get_one(RoadMatrix, "test")
        cape, hub = (
            next(row for row, point in enumerate(matrix.points) if point[0] == f"test-{name}")
            for name in ("cape", "hub")
        )
        assert matrix.metres[cape][hub] == pytest.approx(12_000, rel=0.01)
        assert matrix.sailed is not None
        sailed = {(a, b): (metres, seconds) for a, b, metres, seconds in matrix.sailed}
    assert set(sailed) == {
        pair for name in PLACES for pair in ((f"test-{name}", "test-cape"), ("test-cape", f"test-{name}"))
    }
    assert sailed["test-cape", "test-hub"] == (pytest.approx(5_000, rel=0.01), 20 * 60 + 600)
