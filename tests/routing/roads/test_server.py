"""Roads from servers: three interfaces, limits, tries, and every way of answering wrongly."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from routing.roads.errors import NoAnswer, NoRoute, OffRoad
from routing.roads.paths import Sides
from routing.roads.polyline import decode
from routing.roads.server import Kind, OnServer, ServerSettings
from routing.roads.snapping import Spot
from tests.routing.roads.servers import RoadServer, after, always, metres, road_server, slow

SPOTS = [Spot(f"p{n}", 59 + 0.1 * n, 13 + 0.03 * (n * n % 7)) for n in range(5)]
KINDS = list(Kind)


def engine(server: RoadServer, kind: Kind = Kind.OSRM, **changed: object) -> tuple[OnServer, list[float]]:
    """An engine that does not wait between its tries, and how long it would have."""
    pauses: list[float] = []
    settings = ServerSettings(kind, server.url, tries=3, seconds=5.0)
    return OnServer(replace(settings, **changed), pause=pauses.append), pauses  # type: ignore[arg-type]


def wanted() -> list[list[int]]:
    ends = [(spot.lon, spot.lat) for spot in SPOTS]
    return [[int(metres(a, b) + 0.5) for b in ends] for a in ends]


@pytest.mark.parametrize("kind", KINDS)
def test_a_matrix_comes_back_in_metres_and_seconds_each_direction_by_itself(kind: Kind) -> None:
    with road_server() as server:
        found, times = engine(server, kind)[0].measure(SPOTS, SPOTS)
    for row, line in enumerate(wanted()):
        assert list(found[row]) == pytest.approx(line, abs=1)
        assert list(times[row]) == pytest.approx([length / 20 for length in line], abs=1)


@pytest.mark.parametrize("kind", KINDS)
def test_a_server_is_asked_for_no_more_places_at_once_than_it_allows(kind: Kind) -> None:
    with road_server() as server:
        whole = engine(server, kind)[0].measure(SPOTS, SPOTS[:3])
        server.largest = 0
        in_blocks = engine(server, kind, most_locations=3)[0].measure(SPOTS, SPOTS[:3])
        assert server.largest <= 3
    assert in_blocks == whole


@pytest.mark.parametrize("kind", KINDS)
def test_a_way_is_drawn_and_knows_the_crossing_that_it_passes(kind: Kind) -> None:
    origin, goal = SPOTS[0], SPOTS[1]
    sides = Sides("ferry", (origin.lat, origin.lon), (goal.lat, goal.lon))
    with road_server() as server:
        ((path,),) = engine(server, kind)[0].paths([origin], [goal], [sides])
    points = decode(path.pieces[0].line)
    assert points[0] == pytest.approx((origin.lat, origin.lon), abs=1e-4)
    assert points[-1] == pytest.approx((goal.lat, goal.lon), abs=1e-4)
    assert [(passed.id, passed.back) for passed in path.passed] == [("ferry", False)]


def test_the_key_of_openrouteservice_goes_with_the_request() -> None:
    with road_server() as server:
        engine(server, Kind.OPENROUTESERVICE, key="our own")[0].measure(SPOTS[:1], SPOTS[1:2])
        assert server.key == "our own"


def test_a_server_that_is_busy_is_asked_again_after_a_while() -> None:
    with road_server(after(2)) as server:
        asked, pauses = engine(server)
        asked.measure(SPOTS[:1], SPOTS[1:2])
        assert (len(server.asked), pauses) == (3, [0.5, 1.0])


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_server_that_stays_busy_is_given_up(status: int) -> None:
    with road_server(after(9, status)) as server, pytest.raises(NoAnswer) as refused:
        engine(server)[0].measure(SPOTS[:1], SPOTS[1:2])
    assert refused.value.facts["engine"] == "osrm"


def test_a_server_that_is_too_slow_is_given_up() -> None:
    with road_server(slow(1.0)) as server, pytest.raises(NoAnswer) as refused:
        engine(server, seconds=0.1, tries=2)[0].measure(SPOTS[:1], SPOTS[1:2])
    assert refused.value.facts["cause"] == "too-slow"


def test_a_server_that_is_not_there_is_given_up() -> None:
    with road_server() as server:
        pass
    with pytest.raises(NoAnswer) as refused:
        engine(server)[0].measure(SPOTS[:1], SPOTS[1:2])
    assert refused.value.facts["cause"] == "ConnectionError"


def test_a_server_that_refuses_is_not_asked_again() -> None:
    with road_server(always('{"code": "TooBig"}', 400)) as server, pytest.raises(NoAnswer) as refused:
        engine(server)[0].measure(SPOTS[:1], SPOTS[1:2])
    assert (len(server.asked), refused.value.facts["cause"]) == (1, "refused 400")


TABLE = {"distances": [[1.0, 2.0]], "durations": [[1.0, 2.0]]}


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        ("not json", "not-understood"),
        ("[]", "not-understood"),
        ("{}", "wrong-size"),
        (json.dumps(TABLE | {"distances": [[1.0]]}), "wrong-size"),
        (json.dumps(TABLE | {"durations": [[1.0, 2.0], [3.0, 4.0]]}), "wrong-size"),
        (json.dumps(TABLE | {"distances": [["far", 2.0]]}), "no-number"),
        (json.dumps(TABLE | {"distances": [[-1.0, 2.0]]}), "no-number"),
        (json.dumps(TABLE | {"distances": [[True, 2.0]]}), "no-number"),
    ],
)
def test_an_answer_that_cannot_be_right_is_none(answer: str, cause: str) -> None:
    with road_server(always(answer)) as server, pytest.raises(NoAnswer) as refused:
        engine(server)[0].measure(SPOTS[:1], SPOTS[1:3])
    assert refused.value.facts["cause"] == cause


def test_a_pair_without_a_way_is_named_with_how_far_each_lies_from_its_road() -> None:
    sides = {"sources": [{"distance": 12.2}], "destinations": [{"distance": 30.0}]}
    none = json.dumps({"distances": [[None]], "durations": [[None]], **sides})
    with road_server(always(none)) as server, pytest.raises(NoRoute) as refused:
        engine(server)[0].measure(SPOTS[:1], SPOTS[1:2])
    assert refused.value.facts == {
        "origin": "p0",
        "to": "p1",
        "origin_snapped_metres": 12,
        "to_snapped_metres": 30,
    }


def test_a_place_that_the_server_took_to_a_road_far_away_is_off_the_roads() -> None:
    far = json.dumps({"distances": [[1.0]], "durations": [[1.0]], "sources": [{"distance": 1_001.0}]})
    with road_server(always(far)) as server, pytest.raises(OffRoad) as refused:
        engine(server)[0].measure(SPOTS[:1], SPOTS[1:2])
    assert refused.value.facts["place"] == "p0"


def test_a_line_that_is_none_is_no_answer() -> None:
    odd = json.dumps({"routes": [{"geometry": "?", "duration": 1, "distance": 1}]})
    with road_server(always(odd)) as server, pytest.raises(NoAnswer):
        engine(server)[0].paths(SPOTS[:1], SPOTS[1:2], [])


def test_of_too_many_ways_none_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("routing.roads.server.MOST_PATHS", 3)
    with road_server() as server:
        assert engine(server)[0].paths(SPOTS[:2], SPOTS[2:4], []) == []
        assert server.asked == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_server_says_is_sailed_is_drawn_and_counted_apart(kind: Kind) -> None:
    with road_server() as server:
        server.fjord = True
        ((path,),) = engine(server, kind)[0].paths(SPOTS[:1], SPOTS[1:2], [])
    assert [piece.ferry for piece in path.pieces] == [False, True, False]
    north, east = 0.1 * 111_400, 0.03 * 111_400 * 0.515
    assert path.sailed is not None
    assert path.sailed.metres == pytest.approx((north**2 + east**2) ** 0.5 / 3, rel=0.01)
    whole = metres((SPOTS[0].lon, SPOTS[0].lat), (SPOTS[1].lon, SPOTS[1].lat)) / 20
    # openrouteservice tells of no time for a type of way: its part of the length stands in.
    share = 1 / 3 if kind is Kind.OPENROUTESERVICE else 1 / 2
    assert path.sailed.seconds == pytest.approx(whole * share, rel=0.01)


@pytest.mark.parametrize("kind", KINDS)
def test_where_a_server_does_not_say_what_is_sailed_it_is_not_known(kind: Kind) -> None:
    with road_server() as server:
        ((path,),) = engine(server, kind)[0].paths(SPOTS[:1], SPOTS[1:2], [])
    assert path.sailed is None
    assert [piece.ferry for piece in path.pieces] == [False]
