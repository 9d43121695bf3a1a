from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from routing.check import check
from routing.plan import Plan, Stop, Trip
from routing.problem import DAY, BreakRule, Problem, Span
from routing.schedule import Visit, closing, driven_after, opening, schedule, schedule_early
from tests.routing.instances import HOUR, on_a_line, problems, spans

LINE = on_a_line()
SHIFT = (7 * HOUR, 18 * HOUR)


@st.composite
def tours(draw: st.DrawFn) -> tuple[Problem, list[Visit], Span]:
    """A problem, visits from a van's home to its home that move nothing, and one of the van's shifts."""
    problem = draw(problems())
    van = problem.vehicles[0]
    between = draw(st.lists(st.sampled_from([place.id for place in problem.places]), max_size=4))
    visits = [Visit(place, (), (), draw(st.integers(0, DAY))) for place in between]
    return problem, [Visit(van.home), *visits, Visit(van.home)], draw(st.sampled_from(van.shifts))


def faults_of_driving(problem: Problem, stops: tuple[Stop, ...]) -> set[str]:
    """What the judge says of a trip by itself."""
    found = check(problem, Plan((Trip(problem.vehicles[0].id, stops),)))
    return {fault.code for fault in found} - {"unserved-not-named", "must-go"}


def tried_out(problem: Problem, visits: list[Visit], span: Span) -> int | None:
    """The earliest end by trying every choice of legs with a break; None: no choice works."""
    ends = []
    rule = problem.break_rule
    for rests in product((0, rule.length) if rule else (0,), repeat=len(visits) - 1):
        at, driven = span[0], 0
        for k, visit in enumerate(visits):
            idle = k in (0, len(visits) - 1)
            drive = 0
            if k:
                drive = problem.seconds[problem.index[visits[k - 1].place]][problem.index[visit.place]]
                at += drive + rests[k - 1]
            start = max(at, visit.earliest)
            windows = problem.place(visit.place).windows
            start = start if idle else min((max(start, a) for a, b in windows if b >= start), default=10**9)
            if rule and k:
                rested = start - at + rests[k - 1] >= rule.length
                driven += drive
                driven = min(drive, max(0, driven - rule.max_drive)) if rested else driven
                if driven > rule.max_drive or drive > rule.max_drive:
                    start = 10**9
            stay = problem.place(visit.place).stop_seconds
            at = start + (0 if idle else problem.stop_seconds if stay is None else stay)
        if at <= span[1]:
            ends.append(at)
    return min(ends, default=None)


@given(tour=tours())
def test_no_choice_of_breaks_ends_earlier(tour):
    problem, visits, span = tour
    stops = schedule(problem, visits, span)
    assert (stops[-1].leave if stops else None) == tried_out(problem, visits, span)


@given(tour=tours())
def test_what_is_scheduled_keeps_the_rules(tour):
    problem, visits, span = tour
    stops = schedule(problem, visits, span)
    assert stops is None or not faults_of_driving(problem, stops)


@given(tour=tours(), data=st.data())
def test_an_early_visit_keeps_the_rules(tour, data):
    problem, visits, span = tour
    stops = schedule_early(problem, visits, span, data.draw(st.integers(0, len(visits) - 1)))
    assert stops is None or not faults_of_driving(problem, stops)


@given(tour=tours(), data=st.data())
def test_an_early_visit_is_never_later_than_in_the_trip_that_ends_early(tour, data):
    problem, visits, span = tour
    row = data.draw(st.integers(0, len(visits) - 1))
    soon, stops = schedule_early(problem, visits, span, row), schedule(problem, visits, span)
    assert (soon is None) == (stops is None)
    assert soon is None or stops is None or soon[row].start <= stops[row].start


def test_a_trip_leaves_as_late_as_its_first_window_allows():
    stops = schedule(LINE, [Visit("p0"), Visit("p1"), Visit("p0")], SHIFT)
    assert stops is not None
    assert [stop.start for stop in stops] == [8 * HOUR - 1800, 8 * HOUR, 8 * HOUR + 2100]


def test_a_stop_that_must_be_left_too_soon_cannot_be_scheduled():
    visits = [Visit("p0"), Visit("p1", leave_by=8 * HOUR + 299), Visit("p0")]
    assert schedule(LINE, visits, SHIFT) is None


def test_a_long_tour_takes_the_break_that_it_needs():
    far = on_a_line(minutes=(0, 80), break_rule=BreakRule(7200, 2700))
    stops = schedule(far, [Visit("p0"), Visit("p1"), Visit("p0")], SHIFT)
    assert stops is not None
    assert stops[2].start - stops[1].leave == 4800 + 2700


def test_waiting_for_a_window_is_a_break():
    far = on_a_line(minutes=(0, 80), break_rule=BreakRule(7200, 2700))
    stops = schedule(far, [Visit("p0"), Visit("p1", earliest=10 * HOUR), Visit("p0")], SHIFT)
    assert stops is not None
    assert stops[2].start - stops[1].leave == 4800


def test_driving_before_the_trip_counts():
    far = on_a_line(minutes=(0, 50), break_rule=BreakRule(7200, 2700))
    stops = schedule(far, [Visit("p0"), Visit("p1"), Visit("p0")], SHIFT, driven=1800)
    assert stops is not None
    assert stops[-1].leave - stops[0].start == 3000 + 300 + 3000 + 2700


@given(windows=spans(DAY, 4), at=st.integers(0, DAY))
def test_an_opening_is_the_first_second_inside(windows, at):
    found = opening(windows, at)
    inside = [max(at, begins) for begins, ends in windows if ends >= at]
    assert found == min(inside, default=None)


@given(windows=spans(DAY, 4), at=st.integers(0, DAY))
def test_a_closing_is_the_last_second_inside(windows, at):
    assert closing(windows, at) == max((min(at, ends) for begins, ends in windows if begins <= at), default=-1)


def test_driving_after_a_trip_is_what_was_driven_since_its_last_break():
    ruled = on_a_line(break_rule=BreakRule(7200, 2700))
    stops = (Stop("p0", 0, 0), Stop("p1", 1800, 2100), Stop("p0", 2100 + 1800 + 2700, 9000), Stop("p1", 10800, 0))
    assert driven_after(ruled, stops, 0) == 1800
