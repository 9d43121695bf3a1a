"""Ways over crossings: arrival, leaving, breaks aboard; what is scheduled over them keeps the judge's rules."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.check import check
from routing.plan import Plan, Stop, Trip, Unserved
from routing.problem import DAY, BreakRule, Crossing, Leg, Problem, Span
from routing.roads.crossings import last_departure, next_departure
from routing.sailings import sailings
from routing.schedule import Visit, schedule
from routing.ways import arrival, leaving, way_between
from tests.routing.crossed import crossed_problems, over_the_fjord, with_leg
from tests.routing.instances import HOUR, on_a_line, spans

FJORD = over_the_fjord()
SHIFT = (7 * HOUR, 18 * HOUR)
THERE_AND_BACK = [Visit("p0"), Visit("p1"), Visit("p2"), Visit("p1"), Visit("p0")]


def faults_of(problem: Problem, stops: tuple[Stop, ...]) -> list[str]:
    """What the judge says of one trip that moves nothing."""
    left = tuple(Unserved(shipment.id, "stopped") for shipment in problem.shipments)
    found = check(problem, Plan((Trip(problem.vehicles[0].id, stops),), left))
    return [fault.code for fault in found if fault.code != "must-go"]


@given(departs=spans(DAY, 6), at=st.integers(0, DAY))
def test_the_next_departure_is_the_first_from_then_on_and_the_last_the_nearest_before(
    departs: tuple[Span, ...], at: int
) -> None:
    inside = [second for begins, ends in departs for second in (begins, min(max(at, begins), ends), ends)]
    assert next_departure(departs, at) == min((second for second in inside if second >= at), default=None)
    assert last_departure(departs, at) == max((second for second in inside if second <= at), default=None)


def test_who_comes_in_time_for_the_ferry_waits_for_it_only() -> None:
    way = way_between(FJORD, "p1", "p2")
    assert arrival(way, 9 * HOUR) == 10 * HOUR + 1200 + 300
    assert arrival(way, 10 * HOUR - 900) == 10 * HOUR + 1200 + 300
    assert arrival(way, 10 * HOUR - 899) == 12 * HOUR + 1200 + 300
    assert arrival(way, 17 * HOUR) is None


@given(problem=crossed_problems(), leave=st.integers(0, DAY), data=st.data())
def test_leaving_later_never_arrives_sooner_and_leaving_as_late_as_one_may_arrives_in_time(
    problem: Problem, leave: int, data: st.DataObject
) -> None:
    leg = data.draw(st.sampled_from(problem.legs))
    way = way_between(problem, leg.origin, leg.to)
    there = arrival(way, leave)
    later = arrival(way, leave + data.draw(st.integers(0, 7200)))
    assert there is None or later is None or later >= there
    assert there is not None or later is None
    if there is not None:
        assert there >= leave + problem.seconds[problem.index[leg.origin]][problem.index[leg.to]]
        at = leaving(way, there)
        again = arrival(way, at)
        assert at >= leave
        assert again is not None
        assert again <= there


@st.composite
def tours(draw: st.DrawFn) -> tuple[Problem, list[Visit], Span]:
    """A problem with crossings, visits that move nothing, and a shift."""
    problem = draw(crossed_problems())
    van = problem.vehicles[0]
    between = draw(st.lists(st.sampled_from([place.id for place in problem.places]), max_size=4))
    visits = [Visit(van.home), *(Visit(place) for place in between), Visit(van.home)]
    return problem, visits, draw(st.sampled_from(van.shifts))


@given(tour=tours())
def test_what_is_scheduled_over_crossings_keeps_the_rules(tour: tuple[Problem, list[Visit], Span]) -> None:
    problem, visits, span = tour
    stops = schedule(problem, visits, span)
    assert stops is None or not faults_of(problem, stops)


@given(tour=tours())
def test_without_breaks_nothing_ends_earlier_than_who_always_takes_the_first_departure(
    tour: tuple[Problem, list[Visit], Span],
) -> None:
    problem, visits, span = tour
    problem = replace(problem, break_rule=None)
    at: int | None = span[0]
    for k, visit in enumerate(visits):
        if k and at is not None:
            at = arrival(way_between(problem, visits[k - 1].place, visit.place), at)
        if at is not None and 0 < k < len(visits) - 1:
            place = problem.place(visit.place)
            at = min((max(at, begins) for begins, ends in place.windows if ends >= at), default=None)
            at = (
                None
                if at is None
                else at + (problem.stop_seconds if place.stop_seconds is None else place.stop_seconds)
            )
    stops = schedule(problem, visits, span)
    assert (stops[-1].leave if stops else None) == (at if at is not None and at <= span[1] else None)


def test_a_trip_over_the_fjord_leaves_as_late_as_its_ferries_allow() -> None:
    stops = schedule(FJORD, THERE_AND_BACK, SHIFT)
    assert stops is not None
    assert not faults_of(FJORD, stops)
    # The ferries of 10 and 12: p1 opens at 8, and nobody is at the quay for the ferry of that hour.
    assert stops[1].leave == 10 * HOUR - 300 - 600
    assert stops[2].leave == 12 * HOUR - 300 - 300
    assert stops[3].start == 12 * HOUR + 1200 + 600


@pytest.mark.parametrize(("aboard", "idle"), [(2700, 0), (2699, 2700)])
def test_a_crossing_that_lasts_as_long_as_a_break_is_one(aboard: int, idle: int) -> None:
    departs = ((0, DAY),)
    problem = on_a_line(minutes=(0, 100), break_rule=BreakRule(6600, 2700))
    problem = replace(problem, crossings=(Crossing("ferry", "", departs, aboard),))
    for ends in (("p0", "p1"), ("p1", "p0")):
        problem = with_leg(problem, Leg(*ends, ("ferry",), (3000, 3000)))
    stops = schedule(problem, [Visit("p0"), Visit("p1"), Visit("p0")], (7 * HOUR, 18 * HOUR))
    assert stops is not None
    assert not faults_of(problem, stops)
    assert sum(b.start - a.leave for a, b in pairwise(stops)) == 2 * (6000 + aboard) + idle


def test_waiting_at_the_quay_is_a_break_of_the_way_there() -> None:
    problem = over_the_fjord(minutes=(0, 30, 60), break_rule=BreakRule(4500, 2700))
    stops = schedule(problem, THERE_AND_BACK, SHIFT)
    assert stops is not None
    assert not faults_of(problem, stops)


def test_the_judge_names_a_missed_ferry_and_one_that_does_not_go_any_more() -> None:
    stops = schedule(FJORD, THERE_AND_BACK, SHIFT)
    assert stops is not None
    hasty = (*stops[:2], replace(stops[2], start=10 * HOUR + 1499), *stops[3:])
    assert faults_of(FJORD, hasty) == ["too-early"]
    late = replace(FJORD, crossings=(replace(FJORD.crossings[0], departs=((10 * HOUR, 10 * HOUR),)),))
    assert faults_of(late, stops) == ["no-crossing"]
    assert schedule(late, THERE_AND_BACK, SHIFT) is None


def test_no_stretch_of_a_leg_is_driven_longer_than_allowed_in_one_piece() -> None:
    problem = with_leg(replace(FJORD, break_rule=BreakRule(3000, 2700)), Leg("p1", "p2", ("ferry",), (3001, 300)))
    assert schedule(problem, THERE_AND_BACK, SHIFT) is None
    stops = (
        Stop("p0", 7 * HOUR, 7 * HOUR),
        Stop("p1", 8 * HOUR, 8 * HOUR + 300),
        Stop("p2", 12 * HOUR, 12 * HOUR + 300),
        Stop("p1", 15 * HOUR, 15 * HOUR + 300),
        Stop("p0", 17 * HOUR, 17 * HOUR),
    )
    assert "leg-too-long" in faults_of(problem, stops)


def test_the_sheet_says_which_departures_a_trip_takes() -> None:
    stops = schedule(FJORD, THERE_AND_BACK, SHIFT)
    assert stops is not None
    taken = [[(sailing.crossing.id, sailing.departs) for sailing in leg] for leg in sailings(FJORD, stops)]
    assert taken == [[], [("ferry", 10 * HOUR)], [("ferry", 12 * HOUR)], []]


@given(tour=tours())
def test_the_departures_that_are_told_bring_the_trip_to_every_stop_in_time(
    tour: tuple[Problem, list[Visit], Span],
) -> None:
    problem, visits, span = tour
    stops = schedule(problem, visits, span)
    if stops is None:
        return
    for (before, after), leg in zip(pairwise(stops), sailings(problem, stops), strict=True):
        pieces, last = way_between(problem, before.place, after.place)
        at = before.leave
        assert len(leg) == len(pieces)
        for (drive, crossing), sailing in zip(pieces, leg, strict=True):
            assert sailing.departs >= at + drive + crossing.ahead
            assert any(begins <= sailing.departs <= ends for begins, ends in crossing.departs)
            at = sailing.lands
        assert at + last <= after.start
