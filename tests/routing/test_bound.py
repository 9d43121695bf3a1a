from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.bound import in_ore, lower_bound
from routing.bound.alone import dearest_alone
from routing.bound.ground import UNIT
from routing.cost import cost
from routing.errors import NotPlaced
from routing.problem import Problem
from routing.progress import Effort
from routing.solve import solve
from tests.routing.instances import on_a_line, problems, shipment

BRIEF = Effort(None, 1_500, prove=False)


def paid(problem: Problem) -> int:
    return cost(problem, solve(problem, BRIEF)).total


@settings(max_examples=60, deadline=None)
@given(problem=problems(must_go=False))
def test_no_plan_of_a_random_problem_costs_less_than_the_floor(problem):
    assert lower_bound(problem, 2.0) <= paid(problem)


@settings(max_examples=60, deadline=None)
@given(problem=problems(must_go=False))
def test_no_plan_of_a_random_problem_costs_less_than_the_cheap_floor(problem):
    assert dearest_alone(problem) <= paid(problem)
