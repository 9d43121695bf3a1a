from __future__ import annotations

import time
from dataclasses import replace

import pytest

from routing.check import check
from routing.cost import cost
from routing.engines.best import Best
from routing.engines.budget import budget_of
from routing.engines.chain import Phase, new_chain
from routing.engines.driven import plan_of
from routing.engines.tables import Tables, tables
from routing.master import recombine, sound_cost
from routing.problem import DAY, Problem
from routing.progress import Effort
from tests.routing.instances import HOUR, on_a_line, shipment


@pytest.fixture(scope="module")
def problem() -> Problem:
    """A dozen crates between six places over three days; what is left behind costs more than any trip."""
    crates = tuple(
        shipment(f"s{a}{b}", f"p{a}", f"p{b}", ready=(a % 2) * DAY + 8 * HOUR, due=2 * DAY + 18 * HOUR, penalty=10**5)
        for a in range(6)
        for b in range(6)
        if a != b and (a * b) % 3 == 2
    )
    return on_a_line(minutes=(0, 20, 35, 50, 65, 80), days=3, vehicles=2, shipments=crates)


@pytest.fixture(scope="module")
def tab(problem: Problem) -> Tables:
    return tables(problem)


@pytest.fixture(scope="module")
def met(tab: Tables) -> list[Best]:
    """What a short search met, best first."""
    chain = new_chain(tab, 1)
    effort = Effort(seconds=None, iterations=20_000)
    chain.run(Phase(1.0, 2000.0, 20.0, True), 0.0, budget_of(effort, time.monotonic(), 0), 0, None)
    return sorted(chain.past, key=lambda plan: float(plan.value[0]))


def chosen(tab: Tables, met: list[Best]) -> Best:
    """CP-SAT's choice, by a fixed amount of work."""
    found = recombine(tab, met, None, 1, 1)
    assert found is not None
    found.value[0] = sound_cost(tab, found)
    return found


def test_the_choice_costs_no_more_than_the_best_plan_it_began_from(tab: Tables, met: list[Best]):
    assert chosen(tab, met).value[0] <= met[0].value[0] + 1


def test_the_choice_keeps_every_rule(problem: Problem, tab: Tables, met: list[Best]):
    assert check(problem, plan_of(problem, tab, chosen(tab, met))) == ()


def test_the_cost_of_the_choice_is_that_of_its_plan(problem: Problem, tab: Tables, met: list[Best]):
    found = chosen(tab, met)
    assert cost(problem, plan_of(problem, tab, found)).total == pytest.approx(float(found.value[0]), abs=2)


def test_the_same_plans_give_the_same_choice(tab: Tables, met: list[Best]):
    assert (chosen(tab, met).way == chosen(tab, met).way).all()


def test_no_time_gives_no_choice(tab: Tables, met: list[Best]):
    assert recombine(tab, met, time.monotonic() - 1, 1, 1) is None


def test_a_van_of_another_size_is_another_kind(problem: Problem, tab: Tables, met: list[Best]):
    small = replace(problem.vehicles[1], capacity=3)
    mixed = tables(replace(problem, vehicles=(problem.vehicles[0], small)))
    found = recombine(mixed, met[:1], None, 1, 1)
    assert found is None or sound_cost(mixed, found) < float("inf")
