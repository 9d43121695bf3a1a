"""The page of roads: pairs by season, crossings with their timetables, and what was measured."""

from __future__ import annotations

from sqlalchemy import select

from logistics.database import Sessions
from logistics.network.crossings import Crossing
from logistics.network.roads import RoadOverride
from tests.api.pages.conftest import Visitor

ROADS = "/coordinator/roads"
PAIR = {"from_id": "test-north", "to_id": "test-south", "km": "85,5", "minutes": "75", "both_ways": "yes"}
FERRY = {"name": "North–South", "kind": "ferry", "minutes": "25", "ahead_minutes": "5", "there": "mån-fre 06:15, 07:40"}


def known(sessions: Sessions) -> list[tuple[str, int, int, int]]:
    with sessions() as session:
        rows = session.scalars(select(RoadOverride).order_by(RoadOverride.from_id))
        return [(row.from_id, row.metres, row.seconds, row.first_day) for row in rows]


def test_without_anything_the_page_says_that_distances_are_estimated(coordinator: Visitor) -> None:
    page = coordinator.get(ROADS).text
    assert "distances are estimated from straight lines" in page
    assert "Nothing yet." in page


def test_a_pair_is_written_down_both_ways_with_its_season(coordinator: Visitor, sessions: Sessions) -> None:
    page = coordinator.post(ROADS, **PAIR, first_day="11-01", last_day="04-30").text
    assert known(sessions) == [("test-north", 85_500, 4_500, 1101), ("test-south", 85_500, 4_500, 1101)]
    assert "11-01 – 04-30" in page


def test_a_pair_that_is_changed_to_the_whole_year_leaves_no_season_behind(
    coordinator: Visitor, sessions: Sessions
) -> None:
    one_way = {name: value for name, value in PAIR.items() if name != "both_ways"}
    coordinator.post(ROADS, **one_way, first_day="11-01", last_day="04-30")
    form = coordinator.get("/coordinator/roads/test-north-test-south-1101-430").text
    assert 'value="85.5"' in form
    coordinator.post(ROADS, **one_way, replaces="test-north-test-south-1101-430")
    assert known(sessions) == [("test-north", 85_500, 4_500, 101)]


def test_what_is_mistyped_is_told_at_its_field_and_nothing_is_kept(coordinator: Visitor, sessions: Sessions) -> None:
    answer = coordinator.post(ROADS, **PAIR | {"km": "far", "first_day": "13-01", "last_day": "04-30"})
    assert answer.status_code == 422
    assert "Give a length in kilometres" in answer.text
    assert "Give month and day" in answer.text
    assert known(sessions) == []


def test_a_road_is_forgotten_in_one_direction(coordinator: Visitor, sessions: Sessions) -> None:
    coordinator.post(ROADS, **PAIR)
    coordinator.post(f"{ROADS}/test-north-test-south-101-1231/forget")
    assert [row[0] for row in known(sessions)] == ["test-south"]


def test_a_crossing_is_added_shown_changed_and_removed(coordinator: Visitor, sessions: Sessions) -> None:
    page = coordinator.post("/coordinator/crossings", **FERRY, back="daily 08:00-20:00/60").text
    assert "mon-fri 06:15, 07:40" in page
    with sessions() as session:
        (ferry,) = session.scalars(select(Crossing))
    form = coordinator.get(f"/coordinator/crossings/{ferry.id}").text
    assert "daily 08:00-20:00/60" in form
    coordinator.post(
        f"/coordinator/crossings/{ferry.id}", **FERRY | {"minutes": "30"}, near="68.8, 16.5", far="68.7 16.6"
    )
    with sessions() as session:
        changed = session.get_one(Crossing, ferry.id)
        assert (changed.seconds, changed.near_lat, changed.far_lon) == (1800, 68.8, 16.6)
    coordinator.post(f"/coordinator/crossings/{ferry.id}/forget")
    assert "None yet." in coordinator.get(ROADS).text


def test_a_line_of_a_timetable_that_cannot_be_read_is_named(coordinator: Visitor, sessions: Sessions) -> None:
    answer = coordinator.post("/coordinator/crossings", **FERRY | {"there": "daily 08:00\nmon 25:00"})
    assert answer.status_code == 422
    assert "Line 2 can" in answer.text
    with sessions() as session:
        assert session.scalars(select(Crossing)).all() == []


def test_only_those_who_manage_the_network_see_the_page(driver: Visitor, owner: Visitor) -> None:
    assert driver.get(ROADS).status_code == 403
    assert owner.get(ROADS).status_code == 403
