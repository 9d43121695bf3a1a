from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from routing.bound.sequence.limits import LEAST_STEP, MOST_STEP, RISE, SHARE, Case

FLOOR = 1_000_000


def climbed(growth: float, labels: int = 1000) -> Case:
    """A case whose labels grow by a factor for each part in a hundred of the limit, after two limits."""
    case = Case(FLOOR)
    for part in (0, 1):
        limit = round(FLOOR * 1.01**part)
        case.learn(limit, round(labels * growth**part), limit + 1)
    return case


def test_the_first_limit_is_a_hundredth_above_the_floor():
    assert Case(FLOOR).next_limit(10**9) == FLOOR * 101 // 100


@given(st.floats(1.3, 5.0))
def test_the_next_limit_takes_as_many_times_the_labels_as_wanted(growth):
    case = climbed(growth)
    parts = (case.next_limit(10**12) - case.floor) / case.floor * 100
    assert abs(growth**parts - RISE) < 0.1 or parts > MOST_STEP * 99


@given(st.integers(1, 10**6), st.floats(1.0, 10.0))
def test_a_limit_is_lower_where_few_labels_are_left(labels, growth):
    case = climbed(growth, labels)
    tight, wide = case.next_limit(2 * case.labels / SHARE), case.next_limit(100 * case.labels / SHARE)
    assert case.floor * (1 + LEAST_STEP) - 1 <= tight <= wide


def test_a_sequence_below_the_limit_ends_the_case_at_its_cost():
    case = Case(FLOOR)
    case.learn(FLOOR + 9000, 10, FLOOR + 5000)
    assert (case.floor, case.ended) == (FLOOR + 5000, True)


def test_no_sequence_below_the_limit_makes_the_floor_higher_than_it():
    case = Case(FLOOR)
    case.learn(FLOOR + 9000, 10, 1 << 62)
    assert (case.floor, case.ended) == (FLOOR + 9001, False)
