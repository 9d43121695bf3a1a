from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.errors import Fault, NotPlaced, RoutingError, Unsolvable, UnsoundPlan
from routing.plan import Plan, Unserved
from routing.progress import Effort, Told
from routing.wire import read_order, read_refused, read_told, write_order, write_refused, write_told
from tests.routing.instances import on_a_line, problems, shipment

EFFORTS = st.builds(
    Effort,
    st.none() | st.floats(0, 100),
    st.none() | st.integers(0, 10**6),
    st.integers(),
    st.integers(1, 8),
    st.booleans(),
)
LINE = on_a_line(shipments=(shipment("a", "p1", "p2"),))


@given(problem=problems(), effort=EFFORTS)
def test_an_order_arrives_as_it_was_given(problem, effort):
    assert read_order(write_order(problem, effort)) == (problem, effort)


@given(problem=problems())
def test_an_order_is_one_line(problem):
    assert write_order(problem, Effort()).count(b"\n") == 1


@pytest.mark.parametrize("plan", [None, Plan((), (Unserved("a", "stopped"),), 5)])
def test_news_arrives_as_it_was_told(plan):
    told = Told(1100, 1000, 2.5, "search", plan)
    assert read_told(json.loads(write_told(told)), LINE) == told


def test_the_gap_is_written_with_the_news():
    assert json.loads(write_told(Told(1100, 1000, 2.5, "search")))["gap"] == pytest.approx(0.1)


def test_without_a_floor_there_is_no_gap():
    assert Told(1100, None, 2.5, "search").gap is None


FAULTS = (Fault("closed-at-origin", "shipments[0]", {"shipment": "a"}), Fault("too-late", "shipments[1]"))


@pytest.mark.parametrize("kind", [Unsolvable, NotPlaced, UnsoundPlan])
def test_a_refusal_arrives_as_its_kind_with_every_fault(kind):
    again = read_refused(json.loads(write_refused(kind(FAULTS))))
    assert type(again) is kind
    assert (again.unserved if isinstance(again, Unsolvable) else again.faults) == FAULTS


def test_a_refusal_of_another_kind_keeps_its_code_and_facts():
    class Odd(RoutingError):
        code = "odd"

    again = read_refused(json.loads(write_refused(Odd(why=3))))
    assert (again.code, again.facts) == ("odd", {"why": 3})
