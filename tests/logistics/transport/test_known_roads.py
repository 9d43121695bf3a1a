"""Where distances come from: people, a road engine, or an estimate that is marked as one."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from logistics.network.networks import Network
from logistics.network.roads import RoadMatrix, RoadOverride
from logistics.transport.known_roads import known_roads
from routing.roads.straight_line import straight_line
from tests.builders import a_network

WINTER, SUMMER = date(2026, 12, 1), date(2026, 7, 1)


@pytest.fixture
def network(session: Session) -> Network:
    return a_network(session)


def measure(session: Session, network: Network, now: datetime, places: int = 3) -> None:
    """So many of the places, 1 km and 60 s from each other."""
    points = [(place.id, place.lat, place.lon) for place in network.places[:places]]
    flat = [[0 if a == b else 1 for a in range(places)] for b in range(places)]
    session.add(
        RoadMatrix(
            network_id=network.id,
            engine="osm 2026-11-20",
            settings={},
            points=points,
            metres=[[1_000 * one for one in row] for row in flat],
            seconds=[[60 * one for one in row] for row in flat],
            measured_at=now,
        )
    )
    session.flush()


def know(
    session: Session, network: Network, a: int, b: int, metres: int, season: tuple[int, int] = (101, 1231)
) -> None:
    session.add(
        RoadOverride(
            id=f"{a}-{b}-{season[0]}",
            network_id=network.id,
            from_id=network.places[a].id,
            to_id=network.places[b].id,
            first_day=season[0],
            last_day=season[1],
            metres=metres,
            seconds=metres // 10,
        )
    )
    session.flush()


def test_without_a_matrix_everything_is_estimated(session: Session, network: Network) -> None:
    known = known_roads(session, network, network.places, [WINTER])
    roads, name = known.roads, known.name
    assert (roads.estimated, name) == (True, "straight-line")
    assert roads.metres == straight_line([(place.lat, place.lon) for place in network.places]).metres


def test_a_measured_network_is_not_estimated(session: Session, network: Network, now: datetime) -> None:
    measure(session, network, now)
    known = known_roads(session, network, network.places, [WINTER])
    roads, name = known.roads, known.name
    assert (roads.estimated, name) == (False, "osm 2026-11-20")
    assert roads.metres == ((0, 1_000, 1_000), (1_000, 0, 1_000), (1_000, 1_000, 0))


def test_a_place_that_was_not_measured_is_estimated_and_the_name_says_so(
    session: Session, network: Network, now: datetime
) -> None:
    measure(session, network, now, places=2)
    known = known_roads(session, network, network.places, [WINTER])
    roads, name = known.roads, known.name
    assert (roads.estimated, name) == (True, "osm 2026-11-20 + straight-line")
    assert roads.metres[0][1] == 1_000
    assert roads.metres[0][2] > 20_000


def test_a_place_that_has_moved_is_estimated(session: Session, network: Network, now: datetime) -> None:
    measure(session, network, now)
    network.places[0].lat += 0.1
    assert known_roads(session, network, network.places, [WINTER]).roads.estimated


def test_what_people_know_stands_before_what_was_measured(session: Session, network: Network, now: datetime) -> None:
    measure(session, network, now)
    know(session, network, 0, 1, 85_000)
    known = known_roads(session, network, network.places, [WINTER])
    roads, name = known.roads, known.name
    assert (roads.metres[0][1], roads.seconds[0][1], roads.metres[1][0]) == (85_000, 8_500, 1_000)
    assert name == "osm 2026-11-20"


def test_a_season_stands_before_the_whole_year(session: Session, network: Network) -> None:
    know(session, network, 0, 1, 85_000, (1101, 430))
    know(session, network, 0, 1, 70_000)
    found = [known_roads(session, network, network.places, [day]).roads.metres[0][1] for day in (WINTER, SUMMER)]
    assert found == [85_000, 70_000]


@pytest.mark.parametrize(
    ("season", "day", "holds"),
    [
        ((1101, 430), date(2026, 11, 1), True),
        ((1101, 430), date(2027, 4, 30), True),
        ((1101, 430), date(2027, 5, 1), False),
        ((1101, 430), date(2028, 2, 29), True),
        ((601, 831), date(2026, 8, 31), True),
        ((601, 831), date(2026, 9, 1), False),
    ],
)
def test_a_season_has_its_first_and_its_last_day(season: tuple[int, int], day: date, holds: bool) -> None:
    assert RoadOverride(first_day=season[0], last_day=season[1]).holds_on(day) is holds


def test_a_pair_that_people_know_is_no_estimate(session: Session, network: Network) -> None:
    for a in range(3):
        for b in range(3):
            if a != b:
                know(session, network, a, b, 10_000)
    known = known_roads(session, network, network.places, [WINTER])
    roads, name = known.roads, known.name
    assert (roads.estimated, name) == (False, "overrides")


def test_the_same_rows_give_the_same_roads(session: Session, network: Network, now: datetime) -> None:
    measure(session, network, now, places=2)
    know(session, network, 0, 1, 85_000, (1101, 430))
    first = known_roads(session, network, network.places, [WINTER])
    session.expire_all()
    assert known_roads(session, network, network.places, [WINTER]) == first
