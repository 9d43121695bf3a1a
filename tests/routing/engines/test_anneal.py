from __future__ import annotations

import numpy as np
from hypothesis import given, settings

from routing.engines.anneal import anneal, price_all
from routing.engines.best import no_best, restore
from routing.engines.state import LENGTH, State, empty_state
from routing.engines.tables import Tables, tables
from routing.problem import Problem
from tests.routing.instances import problems

MOVES = 500


def annealed(problem: Problem) -> tuple[Tables, State, float]:
    """A state after some hot moves, and the score that the search believes in."""
    tab = tables(problem)
    state = empty_state(tab, 1)
    state.weight[:3] = (50, 2000, 100_000)
    return tab, state, anneal(tab, state, no_best(state), MOVES, 50_000.0, 1000.0)


@given(problem=problems().filter(lambda problem: problem.shipments))
@settings(max_examples=60, deadline=None)
def test_the_score_kept_move_by_move_is_the_score_worked_out_anew(problem: Problem):
    tab, state, score = annealed(problem)
    assert np.isclose(score, price_all(tab, state), atol=0.5)


@given(problem=problems().filter(lambda problem: problem.shipments))
@settings(max_examples=60, deadline=None)
def test_a_plan_put_aside_and_taken_up_again_scores_the_same(problem: Problem):
    tab, state, score = annealed(problem)
    aside = no_best(state)
    aside.seq[:], aside.length[:], aside.way[:] = state.seq, state.trip[:, LENGTH], state.way[:, :3]
    other = empty_state(tab, 2)
    other.weight[:] = state.weight
    restore(tab, other, aside)
    assert np.isclose(score, price_all(tab, other), atol=0.5)
