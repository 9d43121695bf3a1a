"""What people write down of roads and crossings: both ways, by season, over ferries; and what is refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from logistics.errors import BadValue, LogisticsError, NotAllowed, NotFound
from logistics.network.crossings import Crossing, CrossingKind
from logistics.network.known import (
    CrossingText,
    RoadKnown,
    RoadText,
    crossings_of,
    forget_crossing,
    forget_road,
    know_road,
    roads_of,
    write_crossing,
)
from logistics.network.roads import RoadOverride, in_season, seasons_meet
from logistics.network.timetable_lines import BadTimetable
from tests.logistics.conftest import World

FERRY = CrossingText("Here–There", CrossingKind.FERRY, 1500, 300, ["daily 08:00-20:00/60"], ["daily 08:30"])
ROAD = RoadText("test-north", "test-south", 85_000, 4_500)


def known(session: Session) -> dict[tuple[str, str], tuple[int, bool, int]]:
    return {(r.from_id, r.to_id): (r.metres, r.back, r.before_seconds) for r in session.scalars(select(RoadOverride))}


def test_a_road_is_as_far_back_unless_it_is_not(session: Session, world: World) -> None:
    know_road(session, "test", ROAD, by=world.coordinator)
    assert known(session) == {
        ("test-north", "test-south"): (85_000, False, 0),
        ("test-south", "test-north"): (85_000, False, 0),
    }
    one_way = RoadText("test-hub", "test-north", 1_000, 60, both_ways=False)
    know_road(session, "test", one_way, by=world.coordinator)
    assert ("test-north", "test-hub") not in known(session)


def test_a_way_over_a_ferry_goes_back_from_its_far_side(session: Session, world: World) -> None:
    ferry = write_crossing(session, "test", FERRY, by=world.coordinator)
    over = RoadText("test-north", "test-south", 30_000, 2_400, crossing_id=ferry.id, before_seconds=600)
    know_road(session, "test", over, by=world.coordinator)
    assert known(session)["test-south", "test-north"] == (30_000, True, 1_800)


def test_what_is_written_again_of_a_season_stands_in_its_place(session: Session, world: World) -> None:
    for metres in (85_000, 80_000):
        know_road(session, "test", RoadText("test-north", "test-south", metres, 4_500), by=world.coordinator)
    assert [road.metres for road in roads_of(session, "test", world.driver)] == [80_000, 80_000]


def test_seasons_of_a_pair_do_not_meet_but_the_whole_year_may_lie_under_them(session: Session, world: World) -> None:
    for season in ((101, 1231), (1101, 430)):
        know_road(session, "test", RoadText("test-north", "test-south", 1, 1, season), by=world.coordinator)
    with pytest.raises(RoadKnown):
        know_road(session, "test", RoadText("test-north", "test-south", 1, 1, (401, 501)), by=world.coordinator)


def test_a_road_that_is_forgotten_is_gone_in_its_direction(session: Session, world: World) -> None:
    road, _ = know_road(session, "test", ROAD, by=world.coordinator)
    forget_road(session, road.id, by=world.coordinator)
    assert list(known(session)) == [("test-south", "test-north")]
    with pytest.raises(NotFound):
        forget_road(session, road.id, by=world.coordinator)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (RoadText("test-north", "test-north", 1, 1), "to_id"),
        (RoadText("test-north", "test-south", -1, 1), "metres"),
        (RoadText("test-north", "test-south", 1, 200_000), "seconds"),
        (RoadText("test-north", "test-south", 1, 10, before_seconds=11), "before_seconds"),
    ],
)
def test_a_road_that_cannot_be_is_refused_at_its_field(
    session: Session, world: World, text: RoadText, field: str
) -> None:
    with pytest.raises(BadValue) as refused:
        know_road(session, "test", text, by=world.coordinator)
    assert refused.value.field == field


def test_librarians_see_roads_and_do_not_write_them(session: Session, world: World) -> None:
    know_road(session, "test", ROAD, by=world.coordinator)
    assert len(roads_of(session, "test", world.owner)) == 2
    with pytest.raises(NotAllowed):
        know_road(session, "test", ROAD, by=world.owner)
    with pytest.raises(NotAllowed):
        write_crossing(session, "test", FERRY, by=world.driver)


def test_a_crossing_is_written_and_written_anew(session: Session, world: World) -> None:
    made = write_crossing(session, "test", FERRY, by=world.coordinator)
    shut = CrossingText(
        "Over the fell", CrossingKind.ROAD, 600, 0, ["daily 07:00-20:00 05-01/10-31"], [], (68, 16), (69, 17)
    )
    write_crossing(session, "test", shut, by=world.coordinator, crossing_id=made.id)
    (found,) = crossings_of(session, "test", world.driver)
    assert (found.name, found.kind, found.near_lat, found.by_hand) == ("Over the fell", CrossingKind.ROAD, 68, True)
    assert [(row.back, row.first_minute, row.first_day) for row in found.services] == [(False, 420, 501)]


@pytest.mark.parametrize(
    ("change", "refusal", "field"),
    [
        ({"name": " "}, BadValue, "name"),
        ({"seconds": 0}, BadValue, "minutes"),
        ({"near": (68.0, 16.0)}, BadValue, "far"),
        ({"there": ["sometimes"]}, BadTimetable, "there"),
    ],
)
def test_a_crossing_that_cannot_be_is_refused_at_its_field(
    session: Session, world: World, change: dict[str, object], refusal: type[LogisticsError], field: str
) -> None:
    plain = {"name": "A–B", "kind": CrossingKind.FERRY, "seconds": 600, "ahead_seconds": 0, "there": [], "back": []}
    with pytest.raises(refusal) as refused:
        write_crossing(session, "test", CrossingText(**plain | change), by=world.coordinator)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_with_a_crossing_go_the_ways_over_it(session: Session, world: World) -> None:
    ferry = write_crossing(session, "test", FERRY, by=world.coordinator)
    over = RoadText("test-north", "test-south", 30_000, 2_400, crossing_id=ferry.id)
    know_road(session, "test", over, by=world.coordinator)
    forget_crossing(session, ferry.id, by=world.coordinator)
    session.expire_all()
    assert session.scalars(select(Crossing)).all() == []
    assert known(session) == {}


DAYS = st.dates(date(2028, 1, 1), date(2028, 12, 31)).map(lambda day: 100 * day.month + day.day)


@given(one=st.tuples(DAYS, DAYS), other=st.tuples(DAYS, DAYS))
def test_seasons_meet_if_a_day_lies_in_both(one: tuple[int, int], other: tuple[int, int]) -> None:
    year = [date(2028, 1, 1) + timedelta(days=number) for number in range(366)]
    both = any(in_season(day, *one) and in_season(day, *other) for day in year)
    assert seasons_meet(one, other) is both
