from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from routing.check import check
from routing.engines.single import plan_single
from routing.errors import NotPlaced
from routing.locked import NOTHING_LOCKED, Locked, LockedBroken, locked_at
from routing.plan import Plan
from routing.problem import DAY, Problem
from routing.progress import Effort, silent
from routing.replan import replan
from tests.routing.instances import HOUR, on_a_line, problems, shipment, with_place

FEW = Effort(seconds=None, iterations=3)
ALL_DAY = {"due": 2 * DAY, "penalty": 10_000}
LINE = on_a_line(vehicles=2, shipments=(shipment("a", "p1", "p2", **ALL_DAY), shipment("b", "p2", "p0", **ALL_DAY)))


def published(problem: Problem) -> Plan:
    return plan_single(problem, Effort(seconds=None), silent)


PUBLISHED = published(LINE)


def changed_at_random(data: st.DataObject, problem: Problem, now: int) -> Problem:
    """The problem after one thing has changed, later than now."""
    kinds = ["new", "cancelled", "vehicle out", "closed", "window"]
    kind = data.draw(st.sampled_from(kinds))
    if kind == "new":
        a, b = data.draw(st.permutations([place.id for place in problem.places]))[:2]
        more = shipment("new", a, b, ready=now, due=problem.days * DAY, penalty=data.draw(st.integers(0, 10**6)))
        return replace(problem, shipments=(*problem.shipments, more))
    if kind == "cancelled" and problem.shipments:
        gone = data.draw(st.sampled_from(problem.shipments))
        return replace(problem, shipments=tuple(s for s in problem.shipments if s != gone))
    if kind == "vehicle out":
        gone_too = data.draw(st.sampled_from(problem.vehicles))
        return replace(problem, vehicles=tuple(v for v in problem.vehicles if v != gone_too))
    place = data.draw(st.sampled_from(problem.places))
    past = tuple((a, min(b, now)) for a, b in place.windows if a <= now)
    ahead = tuple((max(a, now + 1), b) for a, b in place.windows if b > now + HOUR) if kind == "window" else ()
    return with_place(problem, place.id, windows=(*past, *ahead))


@given(st.data())
def test_what_is_locked_stays_to_the_letter_and_the_plan_is_sound(data):
    problem = data.draw(problems(must_go=False))
    before = published(problem)
    now = data.draw(st.integers(0, problem.days * DAY))
    locked = locked_at(before, now)
    other = changed_at_random(data, problem, now)
    try:
        after = replan(other, before, locked, FEW)
    except LockedBroken:
        assume(False)
    assert check(other, after) == ()
    kept = [before.trips[n].stops[:count] for n, count in locked.stops.items()]
    owners = [before.trips[n].vehicle for n in locked.stops]
    for vehicle, stops in zip(owners, kept, strict=True):
        assert any(trip.vehicle == vehicle and trip.stops[: len(stops)] == stops for trip in after.trips)
    driven = {(vehicle, stop) for vehicle, stops in zip(owners, kept, strict=True) for stop in stops}
    new = {(trip.vehicle, stop) for trip in after.trips for stop in trip.stops} - driven
    assert all(stop.start >= now for _, stop in new)


@given(problems(must_go=False))
def test_where_nothing_is_left_behind_and_nothing_changed_the_plan_stays(problem):
    before = published(problem)
    assume(not before.unserved)
    after = replan(problem, before, NOTHING_LOCKED, Effort(seconds=None, iterations=0))
    assert set(after.trips) == set(before.trips)


def test_a_new_shipment_joins_the_van_that_is_under_way():
    more = replace(LINE, shipments=(*LINE.shipments, shipment("c", "p2", "p0", ready=8 * HOUR, **ALL_DAY)))
    first = PUBLISHED.trips[0].stops
    after = replan(more, PUBLISHED, Locked({0: 2}, now=first[1].start), FEW)
    assert len(after.trips) == 1
    assert not after.unserved


def test_a_van_that_is_out_hands_its_trip_to_another_at_the_same_hours():
    gone = PUBLISHED.trips[0].vehicle
    fewer = replace(LINE, vehicles=tuple(v for v in LINE.vehicles if v.id != gone))
    after = replan(fewer, PUBLISHED, NOTHING_LOCKED, FEW)
    assert [trip.stops for trip in after.trips] == [PUBLISHED.trips[0].stops]


def test_crates_aboard_for_a_place_that_closed_are_put_down_at_the_hub():
    alone = replace(LINE, shipments=LINE.shipments[:1])
    before = published(alone)
    at = before.trips[0].stops[1].start
    after = replan(with_place(alone, "p2", windows=((0, at),)), before, Locked({0: 2}, at), FEW)
    assert after.trips[0].stops[-1].unload == ("a",)
    assert [left.shipment for left in after.unserved] == ["a"]


def test_a_cancelled_shipment_takes_its_stop_along():
    fewer = replace(LINE, shipments=LINE.shipments[1:])
    after = replan(fewer, PUBLISHED, NOTHING_LOCKED, FEW)
    assert not any(stop.place == "p1" for trip in after.trips for stop in trip.stops)


def test_a_locked_stop_of_a_cancelled_shipment_is_refused():
    with pytest.raises(LockedBroken) as refused:
        replan(replace(LINE, shipments=()), PUBLISHED, Locked({0: 2}, DAY), FEW)
    assert refused.value.faults[0].code == "unknown-shipment"


def test_more_locked_stops_than_there_are_are_refused():
    with pytest.raises(LockedBroken) as refused:
        replan(LINE, PUBLISHED, Locked({7: 1}), FEW)
    assert refused.value.faults[0].code == "no-such-stop"


def test_what_must_go_and_finds_no_place_is_an_error():
    must = replace(LINE, shipments=tuple(replace(s, penalty=None) for s in LINE.shipments))
    with pytest.raises(NotPlaced):
        replan(replace(must, vehicles=()), PUBLISHED, NOTHING_LOCKED, FEW)
