from __future__ import annotations

import os
import time
from pathlib import Path

from routing.cost import cost
from routing.progress import Effort
from routing.proving import Proving
from routing.solve import solve
from tests.routing.instances import on_a_line, shipment

LINE = on_a_line(shipments=(shipment("a", "p1", "p2"), shipment("b", "p2", "p1")))


def wait_for_floor(proof: Proving) -> int:
    until = time.monotonic() + 60
    while not proof.floor and time.monotonic() < until:
        time.sleep(0.05)
    return proof.floor


def test_a_floor_comes_out_and_lies_below_the_cost_of_any_plan():
    with Proving(LINE, 30.0) as proof:
        assert 0 < wait_for_floor(proof) <= cost(LINE, solve(LINE, Effort(None, 2_000, prove=False))).total


def test_the_proof_ends_with_its_block():
    with Proving(LINE, 300.0) as proof:
        pid = proof._process.pid
    assert not Path(f"/proc/{pid}").exists()


def test_a_proof_that_is_killed_leaves_the_floor_it_had():
    with Proving(LINE, 300.0) as proof:
        floor = wait_for_floor(proof)
        os.kill(proof._process.pid, 9)
    assert proof.floor >= floor


def test_a_plan_carries_its_floor_where_one_is_wanted():
    plan = solve(LINE, Effort(None, 2_000))
    assert plan.lower_bound is not None
    assert 0 < plan.lower_bound <= cost(LINE, plan).total


def test_a_plan_carries_no_floor_where_none_is_wanted():
    assert solve(LINE, Effort(None, 2_000, prove=False)).lower_bound is None
