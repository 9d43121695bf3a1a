from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from routing.check import check
from routing.engines.single import plan_single
from routing.plan import Plan, Unserved
from routing.problem import DAY, Vehicle
from routing.progress import Effort
from routing.reasons import REASONS, explain
from routing.solve import solve
from tests.routing.instances import HOUR, on_a_line, problems, shipment

BUSY = on_a_line(minutes=(0, 120, -120), days=1, shipments=(shipment("east", "p1", "p0"), shipment("west", "p2", "p0")))
"""One van has the time for the east or the west, within the hours of either, not for both."""


def until(hour: int) -> tuple[Vehicle, ...]:
    """The van, out until this hour."""
    return tuple(replace(van, shifts=((7 * HOUR, hour * HOUR),)) for van in BUSY.vehicles)


def reason_of(problem, plan=None):
    plan = plan or solve(problem, Effort(None, prove=False), engine=plan_single)
    (left,) = explain(problem, plan, None).unserved
    return left


def test_what_fits_beside_nothing_else_has_no_room():
    assert reason_of(replace(BUSY, vehicles=until(13))).reason == "no-room"


def test_an_hour_more_is_the_cheapest_change_where_it_saves_a_vehicle():
    # 240 km 240 and four hours and five minutes of work; the day is paid already, and the van waits less.
    facts = reason_of(replace(BUSY, vehicles=until(13))).facts
    assert (facts["change"], facts["change_vehicle"], facts["extra_cost"]) == ("longer-shift", "van-1", 485)


def test_another_vehicle_is_the_cheapest_change_where_no_day_is_long_enough():
    far = on_a_line(minutes=(0, 200, -200), days=1, shipments=BUSY.shipments)
    facts = reason_of(far).facts
    # A day 100, 400 km 400, and six hours and 50 minutes of work.
    assert (facts["change"], facts["change_vehicle"], facts["extra_cost"]) == ("another-vehicle", "van-1", 910)


def test_what_costs_more_than_its_penalty_says_how_much():
    cheap = replace(BUSY, shipments=(shipment("east", "p1", "p0", penalty=500),))
    left = reason_of(cheap)
    assert (left.reason, left.facts["penalty"], left.facts["extra_cost"]) == ("dearer-than-penalty", 500, 590)


def test_what_is_due_after_the_days_planned_can_wait():
    later = replace(BUSY, shipments=(shipment("east", "p1", "p0", ready=17 * HOUR, due=2 * DAY),))
    assert reason_of(later).reason == "can-wait"


def test_without_time_the_reason_is_that_the_search_was_stopped():
    plan = Plan((), (Unserved("east", "whatever"), Unserved("west", "whatever")))
    assert {left.reason for left in explain(BUSY, plan, 0.0).unserved} == {"stopped"}


def test_what_would_have_gone_is_not_called_impossible():
    plan = Plan((), (Unserved("east", "whatever"), Unserved("west", "whatever")))
    assert {left.reason for left in explain(BUSY, plan, None).unserved} == {"stopped"}


@given(problem=problems(must_go=False))
def test_whatever_stays_behind_has_a_reason_of_the_table(problem):
    plan = solve(problem, Effort(None, prove=False), engine=plan_single)
    for left in plan.unserved:
        known = {"from", "to", *REASONS[left.reason]}
        assert all(key in known or key == "extra_cost" or key.startswith("change") for key in left.facts)


@given(problem=problems(must_go=False))
def test_explaining_changes_nothing_that_is_driven(problem):
    plan = solve(problem, Effort(None, prove=False), engine=plan_single)
    again = explain(problem, plan, None)
    assert (again.trips, check(problem, again)) == (plan.trips, ())
