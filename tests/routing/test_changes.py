from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from routing.changes import CHANGES, changes, cheapest_change, whole_days
from routing.insert import insert
from routing.plan import Plan, Unserved
from routing.problem import DAY, Problem
from tests.routing.instances import HOUR, on_a_line, problems, shipment, spans, with_place

LINE = on_a_line(days=1, shipments=(shipment("s", "p1", "p2"),))


def nothing(problem: Problem) -> Plan:
    return Plan((), tuple(Unserved(s.id, "stopped") for s in problem.shipments))


def change_for(problem: Problem) -> dict[str, object]:
    return dict(cheapest_change(problem, nothing(problem), problem.shipments[0]))


def test_a_place_that_closes_too_early_is_asked_to_stay_open():
    facts = change_for(with_place(LINE, "p2", windows=((8 * HOUR, 30_000),)))
    assert facts == {
        "change": "open-destination-longer",
        "extra_cost": 100 + 120 + 130,
        "change_vehicle": "van-1",
        "change_arrives_at": 30_900,
        "change_destination_closes_at": 30_000,
    }


def test_a_place_that_hands_out_too_late_is_asked_to_open():
    facts = change_for(with_place(LINE, "p1", windows=((17 * HOUR, 18 * HOUR),)))
    assert (facts["change"], facts["change_origin_opens_at"]) == ("open-origin-longer", 17 * HOUR)


def test_a_due_time_that_is_missed_is_asked_to_wait():
    late = replace(LINE, shipments=(replace(LINE.shipments[0], due=30_000),))
    assert change_for(late)["change_arrives_at"] == 30_900


def test_a_vehicle_that_is_too_small_is_told_how_much_it_should_hold():
    heavy = replace(LINE, shipments=(replace(LINE.shipments[0], crates=12),))
    facts = change_for(heavy)
    assert (facts["change"], facts["change_capacity"]) == ("larger-vehicle", 12)


def test_a_shift_that_is_too_short_is_told_from_when_till_when_it_should_last():
    short = replace(LINE, vehicles=(replace(LINE.vehicles[0], shifts=((8 * HOUR, 9 * HOUR),)),))
    facts = change_for(short)
    assert (facts["change"], facts["change_starts_at"], facts["change_ends_at"]) == ("longer-shift", 27_000, 34_800)


def test_nothing_is_tried_after_the_deadline():
    closed = with_place(LINE, "p2", windows=())
    assert cheapest_change(closed, nothing(closed), closed.shipments[0], time.monotonic() - 1) == {}


@given(problem=problems())
def test_a_change_that_is_named_takes_the_shipment_along_for_what_it_says(problem):
    plan = nothing(problem)
    for s in problem.shipments:
        facts = cheapest_change(problem, plan, s)
        if facts:
            tried = [c.problem for c in changes(problem, s) if c.code == facts["change"]]
            found = [insert(p, plan, p.shipment[s.id]) for p in tried]
            assert facts["extra_cost"] in [inserted.extra for inserted in found if inserted]


@given(problem=problems())
def test_every_change_has_a_code_of_the_table(problem):
    assert all(change.code in CHANGES for s in problem.shipments for change in changes(problem, s))


@given(shifts=spans(3 * DAY, 5))
def test_whole_days_hold_the_shifts_and_do_not_overlap(shifts):
    days = whole_days(shifts)
    assert all(any(a <= begins and ends <= b for a, b in days) for begins, ends in shifts)
    assert all(before[1] <= after[0] for before, after in pairwise(days))


@given(problem=problems(), data=st.data())
def test_another_vehicle_has_a_name_of_its_own(problem, data):
    for s in problem.shipments:
        for change in changes(problem, s):
            names = [vehicle.id for vehicle in change.problem.vehicles]
            assert len(names) == len(set(names))
