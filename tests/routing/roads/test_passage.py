"""Which ways a van may use, in which direction and how fast."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.roads.passage import passage, seconds_of, stops_vans
from routing.roads.speeds import read_speeds

SPEEDS = read_speeds()


def kmh(**tags: str) -> tuple[float, float] | None:
    judged = passage({key.replace("__", ":"): value for key, value in tags.items()}, SPEEDS)
    return judged and (judged.forward_kmh, judged.backward_kmh)


@pytest.mark.parametrize(
    ("tags", "wanted"),
    [
        ({"highway": "primary"}, (70, 70)),
        ({"highway": "primary", "maxspeed": "100"}, (90, 90)),
        ({"highway": "primary", "maxspeed": "SE:urban"}, (45, 45)),
        ({"highway": "primary", "maxspeed": "none"}, (70, 70)),
        ({"highway": "primary", "maxspeed": "0"}, (70, 70)),
        ({"highway": "tertiary", "maxspeed": "80", "surface": "gravel"}, (50, 50)),
        ({"highway": "tertiary", "maxspeed": "50", "maxspeed__backward": "30"}, (45, 27)),
        ({"highway": "residential", "oneway": "yes"}, (30, 0)),
        ({"highway": "residential", "oneway": "-1"}, (0, 30)),
        ({"highway": "residential", "junction": "roundabout"}, (30, 0)),
        ({"highway": "motorway"}, (100, 0)),
        ({"highway": "motorway", "oneway": "no"}, (100, 100)),
    ],
)
def test_a_road_is_driven_as_its_class_its_signs_and_its_surface_allow(
    tags: dict[str, str], wanted: tuple[float, float]
) -> None:
    assert kmh(**tags) == pytest.approx(wanted)


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "footway"},
        {"highway": "construction"},
        {"highway": "primary", "access": "no"},
        {"highway": "service", "motor_vehicle": "private"},
        {"highway": "service", "area": "yes"},
        {"highway": "primary", "oneway": "reversible"},
        {"highway": "tertiary", "ice_road": "yes"},
        {"route": "ferry", "foot": "yes"},
        {"route": "ferry", "motor_vehicle": "no"},
        {"railway": "rail"},
    ],
)
def test_no_van_goes_there(tags: dict[str, str]) -> None:
    assert kmh(**tags) is None


def test_the_most_special_word_on_access_decides() -> None:
    assert kmh(highway="service", access="no", motorcar="yes") == (15, 15)


def test_a_ferry_that_takes_cars_has_the_duration_of_the_map() -> None:
    judged = passage({"route": "ferry", "motor_vehicle": "yes", "foot": "yes", "duration": "00:25"}, SPEEDS)
    assert judged is not None
    assert (judged.ferry, judged.crossing_seconds) == (True, 1_500)


def test_a_toll_is_kept() -> None:
    judged = passage({"highway": "trunk", "toll": "yes"}, SPEEDS)
    assert judged is not None
    assert judged.toll


@pytest.mark.parametrize(
    ("tags", "closed"),
    [
        ({"barrier": "bollard"}, True),
        ({"barrier": "gate"}, False),
        ({"barrier": "gate", "access": "private"}, True),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, False),
    ],
)
def test_a_barrier_keeps_vans_out_or_lets_them_through(tags: dict[str, str], closed: bool) -> None:
    assert stops_vans(tags, SPEEDS) is closed


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("45", 2_700), ("00:45", 2_700), ("1:10:30", 4_230), ("PT1H10M", 4_200), ("PT90S", 90)],
)
def test_a_duration_is_read_as_maps_write_it(written: str, seconds: int) -> None:
    assert seconds_of(written) == seconds


@given(st.text(max_size=12) | st.from_regex(r"P?T?[\d:HMS]{0,9}"))
def test_a_duration_that_is_none_is_no_fault(written: str) -> None:
    found = seconds_of(written)
    assert found is None or found > 0


@given(st.dictionaries(st.sampled_from(["highway", "maxspeed", "oneway", "access", "surface", "route"]), st.text()))
def test_no_tag_can_break_the_reading(tags: dict[str, str]) -> None:
    judged = passage(tags, SPEEDS)
    assert judged is None or 0 <= judged.forward_kmh <= 150
